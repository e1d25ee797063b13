import type { Box } from './axes';
import {
  boxCentre,
  boxFromTuple,
  boxShape,
  boxToTuple,
  clampVoxel,
  clipBox,
  containsBox,
  containsVoxel,
  cropAround,
  intersectBoxes,
  isEmpty,
  uniteBoxes,
  voxelCount,
  voxelOffset,
  wholeBox
} from './axes';

const SHAPE = { z: 20, y: 33, x: 47 };
const BOX: Box = { z0: 1, z1: 3, y0: 4, y1: 8, x0: 9, x1: 14 };

describe('boxes', () => {
  it('are half-open, and travel as tuples in the order z, y, x', () => {
    expect(boxShape(BOX)).toEqual({ z: 2, y: 4, x: 5 });
    expect(boxToTuple(BOX)).toEqual([1, 3, 4, 8, 9, 14]);
    expect(boxFromTuple(boxToTuple(BOX))).toEqual(BOX);
    expect(boxCentre(BOX)).toEqual({ z: 1.5, y: 5.5, x: 11 });
  });

  it('that meet have a common part, others none', () => {
    const beside = { ...BOX, x0: 14, x1: 20 };
    expect(intersectBoxes(BOX, { ...BOX, z0: 2, z1: 9 })).toEqual({ ...BOX, z0: 2 });
    expect(intersectBoxes(BOX, beside)).toBeNull();
    expect(uniteBoxes(BOX, beside)).toEqual({ ...BOX, x1: 20 });
    expect(containsBox(uniteBoxes(BOX, beside), beside)).toBe(true);
    expect(containsBox(BOX, beside)).toBe(false);
  });

  it('are clipped to the volume', () => {
    expect(clipBox({ ...BOX, z0: -4, x1: 99 }, SHAPE)).toEqual({ ...BOX, z0: 0, x1: 47 });
    expect(clipBox({ ...BOX, y0: 33, y1: 40 }, SHAPE)).toBeNull();
    expect(isEmpty({ ...BOX, y1: 4 })).toBe(true);
  });

  it('hold their first voxel and not the one behind their last', () => {
    expect(containsVoxel(BOX, { z: 1, y: 4, x: 9 })).toBe(true);
    expect(containsVoxel(BOX, { z: 2, y: 7, x: 14 })).toBe(false);
  });
});

describe('voxels', () => {
  it('lie in C order, x fastest', () => {
    expect(voxelOffset(SHAPE, { z: 1, y: 2, x: 3 })).toBe(33 * 47 + 2 * 47 + 3);
    expect(voxelOffset(SHAPE, { z: 19, y: 32, x: 46 })).toBe(voxelCount(SHAPE) - 1);
    expect(voxelOffset({ z: 2000, y: 3000, x: 4000 }, { z: 1999, y: 0, x: 0 })).toBe(
      23_988_000_000
    );
  });

  it('are clamped to the nearest one inside', () => {
    expect(clampVoxel(SHAPE, { z: -3, y: 7.6, x: 99 })).toEqual({ z: 0, y: 8, x: 46 });
  });
});

describe('the crop around a region', () => {
  it('has a margin equal in µm on all sides', () => {
    const crop = cropAround(
      { z0: 8, z1: 10, y0: 12, y1: 16, x0: 20, x1: 24 },
      SHAPE,
      { z: 2, y: 0.5, x: 0.5 },
      0.5,
      0
    );
    expect(crop).toEqual({ z0: 7, z1: 11, y0: 8, y1: 20, x0: 16, x1: 28 });
  });

  it('of a single voxel is 12 of the finest edges wide on each side', () => {
    const at = { z0: 10, z1: 11, y0: 16, y1: 17, x0: 20, x1: 21 };
    expect(cropAround(at, SHAPE, { z: 4, y: 1, x: 1 }, 0.4)).toEqual({
      z0: 7,
      z1: 14,
      y0: 4,
      y1: 29,
      x0: 8,
      x1: 33
    });
  });

  it('ends where the volume ends', () => {
    expect(cropAround(wholeBox(SHAPE), SHAPE, { z: 1, y: 1, x: 1 }, 0.4)).toEqual(wholeBox(SHAPE));
  });
});

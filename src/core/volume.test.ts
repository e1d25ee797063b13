import fc from 'fast-check';
import { boxShape, voxelCount } from './axes';
import type { IndexDtype } from './volume';
import { asTypedArray, readBlock, writeBlock, writeCoarse, zeros } from './volume';

const SHAPE = { z: 3, y: 4, x: 5 };

/** Voxel n holds n + 1. */
function counted(dtype: IndexDtype = 'uint8') {
  const volume = zeros(dtype, SHAPE);
  volume.data.forEach((_, i) => (volume.data[i] = i + 1));
  return volume;
}

describe('blocks', () => {
  it('are read in C order', () => {
    const block = readBlock(counted(), { z0: 1, z1: 3, y0: 2, y1: 3, x0: 3, x1: 5 });
    expect(block.shape).toEqual({ z: 2, y: 1, x: 2 });
    expect(Array.from(block.data)).toEqual([34, 35, 54, 55]);
  });

  it('written where they were read change nothing, and fill an empty volume', () => {
    const range = (size: number) =>
      fc
        .tuple(fc.nat(size - 1), fc.nat(size - 1))
        .map(([a, b]) => [Math.min(a, b), Math.max(a, b) + 1]);
    const boxes = fc
      .tuple(range(3), range(4), range(5))
      .map(([[z0, z1], [y0, y1], [x0, x1]]) => ({ z0, z1, y0, y1, x0, x1 }));
    fc.assert(
      fc.property(boxes, fc.constantFrom<IndexDtype>('uint8', 'uint16', 'uint32'), (box, dtype) => {
        const volume = counted(dtype);
        const empty = zeros(dtype, SHAPE);
        const { data } = readBlock(volume, box);
        writeBlock(volume, box, data);
        writeBlock(empty, box, data);
        expect(volume.data).toEqual(counted(dtype).data);
        expect(readBlock(empty, box).data).toEqual(data);
        expect(empty.data.filter(value => value > 0)).toHaveLength(voxelCount(boxShape(box)));
      })
    );
  });

  it('of another size than their box are refused', () => {
    const box = { z0: 0, z1: 1, y0: 0, y1: 4, x0: 0, x1: 5 };
    expect(() => writeBlock(counted(), box, new Uint8Array(19))).toThrow(
      'found 19 values, expected 20 for the box'
    );
  });
});

describe('coarse samples', () => {
  it('stand for the voxels behind them', () => {
    const volume = zeros('uint8', SHAPE);
    writeCoarse(
      volume,
      1,
      Uint8Array.from({ length: 12 }, (_, i) => i + 1)
    );
    // prettier-ignore
    expect(Array.from(volume.data.subarray(20))).toEqual([
      1, 1, 2, 2, 3,
      1, 1, 2, 2, 3,
      4, 4, 5, 5, 6,
      4, 4, 5, 5, 6,

      7, 7, 8, 8, 9,
      7, 7, 8, 8, 9,
      10, 10, 11, 11, 12,
      10, 10, 11, 11, 12
    ]);
    expect(() => writeCoarse(volume, 2, new Uint8Array(3))).toThrow('expected 2 at level 2');
  });
});

describe('bytes', () => {
  it('are viewed, not copied, where they are aligned', () => {
    const bytes = Uint8Array.of(9, 9, 1, 0, 2, 0);
    const aligned = asTypedArray('uint16', bytes.subarray(2));
    expect(Array.from(aligned)).toEqual([1, 2]);
    expect(aligned.buffer).toBe(bytes.buffer);
  });

  it('are copied where they are not', () => {
    const bytes = Uint8Array.of(9, 1, 0, 2, 0, 9);
    expect(Array.from(asTypedArray('uint16', bytes.subarray(1, 5)))).toEqual([1, 2]);
  });

  it('that are no whole values are refused', () => {
    expect(() => asTypedArray('uint32', new Uint8Array(6))).toThrow('expected whole uint32 values');
  });
});

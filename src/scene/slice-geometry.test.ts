import type { VoxelPoint } from '../core/axes';
import type { SlicePlane } from '../core/state';
import {
  fitCamera,
  fromView,
  PLANE_AXES,
  panCamera,
  rangeAround,
  sliceTransform,
  toView,
  visibleRange,
  zoomCamera
} from './slice-geometry';

const PLANES: readonly SlicePlane[] = ['z', 'y', 'x'];
const shape = { z: 20, y: 33, x: 47 };
const spacing = { z: 2, y: 0.5, x: 0.7 };
const size = { width: 300, height: 200 };
const camera = { centre: { z: 9.5, y: 16, x: 23 }, span: 40 };
const voxel: VoxelPoint = { z: 7, y: 30, x: 3 };

describe.each(PLANES)('slice across %s', plane => {
  const transform = sliceTransform(plane, camera, spacing, size);

  it('gives back the voxel that was drawn at a point', () => {
    const point = fromView(transform, toView(transform, voxel), voxel[plane]);
    expect(point.z).toBeCloseTo(voxel.z);
    expect(point.y).toBeCloseTo(voxel.y);
    expect(point.x).toBeCloseTo(voxel.x);
  });

  it('draws a micrometre equally long along both axes', () => {
    const { axes, scaleU, scaleV } = transform;
    expect(scaleU / spacing[axes.u]).toBeCloseTo(scaleV / spacing[axes.v]);
  });

  it('zooms round the point under the pointer', () => {
    const pointer = { left: 40, top: 170 };
    const zoomed = zoomCamera(camera, plane, spacing, shape, size, pointer, 1.7);
    const before = fromView(transform, pointer, 0);
    const after = fromView(sliceTransform(plane, zoomed, spacing, size), pointer, 0);
    expect(zoomed.span).toBeCloseTo(40 / 1.7);
    expect(after[transform.axes.u]).toBeCloseTo(before[transform.axes.u]);
    expect(after[transform.axes.v]).toBeCloseTo(before[transform.axes.v]);
  });

  it('moves the picture with the hand', () => {
    const panned = panCamera(camera, plane, spacing, size, { left: 25, top: -10 });
    const before = toView(transform, voxel);
    const after = toView(sliceTransform(plane, panned, spacing, size), voxel);
    expect(after.left - before.left).toBeCloseTo(25);
    expect(after.top - before.top).toBeCloseTo(-10);
  });
});

it('shows rows downwards and columns to the right', () => {
  const at = (plane: SlicePlane, point: VoxelPoint) =>
    toView(sliceTransform(plane, camera, spacing, size), point);
  expect(at('z', { z: 0, y: 1, x: 0 }).top).toBeGreaterThan(at('z', { z: 0, y: 0, x: 0 }).top);
  expect(at('y', { z: 1, y: 0, x: 0 }).top).toBeGreaterThan(at('y', { z: 0, y: 0, x: 0 }).top);
  expect(at('x', { z: 0, y: 1, x: 0 }).left).toBeGreaterThan(at('x', { z: 0, y: 0, x: 0 }).left);
});

it('fits a box whole into every view', () => {
  const box = { z0: 2, z1: 18, y0: 5, y1: 30, x0: 1, x1: 46 };
  const sizes = new Map(PLANES.map(plane => [plane, { width: 320, height: 180 }] as const));
  const fitted = fitCamera(box, spacing, sizes);
  for (const plane of PLANES) {
    const transform = sliceTransform(plane, fitted, spacing, { width: 320, height: 180 });
    const low = toView(transform, { z: box.z0 - 0.5, y: box.y0 - 0.5, x: box.x0 - 0.5 });
    const high = toView(transform, { z: box.z1 - 0.5, y: box.y1 - 0.5, x: box.x1 - 0.5 });
    expect(Math.min(low.left, low.top)).toBeGreaterThanOrEqual(0);
    expect(high.left).toBeLessThanOrEqual(320);
    expect(high.top).toBeLessThanOrEqual(180);
  }
});

it('names the voxels in sight, and none when the volume is elsewhere', () => {
  const close = { centre: { z: 5, y: 10, x: 20 }, span: 5 };
  const transform = sliceTransform('z', close, { z: 1, y: 1, x: 1 }, { width: 100, height: 100 });
  expect(visibleRange(transform, shape, { width: 100, height: 100 })).toEqual({
    u0: 18,
    u1: 23,
    v0: 8,
    v1: 13
  });
  const away = sliceTransform('z', { ...close, centre: { z: 5, y: 10, x: 900 } }, spacing, size);
  expect(visibleRange(away, shape, size)).toBeNull();
});

it('holds the zoom between two voxels and four volumes', () => {
  const zoom = (factor: number) =>
    zoomCamera(camera, 'z', spacing, shape, size, { left: 1, top: 1 }, factor).span;
  expect(zoom(1e9)).toBe(1);
  expect(zoom(1e-9)).toBe(4 * 40);
});

it('finds the part of a range that a change can be seen in', () => {
  const range = { u0: 10, u1: 40, v0: 0, v1: 20 };
  const box = { z0: 18, z1: 19, y0: 5, y1: 6, x0: 9, x1: 12 };
  expect(rangeAround(PLANE_AXES.y, box, range, 3)).toEqual({ u0: 10, u1: 15, v0: 15, v1: 20 });
  expect(rangeAround(PLANE_AXES.y, { ...box, x0: 0, x1: 3 }, range, 3)).toBeNull();
});

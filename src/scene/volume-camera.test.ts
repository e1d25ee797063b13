import { bandCamera, cutBands } from './projection-bands';
import {
  panVolumeCamera,
  projectPoint,
  refocus,
  rotateCamera,
  startCamera,
  unprojectPoint,
  zoomVolumeCamera
} from './volume-camera';
import type { VtkVector } from './vtk-axes';
import { boxToWorld, toVtkExtent, voxelToWorld, worldToVoxel } from './vtk-axes';

const spacing = { z: 2, y: 0.5, x: 0.7 };
const box = { z0: 3, z1: 11, y0: 5, y1: 30, x0: 10, x1: 47 };
const size = { width: 400, height: 250 };
const camera = rotateCamera(startCamera(box, spacing), 0.7, -0.3);

function dot(a: VtkVector, b: VtkVector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

it('writes (z, y, x) as vtk.js has it, and back', () => {
  const voxel = { z: 4, y: 9, x: 21 };
  expect(voxelToWorld(voxel, spacing)).toEqual([21 * 0.7, 4.5, 8]);
  expect(worldToVoxel(voxelToWorld(voxel, spacing), spacing)).toEqual(voxel);
  expect(toVtkExtent(box)).toEqual([10, 46, 5, 29, 3, 10]);
  expect(boxToWorld(box, spacing).low).toEqual([9.5 * 0.7, 2.25, 5]);
});

it('stays a right-handed frame however it is turned', () => {
  let turned = camera;
  for (let step = 0; step < 50; step++) {
    turned = rotateCamera(turned, 0.31, -0.17);
  }
  const { right, down, forward } = turned;
  expect(dot(right, down)).toBeCloseTo(0);
  expect(dot(right, forward)).toBeCloseTo(0);
  expect(dot(down, down)).toBeCloseTo(1);
  expect(right[1] * down[2] - right[2] * down[1]).toBeCloseTo(forward[0]);
});

it('follows the hand: what faces the viewer moves with the drag', () => {
  const { focus, forward, radius } = camera;
  const near: VtkVector = [
    focus[0] - radius * forward[0],
    focus[1] - radius * forward[1],
    focus[2] - radius * forward[2]
  ];
  const dragged = projectPoint(rotateCamera(camera, 0.1, 0.05), size, near);
  expect(dragged.left).toBeGreaterThan(size.width / 2);
  expect(dragged.top).toBeGreaterThan(size.height / 2);
});

it('finds the point that was drawn at a pixel', () => {
  const pixel = { left: 77, top: 201 };
  const back = projectPoint(camera, size, unprojectPoint(camera, size, pixel));
  expect(back.left).toBeCloseTo(77);
  expect(back.top).toBeCloseTo(201);
});

it('moves and enlarges the picture by what it is told', () => {
  const corner = boxToWorld(box, spacing).low;
  const before = projectPoint(camera, size, corner);
  const panned = projectPoint(panVolumeCamera(camera, size, { left: 12, top: -5 }), size, corner);
  expect(panned.left - before.left).toBeCloseTo(12);
  expect(panned.top - before.top).toBeCloseTo(-5);
  const zoomed = projectPoint(zoomVolumeCamera(camera, 2), size, corner);
  expect(zoomed.left - 200).toBeCloseTo(2 * (before.left - 200));
});

it('keeps its direction when it is aimed at another box', () => {
  const aimed = refocus(camera, { ...box, x0: 30 }, spacing);
  expect(aimed.forward).toEqual(camera.forward);
  expect(aimed.halfSpan).toBeLessThan(camera.halfSpan);
});

it('shows all of a tall box when it is aimed at it', () => {
  const tall = { z0: 0, z1: 20, y0: 0, y1: 33, x0: 0, x1: 47 };
  const steps = { z: 4, y: 1, x: 0.5 };
  const aimed = startCamera(tall, steps);
  const { low, high } = boxToWorld(tall, steps);
  for (let corner = 0; corner < 8; corner++) {
    const at: VtkVector = [0, 0, 0];
    [0, 1, 2].forEach(axis => {
      at[axis] = (corner >> axis) % 2 === 0 ? low[axis] : high[axis];
    });
    const { left, top } = projectPoint(aimed, size, at);
    expect(Math.min(left, top, size.width - left, size.height - top)).toBeGreaterThan(3);
  }
});

it('draws each band of a picture as the whole would be', () => {
  const large = { width: 700, height: 411 };
  const bands = cutBands(large);
  expect(bands.length).toBeGreaterThan(1);
  expect(bands.reduce((sum, { height }) => sum + height, 0)).toBe(411);
  const point = boxToWorld(box, spacing).high;
  const whole = projectPoint(camera, large, point);
  for (const band of bands) {
    const aimed = bandCamera(camera, large, band);
    const part = projectPoint(aimed, { width: 700, height: band.height }, point);
    expect(part.left).toBeCloseTo(whole.left);
    expect(part.top + band.top).toBeCloseTo(whole.top);
  }
});

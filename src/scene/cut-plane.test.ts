import { voxelOffset, wholeBox } from '../core/axes';
import { zeros } from '../core/volume';
import { cutPlane } from './cut-plane';
import type { Sight } from './sight-lines';
import { projectPoint, rotateCamera, startCamera } from './volume-camera';
import { voxelToWorld } from './vtk-axes';

const shape = { z: 14, y: 33, x: 27 };
const spacing = { z: 2, y: 0.5, x: 0.7 };
const size = { width: 400, height: 250 };
const box = wholeBox(shape);
const camera = rotateCamera(startCamera(box, spacing), 1.1, 0.4);
const segmentation = zeros('uint8', shape);
const sight: Sight = {
  camera,
  size,
  box,
  spacing,
  cursor: { z: 7, y: 16, x: 13 },
  image: zeros('uint8', shape),
  heights: null,
  labelAt: voxel => segmentation.data[voxelOffset(shape, voxel)]
};

const seen = (voxel: typeof sight.cursor) =>
  projectPoint(camera, size, voxelToWorld(voxel, spacing));

function across(voxel: typeof sight.cursor, far: number) {
  const { left, top } = seen(voxel);
  return cutPlane(
    sight,
    { left: left - far, top: top - far / 3 },
    { left: left + far, top: top + far / 3 }
  );
}

afterEach(() => segmentation.data.fill(0));

it('is as deep as the piece under the middle of the line, and keeps to the line', () => {
  const voxel = { z: 3, y: 20, x: 9 };
  segmentation.data[voxelOffset(shape, voxel)] = 5;
  const { points, direction, meets } = across(voxel, 30);
  expect(meets).toBe(true);
  const middle = {
    z: Math.round((points[0].z + points[1].z) / 2),
    y: Math.round((points[0].y + points[1].y) / 2),
    x: Math.round((points[0].x + points[1].x) / 2)
  };
  expect(middle).toEqual(voxel);
  expect(seen(points[0]).left).toBeCloseTo(seen(voxel).left - 30);
  expect(seen(points[1]).top).toBeCloseTo(seen(voxel).top + 10);
  expect([direction.x, direction.y, direction.z]).toEqual(camera.forward);
});

it('of pieces beside each other takes the one nearest to the middle', () => {
  const near = { z: 10, y: 14, x: 14 };
  segmentation.data[voxelOffset(shape, near)] = 1;
  const { left, top } = seen(near);
  const { points } = cutPlane(sight, { left: left - 80, top }, { left: left + 20, top });
  const depthOf = (voxel: typeof near) =>
    voxelToWorld(voxel, spacing).reduce((sum, at, axis) => sum + at * camera.forward[axis], 0);
  expect(Math.abs(depthOf(points[0]) - depthOf(near))).toBeLessThan(1.5);
  expect(depthOf(points[1])).toBeCloseTo(depthOf(points[0]));
});

it('meets nothing beside the segmentation', () => {
  expect(across({ z: 3, y: 20, x: 9 }, 30)).toMatchObject({ meets: false });
});

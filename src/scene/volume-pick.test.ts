import { wholeBox } from '../core/axes';
import { zeros } from '../core/volume';
import { RegionMask } from './region-mask';
import { projectPoint, rotateCamera, startCamera } from './volume-camera';
import { castBrightest, castRay } from './volume-pick';
import { voxelToWorld } from './vtk-axes';

const shape = { z: 20, y: 33, x: 47 };
const spacing = { z: 2, y: 0.5, x: 0.7 };
const size = { width: 400, height: 250 };
const box = wholeBox(shape);
const camera = rotateCamera(startCamera(box, spacing), 1.1, 0.4);
const front = { z: 3, y: 30, x: 40 };

function pixelOf(voxel: typeof front) {
  return projectPoint(camera, size, voxelToWorld(voxel, spacing));
}

function offset({ z, y, x }: typeof front): number {
  return (z * shape.y + y) * shape.x + x;
}

it('hits the labelled voxel that is drawn there', () => {
  const segmentation = zeros('uint16', shape);
  segmentation.data[offset(front)] = 9;
  const source = { segmentation, box, spacing, region: null };
  expect(castRay(camera, size, pixelOf(front), source)).toEqual(front);
  expect(castRay(camera, size, { left: 1, top: 1 }, source)).toBeNull();
});

it('hits voxels of the region that are not labelled', () => {
  const region = new RegionMask({ z0: 3, z1: 4, y0: 30, y1: 31, x0: 40, x1: 41 }, [
    { z: 3, y: 30, x0: 40, x1: 41 }
  ]);
  const source = { segmentation: zeros('uint8', shape), box, spacing, region };
  expect(castRay(camera, size, pixelOf(front), source)).toEqual(front);
});

it('sees nothing outside the crop', () => {
  const segmentation = zeros('uint8', shape);
  segmentation.data[offset(front)] = 1;
  const source = { segmentation, box: { ...box, x1: 30 }, spacing, region: null };
  expect(castRay(camera, size, pixelOf(front), source)).toBeNull();
});

it('finds the brightest voxel in a projection', () => {
  const image = zeros('uint8', shape);
  image.data.fill(10);
  image.data[offset(front)] = 200;
  const source = { segmentation: zeros('uint8', shape), box, spacing, region: null };
  expect(castBrightest(camera, size, pixelOf(front), image, source)).toEqual(front);
  expect(castBrightest(camera, size, { left: 1, top: 1 }, image, source)).toBeNull();
});

/** What lies under a point of the 3D view, found by following the line of sight through the voxels. */
import type { VoxelPoint } from '../core/axes';
import { containsVoxel, smallestEdge, voxelOffset } from '../core/axes';
import type { Volume } from '../core/volume';
import type { Size, ViewPoint } from './slice-geometry';
import type { SurfaceSource } from './surface-bricks';
import type { VolumeCamera } from './volume-camera';
import { unprojectPoint } from './volume-camera';
import { worldToVoxel } from './vtk-axes';

/** Samples along the ray, per smallest voxel edge. */
const SAMPLES_PER_VOXEL = 2;

/**
 * First labelled or region voxel that is hit, or null. O(length of the ray in voxels).
 * @param labelAt - label index of a voxel; without it that of the source's segmentation
 */
export function castRay(
  camera: VolumeCamera,
  size: Size,
  viewPoint: ViewPoint,
  source: SurfaceSource,
  labelAt?: (voxel: VoxelPoint) => number
): VoxelPoint | null {
  const { segmentation, region } = source;
  const { data, shape } = segmentation;
  for (const voxel of voxelsOnRay(camera, size, viewPoint, source)) {
    const label = labelAt === undefined ? data[voxelOffset(shape, voxel)] : labelAt(voxel);
    if (label !== 0 || region?.has(voxel.z, voxel.y, voxel.x) === true) {
      return voxel;
    }
  }
  return null;
}

/** The voxel whose value a maximum projection shows there, or null beside the box. The first of equals. */
export function castBrightest(
  camera: VolumeCamera,
  size: Size,
  viewPoint: ViewPoint,
  image: Volume,
  source: SurfaceSource
): VoxelPoint | null {
  let brightest: VoxelPoint | null = null;
  let most = -1;
  for (const voxel of voxelsOnRay(camera, size, viewPoint, source)) {
    const value = image.data[voxelOffset(image.shape, voxel)];
    if (value > most) {
      most = value;
      brightest = voxel;
    }
  }
  return brightest;
}

/** Voxels of the box that the ray passes, nearest first; some more than once. */
function* voxelsOnRay(
  camera: VolumeCamera,
  size: Size,
  viewPoint: ViewPoint,
  { box, spacing }: Pick<SurfaceSource, 'box' | 'spacing'>
): Generator<VoxelPoint> {
  const start = unprojectPoint(camera, size, viewPoint);
  const step = smallestEdge(spacing) / SAMPLES_PER_VOXEL;
  const { forward, focus, radius } = camera;
  // A moved camera's focus may lie outside the box, but not further from it than it was moved.
  const reach =
    2 * radius + Math.hypot(start[0] - focus[0], start[1] - focus[1], start[2] - focus[2]);
  for (let along = -reach; along <= reach; along += step) {
    const point = worldToVoxel(
      [start[0] + along * forward[0], start[1] + along * forward[1], start[2] + along * forward[2]],
      spacing
    );
    const voxel = { z: Math.round(point.z), y: Math.round(point.y), x: Math.round(point.x) };
    if (containsVoxel(box, voxel)) {
      yield voxel;
    }
  }
}

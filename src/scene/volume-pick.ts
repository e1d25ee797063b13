/** What lies under a point of the 3D view: the first labelled or region voxel along the line of sight. */
import type { VoxelPoint } from '../core/axes';
import { containsVoxel } from '../core/axes';
import type { Size, ViewPoint } from './slice-geometry';
import type { SurfaceSource } from './surface-bricks';
import type { VolumeCamera } from './volume-camera';
import { unprojectPoint } from './volume-camera';
import { worldToVoxel } from './vtk-axes';

/** Samples along the ray, per smallest voxel edge. */
const SAMPLES_PER_VOXEL = 2;

/** First voxel hit, or null. O(length of the ray in voxels). */
export function castRay(
  camera: VolumeCamera,
  size: Size,
  viewPoint: ViewPoint,
  { segmentation, box, spacing, region }: SurfaceSource
): VoxelPoint | null {
  const { data, shape } = segmentation;
  const start = unprojectPoint(camera, size, viewPoint);
  const step = Math.min(spacing.z, spacing.y, spacing.x) / SAMPLES_PER_VOXEL;
  const { forward } = camera;
  const reach = 2 * camera.radius + distance(start, camera.focus);
  for (let along = -reach; along <= reach; along += step) {
    const point = worldToVoxel(
      [start[0] + along * forward[0], start[1] + along * forward[1], start[2] + along * forward[2]],
      spacing
    );
    const voxel = {
      z: Math.round(point.z),
      y: Math.round(point.y),
      x: Math.round(point.x)
    };
    if (containsVoxel(box, voxel)) {
      const offset = (voxel.z * shape.y + voxel.y) * shape.x + voxel.x;
      if (data[offset] !== 0 || region?.has(voxel.z, voxel.y, voxel.x) === true) {
        return voxel;
      }
    }
  }
  return null;
}

function distance(a: readonly number[], b: readonly number[]): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

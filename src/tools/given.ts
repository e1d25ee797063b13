/** What the kernel's tools are given of what a reviewer draws and has in hand. */
import type { VoxelPoint } from '../core/axes';
import { clampVoxel } from '../core/axes';
import type { CurationModel } from '../core/model';

/** As the kernel takes a voxel, or a place between voxels. */
export type Point = readonly [z: number, y: number, x: number];

export function tupleOf({ z, y, x }: VoxelPoint): Point {
  return [z, y, x];
}

export function voxelOf([z, y, x]: Point): VoxelPoint {
  return { z, y, x };
}

/** Add the voxel of the volume nearest to a point, unless the last one is the same. */
export function addPoint(points: Point[], { volume }: CurationModel, point: VoxelPoint): void {
  if (volume === null) {
    return;
  }
  const { z, y, x } = clampVoxel(volume.shape, point);
  const last = points.at(-1);
  if (last?.[0] !== z || last[1] !== y || last[2] !== x) {
    points.push([z, y, x]);
  }
}

/** The label to paint with, as the kernel knows it. */
export function labelInHand({ volume, state }: CurationModel): string | null {
  const { label } = state.tool;
  return label === 0 ? null : (volume?.segmentation.labels[label] ?? null);
}

/** A copy of a line with at most about so many points; the first and last stay. */
export function thinned<T>(points: readonly T[], most: number): readonly T[] {
  const step = Math.ceil(points.length / most);
  return points.filter((_, i) => step < 2 || i % step === 0 || i === points.length - 1);
}

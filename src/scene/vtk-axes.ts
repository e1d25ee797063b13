/** The one place where `(z, y, x)` becomes vtk.js's `[x, y, z]`. The bytes are the same: x runs fastest in both. */
import type { Box, Shape, Spacing, VoxelPoint } from '../core/axes';

export type VtkVector = [number, number, number];

/** `[x, y, z]` of anything that has an entry per axis. */
export function toVtk(value: Shape | Spacing | VoxelPoint): VtkVector {
  return [value.x, value.y, value.z];
}

/**
 * A voxel point in the world of vtk.js: the unit of the volume, origin at the centre of voxel 0.
 * @param voxelPoint - voxel coordinates, fractions allowed
 * @param spacing - edge lengths of a voxel
 */
export function voxelToWorld(voxelPoint: VoxelPoint, spacing: Spacing): VtkVector {
  return [voxelPoint.x * spacing.x, voxelPoint.y * spacing.y, voxelPoint.z * spacing.z];
}

export function worldToVoxel([x, y, z]: Readonly<VtkVector>, spacing: Spacing): VoxelPoint {
  return { z: z / spacing.z, y: y / spacing.y, x: x / spacing.x };
}

/** Inclusive index extent `[x0, x1, y0, y1, z0, z1]` of a half-open box. */
export function toVtkExtent(box: Box): [number, number, number, number, number, number] {
  return [box.x0, box.x1 - 1, box.y0, box.y1 - 1, box.z0, box.z1 - 1];
}

/** World corners of a half-open box, on the outer faces of its voxels. */
export function boxToWorld(
  box: Box,
  spacing: Spacing
): { readonly low: VtkVector; readonly high: VtkVector } {
  return {
    low: voxelToWorld({ z: box.z0 - 0.5, y: box.y0 - 0.5, x: box.x0 - 0.5 }, spacing),
    high: voxelToWorld({ z: box.z1 - 0.5, y: box.y1 - 0.5, x: box.x1 - 0.5 }, spacing)
  };
}

/**
 * Where voxels lie on a slice view's canvas. The three views share a centre and a scale, so that they stay aligned:
 *
 *     XY | 3D        XY and XZ share x (to the right),
 *     XZ | YZ        XZ and YZ share z (downwards); y runs down in XY and to the right in YZ
 */
import type { Box, PlaneAxes, Shape, Spacing, VoxelPoint } from '../core/axes';
import { PLANE_AXES, smallestEdge } from '../core/axes';
import type { SlicePlane } from '../core/state';

export type { PlaneAxes } from '../core/axes';
export { PLANE_AXES } from '../core/axes';

/** What every slice view looks at: a point, and how much of the world the shorter edge of a view shows. */
export interface SliceCamera {
  readonly centre: VoxelPoint;
  /** In the unit of the volume. */
  readonly span: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A point on a view, in CSS pixels from its upper left corner. */
export interface ViewPoint {
  readonly left: number;
  readonly top: number;
}

/** Voxel ranges in a slice, half-open: `u0..u1` columns, `v0..v1` rows. */
export interface SliceRange {
  readonly u0: number;
  readonly u1: number;
  readonly v0: number;
  readonly v1: number;
}

/** Linear map between voxels of a plane and pixels of a view. */
export interface SliceTransform {
  readonly axes: PlaneAxes;
  /** Pixels per voxel. */
  readonly scaleU: number;
  readonly scaleV: number;
  /** Where the centre of voxel 0 lies, in pixels. */
  readonly originU: number;
  readonly originV: number;
}

/**
 * Map for one view.
 * @param size - of the view; the map gives the same pixels (CSS or device) as this size is given in
 */
export function sliceTransform(
  plane: SlicePlane,
  camera: SliceCamera,
  spacing: Spacing,
  size: Size
): SliceTransform {
  const axes = PLANE_AXES[plane];
  const scale = Math.min(size.width, size.height) / camera.span;
  const scaleU = scale * spacing[axes.u];
  const scaleV = scale * spacing[axes.v];
  return {
    axes,
    scaleU,
    scaleV,
    originU: size.width / 2 - camera.centre[axes.u] * scaleU,
    originV: size.height / 2 - camera.centre[axes.v] * scaleV
  };
}

export function toView(transform: SliceTransform, voxelPoint: VoxelPoint): ViewPoint {
  const { axes, scaleU, scaleV, originU, originV } = transform;
  return {
    left: originU + voxelPoint[axes.u] * scaleU,
    top: originV + voxelPoint[axes.v] * scaleV
  };
}

/** Voxel point under a pixel, in slice `depth`; fractions, and possibly outside the volume. */
export function fromView(
  transform: SliceTransform,
  viewPoint: ViewPoint,
  depth: number
): VoxelPoint {
  const { axes, scaleU, scaleV, originU, originV } = transform;
  const point = { z: depth, y: depth, x: depth };
  point[axes.u] = (viewPoint.left - originU) / scaleU;
  point[axes.v] = (viewPoint.top - originV) / scaleV;
  return point;
}

/** The voxels of a slice that a view of `size` shows, or null when it shows none. */
export function visibleRange(
  transform: SliceTransform,
  shape: Shape,
  size: Size
): SliceRange | null {
  const { axes, scaleU, scaleV, originU, originV } = transform;
  const range = {
    u0: Math.max(0, Math.floor(-originU / scaleU + 0.5)),
    u1: Math.min(shape[axes.u], Math.ceil((size.width - originU) / scaleU + 0.5)),
    v0: Math.max(0, Math.floor(-originV / scaleV + 0.5)),
    v1: Math.min(shape[axes.v], Math.ceil((size.height - originV) / scaleV + 0.5))
  };
  return range.u1 > range.u0 && range.v1 > range.v0 ? range : null;
}

/**
 * The part of `range` that voxels of `box` lie in, and so many voxels around it; null when they are not in sight.
 */
export function rangeAround(
  { u, v }: PlaneAxes,
  box: Box,
  range: SliceRange,
  margin: number
): SliceRange | null {
  const low = { z: box.z0, y: box.y0, x: box.x0 };
  const high = { z: box.z1, y: box.y1, x: box.x1 };
  const part = {
    u0: Math.max(range.u0, low[u] - margin),
    u1: Math.min(range.u1, high[u] + margin),
    v0: Math.max(range.v0, low[v] - margin),
    v1: Math.min(range.v1, high[v] + margin)
  };
  return part.u1 > part.u0 && part.v1 > part.v0 ? part : null;
}

/** Part of the view that is left free around a box that is fitted into it. */
const FIT_MARGIN = 0.08;

/**
 * Camera that shows a box whole in every slice view, as large as the tightest view allows.
 * @param sizes - views on screen; planes without one do not count
 */
export function fitCamera(
  box: Box,
  spacing: Spacing,
  sizes: ReadonlyMap<SlicePlane, Size>
): SliceCamera {
  const centre = {
    z: (box.z0 + box.z1 - 1) / 2,
    y: (box.y0 + box.y1 - 1) / 2,
    x: (box.x0 + box.x1 - 1) / 2
  };
  const extent = {
    z: (box.z1 - box.z0) * spacing.z,
    y: (box.y1 - box.y0) * spacing.y,
    x: (box.x1 - box.x0) * spacing.x
  };
  let span = 0;
  for (const [plane, size] of sizes) {
    const { u, v } = PLANE_AXES[plane];
    const unitsPerPixel = Math.max(extent[u] / size.width, extent[v] / size.height);
    span = Math.max(span, unitsPerPixel * Math.min(size.width, size.height));
  }
  if (span === 0) {
    span = Math.max(extent.z, extent.y, extent.x);
  }
  return { centre, span: span * (1 + FIT_MARGIN) };
}

/**
 * Camera after zooming by `factor` (above 1: closer) with the voxel under `viewPoint` staying where it is.
 * The span is held between two voxels and four volumes.
 */
export function zoomCamera(
  camera: SliceCamera,
  plane: SlicePlane,
  spacing: Spacing,
  shape: Shape,
  size: Size,
  viewPoint: ViewPoint,
  factor: number
): SliceCamera {
  const least = 2 * smallestEdge(spacing);
  const most = 4 * Math.max(shape.z * spacing.z, shape.y * spacing.y, shape.x * spacing.x);
  const span = Math.min(Math.max(camera.span / factor, least), most);
  const before = fromView(sliceTransform(plane, camera, spacing, size), viewPoint, 0);
  const after = fromView(sliceTransform(plane, { ...camera, span }, spacing, size), viewPoint, 0);
  const { u, v } = PLANE_AXES[plane];
  const centre = { ...camera.centre };
  centre[u] += before[u] - after[u];
  centre[v] += before[v] - after[v];
  return { centre, span };
}

/** Camera after dragging the picture by pixels. */
export function panCamera(
  camera: SliceCamera,
  plane: SlicePlane,
  spacing: Spacing,
  size: Size,
  delta: ViewPoint
): SliceCamera {
  const { axes, scaleU, scaleV } = sliceTransform(plane, camera, spacing, size);
  const centre = { ...camera.centre };
  centre[axes.u] -= delta.left / scaleU;
  centre[axes.v] -= delta.top / scaleV;
  return { ...camera, centre };
}

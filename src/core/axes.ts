/** Axis order, boxes and spacing. Every array of the project is `(z, y, x)`, C order: x runs fastest. */

/** Number of voxels along each axis. */
export interface Shape {
  readonly z: number;
  readonly y: number;
  readonly x: number;
}

/** A voxel, or a point between voxels, in voxel coordinates; the centre of voxel 0 lies at 0. */
export interface VoxelPoint {
  readonly z: number;
  readonly y: number;
  readonly x: number;
}

/** Edge lengths of a voxel in the unit of the volume (µm, or voxels when nothing is known). */
export interface Spacing {
  readonly z: number;
  readonly y: number;
  readonly x: number;
}

/** Half-open box in voxels. */
export interface Box {
  readonly z0: number;
  readonly z1: number;
  readonly y0: number;
  readonly y1: number;
  readonly x0: number;
  readonly x1: number;
}

export type Axis = 'z' | 'y' | 'x';

/** The axes of a slice: `u` to the right, `v` down, `normal` into the screen or out of it. */
export interface PlaneAxes {
  readonly u: Axis;
  readonly v: Axis;
  readonly normal: Axis;
}

/** By the axis that is looked along. */
export const PLANE_AXES: Readonly<Record<Axis, PlaneAxes>> = {
  z: { u: 'x', v: 'y', normal: 'z' },
  y: { u: 'x', v: 'z', normal: 'y' },
  x: { u: 'y', v: 'z', normal: 'x' }
};

export type BoxTuple = readonly [number, number, number, number, number, number];

export function voxelCount(shape: Shape): number {
  return shape.z * shape.y * shape.x;
}

export function boxShape(box: Box): Shape {
  return { z: box.z1 - box.z0, y: box.y1 - box.y0, x: box.x1 - box.x0 };
}

export function wholeBox(shape: Shape): Box {
  return { z0: 0, z1: shape.z, y0: 0, y1: shape.y, x0: 0, x1: shape.x };
}

export function boxFromTuple([z0, z1, y0, y1, x0, x1]: BoxTuple): Box {
  return { z0, z1, y0, y1, x0, x1 };
}

export function boxToTuple(box: Box): BoxTuple {
  return [box.z0, box.z1, box.y0, box.y1, box.x0, box.x1];
}

/** Part of `box` inside a volume of `shape`, or null when they do not meet. */
export function clipBox(box: Box, shape: Shape): Box | null {
  return intersectBoxes(box, wholeBox(shape));
}

export function intersectBoxes(a: Box, b: Box): Box | null {
  const box = {
    z0: Math.max(a.z0, b.z0),
    z1: Math.min(a.z1, b.z1),
    y0: Math.max(a.y0, b.y0),
    y1: Math.min(a.y1, b.y1),
    x0: Math.max(a.x0, b.x0),
    x1: Math.min(a.x1, b.x1)
  };
  return isEmpty(box) ? null : box;
}

/** Smallest box that holds both. */
export function uniteBoxes(a: Box, b: Box): Box {
  return {
    z0: Math.min(a.z0, b.z0),
    z1: Math.max(a.z1, b.z1),
    y0: Math.min(a.y0, b.y0),
    y1: Math.max(a.y1, b.y1),
    x0: Math.min(a.x0, b.x0),
    x1: Math.max(a.x1, b.x1)
  };
}

/** The smallest box that holds the rows added, without an object for each. */
export class RowBox {
  /** Half-open from `x0` to `x1`. */
  add(z: number, y: number, x0: number, x1: number): void {
    this._z0 = Math.min(this._z0, z);
    this._z1 = Math.max(this._z1, z + 1);
    this._y0 = Math.min(this._y0, y);
    this._y1 = Math.max(this._y1, y + 1);
    this._x0 = Math.min(this._x0, x0);
    this._x1 = Math.max(this._x1, x1);
  }

  /** Null when none was added. */
  get box(): Box | null {
    const { _z0: z0, _z1: z1, _y0: y0, _y1: y1, _x0: x0, _x1: x1 } = this;
    return z1 === 0 ? null : { z0, z1, y0, y1, x0, x1 };
  }

  private _z0 = Infinity;
  private _z1 = 0;
  private _y0 = Infinity;
  private _y1 = 0;
  private _x0 = Infinity;
  private _x1 = 0;
}

export function isEmpty(box: Box): boolean {
  return box.z1 <= box.z0 || box.y1 <= box.y0 || box.x1 <= box.x0;
}

export function containsBox(outer: Box, inner: Box): boolean {
  return (
    inner.z0 >= outer.z0 &&
    inner.z1 <= outer.z1 &&
    inner.y0 >= outer.y0 &&
    inner.y1 <= outer.y1 &&
    inner.x0 >= outer.x0 &&
    inner.x1 <= outer.x1
  );
}

export function isSameBox(a: Box, b: Box): boolean {
  return containsBox(a, b) && containsBox(b, a);
}

export function containsVoxel(box: Box, voxel: VoxelPoint): boolean {
  return (
    voxel.z >= box.z0 &&
    voxel.z < box.z1 &&
    voxel.y >= box.y0 &&
    voxel.y < box.y1 &&
    voxel.x >= box.x0 &&
    voxel.x < box.x1
  );
}

/** Flat C-order offset of a voxel. Exact up to 2**53 voxels. */
export function voxelOffset(shape: Shape, voxel: VoxelPoint): number {
  return (voxel.z * shape.y + voxel.y) * shape.x + voxel.x;
}

/** Nearest voxel inside the volume. */
export function clampVoxel(shape: Shape, point: VoxelPoint): VoxelPoint {
  return {
    z: clamp(Math.round(point.z), shape.z),
    y: clamp(Math.round(point.y), shape.y),
    x: clamp(Math.round(point.x), shape.x)
  };
}

/** Of a voxel's sides, in the unit of the volume. */
export function smallestEdge({ z, y, x }: Spacing): number {
  return Math.min(z, y, x);
}

export function boxCentre(box: Box): VoxelPoint {
  return {
    z: (box.z0 + box.z1 - 1) / 2,
    y: (box.y0 + box.y1 - 1) / 2,
    x: (box.x0 + box.x1 - 1) / 2
  };
}

/**
 * The workplace around a region: its box with a margin of `fraction` of its largest physical extent, at least `least` units on
 * every side, inside the volume.
 */
export function cropAround(
  box: Box,
  shape: Shape,
  spacing: Spacing,
  fraction: number,
  least = 12 * smallestEdge(spacing)
): Box {
  const size = boxShape(box);
  const extent = Math.max(size.z * spacing.z, size.y * spacing.y, size.x * spacing.x);
  const margin = Math.max(least, fraction * extent);
  const z = Math.ceil(margin / spacing.z);
  const y = Math.ceil(margin / spacing.y);
  const x = Math.ceil(margin / spacing.x);
  return {
    z0: Math.max(0, box.z0 - z),
    z1: Math.min(shape.z, box.z1 + z),
    y0: Math.max(0, box.y0 - y),
    y1: Math.min(shape.y, box.y1 + y),
    x0: Math.max(0, box.x0 - x),
    x1: Math.min(shape.x, box.x1 + x)
  };
}

function clamp(value: number, size: number): number {
  return Math.min(Math.max(value, 0), size - 1);
}

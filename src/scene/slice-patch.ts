/** The visible part of one slice, copied out of a volume so that drawing reads it row by row. */
import type { Axis, Shape } from '../core/axes';
import type { TypedArray, Volume } from '../core/volume';
import type { PlaneAxes, SliceRange } from './slice-geometry';

/** Values of `range`, row by row: `values[(v - v0) * columns + (u - u0)]`. */
export interface SlicePatch {
  readonly range: SliceRange;
  readonly columns: number;
  readonly rows: number;
  readonly values: TypedArray;
}

function strideOf(axis: Axis, shape: Shape): number {
  switch (axis) {
    case 'z':
      return shape.y * shape.x;
    case 'y':
      return shape.x;
    case 'x':
      return 1;
  }
}

/**
 * Copy a range of one slice.
 * @param depth - slice index along the plane's normal, inside the volume
 * @returns a copy; O(voxels of the range)
 */
export function readSlice(
  volume: Volume,
  axes: PlaneAxes,
  depth: number,
  range: SliceRange
): SlicePatch {
  const { shape, data } = volume;
  const columns = range.u1 - range.u0;
  const rows = range.v1 - range.v0;
  const strideU = strideOf(axes.u, shape);
  const strideV = strideOf(axes.v, shape);
  const start = depth * strideOf(axes.normal, shape) + range.u0 * strideU;
  const values = emptyLike(data, columns * rows);
  for (let row = 0; row < rows; row++) {
    const from = start + (range.v0 + row) * strideV;
    const to = row * columns;
    if (strideU === 1) {
      values.set(data.subarray(from, from + columns), to);
    } else {
      for (let column = 0; column < columns; column++) {
        values[to + column] = data[from + column * strideU];
      }
    }
  }
  return { range, columns, rows, values };
}

/**
 * Which voxels of a patch have a label.
 * @param patch - 0 for voxels that do not count, as those beyond the volume must
 * @returns a copy: 0 as before, else 1 in the background and 2 in a label
 */
export function withLabels(
  patch: SlicePatch,
  { shape, data }: Volume,
  axes: PlaneAxes,
  depth: number
): SlicePatch {
  const { range, columns, rows } = patch;
  const strideU = strideOf(axes.u, shape);
  const strideV = strideOf(axes.v, shape);
  const start = depth * strideOf(axes.normal, shape) + range.u0 * strideU;
  const values = new Uint8Array(patch.values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column;
      if (patch.values[at] !== 0) {
        const label = data[start + (range.v0 + row) * strideV + column * strideU];
        values[at] = label === 0 ? 1 : 2;
      }
    }
  }
  return { range, columns, rows, values };
}

function emptyLike(data: TypedArray, length: number): TypedArray {
  if (data instanceof Uint8Array) {
    return new Uint8Array(length);
  }
  return data instanceof Uint16Array ? new Uint16Array(length) : new Uint32Array(length);
}

/** What a small picture of regions is made of: samples of the image around them, and where they lie. Plain data that a worker can be sent. */
import type { Axis, Box, Shape, Spacing } from './axes';
import { PLANE_AXES, uniteBoxes } from './axes';
import type { Ranking } from './regions';
import { regionBox, runsOfRegion } from './regions';
import type { Volume } from './volume';

/** Most samples along a side, and in depth: the cost of a picture does not grow with the region. */
const MOST_SAMPLES = 72;
const MOST_DEPTH = 40;
/** Picture edge in parts of the regions' larger side, and at least so many voxels. */
const SURROUNDINGS = 1.7;
const LEAST_VOXELS = 24;

/** Samples along one side of a picture, in voxels. */
export interface PictureSide {
  readonly start: number;
  readonly step: number;
}

export interface PictureSamples {
  /** The axis that is looked along. */
  readonly plane: Axis;
  /** Samples along each side of the square. */
  readonly size: number;
  readonly u: PictureSide;
  readonly v: PictureSide;
  /** Slices and rows that are looked at, and the columns from `x0` on, row by row, in {@link values}. */
  readonly z: Int32Array<ArrayBuffer>;
  readonly y: Int32Array<ArrayBuffer>;
  readonly x0: number;
  readonly x1: number;
  /** Display values, `z.length * y.length * (x1 - x0)` of them. */
  readonly values: Uint8Array<ArrayBuffer>;
  /** The regions' stretches of voxels: z, y, x from, x to (half-open), one after the other. */
  readonly runs: Int32Array<ArrayBuffer>;
}

/** Samples for a picture of some regions (at least one) of a ranking, seen along the shortest side of the box around them. */
export function pictureSamples(
  image: Volume<'uint8'>,
  ranking: Ranking,
  regions: ArrayLike<number>,
  spacing: Spacing
): PictureSamples {
  const indices = Array.from(regions);
  const box = indices.map(index => regionBox(ranking, index)).reduce(uniteBoxes);
  const plane = shortestSide(box, spacing);
  const grid = gridAround(box, plane, spacing);
  const { shape } = image;
  const along = (axis: Axis): Int32Array<ArrayBuffer> => seenAlong(axis, plane, grid, box, shape);
  const [z, y, x] = [along('z'), along('y'), along('x')];
  const [x0, x1] = x.length === 0 ? [0, 0] : [x[0], x[x.length - 1] + 1];
  return {
    plane,
    ...grid,
    z,
    y,
    x0,
    x1,
    values: copyRows(image, z, y, x0, x1),
    runs: runsOf(ranking, indices)
  };
}

/** Buffers to transfer when samples are posted. */
export function sampleBuffers({ z, y, values, runs }: PictureSamples): ArrayBuffer[] {
  return [z, y, values, runs].map(column => column.buffer);
}

type Grid = Pick<PictureSamples, 'size' | 'u' | 'v'>;

function extents(box: Box): Record<Axis, readonly [number, number]> {
  return { z: [box.z0, box.z1], y: [box.y0, box.y1], x: [box.x0, box.x1] };
}

function shortestSide(box: Box, spacing: Spacing): Axis {
  const sides = extents(box);
  const length = (axis: Axis): number => (sides[axis][1] - sides[axis][0]) * spacing[axis];
  return (['y', 'x'] as const).reduce<Axis>(
    (shortest, axis) => (length(axis) < 0.6 * length(shortest) ? axis : shortest),
    'z'
  );
}

function gridAround(box: Box, plane: Axis, spacing: Spacing): Grid {
  const { u, v } = PLANE_AXES[plane];
  const sides = extents(box);
  const finest = Math.min(spacing[u], spacing[v]);
  const length = (axis: Axis): number => (sides[axis][1] - sides[axis][0]) * spacing[axis];
  const edge = Math.max(SURROUNDINGS * Math.max(length(u), length(v)), LEAST_VOXELS * finest);
  const size = Math.min(MOST_SAMPLES, Math.ceil(edge / finest));
  const side = (axis: Axis): PictureSide => {
    const step = edge / size / spacing[axis];
    const centre = (sides[axis][0] + sides[axis][1] - 1) / 2;
    return { start: centre - ((size - 1) / 2) * step, step };
  };
  return { size, u: side(u), v: side(v) };
}

/** Voxels of an axis that are looked at, rising, within the volume. */
function seenAlong(
  axis: Axis,
  plane: Axis,
  { size, u, v }: Grid,
  box: Box,
  shape: Shape
): Int32Array<ArrayBuffer> {
  const [near, far] = extents(box)[axis];
  if (axis === plane) {
    const step = Math.max(1, Math.ceil((far - near) / MOST_DEPTH));
    return Int32Array.from({ length: Math.ceil((far - near) / step) }, (_, at) => near + at * step);
  }
  const { start, step } = axis === PLANE_AXES[plane].u ? u : v;
  const seen = Array.from({ length: size }, (_, at) => Math.round(start + at * step));
  return Int32Array.from(new Set(seen.filter(voxel => voxel >= 0 && voxel < shape[axis])));
}

function copyRows(
  { shape, data }: Volume<'uint8'>,
  z: Int32Array,
  y: Int32Array,
  x0: number,
  x1: number
): Uint8Array<ArrayBuffer> {
  const width = x1 - x0;
  const values = new Uint8Array(z.length * y.length * width);
  let at = 0;
  for (const slice of z) {
    for (const row of y) {
      const first = (slice * shape.y + row) * shape.x + x0;
      values.set(data.subarray(first, first + width), at);
      at += width;
    }
  }
  return values;
}

function runsOf(ranking: Ranking, indices: readonly number[]): Int32Array<ArrayBuffer> {
  const runs: number[] = [];
  for (const index of indices) {
    for (const { z, y, x0, x1 } of runsOfRegion(ranking, index)) {
      runs.push(z, y, x0, x1);
    }
  }
  return Int32Array.from(runs);
}

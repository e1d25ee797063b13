/** Small pictures of regions: the brightest image value along the shortest side of the region, and the region's outline. */
import type { Axis, Box, Spacing } from '../core/axes';
import type { CurationModel } from '../core/model';
import type { Ranking } from '../core/regions';
import { regionBox, runsOfRegion } from '../core/regions';
import type { SlicePlane } from '../core/state';
import { PLANE_AXES } from '../scene/slice-geometry';

/** Most samples along a side, and in depth: the cost of a picture does not grow with the region. */
const MOST_SAMPLES = 72;
const MOST_DEPTH = 40;
/** Picture edge in parts of the region's larger side, and at least so many voxels. */
const SURROUNDINGS = 1.7;
const LEAST_VOXELS = 24;

/** A picture in samples, each of the same size in the unit of the volume. */
export interface RowPicture {
  readonly size: number;
  /** Display values, row by row; 0 outside the volume. */
  readonly grey: Uint8Array;
  /** 1 where the region lies. */
  readonly region: Uint8Array;
}

/** Null while the arrays are not there. */
export function regionPicture(model: CurationModel, index: number): RowPicture | null {
  const { ranking, arrays, volume } = model;
  if (ranking === null || arrays === null || volume === null || index >= ranking.count) {
    return null;
  }
  const box = regionBox(ranking, index);
  const plane = shortestSide(box, volume.spacing);
  const grid = gridAround(box, plane, volume.spacing);
  return {
    size: grid.size,
    grey: brightest(arrays.image, grid, box),
    region: shadow(ranking, index, grid)
  };
}

/** Square grid of samples over a plane. */
interface Grid {
  readonly plane: SlicePlane;
  readonly size: number;
  /** Voxel at sample 0, and voxels from sample to sample. */
  readonly u: { readonly start: number; readonly step: number };
  readonly v: { readonly start: number; readonly step: number };
}

function extents(box: Box): Record<Axis, readonly [number, number]> {
  return { z: [box.z0, box.z1], y: [box.y0, box.y1], x: [box.x0, box.x1] };
}

function shortestSide(box: Box, spacing: Spacing): SlicePlane {
  const sides = extents(box);
  const length = (axis: Axis): number => (sides[axis][1] - sides[axis][0]) * spacing[axis];
  return (['y', 'x'] as const).reduce<SlicePlane>(
    (shortest, axis) => (length(axis) < 0.6 * length(shortest) ? axis : shortest),
    'z'
  );
}

function gridAround(box: Box, plane: SlicePlane, spacing: Spacing): Grid {
  const { u, v } = PLANE_AXES[plane];
  const sides = extents(box);
  const finest = Math.min(spacing[u], spacing[v]);
  const length = (axis: Axis): number => (sides[axis][1] - sides[axis][0]) * spacing[axis];
  const edge = Math.max(SURROUNDINGS * Math.max(length(u), length(v)), LEAST_VOXELS * finest);
  const size = Math.min(MOST_SAMPLES, Math.ceil(edge / finest));
  const side = (axis: Axis): { start: number; step: number } => {
    const step = edge / size / spacing[axis];
    const centre = (sides[axis][0] + sides[axis][1] - 1) / 2;
    return { start: centre - ((size - 1) / 2) * step, step };
  };
  return { plane, size, u: side(u), v: side(v) };
}

function brightest(
  image: { shape: Record<Axis, number>; data: Uint8Array },
  grid: Grid,
  box: Box
): Uint8Array {
  const { u, v, normal } = PLANE_AXES[grid.plane];
  const { shape, data } = image;
  const stride = { z: shape.y * shape.x, y: shape.x, x: 1 };
  const [near, far] = extents(box)[normal];
  const depthStep = Math.max(1, Math.ceil((far - near) / MOST_DEPTH));
  const grey = new Uint8Array(grid.size ** 2);
  for (let row = 0; row < grid.size; row++) {
    const voxelV = Math.round(grid.v.start + row * grid.v.step);
    for (let column = 0; column < grid.size; column++) {
      const voxelU = Math.round(grid.u.start + column * grid.u.step);
      if (voxelV < 0 || voxelV >= shape[v] || voxelU < 0 || voxelU >= shape[u]) {
        continue;
      }
      const base = voxelV * stride[v] + voxelU * stride[u];
      let most = 0;
      for (let depth = near; depth < far; depth += depthStep) {
        most = Math.max(most, data[base + depth * stride[normal]]);
      }
      grey[row * grid.size + column] = most;
    }
  }
  return grey;
}

/** The region seen through the plane. */
function shadow(ranking: Ranking, index: number, grid: Grid): Uint8Array {
  const { u, v } = PLANE_AXES[grid.plane];
  const region = new Uint8Array(grid.size ** 2);
  for (const { z, y, x0, x1 } of runsOfRegion(ranking, index)) {
    for (let x = x0; x < x1; x++) {
      const voxel = { z, y, x };
      const [left, right] = samplesOf(voxel[u], grid.u, grid.size);
      const [top, bottom] = samplesOf(voxel[v], grid.v, grid.size);
      for (let row = top; row < bottom; row++) {
        region.fill(1, row * grid.size + left, row * grid.size + right);
      }
    }
  }
  return region;
}

/** The samples that show a voxel, half-open; where voxels are smaller than samples, the one nearest. */
function samplesOf(
  voxel: number,
  { start, step }: Grid['u'],
  size: number
): readonly [number, number] {
  const first = Math.ceil((voxel - 0.5 - start) / step);
  const end = Math.max(first + 1, Math.ceil((voxel + 0.5 - start) / step));
  return [Math.min(Math.max(first, 0), size), Math.min(Math.max(end, 0), size)];
}

/** Grey stretched over the picture's own values, and the region's rim in `accent`, as RGBA. */
export function drawPicture(
  { size, grey, region }: RowPicture,
  accent: readonly [number, number, number]
): Uint8ClampedArray<ArrayBuffer> {
  let low = 255;
  let high = 0;
  for (const value of grey) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const pixels = new Uint8ClampedArray(4 * size ** 2);
  for (let sample = 0; sample < grey.length; sample++) {
    const value = (255 * (grey[sample] - low)) / Math.max(1, high - low);
    const colour = isRim(region, size, sample) ? accent : [value, value, value];
    pixels.set(colour, 4 * sample);
    pixels[4 * sample + 3] = 255;
  }
  return pixels;
}

function isRim(region: Uint8Array, size: number, sample: number): boolean {
  if (region[sample] === 0) {
    return false;
  }
  const column = sample % size;
  return (
    column === 0 ||
    column === size - 1 ||
    sample < size ||
    sample >= size * (size - 1) ||
    region[sample - 1] === 0 ||
    region[sample + 1] === 0 ||
    region[sample - size] === 0 ||
    region[sample + size] === 0
  );
}

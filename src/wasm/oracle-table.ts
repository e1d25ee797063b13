/** From numbered parts to a ranking, in plain TypeScript. */
import type { Shape } from '../core/axes';
import type { RankParameters, Ranking, RegionRows, RegionTable } from '../core/regions';
import { WEIGHT_ONE, rankingKey } from '../core/regions';
import { groupStops } from './oracle-stops';
import type { Codes, RankRequest } from './ranker';

interface Region {
  readonly firstVoxel: number;
  readonly box: [number, number, number, number, number, number];
  readonly centre: [number, number, number];
  voxels: number;
  sum: number;
  maxWeight: number;
}

/** Measure and order the parts; those below the least size are dropped. `parts` holds a number above 0 per part. */
export function tabulate(
  parts: Uint32Array,
  codes: Codes,
  { weights, shape, parameters, maximum }: RankRequest,
  uncovered: number
): Ranking {
  const all = measure(parts, codes, weights, shape);
  const kept = [...all].filter(([, region]) => region.voxels >= parameters.minVoxels);
  kept.sort(([, a], [, b]) => compareRegions(a, b));
  const rankOf = new Map(kept.map(([part], index) => [part, index + 1]));
  const listed = kept.map(([, region]) => region);
  const total = sumOf([...all.values()]);
  return {
    key: rankingKey(parameters, maximum),
    parameters: { ...parameters },
    shape: { z: shape.z, y: shape.y, x: shape.x },
    count: listed.length,
    smaller: { count: all.size - listed.length, voxels: total - sumOf(listed) },
    uncovered,
    table: columns(listed, parameters),
    rows: rows(parts, shape, rankOf),
    facts: null
  };
}

function measure(
  parts: Uint32Array,
  codes: Codes,
  weights: Uint32Array,
  shape: Shape
): Map<number, Region> {
  const regions = new Map<number, Region>();
  for (let voxel = 0; voxel < parts.length; voxel++) {
    if (parts[voxel] > 0) {
      const x = voxel % shape.x;
      const y = Math.floor(voxel / shape.x) % shape.y;
      const z = Math.floor(voxel / (shape.x * shape.y));
      const region = regions.get(parts[voxel]) ?? emptyRegion(voxel, z, y, x);
      addVoxel(region, z, y, x, weights[codes[voxel]] ?? 0);
      regions.set(parts[voxel], region);
    }
  }
  return regions;
}

function emptyRegion(firstVoxel: number, z: number, y: number, x: number): Region {
  const box: Region['box'] = [z, z, y, y, x, x];
  return { firstVoxel, box, centre: [0, 0, 0], voxels: 0, sum: 0, maxWeight: 0 };
}

function addVoxel(region: Region, z: number, y: number, x: number, weight: number): void {
  region.voxels += 1;
  region.sum += weight;
  region.maxWeight = Math.max(region.maxWeight, weight);
  [z, y, x].forEach((position, axis) => {
    region.centre[axis] += position;
    region.box[2 * axis] = Math.min(region.box[2 * axis], position);
    region.box[2 * axis + 1] = Math.max(region.box[2 * axis + 1], position + 1);
  });
}

function meanOf(region: Region): number {
  return region.sum / region.voxels / WEIGHT_ONE;
}

/** Mean falling, voxels falling, first voxel rising. */
function compareRegions(a: Region, b: Region): number {
  return meanOf(b) - meanOf(a) || b.voxels - a.voxels || a.firstVoxel - b.firstVoxel;
}

function sumOf(regions: readonly Region[]): number {
  return regions.reduce((total, region) => total + region.voxels, 0);
}

function columns(regions: readonly Region[], parameters: RankParameters): RegionTable {
  return {
    voxels: Uint32Array.from(regions, region => region.voxels),
    firstVoxel: Uint32Array.from(regions, region => region.firstVoxel),
    maxWeight: Uint32Array.from(regions, region => region.maxWeight),
    box: Uint16Array.from(regions.flatMap(region => region.box)),
    centroid: Float64Array.from(
      regions.flatMap(region => region.centre.map(sum => sum / region.voxels))
    ),
    sum: Float64Array.from(regions, region => region.sum),
    mean: Float64Array.from(regions, meanOf),
    score: Float64Array.from(regions, meanOf),
    stop: groupStops(
      regions.map(({ box }) => box),
      regions.map(meanOf),
      parameters
    )
  };
}

/** Runs are maximal stretches of one part. */
function rows(parts: Uint32Array, shape: Shape, rankOf: ReadonlyMap<number, number>): RegionRows {
  const rowStart = new Uint32Array(shape.z * shape.y + 1);
  const start: number[] = [];
  const end: number[] = [];
  const rank: number[] = [];
  for (let row = 0; row < shape.z * shape.y; row++) {
    const offset = row * shape.x;
    for (let x = 0; x < shape.x; x++) {
      const part = parts[offset + x];
      if (part > 0) {
        if (x === 0 || parts[offset + x - 1] !== part) {
          start.push(x);
          end.push(x);
          rank.push(rankOf.get(part) ?? 0);
        }
        end[end.length - 1] = x + 1;
      }
    }
    rowStart[row + 1] = start.length;
  }
  return {
    rowStart,
    start: Uint16Array.from(start),
    end: Uint16Array.from(end),
    rank: Uint32Array.from(rank)
  };
}

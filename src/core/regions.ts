/** Regions of a map of doubt: plain data that a worker can transfer, and what can be asked of it. */
import type { Box, Shape, Spacing, VoxelPoint } from './axes';
import type { Found, RegionCount } from './found';
import { foundBuffers } from './found';
import type { RankParameters } from './rank-parameters';
import { WEIGHT_ONE } from './rank-parameters';

export type { RankParameters, RegionMode } from './rank-parameters';
export {
  MOST_REGION,
  REGION_MODES,
  WEIGHT_ONE,
  defaultGranularity,
  defaultMaxVoxels,
  granularityStep,
  rankingKey,
  searchLimits,
  searchesHeights
} from './rank-parameters';

/** Columns of `n` regions in rank order. Doubt is relative to the map's maximum, 0 to 1, where not said otherwise. */
export interface RegionTable {
  readonly voxels: Uint32Array<ArrayBuffer>;
  /** Smallest flat C-order index of the region's voxels. */
  readonly firstVoxel: Uint32Array<ArrayBuffer>;
  /** Largest weight; 2**20 - 1 is the map's maximum. */
  readonly maxWeight: Uint32Array<ArrayBuffer>;
  /** `6 n` values, half-open: z0, z1, y0, y1, x0, x1. */
  readonly box: Uint16Array<ArrayBuffer>;
  /** `3 n` values: z, y, x in voxels; the centre of voxel 0 lies at 0. */
  readonly centroid: Float64Array<ArrayBuffer>;
  /** Sum of weights, a whole number. */
  readonly sum: Float64Array<ArrayBuffer>;
  readonly mean: Float64Array<ArrayBuffer>;
  /** What the order follows, in the unit of the map; NaN, last, where a formula gives no finite number. */
  readonly score: Float64Array<ArrayBuffer>;
  /** 1-based rank of the stop each region belongs to: one view, ranked by the sum of its regions' scores. */
  readonly stop: Uint32Array<ArrayBuffer>;
  /** Pieces of the segmentation around each region, where they are known. */
  readonly pieces: Uint16Array<ArrayBuffer> | null;
}

/** What mode `variants` knows of `n` regions besides, in rank order. */
export interface VariantFacts {
  /** 1 to 3 addition that joins, ends, stands apart; 4 to 6 removal, alike; 7 island; 8 piece of a branch. */
  readonly kind: Uint8Array<ArrayBuffer>;
  /** Height (255 is a probability of 1) at which it is there, comes apart or lets go; 255 for none. */
  readonly cut: Uint8Array<ArrayBuffer>;
  /** Step of the search that found it; with the first voxel it names the region. */
  readonly step: Uint8Array<ArrayBuffer>;
  /** Pieces of the segmentation around it. */
  readonly pieces: Uint16Array<ArrayBuffer>;
  /** Voxels of its centre line. */
  readonly length: Uint16Array<ArrayBuffer>;
  /** Regions that are left out, since better ones show them. */
  readonly shown: number;
}

/** Stretches of voxels of one region, row by row in scan order. */
export interface RegionRows {
  /** `Z * Y + 1` values: index of the first run of row `z * Y + y`, and the number of runs. */
  readonly rowStart: Uint32Array<ArrayBuffer>;
  /** First x of each run. */
  readonly start: Uint16Array<ArrayBuffer>;
  /** x behind the last of each run. */
  readonly end: Uint16Array<ArrayBuffer>;
  /** 1-based rank of the region each run belongs to; 0 for those that are not listed. */
  readonly rank: Uint32Array<ArrayBuffer>;
}

export interface Ranking {
  /** Names the search in region ids; see {@link rankingKey}. */
  readonly key: string;
  readonly parameters: RankParameters;
  readonly shape: Shape;
  /** Regions in the table. */
  readonly count: number;
  /** Regions below the least size, and above the most, which are not in the table. */
  readonly smaller: RegionCount;
  readonly larger: RegionCount;
  /** Voxels above the floor that are in no region: their own component is too large (mode `tree`). */
  readonly uncovered: number;
  /** Regions whose score is no finite number; they come last. */
  readonly unscored: number;
  readonly table: RegionTable;
  readonly rows: RegionRows;
  /** Of mode `variants`. */
  readonly facts: VariantFacts | null;
  /** What another list can be made of without another search; null when that is not known. */
  readonly found: Found | null;
}

/** One stretch of voxels along x, `x0` to `x1` (half-open). */
export interface RegionRun {
  readonly z: number;
  readonly y: number;
  readonly x0: number;
  readonly x1: number;
}

/** More than there are voxels. */
const STEP_KEYS = 2 ** 32;

/** Name of a region (0-based index in rank order) that stays the same as long as maps and parameters do. */
export function regionId(generation: number, ranking: Ranking, index: number): string {
  assertIndex(ranking, index);
  const step = ranking.facts === null ? '' : `${ranking.facts.step[index]}.`;
  return `g${generation}/${ranking.key}/${step}${ranking.table.firstVoxel[index]}`;
}

/** What tells a region from the others of its ranking, as a number: its first voxel, and the step of the search that found it. */
export function regionKey({ table, facts }: Ranking, index: number): number {
  return (facts?.step[index] ?? 0) * STEP_KEYS + table.firstVoxel[index];
}

/** {@link regionKey} of the region with this id, whatever its generation and parameters; NaN when it is no id. */
export function keyOfId(id: string): number {
  const [voxel, step = 0] = id
    .slice(id.lastIndexOf('/') + 1)
    .split('.')
    .reverse()
    .map(Number);
  return step * STEP_KEYS + voxel;
}

/** Index of the region with this id, or null when it is of another generation, other parameters, or not listed. */
export function regionIndex(generation: number, ranking: Ranking, id: string): number | null {
  const key = keyOfId(id);
  const { firstVoxel } = ranking.table;
  let index = firstVoxel.indexOf(key % STEP_KEYS);
  while (index >= 0 && regionKey(ranking, index) !== key) {
    index = firstVoxel.indexOf(key % STEP_KEYS, index + 1);
  }
  return index >= 0 && regionId(generation, ranking, index) === id ? index : null;
}

export function regionBox(ranking: Ranking, index: number): Box {
  assertIndex(ranking, index);
  const [z0, z1, y0, y1, x0, x1] = ranking.table.box.subarray(6 * index, 6 * index + 6);
  return { z0, z1, y0, y1, x0, x1 };
}

/** Figures of one region with doubt in the unit of the map, whose largest doubt is `maximum`. */
export function regionFigures(ranking: Ranking, index: number, maximum: number) {
  assertIndex(ranking, index);
  const { voxels, score, mean, maxWeight, sum, centroid } = ranking.table;
  return {
    rank: index + 1,
    voxels: voxels[index],
    score: score[index],
    mean: mean[index] * maximum,
    max: (maxWeight[index] / WEIGHT_ONE) * maximum,
    sum: (sum[index] / WEIGHT_ONE) * maximum,
    centroid: {
      z: centroid[3 * index],
      y: centroid[3 * index + 1],
      x: centroid[3 * index + 2]
    }
  };
}

/** The region's voxel that lies nearest to its centroid, measured in the unit of `spacing`; the first of several. */
export function regionCentre(ranking: Ranking, index: number, spacing: Spacing): VoxelPoint {
  assertIndex(ranking, index);
  const [cz, cy, cx] = ranking.table.centroid.subarray(3 * index, 3 * index + 3);
  let nearest: VoxelPoint = { z: Math.round(cz), y: Math.round(cy), x: Math.round(cx) };
  let least = Infinity;
  for (const { z, y, x0, x1 } of runsOfRegion(ranking, index)) {
    const x = Math.min(Math.max(Math.round(cx), x0), x1 - 1);
    const distance = Math.hypot((z - cz) * spacing.z, (y - cy) * spacing.y, (x - cx) * spacing.x);
    if (distance < least) {
      least = distance;
      nearest = { z, y, x };
    }
  }
  return nearest;
}

/** The runs of a region, within `clip` if given, in scan order. Looks through the rows of its box. */
export function* runsOfRegion(
  ranking: Ranking,
  index: number,
  clip: Box = regionBox(ranking, index)
): Generator<RegionRun> {
  const box = regionBox(ranking, index);
  const { rowStart, start, end, rank } = ranking.rows;
  for (let z = Math.max(box.z0, clip.z0); z < Math.min(box.z1, clip.z1); z++) {
    for (let y = Math.max(box.y0, clip.y0); y < Math.min(box.y1, clip.y1); y++) {
      const row = z * ranking.shape.y + y;
      for (let run = rowStart[row]; run < rowStart[row + 1]; run++) {
        const x0 = Math.max(start[run], clip.x0);
        const x1 = Math.min(end[run], clip.x1);
        if (rank[run] === index + 1 && x0 < x1) {
          yield { z, y, x0, x1 };
        }
      }
    }
  }
}

/**
 * Set the voxels of a region to `value` in an array that covers `box` (C order). Others are left as they are.
 * @returns how many voxels of the region lie in the box.
 */
export function paintRegion(
  ranking: Ranking,
  index: number,
  box: Box,
  out: Uint8Array,
  value = 1
): number {
  const sizeY = box.y1 - box.y0;
  const sizeX = box.x1 - box.x0;
  const size = (box.z1 - box.z0) * sizeY * sizeX;
  if (out.length !== size) {
    throw new RangeError(`found ${out.length} values, expected ${size} for the box`);
  }
  let voxels = 0;
  for (const { z, y, x0, x1 } of runsOfRegion(ranking, index, box)) {
    const row = ((z - box.z0) * sizeY + y - box.y0) * sizeX - box.x0;
    out.fill(value, row + x0, row + x1);
    voxels += x1 - x0;
  }
  return voxels;
}

/** Index of the best region at a flat C-order voxel offset, or null when it is in none of the listed ones. */
export function regionAt(ranking: Ranking, voxel: number): number | null {
  const { shape, rows } = ranking;
  const row = Math.floor(voxel / shape.x);
  const x = voxel - row * shape.x;
  if (row < 0 || row >= shape.z * shape.y) {
    throw new RangeError(`found voxel ${voxel}, expected one of ${shape.z * shape.y * shape.x}`);
  }
  let best = Infinity;
  for (let run = rows.rowStart[row]; run < rows.rowStart[row + 1]; run++) {
    if (rows.start[run] > x) {
      break;
    }
    if (x < rows.end[run] && rows.rank[run] > 0) {
      best = Math.min(best, rows.rank[run]);
    }
  }
  return best === Infinity ? null : best - 1;
}

/** Buffers to transfer when a ranking is posted; those that it shares with what was found are named once. */
export function rankingBuffers({ table, rows, facts, found }: Ranking): ArrayBuffer[] {
  const columns = [
    ...Object.values({ ...table }),
    ...Object.values({ ...rows }),
    ...Object.values({ ...facts })
  ];
  const own = columns.flatMap(column =>
    column === null || typeof column === 'number' ? [] : column.buffer
  );
  return [...new Set([...own, ...(found === null ? [] : foundBuffers(found))])];
}

function assertIndex(ranking: Ranking, index: number): void {
  if (!Number.isInteger(index) || index < 0 || index >= ranking.count) {
    throw new RangeError(`found region ${index}, expected 0 to ${ranking.count - 1}`);
  }
}

/** The second stage in plain TypeScript, for scores that have a name; formulas need the labeller. */
import type { Found, RegionCount, RegionOrder } from '../core/found';
import { RECORD_BYTES } from '../core/found';
import type { RankParameters } from '../core/regions';
import { WEIGHT_ONE } from '../core/regions';
import { groupStops } from './oracle-stops';
import { LabellerError } from './ranker';

/** ln 2 in two parts, of which the first has so many zeros at its end that products with it are exact. */
const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;
/** Pieces beyond these count no more in the score. */
const MOST_PIECES = 3;

interface Region {
  readonly record: number;
  readonly voxels: number;
  readonly mean: number;
  readonly max: number;
  readonly sum: number;
  readonly pieces: number;
  readonly box: readonly number[];
}

export function orderPlainly(found: Found, parameters: RankParameters): RegionOrder {
  const { minVoxels, maxVoxels, ascending } = parameters;
  const scoreOf = scorer(parameters.score);
  const regions = readRegions(found);
  const smaller = regions.filter(({ voxels }) => voxels < minVoxels);
  const larger = regions.filter(({ voxels }) => voxels > maxVoxels);
  const listed = regions
    .filter(({ voxels }) => voxels >= minVoxels && voxels <= maxVoxels)
    .map(region => ({ ...region, merit: ascending ? -scoreOf(region) : scoreOf(region) }));
  listed.sort((a, b) => b.merit - a.merit || b.voxels - a.voxels || a.record - b.record);
  const last = Math.min(0, ...listed.slice(-1).map(({ merit }) => merit));
  return {
    records: Uint32Array.from(listed, ({ record }) => record),
    score: Float64Array.from(listed, scoreOf),
    stop: groupStops(
      listed.map(({ box }) => box),
      listed.map(({ merit }) => merit - last),
      parameters
    ),
    smaller: countOf(smaller),
    larger: countOf(larger),
    shown: 0,
    unscored: 0
  };
}

/** Scores in the unit of the map. */
function scorer(score: string): (region: Region) => number {
  switch (score) {
    case 'default':
      return ({ mean, voxels, pieces }) =>
        mean * (1 + Math.min(pieces, MOST_PIECES)) * logarithm(1 + voxels);
    case 'mean':
      return ({ mean }) => mean;
    case 'max':
    case 'vessqc':
      return ({ max }) => max;
    case 'sum':
      return ({ sum }) => sum;
    case 'size':
      return ({ voxels }) => voxels;
    default:
      throw new LabellerError(
        'wasm',
        `found no WebAssembly, which the score ${score} needs`,
        'Allow WebAssembly for this page, or choose another score: default, mean, max, sum, size or vessqc.'
      );
  }
}

/** Natural logarithm of a whole number, as `assembly/arithmetic.ts` has it: those of browsers differ in the last bit. */
function logarithm(x: number): number {
  let k = 0;
  let m = x;
  for (; m >= 2 * Math.SQRT1_2; m /= 2) {
    k += 1;
  }
  const s = (m - 1) / (m + 1);
  let sum = 0;
  for (let n = 23; n > 1; n -= 2) {
    sum = (sum + 1 / n) * s * s;
  }
  return k * LN2_HIGH + (k * LN2_LOW + (2 * s + 2 * s * sum));
}

function readRegions({ records, maximum }: Found): Region[] {
  const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
  return Array.from({ length: records.length / RECORD_BYTES }, (_, record) => {
    const at = RECORD_BYTES * record;
    const voxels = view.getUint32(at, true);
    const sum = Number(view.getBigUint64(at + 8, true));
    return {
      record,
      voxels,
      mean: (sum / voxels / WEIGHT_ONE) * maximum,
      max: (view.getUint32(at + 52, true) / WEIGHT_ONE) * maximum,
      sum: (sum / WEIGHT_ONE) * maximum,
      pieces: view.getUint16(at + 56, true),
      box: [0, 1, 2, 3, 4, 5].map(side => view.getUint16(at + 40 + 2 * side, true))
    };
  });
}

function countOf(regions: readonly Region[]): RegionCount {
  return { count: regions.length, voxels: regions.reduce((sum, { voxels }) => sum + voxels, 0) };
}

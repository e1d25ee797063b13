/**
 * Scores: what the order follows. They are asked for by name or as a formula, in UTF-8 at the text's address (`takeText` in `index.ts`;
 * no text is the default score), and worked out region by region by the instructions that `formula.ts` makes of it.
 *
 * Columns are in the unit of the map; the mean doubt is that of a region's voxels, in mode branch of those of its centre line. The
 * default score is the mean doubt times ln(1 + voxels) times 1 to 4, by the pieces of the segmentation around the region; in mode
 * variants how undecided the probability is times ln(1 + voxels).
 * Consequences are columns that the host writes: five f64 per record, one record behind the other.
 */
import { LN2, exponential, logarithm, power } from './arithmetic';
import { CONSEQUENCE, INSTRUCTION, OP, OWN_COLUMNS, compile } from './formula';
import * as job from './job';
import { BRANCH, OK, UNREADABLE, VARIANTS, take } from './job';
import { NO_CUT, REGION_BYTES, region } from './table';

/** Weights are doubt relative to the maximum of the map, in steps of 2**20 - 1. */
const WEIGHT_ONE: f64 = 1048575;
/** Pieces beyond these count no more. */
const MOST_PIECES: u32 = 3;
export const EXTRA_BYTES: usize = 40;
/** Number of the default score among the columns. */
const DEFAULT: u32 = 4;
/** Number of the first of the last three columns of the region itself: z, y and x, whose sums the record has in this order. */
const CENTROID: u32 = 9;

/** Write the score of each record. `state` is that of the parser. */
export function scoreRegions(state: usize, scores: usize, maximum: f64, volume: f64): i32 {
  const length: u32 = job.text ? load<u32>(job.text) : 0;
  const code = take(<u64>(length + 1) * INSTRUCTION);
  const stack = take(<u64>(length + 1) << 3);
  const known = job.extra ? CONSEQUENCE + 1 : OWN_COLUMNS;
  const end = length ? compile(state, job.text + 4, job.text + 4 + length, code, known) : code;
  if (!end) return UNREADABLE;
  for (let i: u32 = 0; i < job.kept; i++) {
    const score = length ? evaluate(i, code, end, stack, maximum, volume) : columnOf(i, DEFAULT, maximum, volume);
    store<f64>(scores + (<usize>i << 3), score);
  }
  return OK;
}

function columnOf(i: u32, column: u32, maximum: f64, volume: f64): f64 {
  const r = job.table + <usize>i * REGION_BYTES;
  const voxels = <f64>region.voxels(r);
  const sum = <f64>region.sum(r);
  const weighed = job.mode == BRANCH ? <f64>region.length(r) : voxels;
  const mean = (sum / weighed / WEIGHT_ONE) * maximum;
  switch (column) {
    case 0: case 19: return voxels;
    case 1: return mean;
    case 2: case 20: return (<f64>region.largest(r) / WEIGHT_ONE) * maximum;
    case 3: return (sum / WEIGHT_ONE) * maximum;
    case 4: case 18: {
      const doubt = job.mode == VARIANTS ? undecided(r) : mean * <f64>(1 + min<u32>(region.pieces(r), MOST_PIECES));
      return doubt * logarithm(1 + voxels);
    }
    case 5: return region.cut(r) == NO_CUT ? NaN : <f64>region.cut(r) / 255;
    case 6: return <f64>region.pieces(r);
    case 7: return <f64>region.length(r);
    case 8: return voxels * volume;
  }
  if (column < OWN_COLUMNS) return <f64>load<u64>(r + ((column - CENTROID) << 3), 16) / voxels;
  const extra = job.extra + <usize>i * EXTRA_BYTES;
  if (column < CONSEQUENCE) return load<f64>(extra + ((column - OWN_COLUMNS) << 3));
  const hanging = load<f64>(extra, 24);
  return abs(load<f64>(extra)) + abs(load<f64>(extra, 8)) + abs(load<f64>(extra, 16)) + hanging / (1 + hanging);
}

/** Mean square of what is 1 where the probability is one half, and 0 where it is 0 or 1. */
@inline
function undecided(r: usize): f64 {
  const root = <f64>region.undecided(r) / 255;
  return root * root;
}

function evaluate(i: u32, code: usize, end: usize, stack: usize, maximum: f64, volume: f64): f64 {
  let top = stack - 8;
  for (; code < end; code += INSTRUCTION) {
    const operation = load<u32>(code);
    if (operation <= OP.COLUMN) {
      top += 8;
      store<f64>(
        top,
        operation == OP.COLUMN ? columnOf(i, <u32>load<f64>(code, 8), maximum, volume) : load<f64>(code, 8)
      );
      continue;
    }
    if (operation == OP.IF) {
      top -= 16;
      store<f64>(top, load<f64>(top) != 0 ? load<f64>(top, 8) : load<f64>(top, 16));
      continue;
    }
    if (operation >= OP.MIN) top -= 8;
    store<f64>(top, apply(operation, load<f64>(top), load<f64>(top, 8)));
  }
  return load<f64>(stack);
}

// prettier-ignore
function apply(operation: u32, a: f64, b: f64): f64 {
  switch (operation) {
    case OP.NEGATE: return -a;
    case OP.ABS: return abs(a);
    case OP.SQRT: return sqrt(a);
    case OP.LN: return logarithm(a);
    case OP.LOG2: return logarithm(a) / LN2;
    case OP.EXP: return exponential(a);
    case OP.MIN: return min(a, b);
    case OP.MAX: return max(a, b);
    case OP.ADD: return a + b;
    case OP.SUBTRACT: return a - b;
    case OP.MULTIPLY: return a * b;
    case OP.DIVIDE: return a / b;
    case OP.POWER: return power(a, b);
    case OP.LESS: return a < b ? 1 : 0;
    case OP.GREATER: return a > b ? 1 : 0;
    case OP.LESS_OR_EQUAL: return a <= b ? 1 : 0;
    case OP.GREATER_OR_EQUAL: return a >= b ? 1 : 0;
    case OP.EQUAL: return a == b ? 1 : 0;
    default: return a != b ? 1 : 0;
  }
}

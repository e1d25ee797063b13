/** The order of the list: regions in groups, one for each stop or for each region. Plain functions of the ranking. */
import type { Ranking, RegionTable } from '../core/regions';
import type { SortKey, Sorting } from '../core/state';
import { Stops } from '../core/stops';

/** Regions group by group. */
export interface Groups {
  readonly order: Uint32Array;
  /** Where each group begins in the order, and where the last one ends. */
  readonly starts: Uint32Array;
}

/** What rows are sorted by at a time. */
const DIGIT_BITS = 11;
const DIGITS = 2 ** DIGIT_BITS;
/** Steps that a share of 0 to 1 is sorted by. */
const SHARE_STEPS = 2 ** 31;

/** Every region a group of its own; ties stay in rank order. */
export function sortRegions(ranking: Ranking, sorting: Sorting): Groups {
  const { count, table } = ranking;
  const valueOf = regionValue(table, sorting.key);
  const order = valueOf === null ? upTo(count) : rowsBy(count, valueOf, isFalling(sorting.key));
  return { order: sorting.isReversed ? order.reverse() : order, starts: upTo(count + 1) };
}

/** Every stop a group, its regions sorted alike. */
export function sortStops(ranking: Ranking, sorting: Sorting): Groups {
  const regions = sortRegions(ranking, sorting).order;
  const { stop: stopOf } = ranking.table;
  const ranks = rankStops(ranking, sorting);
  const starts = new Uint32Array(ranks.order.length + 1);
  const groupOf = new Uint32Array(ranks.most + 1);
  ranks.order.forEach((stop, group) => {
    groupOf[stop] = group;
  });
  for (const region of regions) {
    starts[groupOf[stopOf[region]] + 1] += 1;
  }
  for (let group = 1; group < starts.length; group++) {
    starts[group] += starts[group - 1];
  }
  const next = starts.slice();
  const order = new Uint32Array(regions.length);
  for (const region of regions) {
    order[next[groupOf[stopOf[region]]]++] = region;
  }
  return { order, starts };
}

/** Numbers of the stops in the order asked for. */
function rankStops(
  ranking: Ranking,
  { key, isReversed }: Sorting
): { readonly order: Uint32Array; readonly most: number } {
  const most = Stops.of(ranking).count;
  const order =
    key === 'score' ? upTo(most) : rowsBy(most, stopValue(ranking, key, most), isFalling(key));
  const numbers = order.map(each => each + 1);
  return { order: isReversed ? numbers.reverse() : numbers, most };
}

/** What stops are sorted by: their highest doubt, mean doubt over all voxels, voxels, first voxel. */
function stopValue(
  { table, count }: Ranking,
  key: Exclude<SortKey, 'score'>,
  stops: number
): (stop: number) => number {
  const values = new Float64Array(stops).fill(key === 'position' ? Infinity : 0);
  const voxels = new Float64Array(key === 'mean' ? stops : 0);
  for (let region = 0; region < count; region++) {
    const stop = table.stop[region] - 1;
    switch (key) {
      case 'doubt':
        values[stop] = Math.max(values[stop], table.maxWeight[region]);
        break;
      case 'mean':
        values[stop] += table.mean[region] * table.voxels[region];
        voxels[stop] += table.voxels[region];
        break;
      case 'size':
        values[stop] += table.voxels[region];
        break;
      case 'position':
        values[stop] = Math.min(values[stop], table.firstVoxel[region]);
        break;
    }
  }
  return key === 'mean'
    ? stop => Math.round((SHARE_STEPS * values[stop]) / voxels[stop])
    : stop => values[stop];
}

/** Null for the order of the ranking itself. */
function regionValue(table: RegionTable, key: SortKey): ((region: number) => number) | null {
  switch (key) {
    case 'score':
      return null;
    case 'doubt':
      return region => table.maxWeight[region];
    case 'mean':
      return region => Math.round(SHARE_STEPS * table.mean[region]);
    case 'size':
      return region => table.voxels[region];
    case 'position':
      return region => table.firstVoxel[region];
  }
}

function isFalling(key: SortKey): boolean {
  return key !== 'position';
}

function upTo(count: number): Uint32Array {
  const rows = new Uint32Array(count);
  for (let index = 0; index < count; index++) {
    rows[index] = index;
  }
  return rows;
}

/** Rows by a whole number of up to 32 bits, ties in their order: by its lowest digit, then by the next ones, each time in one pass. */
function rowsBy(
  count: number,
  valueOf: (index: number) => number,
  isFallingValue: boolean
): Uint32Array {
  const flip = isFallingValue ? 0xffff_ffff : 0;
  const values = new Uint32Array(count);
  for (let index = 0; index < count; index++) {
    values[index] = valueOf(index) ^ flip;
  }
  let rows = upTo(count);
  let placed: Uint32Array = new Uint32Array(count);
  for (let shift = 0; shift < 32; shift += DIGIT_BITS) {
    placeByDigit(values, shift, rows, placed);
    [rows, placed] = [placed, rows];
  }
  return rows;
}

/** Put rows in order of one digit of their values; those with the same digit stay in theirs. */
function placeByDigit(
  values: Uint32Array,
  shift: number,
  rows: Uint32Array,
  placed: Uint32Array
): void {
  const next = new Uint32Array(DIGITS + 1);
  for (const value of values) {
    next[((value >>> shift) & (DIGITS - 1)) + 1] += 1;
  }
  for (let digit = 1; digit < DIGITS; digit++) {
    next[digit] += next[digit - 1];
  }
  for (const row of rows) {
    const digit = (values[row] >>> shift) & (DIGITS - 1);
    placed[next[digit]] = row;
    next[digit] += 1;
  }
}

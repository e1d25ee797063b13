/** What the worklist shows: order, filter, what is settled. Plain functions of ranking and verdicts. */
import type { Ranking, RegionTable } from '../core/regions';
import { keyOfId, regionId, regionIndex, regionKey } from '../core/regions';
import { Stops } from '../core/stops';
import type { Verdict, VerdictName } from '../core/state';

export type SortKey = 'stop' | 'score' | 'doubt' | 'size' | 'position';
export type Shown = 'all' | 'open' | 'settled';

/** Up to here a name is looked for row by row; a map of all names pays for more. */
const FEW_NAMES = 64;
/** Rows whose place fits beside a value of 32 bits into a number. */
const MOST_PACKED = 2 ** 21;

/** Regions that {@link recentPrecision} looks back on. */
const MOST_RECENT = 20;
const FEWEST_RECENT = 5;

/** Verdicts by row of the ranking, with totals. */
export interface Review {
  readonly verdicts: ReadonlyMap<number, Verdict>;
  readonly counts: Readonly<Record<VerdictName, number>>;
}

/** Where verdicts belong in a ranking; each name is looked up once per ranking. */
export class ReviewReader {
  read(ranking: Ranking, generation: number, verdicts: ReadonlyMap<string, Verdict>): Review {
    if (ranking !== this._ranking) {
      this._ranking = ranking;
      this._places.clear();
      this._rows = null;
    }
    const found = new Map<number, Verdict>();
    const counts = { fixed: 0, correct: 0, unsure: 0 };
    for (const [id, verdict] of verdicts) {
      const index = this._placeOf(generation, ranking, id);
      if (index !== null) {
        found.set(index, verdict);
        counts[verdict.verdict] += 1;
      }
    }
    return { verdicts: found, counts };
  }

  private _placeOf(generation: number, ranking: Ranking, id: string): number | null {
    const known = this._places.get(id);
    const index = known === undefined ? this._find(generation, ranking, id) : known;
    this._places.set(id, index);
    return index;
  }

  private _find(generation: number, ranking: Ranking, id: string): number | null {
    if (this._places.size < FEW_NAMES) {
      return regionIndex(generation, ranking, id);
    }
    this._rows ??= new Map(
      Array.from(ranking.table.firstVoxel, (_, index) => [regionKey(ranking, index), index])
    );
    const index = this._rows.get(keyOfId(id));
    return index !== undefined && regionId(generation, ranking, index) === id ? index : null;
  }

  private _ranking: Ranking | null = null;
  private readonly _places = new Map<string, number | null>();
  private _rows: ReadonlyMap<number, number> | null = null;
}

/** How many of the regions judged last needed a change: whether the list still leads to errors. */
export interface Precision {
  readonly changed: number;
  readonly judged: number;
}

/** Over the last 20 regions judged fixed or correct; null until there are five. */
export function recentPrecision({ verdicts }: Review): Precision | null {
  const judged = [...verdicts.values()]
    .filter(({ verdict }) => verdict !== 'unsure')
    .sort((a, b) => (a.time < b.time ? 1 : a.time > b.time ? -1 : 0))
    .slice(0, MOST_RECENT);
  const changed = judged.filter(({ verdict }) => verdict === 'fixed').length;
  return judged.length < FEWEST_RECENT ? null : { changed, judged: judged.length };
}

/** All regions in the order asked for; ties stay in rank order. */
export function sortRegions(ranking: Ranking, key: SortKey): Uint32Array {
  const { table, count } = ranking;
  switch (key) {
    case 'stop':
      return Stops.of(ranking).order;
    case 'score':
      return new Uint32Array(count).map((_, index) => index);
    case 'doubt':
      return rowsBy(count, index => -table.maxWeight[index]);
    case 'size':
      return rowsBy(count, index => -table.voxels[index]);
    case 'position':
      return rowsBy(count, index => table.firstVoxel[index]);
  }
}

/** Rows by a whole number of up to 32 bits, rising. Numbers sort several times faster without a function to compare them. */
function rowsBy(count: number, valueOf: (index: number) => number): Uint32Array {
  if (count > MOST_PACKED) {
    const rows = new Uint32Array(count).map((_, index) => index);
    return rows.sort((a, b) => valueOf(a) - valueOf(b) || a - b);
  }
  const packed = new Float64Array(count).map((_, index) => valueOf(index) * MOST_PACKED + index);
  packed.sort();
  return Uint32Array.from(packed, each => each - Math.floor(each / MOST_PACKED) * MOST_PACKED);
}

/** What a row says that the filter looks through. */
export type RowText = (index: number) => string;

/**
 * Rows that match every word of the filter: a number is the beginning of a rank, `>100` and `<100` are sizes in voxels, `stop 3` is a
 * stop.
 */
export function filterRegions(
  order: Uint32Array,
  filter: string,
  table: Pick<RegionTable, 'voxels' | 'stop'>,
  textOf: RowText
): Uint32Array {
  const words = filter.toLowerCase().match(/\bstop\s+\d+\b|\S+/g) ?? [];
  const tests = words.map(word => testOf(word, table, textOf));
  return tests.length === 0 ? order : order.filter(index => tests.every(test => test(index)));
}

function testOf(
  word: string,
  { voxels, stop }: Pick<RegionTable, 'voxels' | 'stop'>,
  textOf: RowText
): (index: number) => boolean {
  const wanted = /^stop\s+(\d+)$/.exec(word);
  if (wanted !== null) {
    return index => stop[index] === Number(wanted[1]);
  }
  const size = /^([<>])(\d+)$/.exec(word);
  if (size !== null) {
    const limit = Number(size[2]);
    return index => (size[1] === '<' ? voxels[index] < limit : voxels[index] > limit);
  }
  return /^\d+$/.test(word)
    ? index => String(index + 1).startsWith(word)
    : index => textOf(index).includes(word);
}

export interface Sections {
  readonly open: Uint32Array;
  readonly settled: Uint32Array;
}

export function splitSettled(order: Uint32Array, review: Review, shown: Shown): Sections {
  const { verdicts } = review;
  const open = new Uint32Array(order.length);
  const settled = new Uint32Array(verdicts.size);
  let opens = 0;
  let settles = 0;
  for (const index of order) {
    if (verdicts.has(index)) {
      settled[settles++] = index;
    } else {
      open[opens++] = index;
    }
  }
  return {
    open: open.subarray(0, shown === 'settled' ? 0 : opens),
    settled: settled.subarray(0, shown === 'open' ? 0 : settles)
  };
}

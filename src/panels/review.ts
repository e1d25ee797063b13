/** What the worklist shows: order, filter, what is settled. Plain functions of ranking and verdicts. */
import type { Ranking } from '../core/regions';
import { regionIndex } from '../core/regions';
import type { Verdict, VerdictName } from '../core/state';

export type SortKey = 'score' | 'doubt' | 'size' | 'position';
export type Shown = 'all' | 'open' | 'settled';

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
    const index = known === undefined ? regionIndex(generation, ranking, id) : known;
    this._places.set(id, index);
    return index;
  }

  private _ranking: Ranking | null = null;
  private readonly _places = new Map<string, number | null>();
}

/** All regions in the order asked for; ties stay in rank order. */
export function sortRegions({ table, count }: Ranking, key: SortKey): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  switch (key) {
    case 'score':
      return order;
    case 'doubt':
      return order.sort((a, b) => table.maxWeight[b] - table.maxWeight[a] || a - b);
    case 'size':
      return order.sort((a, b) => table.voxels[b] - table.voxels[a] || a - b);
    case 'position':
      return order.sort((a, b) => table.firstVoxel[a] - table.firstVoxel[b]);
  }
}

/** What a row says that the filter looks through. */
export type RowText = (index: number) => string;

/** Rows that match every word of the filter: a number is the beginning of a rank, `>100` and `<100` are sizes in voxels. */
export function filterRegions(
  order: Uint32Array,
  filter: string,
  voxels: Uint32Array,
  textOf: RowText
): Uint32Array {
  const words = filter.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const tests = words.map(word => testOf(word, voxels, textOf));
  return tests.length === 0 ? order : order.filter(index => tests.every(test => test(index)));
}

function testOf(word: string, voxels: Uint32Array, textOf: RowText): (index: number) => boolean {
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
  const none = new Uint32Array(0);
  return {
    open: shown === 'settled' ? none : order.filter(index => !verdicts.has(index)),
    settled: shown === 'open' ? none : order.filter(index => verdicts.has(index))
  };
}

/** Verdicts by row of the ranking, and what they tell. */
import type { Ranking } from '../core/regions';
import { keyOfId, regionId, regionIndex, regionKey } from '../core/regions';
import type { Verdict, VerdictName } from '../core/state';

/** Up to here a name is looked for row by row; a map of all names pays for more. */
const FEW_NAMES = 64;

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

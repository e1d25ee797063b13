/** Where regions are in a ranking, by id; many ids are looked up without going through all rows for each. */
import type { Ranking } from './regions';
import { keyOfId, regionId, regionIndex, regionKey } from './regions';

/** Up to here an id is looked for row by row; a map of all pays for more. */
const FEW = 64;

export class RegionPlaces {
  /** Those of a ranking, kept with it. */
  static of(ranking: Ranking): RegionPlaces {
    const known = KNOWN.get(ranking) ?? new RegionPlaces(ranking);
    KNOWN.set(ranking, known);
    return known;
  }

  private constructor(private readonly _ranking: Ranking) {}

  /** As {@link regionIndex}. */
  indexOf(generation: number, id: string): number | null {
    if (!id.startsWith(`g${generation}/${this._ranking.key}/`)) {
      return null;
    }
    const known = this._found.get(id);
    const index = known === undefined ? this._find(generation, id) : known;
    this._found.set(id, index);
    return index;
  }

  private _find(generation: number, id: string): number | null {
    if (this._found.size < FEW) {
      return regionIndex(generation, this._ranking, id);
    }
    this._rows ??= new Map(
      Array.from(this._ranking.table.firstVoxel, (_, index) => [
        regionKey(this._ranking, index),
        index
      ])
    );
    const index = this._rows.get(keyOfId(id));
    return index !== undefined && regionId(generation, this._ranking, index) === id ? index : null;
  }

  private readonly _found = new Map<string, number | null>();
  private _rows: ReadonlyMap<number, number> | null = null;
}

const KNOWN = new WeakMap<Ranking, RegionPlaces>();

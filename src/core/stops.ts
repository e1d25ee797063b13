/** Stops of a ranking: regions near each other that are reviewed in one view, without the camera moving away. */
import type { Box } from './axes';
import { uniteBoxes } from './axes';
import type { Ranking } from './regions';
import { regionBox } from './regions';

export class Stops {
  /** Those of a ranking, worked out once. */
  static of(ranking: Ranking): Stops {
    const known = KNOWN.get(ranking) ?? new Stops(ranking);
    KNOWN.set(ranking, known);
    return known;
  }

  /** How many stops there are. */
  readonly count: number;
  /** Regions stop by stop, the best stop first, each stop's in rank order. */
  readonly order: Uint32Array;

  private constructor(ranking: Ranking) {
    const { stop } = ranking.table;
    this.count = stop.reduce((most, each) => Math.max(most, each), 0);
    const starts = new Uint32Array(this.count + 2);
    for (const each of stop) {
      starts[each + 1] += 1;
    }
    for (let each = 1; each < starts.length; each++) {
      starts[each] += starts[each - 1];
    }
    const next = starts.slice();
    this.order = new Uint32Array(ranking.count);
    this._places = new Uint32Array(ranking.count);
    stop.forEach((each, index) => {
      const place = next[each];
      next[each] += 1;
      this.order[place] = index;
      this._places[index] = place - starts[each];
    });
    this._ranking = ranking;
    this._starts = starts;
  }

  /** Number (1-based rank) of a region's stop. */
  numberOf(index: number): number {
    return this._ranking.table.stop[index];
  }

  /** How many regions a region's stop has. */
  sizeOf(index: number): number {
    const stop = this.numberOf(index);
    return this._starts[stop + 1] - this._starts[stop];
  }

  /** 0-based place of a region within its stop. */
  placeOf(index: number): number {
    return this._places[index];
  }

  /** The regions of a region's stop, in rank order. */
  membersOf(index: number): Uint32Array {
    return this.regionsOf(this.numberOf(index));
  }

  /** The regions of a stop, in rank order. */
  regionsOf(stop: number): Uint32Array {
    return this.order.subarray(this._starts[stop], this._starts[stop + 1]);
  }

  /** The box around all regions of a region's stop. */
  boxOf(index: number): Box {
    return [...this.membersOf(index)]
      .map(member => regionBox(this._ranking, member))
      .reduce(uniteBoxes);
  }

  private readonly _ranking: Ranking;
  /** Where each stop begins in the order. */
  private readonly _starts: Uint32Array;
  private readonly _places: Uint32Array;
}

const KNOWN = new WeakMap<Ranking, Stops>();

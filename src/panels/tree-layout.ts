/** Rows of the list: stops of several regions, those that are unfolded with their regions below, and all other regions plain. */
import type { Ranking } from '../core/regions';
import { Stops } from '../core/stops';
import type { Sections } from './listing';

export type ListRow =
  | {
      readonly kind: 'stop';
      /** Number of the stop. */
      readonly stop: number;
      /** Those that the list shows. */
      readonly regions: Uint32Array;
      readonly isUnfolded: boolean;
    }
  | { readonly kind: 'region'; readonly index: number; readonly isInStop: boolean };

/** Which stops have rows of their own; null for a flat list. */
export type Unfolded = ((stop: number) => boolean) | null;

export class TreeLayout {
  /** Rows of groups with something open, which come before the others. */
  readonly openRows: number;
  readonly count: number;

  /** @param isCut - leave the reviewed groups out */
  constructor(
    private readonly _ranking: Ranking,
    private readonly _sections: Sections,
    private readonly _unfolded: Unfolded,
    isCut: boolean
  ) {
    const { starts, openGroups } = _sections;
    const groups = isCut ? openGroups : starts.length - 1;
    this._rows = new Uint32Array(groups + 1);
    for (let group = 0; group < groups; group++) {
      this._rows[group + 1] = this._rows[group] + this._rowsOf(group);
    }
    this.openRows = this._rows[openGroups];
    this.count = this._rows[groups];
  }

  at(place: number): ListRow {
    const { order, starts } = this._sections;
    const group = groupAt(this._rows, place);
    const regions = order.subarray(starts[group], starts[group + 1]);
    const offset = place - this._rows[group];
    if (!this._isStop(group)) {
      return { kind: 'region', index: regions[offset], isInStop: false };
    }
    const stop = this._stopOf(group);
    return offset === 0
      ? { kind: 'stop', stop, regions, isUnfolded: this._isUnfolded(group) }
      : { kind: 'region', index: regions[offset - 1], isInStop: true };
  }

  /** The rows that belong together with a row: those of its stop. */
  rowsAround(place: number): { readonly first: number; readonly end: number } {
    const group = groupAt(this._rows, place);
    return this._isStop(group)
      ? { first: this._rows[group], end: this._rows[group + 1] }
      : { first: place, end: place + 1 };
  }

  /** Row of a region; -1 when it is not listed, or folded away. */
  placeOf(index: number): number {
    const at = this._sections.order.indexOf(index);
    const group = at < 0 ? Infinity : groupAt(this._sections.starts, at);
    if (group >= this._rows.length - 1) {
      return -1;
    }
    const offset = at - this._sections.starts[group];
    if (!this._isStop(group)) {
      return this._rows[group] + offset;
    }
    return this._isUnfolded(group) ? this._rows[group] + 1 + offset : -1;
  }

  /** Row of a stop; -1 when it has none of its own. */
  placeOfStop(stop: number): number {
    const { order, starts } = this._sections;
    const at = order.findIndex(index => this._ranking.table.stop[index] === stop);
    const group = at < 0 ? Infinity : groupAt(starts, at);
    return group < this._rows.length - 1 && this._isStop(group) ? this._rows[group] : -1;
  }

  private _rowsOf(group: number): number {
    const { starts } = this._sections;
    const regions = starts[group + 1] - starts[group];
    return this._isStop(group) ? 1 + (this._isUnfolded(group) ? regions : 0) : regions;
  }

  private _isStop(group: number): boolean {
    return (
      this._unfolded !== null &&
      Stops.of(this._ranking).sizeOf(this._sections.order[this._sections.starts[group]]) > 1
    );
  }

  private _isUnfolded(group: number): boolean {
    return this._unfolded?.(this._stopOf(group)) ?? true;
  }

  private _stopOf(group: number): number {
    const { order, starts } = this._sections;
    return this._ranking.table.stop[order[starts[group]]];
  }

  /** Rows before each group, and all. */
  private readonly _rows: Uint32Array;
}

/** The last of `begins` (rising) that is not beyond `place`. */
function groupAt(begins: Uint32Array, place: number): number {
  let low = 0;
  let high = begins.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (begins[middle] <= place) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

/** Runs of a few rows, or of many, and which of them are connected. */
import type { RankParameters } from '../core/regions';

export type Connectivity = RankParameters['connectivity'];

/** Rows of a box in scan order, each with its runs; union-find over these, roots by smallest index. */
export class RunGraph {
  start = new Int32Array(64);
  end = new Int32Array(64);
  code = new Uint32Array(64);
  /** What the owner of the runs likes to note of each. */
  source = new Uint32Array(64);
  count = 0;

  /** Begin with no runs, and rows of `sizeY` a slice. */
  reset(sizeY: number): void {
    this.count = 0;
    this._sizeY = sizeY;
    this._rows.length = 0;
  }

  /** The runs that follow are those of the next row. */
  nextRow(): void {
    this._rows.push(this.count);
  }

  add(start: number, end: number, code: number, source: number): void {
    if (this.count === this.start.length) {
      this._grow();
    }
    this.start[this.count] = start;
    this.end[this.count] = end;
    this.code[this.count] = code;
    this.source[this.count] = source;
    this._owner[this.count] = this.count;
    this.count += 1;
  }

  /** Index of the first run of a row that was begun, and behind its last. */
  row(index: number): readonly [from: number, to: number] {
    return [this._rows[index], this._rows[index + 1] ?? this.count];
  }

  /** Unite the runs of the last row with those of the rows before it that they touch. */
  joinRow(connectivity: Connectivity): void {
    const row = this._rows.length - 1;
    const y = row % this._sizeY;
    const below = row - this._sizeY;
    const near = connectivity === 6 ? 0 : 1;
    const far = connectivity === 26 ? 1 : 0;
    if (y > 0) {
      this._join(row, row - 1, near);
    }
    if (below >= 0) {
      this._join(row, below, near);
    }
    if (below >= 0 && connectivity !== 6) {
      if (y > 0) {
        this._join(row, below - 1, far);
      }
      if (y + 1 < this._sizeY) {
        this._join(row, below + 1, far);
      }
    }
  }

  rootOf(run: number): number {
    const owner = this._owner;
    while (owner[run] !== run) {
      owner[run] = owner[owner[run]];
      run = owner[run];
    }
    return run;
  }

  /** Unite runs of equal code that overlap after growing by `reach`. */
  private _join(row: number, other: number, reach: number): void {
    const { start, end, code } = this;
    const [from, to] = this.row(row);
    const [begin, last] = this.row(other);
    let first = begin;
    for (let run = from; run < to; run++) {
      while (first < last && end[first] + reach <= start[run]) {
        first += 1;
      }
      for (let met = first; met < last && start[met] < end[run] + reach; met++) {
        if (code[met] === code[run]) {
          this._unite(run, met);
        }
      }
    }
  }

  private _unite(a: number, b: number): void {
    const rootA = this.rootOf(a);
    const rootB = this.rootOf(b);
    this._owner[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
  }

  private _grow(): void {
    const room = 2 * this.count;
    this.start = grown(this.start, room);
    this.end = grown(this.end, room);
    this.code = grown(this.code, room);
    this.source = grown(this.source, room);
    this._owner = grown(this._owner, room);
  }

  private _owner = new Uint32Array(64);
  private readonly _rows: number[] = [];
  private _sizeY = 1;
}

/** A copy with more room. */
export function grown<T extends Uint16Array | Int32Array | Uint32Array>(
  column: T,
  room: number
): T {
  const Type = column.constructor as new (length: number) => T;
  const copy = new Type(room);
  copy.set(column);
  return copy;
}

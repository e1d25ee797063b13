/**
 * Whether a piece has come apart: from each place where it may have, a search through its runs, all in turn. Searches that meet are one;
 * when only one is left that finds more, the others have found all of their parts. So the cost is that of the smaller parts, or of the
 * way round, never of the largest part.
 */
import type { Connectivity } from './run-graph';
import type { RunRows } from './run-rows';

/** A run and the row it lies in. */
export interface RunAt {
  readonly run: number;
  readonly row: number;
}

/** Runs that one search looks at in its turn, and all of them between two pauses. */
const TURN_RUNS = 16;
const PAUSE_RUNS = 1 << 13;

export class PartSearch {
  /** @param sizeY - rows of a slice */
  constructor(
    private readonly _rows: RunRows,
    private readonly _sizeY: number,
    private readonly _connectivity: Connectivity
  ) {
    this._near = _connectivity === 6 ? 0 : 1;
    this._far = _connectivity === 26 ? 1 : 0;
  }

  /**
   * @param groups - runs of one piece; those of a group are connected, and every part of the piece has at least one.
   * @returns the runs of all parts but one. Yields now and then.
   */
  *parts(groups: readonly (readonly RunAt[])[]): Generator<number, number[][], undefined> {
    this._begin(groups);
    let looked = 0;
    while (this._active > 1) {
      for (const front of this._fronts) {
        for (let turn = 0; turn < TURN_RUNS && this._active > 1 && !front.isAtEnd; turn++) {
          this._look(front);
          looked += 1;
        }
      }
      if (looked >= PAUSE_RUNS) {
        looked = 0;
        yield 0.5;
      }
    }
    return this._found();
  }

  private _begin(groups: readonly (readonly RunAt[])[]): void {
    this._firstMark = this._rows.newMarks(groups.length);
    this._active = groups.length;
    this._code = this._rows.codeOf(groups[0][0].run);
    this._fronts = groups.map((_, index) => new Front(index));
    groups.forEach((group, index) => {
      for (const { run, row } of group) {
        this._reach(this._fronts[index], run, row);
      }
    });
  }

  /** Go on from the next run of a front to those it touches. */
  private _look(front: Front): void {
    const sizeY = this._sizeY;
    const run = front.runs[front.at];
    const row = front.rows[front.at];
    const y = row % sizeY;
    front.at += 1;
    this._touch(front, run, row - sizeY, this._near);
    this._touch(front, run, row + sizeY, this._near);
    if (y > 0) {
      this._touchBeside(front, run, row - 1);
    }
    if (y + 1 < sizeY) {
      this._touchBeside(front, run, row + 1);
    }
    if (front.isAtEnd) {
      this._close(front);
    }
  }

  private _touchBeside(front: Front, run: number, row: number): void {
    this._touch(front, run, row, this._near);
    if (this._connectivity !== 6) {
      this._touch(front, run, row - this._sizeY, this._far);
      this._touch(front, run, row + this._sizeY, this._far);
    }
  }

  /** Reach the runs of a row that overlap a run of the same code after growing by `reach`. */
  private _touch(front: Front, run: number, row: number, reach: number): void {
    const { from, to, start, end, mark } = this._rows;
    if (row < 0 || row >= from.length) {
      return;
    }
    const first = start[run] - reach;
    const last = end[run] + reach;
    const behind = to[row];
    const own = this._firstMark + front.index;
    for (let met = from[row]; met < behind && start[met] < last; met++) {
      if (end[met] > first && mark[met] !== own) {
        this._reach(front, met, row);
      }
    }
  }

  private _reach(front: Front, run: number, row: number): void {
    const { mark } = this._rows;
    const known = mark[run] - this._firstMark;
    if (known >= 0) {
      this._meet(front, this._fronts[known]);
    } else if (this._rows.codeOf(run) === this._code) {
      mark[run] = this._firstMark + front.index;
      front.runs.push(run);
      front.rows.push(row);
    }
  }

  private _meet(front: Front, other: Front): void {
    const [a, b] = [front.root, other.root];
    if (a !== b) {
      b.owner = a;
      a.open += b.open;
      this._active -= 1;
    }
  }

  private _close({ root }: Front): void {
    root.open -= 1;
    if (root.open === 0) {
      this._active -= 1;
    }
  }

  /** Of the searches that are at an end. */
  private _found(): number[][] {
    const parts = new Map<Front, number[]>();
    for (const front of this._fronts) {
      const { root } = front;
      if (root.open === 0) {
        parts.set(root, [...(parts.get(root) ?? []), ...front.runs]);
      }
    }
    return [...parts.values()];
  }

  /** How far apart runs of rows in one slice, or one above the other, may lie; and of those on the diagonal. */
  private readonly _near: number;
  private readonly _far: number;
  private _fronts: Front[] = [];
  private _code = 0;
  private _firstMark = 0;
  /** Searches that have not met, and are not at an end. */
  private _active = 0;
}

/** How far one search has come. */
class Front {
  /** Those found, and the row of each; before `at` those looked at. */
  readonly runs: number[] = [];
  readonly rows: number[] = [];
  at = 0;
  /** Of the front that it has become one with, and all others: how many are not at an end. */
  open = 1;
  owner: Front = this;

  constructor(readonly index: number) {}

  get isAtEnd(): boolean {
    return this.at === this.runs.length;
  }

  get root(): Front {
    return this.owner === this ? this : (this.owner = this.owner.root);
  }
}

/**
 * Whether a piece has come apart: from each place where it may have, a search through its runs, all in turn. Searches that meet are one;
 * when only one is left that finds more, the others have found all of their parts. So the cost is that of the smaller parts, or of the
 * way round, never of the largest part.
 */
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
    private readonly _sizeY: number
  ) {
    this._near = nearRows(_sizeY);
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
        looked += this._turn(front);
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

  /** Let a front look at some of its runs; one that has met others at fewer, since those look too. */
  private _turn(front: Front): number {
    const { runs, rows } = front;
    const first = front.at;
    const last = first + TURN_RUNS / front.root.open;
    while (front.at < runs.length && front.at < last && this._active > 1) {
      this._look(front, runs[front.at], rows[front.at]);
      front.at += 1;
      if (front.at === runs.length) {
        this._close(front);
      }
    }
    return front.at - first;
  }

  /** Go on from a run to those of the same code that it touches. */
  private _look(front: Front, run: number, row: number): void {
    const { from, to, start, end, mark } = this._rows;
    const own = this._firstMark + front.index;
    const y = row % this._sizeY;
    for (const { dy, rows } of this._near) {
      const other = row + rows;
      if (y + dy < 0 || y + dy >= this._sizeY || other < 0 || other >= from.length) {
        continue;
      }
      const first = start[run] - 1;
      const last = end[run] + 1;
      const behind = to[other];
      for (let met = from[other]; met < behind && start[met] < last; met++) {
        if (end[met] > first && mark[met] !== own) {
          this._reach(front, met, other);
        }
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

  private readonly _near: readonly NearRow[];
  private _fronts: Front[] = [];
  private _code = 0;
  private _firstMark = 0;
  /** Searches that have not met, and are not at an end. */
  private _active = 0;
}

/** A row that runs of another may touch. */
interface NearRow {
  readonly dy: number;
  /** Rows from one to the other. */
  readonly rows: number;
}

function nearRows(sizeY: number): NearRow[] {
  return [-1, 0, 1]
    .flatMap(dz =>
      [-1, 0, 1].map(dy => ({ dy, rows: dz * sizeY + dy, isOwn: dz === 0 && dy === 0 }))
    )
    .filter(({ isOwn }) => !isOwn);
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

/**
 * The Euler characteristic of labels given as runs, each label for itself, all of them added up: pieces − loops + cavities of closed
 * voxels, which is 26-connected foreground and 6-connected background (Kong & Rosenfeld 1989).
 *
 * Cells are taken line by line along x. Between four rows lie corners and edges along x, of which an unbroken stretch has one corner more
 * than edges; between two rows edges and faces, of which it has one edge more; in a row faces and voxels, of which it has one face more.
 * So unbroken stretches are counted, with the sign of what there is more of.
 */

/** Runs of one code each, in rows of a box in scan order; in a row by start, and those of one code apart. */
export interface RowsOfRuns {
  readonly start: ArrayLike<number>;
  readonly end: ArrayLike<number>;
  codeOf(run: number): number;
  /** First run of a row, and behind its last. */
  row(place: number): readonly [from: number, to: number];
}

/** Yields after each slice. */
export function* eulerOf(
  runs: RowsOfRuns,
  sizeZ: number,
  sizeY: number
): Generator<number, number, undefined> {
  const lines = new Lines(runs);
  let euler = 0;
  for (let z = 0; z <= sizeZ; z++) {
    for (let y = 0; y <= sizeY; y++) {
      const place = z * sizeY + y;
      const here = z < sizeZ && y < sizeY ? [place] : [];
      const left = z < sizeZ && y > 0 ? [place - 1] : [];
      const below = z > 0 && y < sizeY ? [place - sizeY] : [];
      const corner = z > 0 && y > 0 ? [place - sizeY - 1] : [];
      euler +=
        lines.stretches([...here, ...left, ...below, ...corner]) -
        lines.stretches([...here, ...left]) -
        lines.stretches([...here, ...below]) +
        lines.stretches(here);
    }
    yield z / (sizeZ + 1);
  }
  return euler;
}

class Lines {
  constructor(private readonly _runs: RowsOfRuns) {}

  /** Unbroken stretches of each code in the rows taken together; stretches that only touch are one. */
  stretches(rows: readonly number[]): number {
    const { start, end } = this._runs;
    const fronts: RowFront[] = [];
    for (const row of rows) {
      const [at, to] = this._runs.row(row);
      if (at < to) {
        fronts.push({ at, to });
      }
    }
    if (fronts.length < 2) {
      return fronts.length === 0 ? 0 : fronts[0].to - fronts[0].at;
    }
    let count = 0;
    this._reached.clear();
    for (let next = first(fronts, start); next !== null; next = first(fronts, start)) {
      const code = this._runs.codeOf(next.at);
      const reached = this._reached.get(code) ?? -1;
      count += start[next.at] > reached ? 1 : 0;
      this._reached.set(code, Math.max(reached, end[next.at]));
      next.at += 1;
    }
    return count;
  }

  /** How far the stretch of each code goes. */
  private readonly _reached = new Map<number, number>();
}

interface RowFront {
  at: number;
  readonly to: number;
}

/** The row whose next run starts first. */
function first(fronts: readonly RowFront[], start: ArrayLike<number>): RowFront | null {
  let found: RowFront | null = null;
  for (const front of fronts) {
    if (front.at < front.to && (found === null || start[front.at] < start[found.at])) {
      found = front;
    }
  }
  return found;
}

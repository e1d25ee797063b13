/** Cavities: what of a label's background no way leads out of, counted in a whole segmentation. */
import type { Shape } from '../core/axes';
import type { Gap } from './gaps';
import { LabelGaps } from './gaps';
import type { RunRows } from './run-rows';

/** Rows between two pauses, and gaps. */
const PAUSE = 1 << 12;

/**
 * All cavities, of each label for itself. Only gaps between two runs of a label can be in one, so nothing else is looked at.
 * @param labels - more than the largest code
 * Yields 0 to 1 now and then.
 */
export function* countCavities(
  rows: RunRows,
  shape: Shape,
  labels: number
): Generator<number, number, undefined> {
  const flood = new Flood(rows, shape);
  const lastRun = new Int32Array(labels);
  let cavities = 0;
  for (let row = 0; row < rows.from.length; row++) {
    lastRun.fill(-1);
    for (let run = rows.from[row]; run < rows.to[row]; run++) {
      const label = rows.codeOf(run);
      const follows = lastRun[label];
      lastRun[label] = run;
      if (follows >= 0 && !flood.isSeen(follows)) {
        const z = Math.floor(row / shape.y);
        const y = row % shape.y;
        const gap = { z, y, start: rows.end[follows], end: rows.start[run], follows };
        cavities += (yield* flood.isClosed(gap, label)) ? 1 : 0;
      }
    }
    if (row % PAUSE === 0) {
      yield row / rows.from.length;
    }
  }
  return cavities;
}

class Flood {
  constructor(
    private readonly _rows: RunRows,
    private readonly _shape: Shape
  ) {
    this._first = this._mark = _rows.newMarks(1);
  }

  /** Whether the gap that follows a run is known. */
  isSeen(run: number): boolean {
    return this._rows.mark[run] >= this._first;
  }

  /** From a gap as far as it goes; not farther than to where another one leads, since that led outside. */
  *isClosed(gap: Gap, label: number): Generator<number, boolean, undefined> {
    const { mark } = this._rows;
    const gaps = new LabelGaps(this._rows, this._shape, label);
    const waiting = [gap];
    this._mark = this._rows.newMarks(1);
    mark[gap.follows] = this._mark;
    let looked = 0;
    for (let from = waiting.pop(); from !== undefined; from = waiting.pop()) {
      for (const next of gaps.beside(from)) {
        if (
          gaps.isOutside(next) ||
          (this.isSeen(next.follows) && mark[next.follows] !== this._mark)
        ) {
          return false;
        }
        if (mark[next.follows] !== this._mark) {
          mark[next.follows] = this._mark;
          waiting.push(next);
        }
      }
      looked += 1;
      if (looked % PAUSE === 0) {
        yield 0.5;
      }
    }
    return true;
  }

  private readonly _first: number;
  private _mark: number;
}

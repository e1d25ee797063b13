/** Loops and cavities of a segmentation, kept true with its pieces while it is edited. */
import type { Box, Shape } from '../core/axes';
import { boxShape } from '../core/axes';
import type { Counts } from '../core/pieces';
import { countCavities } from './cavities';
import type { NearRuns } from './cavity-change';
import { cavityChange } from './cavity-change';
import { eulerOf } from './euler';
import type { RunGraph } from './run-graph';
import type { RunRows } from './run-rows';

export class Holes {
  constructor(
    private readonly _rows: RunRows,
    private readonly _shape: Shape
  ) {}

  get loops(): number {
    return this._loops;
  }

  get cavities(): number {
    return this._cavities;
  }

  /** Count all there are. Yields 0 to 1. */
  *count(pieces: number, labels: number): Generator<number, void, undefined> {
    const { from, to, start, end } = this._rows;
    const runs = {
      start,
      end,
      codeOf: (run: number) => this._rows.codeOf(run),
      row: (row: number) => [from[row], to[row]] as const
    };
    const euler = yield* eulerOf(runs, this._shape.z, this._shape.y);
    this._cavities = yield* countCavities(this._rows, this._shape, labels);
    this._loops = pieces + this._cavities - euler;
  }

  /**
   * Voxels inside a box have changed, and are in the rows. Yields now and then.
   * @param more - pieces there are more than before
   */
  *edit(
    box: Box,
    runs: NearRuns,
    more: number
  ): Generator<number, { readonly loops: Counts; readonly cavities: Counts }, undefined> {
    const { _loops: loops, _cavities: cavities } = this;
    let closed = 0;
    for (const label of changedLabels(runs)) {
      closed += yield* cavityChange(label, box, runs, this._rows, this._shape);
    }
    const euler = whole(eulerNear(runs.now, runs.near)) - whole(eulerNear(runs.was, runs.near));
    this._cavities += closed;
    this._loops += more + closed - euler;
    return {
      loops: { before: loops, after: this._loops },
      cavities: { before: cavities, after: this._cavities }
    };
  }

  private _loops = 0;
  private _cavities = 0;
}

function eulerNear(graph: RunGraph, near: Box): Generator<number, number, undefined> {
  const { z, y } = boxShape(near);
  const { start, end, code } = graph;
  const row = (place: number) => graph.row(place);
  return eulerOf({ start, end, codeOf: run => code[run], row }, z, y);
}

/** Take all steps at once. */
function whole<T>(steps: Generator<unknown, T, undefined>): T {
  let step = steps.next();
  while (step.done !== true) {
    step = steps.next();
  }
  return step.value;
}

/** Labels of which a box has other voxels now than it had. */
function changedLabels({ near, was, now }: NearRuns): Set<number> {
  const labels = new Set<number>();
  const { z, y } = boxShape(near);
  for (let place = 0; place < z * y; place++) {
    const [first, to] = was.row(place);
    const [other, end] = now.row(place);
    let [run, met] = [first, other];
    while (run < to || met < end) {
      const [a, b] = [run < to ? was.start[run] : Infinity, met < end ? now.start[met] : Infinity];
      const isSame = a === b && was.end[run] === now.end[met] && was.code[run] === now.code[met];
      if (!isSame && a <= b) {
        labels.add(was.code[run]);
      }
      if (!isSame && b <= a) {
        labels.add(now.code[met]);
      }
      run += a <= b ? 1 : 0;
      met += b <= a ? 1 : 0;
    }
  }
  return labels;
}

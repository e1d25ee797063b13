/** What lies between the runs of one label, row by row: its background, 6-connected, and all outside the volume with it. */
import type { Box, Shape } from '../core/axes';
import type { RunRows } from './run-rows';

/** A stretch of a row without the label, half-open, from one run of it to the next. */
export interface Gap {
  readonly z: number;
  readonly y: number;
  readonly start: number;
  readonly end: number;
  /** The run of the label that it follows; -1 at the beginning of a row, and behind the cut. */
  readonly follows: number;
}

export class LabelGaps {
  /** @param cut - a box that no gap goes into */
  constructor(
    private readonly _rows: RunRows,
    private readonly _shape: Shape,
    private readonly _label: number,
    private readonly _cut: Box | null = null
  ) {}

  /** Whether it leads to the outside of the volume, which is one. */
  isOutside({ start, end }: Gap): boolean {
    return start === 0 || end === this._shape.x;
  }

  /** One number for each gap. */
  keyOf({ z, y, start }: Gap): number {
    return (z * this._shape.y + y) * 2 ** 16 + start;
  }

  /** The gaps that share a face with this one. */
  beside({ z, y, start, end }: Gap): Gap[] {
    return [
      ...this.meeting(z - 1, y, start, end),
      ...this.meeting(z, y - 1, start, end),
      ...this.meeting(z, y + 1, start, end),
      ...this.meeting(z + 1, y, start, end)
    ];
  }

  /** The gaps of a row that share voxels with a stretch of it. Rows outside the volume are one gap. */
  meeting(z: number, y: number, start: number, end: number): Gap[] {
    const { _rows: rows, _shape: shape, _cut: cut } = this;
    const gaps: Gap[] = [];
    let from = 0;
    let follows = -1;
    const block = (x0: number, x1: number, run: number) => {
      if (from < x0 && x0 > start && from < end) {
        gaps.push({ z, y, start: from, end: x0, follows });
      }
      if (x1 > from) {
        from = x1;
        follows = run;
      }
    };
    const isInside = z >= 0 && z < shape.z && y >= 0 && y < shape.y;
    const row = z * shape.y + y;
    let ahead = cut !== null && z >= cut.z0 && z < cut.z1 && y >= cut.y0 && y < cut.y1 ? cut : null;
    for (let run = isInside ? rows.from[row] : 0; isInside && run < rows.to[row]; run++) {
      if (ahead !== null && ahead.x0 <= rows.start[run]) {
        block(ahead.x0, ahead.x1, -1);
        ahead = null;
      }
      if (rows.codeOf(run) === this._label) {
        block(rows.start[run], rows.end[run], run);
      }
      if (from >= end) {
        return gaps;
      }
    }
    if (ahead !== null) {
      block(ahead.x0, ahead.x1, -1);
    }
    block(shape.x, shape.x, -1);
    return gaps;
  }
}

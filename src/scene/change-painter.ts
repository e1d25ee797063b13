/** Where a segmentation is another one now: by colour and by hatch, so that either alone tells what happened. */
import type { ChangeKind } from './change-kind';
import { CHANGE_LOOKS, changeKind } from './change-kind';
import type { SliceRange, SliceTransform } from './slice-geometry';
import type { SlicePatch } from './slice-patch';
import type { Rgb } from './theme';
import { cssColour } from './theme';

/** Voxels of a row of a slice, half-open, that have changed in one way. */
export interface ChangeRun {
  readonly kind: ChangeKind;
  readonly v: number;
  readonly u0: number;
  readonly u1: number;
}

const FILL_ALPHA = 0.35;
/** CSS pixels from line to line. */
const HATCH_PIXELS = 6;

/** @param before - and `after`: the same range of a slice. */
export function changeRuns(before: SlicePatch, after: SlicePatch): ChangeRun[] {
  const runs: ChangeRun[] = [];
  const { columns, rows, range } = after;
  for (let row = 0; row < rows; row++) {
    for (let column = 0, end = 0; column < columns; column = end) {
      const kind = kindAt(before, after, row * columns + column);
      for (
        end = column + 1;
        end < columns && kindAt(before, after, row * columns + end) === kind;
      ) {
        end += 1;
      }
      if (kind !== null) {
        runs.push({ kind, v: range.v0 + row, u0: range.u0 + column, u1: range.u0 + end });
      }
    }
  }
  return runs;
}

function kindAt(before: SlicePatch, after: SlicePatch, at: number): ChangeKind | null {
  return changeKind(before.values[at], after.values[at]);
}

export class ChangePainter {
  /** @param _placeOf - where voxels are drawn: left, top, width and height */
  constructor(
    private readonly _placeOf: (
      transform: SliceTransform,
      range: SliceRange
    ) => readonly [number, number, number, number]
  ) {}

  paint(
    context: CanvasRenderingContext2D,
    runs: readonly ChangeRun[],
    transform: SliceTransform,
    pixelRatio: number
  ): void {
    for (const { kind, v, u0, u1 } of runs) {
      const place = this._placeOf(transform, { u0, u1, v0: v, v1: v + 1 });
      context.fillStyle = this._hatchOf(context, kind, pixelRatio);
      context.fillRect(...place);
    }
  }

  private _hatchOf(
    context: CanvasRenderingContext2D,
    kind: ChangeKind,
    pixelRatio: number
  ): CanvasPattern | string {
    if (pixelRatio !== this._pixelRatio) {
      this._hatches.clear();
      this._pixelRatio = pixelRatio;
    }
    const { colour, slope } = CHANGE_LOOKS[kind];
    const known = this._hatches.get(kind);
    const hatch =
      known ??
      context.createPattern(
        hatchTile(colour, slope, Math.round(HATCH_PIXELS * pixelRatio)),
        'repeat'
      );
    if (hatch === null) {
      return cssColour(colour, FILL_ALPHA);
    }
    this._hatches.set(kind, hatch);
    return hatch;
  }

  private readonly _hatches = new Map<ChangeKind, CanvasPattern>();
  private _pixelRatio = 0;
}

/** A square that repeats without seams. */
function hatchTile(colour: Rgb, slope: number, size: number): HTMLCanvasElement {
  const tile = document.createElement('canvas');
  tile.width = tile.height = size;
  const context = tile.getContext('2d');
  if (context !== null) {
    context.fillStyle = cssColour(colour, FILL_ALPHA);
    context.fillRect(0, 0, size, size);
    context.strokeStyle = cssColour(colour);
    context.lineWidth = size / 4;
    context.beginPath();
    for (const shift of [-size, 0, size]) {
      const middle = size / 2 + shift;
      context.moveTo(-size, middle - slope * (1.5 * size));
      context.lineTo(2 * size, middle + slope * (1.5 * size));
    }
    context.stroke();
  }
  return tile;
}

/** Edits: reversible changes of label indices, as run-length records. */
import type { Box, VoxelPoint } from './axes';
import { boxShape, uniteBoxes } from './axes';
import type { EditMask } from './edit-mask';
import type { LabelIndex } from './labels';
import type { TypedArray, Volume } from './volume';
import { bytesPerVoxel } from './volume';

export type ToolName = 'brush' | 'erase';

/** Tools that ask the kernel what a line drawn in a slice is to do. */
export type SmartToolName = 'add' | 'remove' | 'cut';

/** Columns of a run: flat offset inside the box, voxels, label index before and after. */
export const RUN_COLUMNS = 4;

/** One reversible change. Rows of `runs` are sorted, do not overlap and do not cross the end of a box row. */
export interface Edit {
  readonly id: string;
  readonly tool: string;
  /** Region that was selected when the edit began, by id. */
  readonly region: string | null;
  readonly box: Box;
  readonly runs: Uint32Array<ArrayBuffer>;
  readonly voxels: number;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

export function* eachRun(
  runs: Uint32Array
): Generator<{ offset: number; length: number; before: number; after: number }> {
  for (let row = 0; row < runs.length; row += RUN_COLUMNS) {
    yield {
      offset: runs[row],
      length: runs[row + 1],
      before: runs[row + 2],
      after: runs[row + 3]
    };
  }
}

/** The runs of an edit in its box, as stretches of the volume's rows. */
export function* eachRow(box: Box, runs: Uint32Array): Generator<EditRow> {
  const size = boxShape(box);
  for (const { offset, length, before, after } of eachRun(runs)) {
    const row = Math.floor(offset / size.x);
    const x0 = box.x0 + (offset % size.x);
    yield {
      z: box.z0 + Math.floor(row / size.y),
      y: box.y0 + (row % size.y),
      x0,
      x1: x0 + length,
      before,
      after
    };
  }
}

/** Voxels `x0` to `x1` (half-open) of a row, and their label indices. */
interface EditRow {
  readonly z: number;
  readonly y: number;
  readonly x0: number;
  readonly x1: number;
  readonly before: number;
  readonly after: number;
}

/** Write the `after` (or, undoing, the `before`) values of an edit into the segmentation, only those within `clip` if given. */
export function writeRuns(
  segmentation: Volume,
  box: Box,
  runs: Uint32Array,
  side: 'before' | 'after',
  clip: Box = box
): void {
  const { shape, data } = segmentation;
  for (const row of eachRow(box, runs)) {
    const { z, y } = row;
    const x0 = Math.max(row.x0, clip.x0);
    const x1 = Math.min(row.x1, clip.x1);
    if (z >= clip.z0 && z < clip.z1 && y >= clip.y0 && y < clip.y1 && x0 < x1) {
      const start = (z * shape.y + y) * shape.x;
      data.fill(row[side], start + x0, start + x1);
    }
  }
}

/**
 * What one stroke has changed so far, applied as it comes; made into an {@link Edit} at its end. Nothing else may write to the
 * segmentation meanwhile. Keeps the touched rows as they were, so that a move costs one pass over the rows it paints.
 */
export class Stroke {
  /** @param mask - lets some voxels change alone; null lets all */
  constructor(segmentation: Volume, mask: EditMask | null = null) {
    this._segmentation = segmentation;
    this._mask = mask;
    this._largestLabel = 2 ** (8 * bytesPerVoxel(segmentation.dtype)) - 1;
  }

  /** Box of everything that was touched, painted back or not. */
  get box(): Box | null {
    return this._box;
  }

  /** The mask has kept voxels of rows that were painted as they are. */
  get isMasked(): boolean {
    return this._isMasked;
  }

  /** Put everything back, and paint under another mask from now on. */
  remask(mask: EditMask | null): void {
    this.cancel();
    this._mask = mask;
  }

  /**
   * Set the voxels of a row from `xStart` to `xEnd` (half-open), those that the mask lets change. The caller clips to the volume.
   * @returns how many voxels changed.
   * Throws RangeError when the label does not fit into the array.
   */
  paintRow(z: number, y: number, xStart: number, xEnd: number, label: LabelIndex): number {
    if (label > this._largestLabel) {
      throw new RangeError(`found label index ${label}, expected at most ${this._largestLabel}`);
    }
    if (this._mask === null) {
      return this._paint(z, y, xStart, xEnd, label);
    }
    let changed = 0;
    let painted = 0;
    let stretch = this._mask.next(z, y, xStart, xEnd);
    while (stretch !== null) {
      const [start, end] = stretch;
      changed += this._paint(z, y, start, end, label);
      painted += end - start;
      stretch = this._mask.next(z, y, end, xEnd);
    }
    this._isMasked ||= painted < xEnd - xStart;
    return changed;
  }

  private _paint(z: number, y: number, xStart: number, xEnd: number, label: LabelIndex): number {
    const { shape, data } = this._segmentation;
    const row = z * shape.y + y;
    const from = row * shape.x + xStart;
    const to = row * shape.x + xEnd;
    let changed = 0;
    let first = to;
    let last = from;
    for (let voxel = from; voxel < to; voxel++) {
      if (data[voxel] !== label) {
        first = Math.min(first, voxel);
        last = voxel;
        changed += 1;
      }
    }
    if (changed > 0) {
      const x = first - row * shape.x;
      const end = last + 1 - row * shape.x;
      this._keep(row, x, end);
      data.fill(label, first, last + 1);
      this._grow({ z0: z, z1: z + 1, y0: y, y1: y + 1, x0: x, x1: end });
    }
    return changed;
  }

  /** The label index that a voxel had before the stroke. */
  before({ z, y, x }: VoxelPoint): number {
    const { shape, data } = this._segmentation;
    const row = z * shape.y + y;
    const kept = this._before.get(row);
    const i = kept === undefined ? -1 : x - kept.x0;
    return kept !== undefined && i >= 0 && i < kept.values.length
      ? kept.values[i]
      : data[row * shape.x + x];
  }

  /** Put everything back. */
  cancel(): void {
    const { shape, data } = this._segmentation;
    for (const [row, { x0, values }] of this._before) {
      data.set(values, row * shape.x + x0);
    }
    this._before.clear();
    this._isMasked = false;
  }

  /** The record of what changed, or null when nothing did. Voxels painted back to what they were are left out. */
  finish(about: { id: string; tool: string; region: string | null; time: number }): Edit | null {
    const changes = this._changes();
    const box = boxOfChanges(changes);
    if (box === null) {
      return null;
    }
    const runs = runsInBox(changes, box);
    const voxels = changes.reduce((sum, { x0, x1 }) => sum + x1 - x0, 0);
    return { ...about, box, runs, voxels };
  }

  /** Stretches that differ from what they were, in scan order. */
  private _changes(): Change[] {
    const { shape, data } = this._segmentation;
    const changes: Change[] = [];
    for (const row of [...this._before.keys()].sort((a, b) => a - b)) {
      const kept = this._before.get(row);
      const z = Math.floor(row / shape.y);
      const y = row % shape.y;
      let open: Change | null = null;
      for (let i = 0; kept !== undefined && i < kept.values.length; i++) {
        const x = kept.x0 + i;
        const before = kept.values[i];
        const after = data[row * shape.x + x];
        if (before === after) {
          open = null;
        } else if (open !== null && open.before === before && open.after === after) {
          open.x1 = x + 1;
        } else {
          open = { z, y, x0: x, x1: x + 1, before, after };
          changes.push(open);
        }
      }
    }
    return changes;
  }

  /** Keep what a row holds from `x0` to `x1` unless it is kept already; more at once, as strokes move on in small steps. */
  private _keep(row: number, x0: number, x1: number): void {
    const kept = this._before.get(row);
    const keptEnd = kept === undefined ? 0 : kept.x0 + kept.values.length;
    if (kept !== undefined && x0 >= kept.x0 && x1 <= keptEnd) {
      return;
    }
    const { shape, data } = this._segmentation;
    const from = Math.max(0, Math.min(x0 - KEPT_AROUND, kept?.x0 ?? x0));
    const to = Math.min(shape.x, Math.max(x1 + KEPT_AROUND, keptEnd));
    const values = data.slice(row * shape.x + from, row * shape.x + to);
    if (kept !== undefined) {
      values.set(kept.values, kept.x0 - from);
    }
    this._before.set(row, { x0: from, values });
  }

  private _grow(box: Box): void {
    this._box = this._box === null ? box : uniteBoxes(this._box, box);
  }

  private readonly _segmentation: Volume;
  private readonly _largestLabel: number;
  private _mask: EditMask | null;
  private _isMasked = false;
  /** By row `z * Y + y`. */
  private readonly _before = new Map<
    number,
    { readonly x0: number; readonly values: TypedArray }
  >();
  private _box: Box | null = null;
}

const KEPT_AROUND = 32;

type Change = EditRow & { x1: number };

function boxOfChanges(changes: readonly Change[]): Box | null {
  if (changes.length === 0) {
    return null;
  }
  let { y: y0, x0, x1 } = changes[0];
  let y1 = y0 + 1;
  for (const change of changes) {
    y0 = Math.min(y0, change.y);
    y1 = Math.max(y1, change.y + 1);
    x0 = Math.min(x0, change.x0);
    x1 = Math.max(x1, change.x1);
  }
  return { z0: changes[0].z, z1: changes[changes.length - 1].z + 1, y0, y1, x0, x1 };
}

function runsInBox(changes: readonly Change[], box: Box): Uint32Array<ArrayBuffer> {
  const size = boxShape(box);
  const runs = new Uint32Array(RUN_COLUMNS * changes.length);
  let row = 0;
  for (const { z, y, x0, x1, before, after } of changes) {
    const offset = ((z - box.z0) * size.y + (y - box.y0)) * size.x + (x0 - box.x0);
    runs.set([offset, x1 - x0, before, after], row);
    row += RUN_COLUMNS;
  }
  return runs;
}

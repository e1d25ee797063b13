/** Edits: reversible changes of label indices, as run-length records. */
import type { Box, VoxelPoint } from './axes';
import { boxShape, RowBox } from './axes';
import type { EditMask } from './edit-mask';
import { CHANGE_COLUMNS, KeptRows } from './kept-rows';
import type { LabelIndex } from './labels';
import type { Volume } from './volume';
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
 * segmentation meanwhile. Keeps what it touches as it was, so that a move costs one pass over the rows it paints.
 */
export class Stroke {
  /** @param mask - lets some voxels change alone; null lets all */
  constructor(segmentation: Volume, mask: EditMask | null = null) {
    this._segmentation = segmentation;
    this._mask = mask;
    this._kept = new KeptRows(segmentation);
    this._largestLabel = 2 ** (8 * bytesPerVoxel(segmentation.dtype)) - 1;
  }

  /** Box of everything that was touched, painted back or not. */
  get box(): Box | null {
    return this._touched.box;
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
    const start = row * shape.x;
    let first = start + xStart;
    let end = start + xEnd;
    while (first < end && data[first] === label) {
      first += 1;
    }
    while (first < end && data[end - 1] === label) {
      end -= 1;
    }
    if (first === end) {
      return 0;
    }
    let changed = 0;
    for (let voxel = first; voxel < end; voxel++) {
      changed += data[voxel] === label ? 0 : 1;
    }
    this._kept.keep(row, first - start, end - start);
    data.fill(label, first, end);
    this._touched.add(z, y, first - start, end - start);
    return changed;
  }

  /** The label index that a voxel had before the stroke. */
  before({ z, y, x }: VoxelPoint): number {
    return this._kept.valueAt(z * this._segmentation.shape.y + y, x);
  }

  /** Put everything back. */
  cancel(): void {
    this._kept.putBack();
    this._isMasked = false;
  }

  /** The record of what changed, or null when nothing did. Voxels painted back to what they were are left out. */
  finish(about: { id: string; tool: string; region: string | null; time: number }): Edit | null {
    const changes = this._kept.changes();
    const { shape } = this._segmentation;
    const box = boxOfChanges(changes, shape.y);
    if (box === null) {
      return null;
    }
    let voxels = 0;
    for (let at = 0; at < changes.length; at += CHANGE_COLUMNS) {
      voxels += changes[at + 2];
    }
    return { ...about, box, runs: runsInBox(changes, shape.y, box), voxels };
  }

  private readonly _segmentation: Volume;
  private readonly _largestLabel: number;
  private _mask: EditMask | null;
  private _isMasked = false;
  private readonly _kept: KeptRows;
  private readonly _touched = new RowBox();
}

function boxOfChanges(changes: Uint32Array, sizeY: number): Box | null {
  const rows = new RowBox();
  for (let at = 0; at < changes.length; at += CHANGE_COLUMNS) {
    const row = changes[at];
    const x = changes[at + 1];
    rows.add(Math.floor(row / sizeY), row % sizeY, x, x + changes[at + 2]);
  }
  return rows.box;
}

function runsInBox(changes: Uint32Array, sizeY: number, box: Box): Uint32Array<ArrayBuffer> {
  const size = boxShape(box);
  const runs = new Uint32Array((RUN_COLUMNS * changes.length) / CHANGE_COLUMNS);
  for (let at = 0, to = 0; at < changes.length; at += CHANGE_COLUMNS, to += RUN_COLUMNS) {
    const z = Math.floor(changes[at] / sizeY) - box.z0;
    const y = (changes[at] % sizeY) - box.y0;
    runs[to] = (z * size.y + y) * size.x + changes[at + 1] - box.x0;
    runs[to + 1] = changes[at + 2];
    runs[to + 2] = changes[at + 3];
    runs[to + 3] = changes[at + 4];
  }
  return runs;
}

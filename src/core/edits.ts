/** Edits: reversible changes of label indices, as run-length records. */
import type { Box, Shape } from './axes';
import { boxShape, voxelCount } from './axes';
import type { LabelIndex } from './labels';
import type { Volume } from './volume';

export type ToolName = 'brush' | 'erase';

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

/** Write the `after` (or, undoing, the `before`) values of an edit into the segmentation, only those within `clip` if given. */
export function writeRuns(
  segmentation: Volume,
  box: Box,
  runs: Uint32Array,
  side: 'before' | 'after',
  clip: Box = box
): void {
  const size = boxShape(box);
  const { shape, data } = segmentation;
  for (const run of eachRun(runs)) {
    const row = Math.floor(run.offset / size.x);
    const z = box.z0 + Math.floor(row / size.y);
    const y = box.y0 + (row % size.y);
    const x = box.x0 + (run.offset % size.x);
    const x0 = Math.max(x, clip.x0);
    const x1 = Math.min(x + run.length, clip.x1);
    if (z >= clip.z0 && z < clip.z1 && y >= clip.y0 && y < clip.y1 && x0 < x1) {
      const start = (z * shape.y + y) * shape.x;
      data.fill(run[side], start + x0, start + x1);
    }
  }
}

/** The voxels that one stroke has changed so far, applied as they come; made into an {@link Edit} at its end. */
export class Stroke {
  constructor(segmentation: Volume) {
    this._segmentation = segmentation;
  }

  get voxels(): number {
    return this._before.size;
  }

  /** Box of everything that was touched. */
  get box(): Box | null {
    return this._box;
  }

  /**
   * Set the voxels of a row from `xStart` to `xEnd` (half-open). The caller clips to the volume.
   * @returns how many voxels changed.
   */
  paintRow(z: number, y: number, xStart: number, xEnd: number, label: LabelIndex): number {
    const { shape, data } = this._segmentation;
    const row = (z * shape.y + y) * shape.x;
    let changed = 0;
    let first = xEnd;
    let last = xStart;
    for (let x = xStart; x < xEnd; x++) {
      const before = data[row + x];
      if (before !== label) {
        if (!this._before.has(row + x)) {
          this._before.set(row + x, before);
        }
        data[row + x] = label;
        first = Math.min(first, x);
        last = x + 1;
        changed += 1;
      }
    }
    if (changed > 0) {
      this._grow(z, y, first, last);
    }
    return changed;
  }

  /** Put everything back. */
  cancel(): void {
    for (const [offset, before] of this._before) {
      this._segmentation.data[offset] = before;
    }
    this._before.clear();
  }

  /** The record of what changed, or null when nothing did. Voxels painted back to what they were are left out. */
  finish(about: { id: string; tool: string; region: string | null; time: number }): Edit | null {
    const { data, shape } = this._segmentation;
    const offsets = [...this._before.keys()].filter(
      offset => data[offset] !== this._before.get(offset)
    );
    if (offsets.length === 0 || this._box === null) {
      return null;
    }
    offsets.sort((a, b) => a - b);
    const box = boxOfOffsets(offsets, shape);
    const runs = encodeRuns(offsets, this._before, this._segmentation, box);
    return { ...about, box, runs, voxels: offsets.length };
  }

  private _grow(z: number, y: number, x0: number, x1: number): void {
    const b = this._box;
    this._box =
      b === null
        ? { z0: z, z1: z + 1, y0: y, y1: y + 1, x0, x1 }
        : {
            z0: Math.min(b.z0, z),
            z1: Math.max(b.z1, z + 1),
            y0: Math.min(b.y0, y),
            y1: Math.max(b.y1, y + 1),
            x0: Math.min(b.x0, x0),
            x1: Math.max(b.x1, x1)
          };
  }

  private readonly _segmentation: Volume;
  private readonly _before = new Map<number, number>();
  private _box: Box | null = null;
}

function boxOfOffsets(sorted: readonly number[], shape: Shape): Box {
  let y0 = shape.y;
  let y1 = 0;
  let x0 = shape.x;
  let x1 = 0;
  for (const offset of sorted) {
    const x = offset % shape.x;
    const y = Math.floor(offset / shape.x) % shape.y;
    y0 = Math.min(y0, y);
    y1 = Math.max(y1, y + 1);
    x0 = Math.min(x0, x);
    x1 = Math.max(x1, x + 1);
  }
  const plane = shape.y * shape.x;
  return {
    z0: Math.floor(sorted[0] / plane),
    z1: Math.floor(sorted[sorted.length - 1] / plane) + 1,
    y0,
    y1,
    x0,
    x1
  };
}

function encodeRuns(
  sorted: readonly number[],
  before: ReadonlyMap<number, number>,
  segmentation: Volume,
  box: Box
): Uint32Array<ArrayBuffer> {
  const { shape, data } = segmentation;
  const size = boxShape(box);
  if (voxelCount(size) > 0xffffffff) {
    throw new RangeError('an edit box of more than 4294967295 voxels; edit in smaller parts');
  }
  const rows: number[] = [];
  let nextVoxel = -1;
  for (const voxel of sorted) {
    const was = before.get(voxel) ?? 0;
    const end = rows.length;
    const joins =
      voxel === nextVoxel &&
      voxel % shape.x !== 0 &&
      rows[end - 2] === was &&
      rows[end - 1] === data[voxel];
    if (joins) {
      rows[end - 3] += 1;
    } else {
      const x = voxel % shape.x;
      const row = Math.floor(voxel / shape.x);
      const y = row % shape.y;
      const z = Math.floor(row / shape.y);
      const inBox = ((z - box.z0) * size.y + (y - box.y0)) * size.x + (x - box.x0);
      rows.push(inBox, 1, was, data[voxel]);
    }
    nextVoxel = voxel + 1;
  }
  return Uint32Array.from(rows);
}

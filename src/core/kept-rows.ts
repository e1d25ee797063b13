/** What a stroke has touched of a segmentation, as it was before. */
import type { Volume, TypedArray } from './volume';

/** Rows copied at once: one by one their bookkeeping would cost more than their voxels. */
const BLOCK_ROWS = 16;

/** Numbers of a {@link KeptRows.changes change}: row, x, voxels, before, after. */
export const CHANGE_COLUMNS = 5;

/** Rows count through the slices, `z * Y + y`. */
export class KeptRows {
  constructor(private readonly _volume: Volume) {
    const { z, y } = _volume.shape;
    this._start = new Int32Array(z * y);
    this._end = new Int32Array(z * y);
  }

  /** Keep a row before its voxels from `start` to `end` (half-open, not empty) are written. */
  keep(row: number, start: number, end: number): void {
    const block = Math.floor(row / BLOCK_ROWS);
    if (block !== this._latest) {
      this._latest = block;
      if (!this._blocks.has(block)) {
        const size = BLOCK_ROWS * this._volume.shape.x;
        this._blocks.set(block, this._volume.data.slice(block * size, (block + 1) * size));
      }
    }
    const isFirst = this._end[row] === 0;
    this._start[row] = isFirst ? start : Math.min(start, this._start[row]);
    this._end[row] = Math.max(end, this._end[row]);
  }

  /** What a voxel held, kept or not. */
  valueAt(row: number, x: number): number {
    const { data, shape } = this._volume;
    const values = this._blocks.get(Math.floor(row / BLOCK_ROWS));
    return values === undefined
      ? data[row * shape.x + x]
      : values[(row % BLOCK_ROWS) * shape.x + x];
  }

  /** Write everything back, and forget it. */
  putBack(): void {
    const size = BLOCK_ROWS * this._volume.shape.x;
    for (const [block, values] of this._blocks) {
      this._volume.data.set(values, block * size);
    }
    this._blocks.clear();
    this._latest = -1;
    this._start.fill(0);
    this._end.fill(0);
  }

  /** Stretches of one row that were of one label and are of another now, in scan order, {@link CHANGE_COLUMNS} numbers each. */
  changes(): Uint32Array {
    const changes = new Changes();
    const { x: width, y, z } = this._volume.shape;
    for (const [block, values] of [...this._blocks].sort(([a], [b]) => a - b)) {
      const first = block * BLOCK_ROWS;
      const last = Math.min(first + BLOCK_ROWS, z * y);
      for (let row = first; row < last; row++) {
        this._addRow(changes, row, values, (row - first) * width);
      }
    }
    return changes.all();
  }

  private _addRow(changes: Changes, row: number, values: TypedArray, at: number): void {
    const { data, shape } = this._volume;
    const place = row * shape.x;
    const end = this._end[row];
    let x = this._start[row];
    while (x < end) {
      const before = values[at + x];
      const after = data[place + x];
      const from = x;
      do {
        x += 1;
      } while (x < end && values[at + x] === before && data[place + x] === after);
      if (before !== after) {
        changes.add(row, from, x - from, before, after);
      }
    }
  }

  /** By row: the stretch that was written, half-open; its end is 0 where nothing was. */
  private readonly _start: Int32Array;
  private readonly _end: Int32Array;
  private readonly _blocks = new Map<number, TypedArray>();
  private _latest = -1;
}

class Changes {
  add(row: number, x: number, voxels: number, before: number, after: number): void {
    if (this._size + CHANGE_COLUMNS > this._numbers.length) {
      const wider = new Uint32Array(2 * this._numbers.length);
      wider.set(this._numbers);
      this._numbers = wider;
    }
    this._numbers[this._size] = row;
    this._numbers[this._size + 1] = x;
    this._numbers[this._size + 2] = voxels;
    this._numbers[this._size + 3] = before;
    this._numbers[this._size + 4] = after;
    this._size += CHANGE_COLUMNS;
  }

  all(): Uint32Array {
    return this._numbers.subarray(0, this._size);
  }

  private _numbers = new Uint32Array(256 * CHANGE_COLUMNS);
  private _size = 0;
}

/** Trying flips in the WebAssembly labeller. Order of calls and results are those of `assembly/consequence.ts`. */
import { smallestEdge } from '../core/axes';
import type { Consequence } from '../core/consequence';
import { maskBytes } from '../core/consequence';
import type { FlipBatch, FlipJob, FlipRequest } from './flips';
import type { LabellerInstance } from './labeller-memory';
import { fieldOf } from './labeller-memory';
import { LabellerError } from './ranker';

const RESULT_BYTES = 24;
/** Lengths are whole numbers of this part of the smallest edge. */
const UNIT = 2 ** -14;
const BLOCKS_AT_ONCE = 256;

/** Throw RangeError unless a mask and its shape fit together. */
export function checkFlips({ shape, mask }: FlipRequest): void {
  const expected = maskBytes(shape);
  if (mask.length !== expected) {
    throw new RangeError(`found a mask of ${mask.length} bytes, expected ${expected}`);
  }
}

export class WasmFlips implements FlipJob {
  /** @param instantiate - gives instances with memory of their own */
  constructor(
    private readonly _instantiate: () => LabellerInstance,
    private readonly _request: FlipRequest
  ) {
    checkFlips(_request);
    this._instance = this._newInstance();
    const { y, x } = _request.shape;
    this._rows = 8 * Math.ceil((y + 2) / 8);
    this._rowVoxels = 64 * Math.ceil((x + 2) / 64);
  }

  *prepare(): Generator<number, void, undefined> {
    this._writeMask(this._open(this._instance));
    yield 0.1;
    this._instance.exports.drawLine();
    this._leaveScratch();
    yield 0.7;
    const blocks =
      Math.ceil((this._request.shape.z + 2) / 8) * (this._rows / 8) * (this._rowVoxels / 64);
    for (let from = 0; from < blocks; from += BLOCKS_AT_ONCE) {
      const to = Math.min(from + BLOCKS_AT_ONCE, blocks);
      this._instance.exports.buildFlips(from, to);
      yield 0.7 + (0.3 * to) / blocks;
    }
  }

  flip({ counts, voxels }: FlipBatch): Consequence[] {
    const { exports } = this._instance;
    const regions = counts.length;
    const resultBytes = RESULT_BYTES * regions;
    const bytes = resultBytes + counts.byteLength + voxels.byteLength;
    const address = exports.takeRegions(bytes) >>> 0;
    const memory = this._memory(address, bytes);
    new Uint32Array(memory.buffer, address + resultBytes, regions).set(counts);
    const padded = new Uint32Array(
      memory.buffer,
      address + resultBytes + counts.byteLength,
      voxels.length
    );
    voxels.forEach((voxel, i) => (padded[i] = this._padded(voxel)));
    exports.flipRegions(address, regions);
    const results = this._memory(address, resultBytes);
    return Array.from(counts, (_, region) => this._read(results, RESULT_BYTES * region));
  }

  private _read(results: DataView, at: number): Consequence {
    // A measure is voxels times 2 ** 40, plus length.
    const low = results.getUint32(at + 16, true);
    const high = results.getUint32(at + 20, true);
    const hanging = Math.floor(high / 256);
    const length = low + 2 ** 32 * (high % 256);
    return {
      pieces: results.getInt32(at, true),
      loops: results.getInt32(at + 4, true),
      cavities: results.getInt32(at + 8, true),
      flipped: results.getInt32(at + 12, true),
      hanging,
      hangingLength: length * UNIT * smallestEdge(this._request.spacing)
    };
  }

  /** Voxel (z, y, x) is bit x + 1 of the words of row (z + 1, y + 1). */
  private _writeMask(words: number): void {
    const { shape, mask } = this._request;
    const pitch = Math.ceil(shape.x / 8);
    const rowBytes = this._rowVoxels / 8;
    const last = 0xff >> (8 * pitch - shape.x);
    const bytes = new Uint8Array(this._instance.memory.buffer);
    for (let row = 0; row < shape.z * shape.y; row++) {
      const z = Math.floor(row / shape.y);
      const to = words + ((z + 1) * this._rows + (row % shape.y) + 1) * rowBytes;
      let carried = 0;
      for (let i = 0; i < pitch; i++) {
        const bits = mask[row * pitch + i] & (i === pitch - 1 ? last : 0xff);
        bytes[to + i] = (bits << 1) | carried;
        carried = bits >> 7;
      }
      bytes[to + pitch] = carried;
    }
  }

  private _padded(voxel: number): number {
    const { y, x } = this._request.shape;
    const row = Math.floor(voxel / x);
    const plane = Math.floor(row / y);
    const paddedRow = (plane + 1) * this._rows + (row - plane * y) + 1;
    return paddedRow * this._rowVoxels + (voxel - row * x) + 1;
  }

  /** @returns where the words of the mask lie */
  private _open({ exports }: LabellerInstance): number {
    const { shape, spacing } = this._request;
    const withLine = 1;
    return (
      exports.openFlips(shape.z, shape.y, shape.x, spacing.z, spacing.y, spacing.x, withLine) >>> 0
    );
  }

  /** Go on in memory without what drawing the line took: memory never shrinks. */
  private _leaveScratch(): void {
    const { memory } = this._instance;
    const used = fieldOf(this._instance.exports, 'used');
    if (memory.buffer.byteLength - used > 16 << 20) {
      const next = this._newInstance();
      this._open(next);
      new Uint8Array(next.memory.buffer).set(new Uint8Array(memory.buffer, 0, used));
      this._instance = next;
    }
  }

  private _newInstance(): LabellerInstance {
    const instance = this._instantiate();
    instance.refuse = () => this._refuse();
    return instance;
  }

  private _refuse(): never {
    const { z, y, x } = this._request.shape;
    throw new LabellerError(
      'memory',
      `found a segmentation of ${z} × ${y} × ${x} voxels whose pieces need more memory than there is (at most 4 GiB), expected less`,
      'Close other tabs, or rank a cropped part.'
    );
  }

  /** A fresh view: memory may have grown since the last call. */
  private _memory(address: number, bytes: number): DataView {
    return new DataView(this._instance.memory.buffer, address, bytes);
  }

  private _instance: LabellerInstance;
  private readonly _rows: number;
  private readonly _rowVoxels: number;
}

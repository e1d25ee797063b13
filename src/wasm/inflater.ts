/** The checked face of the module's inflating; see `assembly/inflate.ts` for the memory map. */
import { dataError, inflateStream } from './inflate';
import type { LabellerInstance } from './labeller-job';

const PAGE = 65536;
/** What may be read behind the input and written behind the output. */
const MARGIN = 16;

/** Inflates zlib streams in a memory of its own, several times faster than the browser's streams do. */
export class Inflater {
  constructor(private readonly _instance: LabellerInstance) {}

  /**
   * Undo `deflate` (zlib, RFC 1950).
   * @param size - bytes that must come out, or null when unknown, which is left to the browser.
   * @returns a new array. Rejects with LabellerError `data` when the bytes are damaged or of another length.
   */
  async inflate(
    bytes: Uint8Array<ArrayBuffer>,
    size: number | null
  ): Promise<Uint8Array<ArrayBuffer>> {
    return size === null ? inflateStream(bytes) : this._inflate(bytes, size);
  }

  private _inflate(bytes: Uint8Array<ArrayBuffer>, size: number): Uint8Array<ArrayBuffer> {
    const { memory, exports } = this._instance;
    const work = exports.jobAddress();
    const input = aligned(work + exports.inflateWork());
    const output = aligned(input + bytes.length + MARGIN);
    this._makeRoom(output + size + MARGIN);
    new Uint8Array(memory.buffer, input, bytes.length).set(bytes);
    const status = exports.inflate(work, input, bytes.length, output, size);
    if (status !== 0) {
      throw status === -1
        ? dataError(`${bytes.length} bytes that cannot be inflated`, 'a zlib stream')
        : dataError('a zlib stream of another length', `${size} bytes inflated`);
    }
    return new Uint8Array(memory.buffer, output, size).slice();
  }

  private _makeRoom(end: number): void {
    const { memory } = this._instance;
    const missing = end - memory.buffer.byteLength;
    if (missing > 0) {
      memory.grow(Math.ceil(missing / PAGE));
    }
  }
}

function aligned(address: number): number {
  return Math.ceil(address / 16) * 16;
}

/** Ranking, inflating and ordering in a worker. */
import type { Found, RegionOrder } from '../core/found';
import type { RankParameters } from '../core/regions';
import { slicesOf, slicesWithin } from './drive';
import type { Codes, RankOptions, RankRequest } from './ranker';
import type { Send } from './task';
import { AnsweredTask, RankingTask } from './task';
import type { FromWorker } from './worker-messages';

const SLAB_BYTES = 1 << 21;
/** Slabs at the worker at a time: one read, one waiting, one on its way back. */
const MOST_IN_FLIGHT = 3;

/** Ranks the page's codes: sends copies of a few slices at a time, so that no second volume exists. */
export class RankTask extends RankingTask {
  constructor(
    id: number,
    private readonly _codes: Codes,
    private readonly _request: RankRequest,
    options: RankOptions,
    onEnd: () => void
  ) {
    super(id, options, onEnd);
    this._map = _codes;
    this._slabSlices = slicesWithin(_request.shape, _request.codeBytes, SLAB_BYTES);
  }

  override get isOwed(): boolean {
    return this._inFlight > 0 || this._sent === this._request.shape.z;
  }

  /** The slices before `z` are there. */
  advance(z: number): void {
    this._ready = Math.max(this._ready, Math.min(z, this._request.shape.z));
    this._pump();
  }

  override handle(message: FromWorker): void {
    switch (message.kind) {
      case 'taken':
        this._spare.push(message.buffer);
        this._inFlight -= 1;
        this._pump();
        break;
      case 'again':
        this._isSecondPass = true;
        this._map = message.map === 'codes' ? this._codes : (this.options.heights ?? this._codes);
        this._sent = 0;
        this._pump();
        break;
      default:
        super.handle(message);
    }
  }

  protected ask(send: Send): void {
    this._sent = 0;
    this._inFlight = 0;
    this._isSecondPass = false;
    this._map = this._codes;
    send({ kind: 'begin', task: this.id, request: { ...this._request, mask: null } }, []);
    this._pump();
  }

  /** Send what is ready, in whole slabs except at the end. */
  private _pump(): void {
    const sizeZ = this._request.shape.z;
    while (this.send !== null && this._inFlight < MOST_IN_FLIGHT && this._sent < sizeZ) {
      const end = Math.min(this._sent + this._slabSlices, sizeZ);
      if (end > (this._isSecondPass ? sizeZ : this._ready)) {
        return;
      }
      if (end === sizeZ && !this._isSecondPass) {
        this._sendMask(this.send);
      }
      this._sendSlab(this.send, slicesOf(this._map, this._request.shape, this._sent, end));
      this._sent = end;
      this._inFlight += 1;
    }
  }

  private _sendMask(send: Send): void {
    const { mask } = this._request;
    if (mask !== null) {
      const bits = new Uint8Array(mask);
      send({ kind: 'mask', task: this.id, bits }, [bits.buffer]);
    }
  }

  private _sendSlab(send: Send, slices: Codes): void {
    const bytes = new Uint8Array(slices.buffer, slices.byteOffset, slices.byteLength);
    const spare = this._spare.pop();
    const buffer =
      spare !== undefined && spare.byteLength >= bytes.length
        ? spare
        : new ArrayBuffer(bytes.length);
    new Uint8Array(buffer).set(bytes);
    send({ kind: 'slab', task: this.id, buffer, bytes: bytes.length }, [buffer]);
  }

  private readonly _slabSlices: number;
  private readonly _spare: ArrayBuffer[] = [];
  private _ready = 0;
  private _sent = 0;
  private _inFlight = 0;
  private _isSecondPass = false;
  /** What this pass sends. */
  private _map: Codes;
}

/** Inflates one block. The worker gets a copy, since blocks are views of larger messages. */
export class InflateTask extends AnsweredTask<Uint8Array<ArrayBuffer>> {
  constructor(
    id: number,
    private readonly _bytes: Uint8Array<ArrayBuffer>,
    private readonly _size: number | null,
    onEnd: () => void
  ) {
    super(id, onEnd);
  }

  handle(message: FromWorker): void {
    if (message.kind === 'inflated') {
      this.answer(new Uint8Array(message.buffer));
    }
  }

  protected ask(send: Send): void {
    const { buffer } = this._bytes.slice();
    send({ kind: 'inflate', task: this.id, buffer, size: this._size }, [buffer]);
  }
}

/** Lists and orders what was found. The worker gets a copy of what it needs. */
export class OrderTask extends AnsweredTask<RegionOrder> {
  constructor(
    id: number,
    private readonly _found: Found,
    private readonly _parameters: RankParameters,
    private readonly _consequences: Float64Array<ArrayBuffer> | null,
    signal: AbortSignal | undefined,
    onEnd: () => void
  ) {
    super(id, onEnd, signal);
  }

  handle(message: FromWorker): void {
    if (message.kind === 'ordered') {
      this.answer(message.order);
    }
  }

  protected ask(send: Send): void {
    const found = withoutNeedlessRows(this._found);
    const parameters = this._parameters;
    const consequences = this._consequences;
    send({ kind: 'order', task: this.id, found, parameters, consequences }, []);
  }
}

/** Only where regions overlap does the order look at their voxels. */
function withoutNeedlessRows(found: Found): Found {
  const none = new Uint16Array(0);
  const all = new Uint32Array(0);
  return found.mode === 'variants'
    ? found
    : { ...found, rowStart: all, start: none, end: none, owner: all };
}

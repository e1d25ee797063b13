/** What the page has asked of a worker. A task can be started again on a new worker until it has ended. */
import type { Found, RegionOrder } from '../core/found';
import type { RankParameters, Ranking } from '../core/regions';
import { deferred } from './deferred';
import { abortReason, slicesOf, slicesWithin } from './drive';
import type { Codes, RankOptions, RankRequest } from './ranker';
import type { FromWorker, ToWorker } from './worker-messages';

export type Send = (message: ToWorker, transfer: Transferable[]) => void;

const SLAB_BYTES = 1 << 21;
/** Slabs at the worker at a time: one read, one waiting, one on its way back. */
const MOST_IN_FLIGHT = 3;

export interface Task {
  readonly id: number;
  /** Whether the worker has something to answer; else it waits for us. */
  readonly isOwed: boolean;
  /** Say everything from the beginning. */
  start(send: Send): void;
  handle(message: FromWorker): void;
  fail(error: Error): void;
}

/** Ranks the page's codes: sends copies of a few slices at a time, so that no second volume exists. */
export class RankTask implements Task {
  constructor(
    readonly id: number,
    private readonly _codes: Codes,
    private readonly _request: RankRequest,
    private readonly _options: RankOptions,
    private readonly _onEnd: () => void
  ) {
    const { signal } = _options;
    this._map = _codes;
    this._slabSlices = slicesWithin(_request.shape, _request.codeBytes, SLAB_BYTES);
    if (signal !== undefined) {
      const cancel = (): void => this._cancel(signal);
      signal.addEventListener('abort', cancel, { once: true });
      this._forgetSignal = () => signal.removeEventListener('abort', cancel);
    }
  }

  get result(): Promise<Ranking> {
    return this._outcome.promise;
  }

  get isOwed(): boolean {
    return this._inFlight > 0 || this._sent === this._request.shape.z;
  }

  start(send: Send): void {
    this._send = send;
    this._sent = 0;
    this._inFlight = 0;
    this._isSecondPass = false;
    this._map = this._codes;
    send({ kind: 'begin', task: this.id, request: this._request }, []);
    this._pump();
  }

  /** The slices before `z` are there. */
  advance(z: number): void {
    this._ready = Math.max(this._ready, Math.min(z, this._request.shape.z));
    this._pump();
  }

  handle(message: FromWorker): void {
    switch (message.kind) {
      case 'taken':
        this._spare.push(message.buffer);
        this._inFlight -= 1;
        this._pump();
        break;
      case 'progress':
        this._options.onProgress?.(message.fraction);
        break;
      case 'partial':
        this._options.onPartial?.(message.ranking);
        break;
      case 'again':
        this._isSecondPass = true;
        this._map = message.map === 'codes' ? this._codes : (this._options.heights ?? this._codes);
        this._sent = 0;
        this._pump();
        break;
      case 'ranked':
        this._outcome.resolve(message.ranking);
        this._end();
        break;
    }
  }

  fail(error: Error): void {
    this._outcome.reject(error);
    this._end();
  }

  private _cancel(signal: AbortSignal): void {
    this._send?.({ kind: 'cancel', task: this.id }, []);
    this.fail(abortReason(signal));
  }

  private _end(): void {
    this._send = null;
    this._forgetSignal();
    this._onEnd();
  }

  /** Send what is ready, in whole slabs except at the end. */
  private _pump(): void {
    const sizeZ = this._request.shape.z;
    while (this._send !== null && this._inFlight < MOST_IN_FLIGHT && this._sent < sizeZ) {
      const end = Math.min(this._sent + this._slabSlices, sizeZ);
      if (end > (this._isSecondPass ? sizeZ : this._ready)) {
        return;
      }
      this._sendSlab(this._send, slicesOf(this._map, this._request.shape, this._sent, end));
      this._sent = end;
      this._inFlight += 1;
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
  private readonly _outcome = deferred<Ranking>();
  private _forgetSignal: () => void = () => undefined;
  private _send: Send | null = null;
  private _ready = 0;
  private _sent = 0;
  private _inFlight = 0;
  private _isSecondPass = false;
  /** What this pass sends. */
  private _map: Codes;
}

/** Inflates one block. The worker gets a copy, since blocks are views of larger messages. */
export class InflateTask implements Task {
  readonly isOwed = true;

  constructor(
    readonly id: number,
    private readonly _bytes: Uint8Array<ArrayBuffer>,
    private readonly _size: number | null,
    private readonly _onEnd: () => void
  ) {}

  get result(): Promise<Uint8Array<ArrayBuffer>> {
    return this._outcome.promise;
  }

  start(send: Send): void {
    const { buffer } = this._bytes.slice();
    send({ kind: 'inflate', task: this.id, buffer, size: this._size }, [buffer]);
  }

  handle(message: FromWorker): void {
    if (message.kind === 'inflated') {
      this._outcome.resolve(new Uint8Array(message.buffer));
      this._onEnd();
    }
  }

  fail(error: Error): void {
    this._outcome.reject(error);
    this._onEnd();
  }

  private readonly _outcome = deferred<Uint8Array<ArrayBuffer>>();
}

/** Lists and orders what was found. The worker gets a copy of what it needs. */
export class OrderTask implements Task {
  readonly isOwed = true;

  constructor(
    readonly id: number,
    private readonly _found: Found,
    private readonly _parameters: RankParameters,
    private readonly _signal: AbortSignal | undefined,
    private readonly _onEnd: () => void
  ) {
    _signal?.addEventListener('abort', this._cancel, { once: true });
  }

  get result(): Promise<RegionOrder> {
    return this._outcome.promise;
  }

  start(send: Send): void {
    this._send = send;
    const found = withoutNeedlessRows(this._found);
    send({ kind: 'order', task: this.id, found, parameters: this._parameters }, []);
  }

  handle(message: FromWorker): void {
    if (message.kind === 'ordered') {
      this._outcome.resolve(message.order);
      this._end();
    }
  }

  fail(error: Error): void {
    this._outcome.reject(error);
    this._end();
  }

  private readonly _cancel = (): void => {
    this._send?.({ kind: 'cancel', task: this.id }, []);
    if (this._signal !== undefined) {
      this.fail(abortReason(this._signal));
    }
  };

  private _end(): void {
    this._send = null;
    this._signal?.removeEventListener('abort', this._cancel);
    this._onEnd();
  }

  private readonly _outcome = deferred<RegionOrder>();
  private _send: Send | null = null;
}

/** Only where regions overlap does the order look at their voxels. */
function withoutNeedlessRows(found: Found): Found {
  const none = new Uint16Array(0);
  const all = new Uint32Array(0);
  return found.mode === 'variants'
    ? found
    : { ...found, rowStart: all, start: none, end: none, owner: all };
}

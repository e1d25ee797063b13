/** A segmentation at the worker, and the regions that are to be flipped in it. */
import type { Consequence } from '../core/consequence';
import type { FlipBatch, FlipRequest } from './flips';
import { deferred } from './deferred';
import type { Deferred } from './deferred';
import type { Send, Task } from './task';
import type { FromWorker } from './worker-messages';

export class FlipTask implements Task {
  constructor(
    readonly id: number,
    private readonly _request: FlipRequest,
    private readonly _onEnd: () => void
  ) {}

  get isOwed(): boolean {
    return this._asked.size > 0;
  }

  start(send: Send): void {
    this._send = send;
    send({ kind: 'flips', task: this.id, request: this._request }, []);
    for (const [number, { batch }] of this._asked) {
      send({ kind: 'flip', task: this.id, number, batch }, []);
    }
  }

  flip(batch: FlipBatch): Promise<Consequence[]> {
    if (this._error !== null) {
      return Promise.reject(this._error);
    }
    this._last += 1;
    const outcome = deferred<Consequence[]>();
    this._asked.set(this._last, { batch, outcome });
    this._send?.({ kind: 'flip', task: this.id, number: this._last, batch }, []);
    return outcome.promise;
  }

  handle(message: FromWorker): void {
    if (message.kind === 'flipped') {
      this._asked.get(message.number)?.outcome.resolve(message.consequences);
      this._asked.delete(message.number);
    }
  }

  fail(error: Error): void {
    this._error = error;
    this._send = null;
    for (const { outcome } of this._asked.values()) {
      outcome.reject(error);
    }
    this._asked.clear();
    this._onEnd();
  }

  /** Nothing more is wanted. */
  cancel(): void {
    this._send?.({ kind: 'cancel', task: this.id }, []);
    this.fail(new DOMException('the segmentation is no longer looked at', 'AbortError'));
  }

  private readonly _asked = new Map<
    number,
    { readonly batch: FlipBatch; readonly outcome: Deferred<Consequence[]> }
  >();
  private _send: Send | null = null;
  private _error: Error | null = null;
  private _last = 0;
}

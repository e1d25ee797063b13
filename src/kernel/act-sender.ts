/** Sends acts while the kernel listens, and asks whether they arrived when no answer comes. */
import type { KernelAct, Parcel, PendingAct } from './act-queue';
import { ActQueue, parcelsOf } from './act-queue';

const RETRY_MS = 8000;
const MOST_RETRY_MS = 60_000;

export class ActSender {
  readonly queue = new ActQueue();

  /**
   * @param _send - sends one message
   * @param _knock - asks the kernel who it is; {@link begin} is called once it has answered
   * @param _changed - the number of pending acts is another
   */
  constructor(
    private readonly _send: (parcel: Parcel) => void,
    private readonly _knock: () => void,
    private readonly _changed: () => void
  ) {}

  add(act: KernelAct, generation: number): PendingAct {
    const entry = this.queue.add(act, generation);
    if (this._isOpen) {
      this._sendAct(entry);
    }
    this._watch();
    this._changed();
    return entry;
  }

  /** Acts of another session wait here from now on, after those that wait already. */
  adopt(acts: readonly PendingAct[]): void {
    for (const act of acts) {
      this.queue.adopt(act);
    }
    this._watch();
    this._changed();
  }

  /** Forget what waits: it is another's. */
  clear(): void {
    clearTimeout(this._timer);
    this._timer = undefined;
    this.queue.clear();
    this._changed();
  }

  /** The kernel listens and has spent all numbers up to `seq`: send whatever has no answer. */
  begin(seq: number): void {
    this.queue.meet(seq);
    this._changed();
    this._gap = null;
    this._isOpen = true;
    this._sendFrom(0);
  }

  /** Keep acts back until {@link begin}. */
  hold(): void {
    this._isOpen = false;
  }

  /** The kernel misses an act before those it got. Several messages may say so; the first is enough. */
  sendFromGap(expected: number): void {
    if (this._isOpen && this._gap !== expected) {
      this._gap = expected;
      if (expected < this.queue.firstSeq) {
        this._knock();
      } else {
        this._sendFrom(expected);
      }
    }
  }

  settle(seq: number): PendingAct | null {
    const entry = this.queue.settle(seq);
    if (entry !== null) {
      this._gap = null;
      this._retryMs = RETRY_MS;
      clearTimeout(this._timer);
      this._timer = undefined;
      this._watch();
      this._changed();
    }
    return entry;
  }

  dispose(): void {
    clearTimeout(this._timer);
    this._isOpen = false;
  }

  private _sendFrom(seq: number): void {
    for (const entry of this.queue.pending) {
      if (entry.seq >= seq) {
        this._sendAct(entry);
      }
    }
  }

  private _sendAct(entry: PendingAct): void {
    for (const parcel of parcelsOf(entry)) {
      this._send(parcel);
    }
  }

  private _watch(): void {
    if (this._timer === undefined && this.queue.pending.length > 0) {
      this._timer = setTimeout(() => {
        this._timer = undefined;
        this._retryMs = Math.min(2 * this._retryMs, MOST_RETRY_MS);
        this._gap = null;
        this._knock();
        this._watch();
      }, this._retryMs);
    }
  }

  private _isOpen = false;
  private _gap: number | null = null;
  private _retryMs = RETRY_MS;
  private _timer: ReturnType<typeof setTimeout> | undefined;
}

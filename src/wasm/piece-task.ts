/** Counting pieces in the worker: the codes once, as a ranking sends them, then edits. */
import type { Box } from '../core/axes';
import type { PieceChange } from '../core/pieces';
import type { Deferred } from './deferred';
import { deferred } from './deferred';
import type { Codes, RankRequest } from './ranker';
import type { Send, Task } from './task';
import { RankTask } from './tasks';
import type { FromWorker } from './worker-messages';

/** A worker that is lost gets the codes again, as they are by then. When that fails too, nothing is known any more. */
export class PieceTask implements Task {
  /** @param read - a copy of what a box of the codes holds. */
  constructor(
    readonly id: number,
    private readonly _codes: Codes,
    private readonly _request: RankRequest,
    private readonly _read: (box: Box) => ArrayBuffer,
    private readonly _onEnd: () => void
  ) {}

  get isOwed(): boolean {
    return this._scan?.isOwed ?? this._edits.length > 0;
  }

  start(send: Send): void {
    this._forget();
    this._send = send;
    this._scan = new RankTask(this.id, this._codes, this._request, {}, () => undefined);
    this._scan.advance(this._request.shape.z);
    this._scan.start((message, transfer) => {
      send(message.kind === 'begin' ? { ...message, keepsPieces: true } : message, transfer);
    });
  }

  /**
   * Resolves with null for a box that changes while the codes are sent: the worker may have its voxels already.
   * @param isTrial - it is taken back before the next
   */
  edit(box: Box, isTrial = false): Promise<PieceChange | null> {
    if (this._send === null) {
      return Promise.resolve(null);
    }
    if (this._scan !== null) {
      this._late.push(box);
      return Promise.resolve(null);
    }
    return this._tell(this._send, box, isTrial);
  }

  handle(message: FromWorker): void {
    if (message.kind !== 'pieces') {
      this._scan?.handle(message);
    } else if (this._scan === null) {
      this._edits.shift()?.resolve(message.change);
    } else {
      this._scan = null;
      this._late.splice(0).forEach(box => void this.edit(box));
    }
  }

  fail(): void {
    this._send = null;
    this._scan = null;
    this._forget();
    this._onEnd();
  }

  cancel(): void {
    this._send?.({ kind: 'cancel', task: this.id }, []);
    this.fail();
  }

  private _tell(send: Send, box: Box, isTrial: boolean): Promise<PieceChange | null> {
    const answer = deferred<PieceChange | null>();
    this._edits.push(answer);
    const buffer = this._read(box);
    send({ kind: 'edit', task: this.id, box, buffer, isTrial }, [buffer]);
    return answer.promise;
  }

  /** What was asked will not be answered. */
  private _forget(): void {
    this._late.length = 0;
    this._edits.splice(0).forEach(answer => answer.resolve(null));
  }

  private readonly _edits: Deferred<PieceChange | null>[] = [];
  /** Changed while the codes are on their way. */
  private readonly _late: Box[] = [];
  private _send: Send | null = null;
  private _scan: RankTask | null = null;
}

/** Another granularity of what the worker has kept of a ranking. */
import type { RankParameters, Ranking } from '../core/regions';
import { deferred } from './deferred';
import { abortReason } from './drive';
import type { RankOptions } from './ranker';
import type { Send, Task } from './tasks';
import type { FromWorker } from './worker-messages';

export class RecutTask implements Task {
  readonly isOwed = true;

  /** @param _of - the task whose job is kept */
  constructor(
    readonly id: number,
    private readonly _of: number,
    private readonly _parameters: RankParameters,
    private readonly _options: RankOptions,
    private readonly _onEnd: () => void
  ) {
    _options.signal?.addEventListener('abort', this._cancel, { once: true });
  }

  get result(): Promise<Ranking> {
    return this._outcome.promise;
  }

  start(send: Send): void {
    this._send = send;
    send({ kind: 'recut', task: this.id, of: this._of, parameters: this._parameters }, []);
  }

  handle(message: FromWorker): void {
    switch (message.kind) {
      case 'progress':
        this._options.onProgress?.(message.fraction);
        break;
      case 'partial':
        this._options.onPartial?.(message.ranking);
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

  private readonly _cancel = (): void => {
    this._send?.({ kind: 'cancel', task: this.id }, []);
    if (this._options.signal !== undefined) {
      this.fail(abortReason(this._options.signal));
    }
  };

  private _end(): void {
    this._send = null;
    this._options.signal?.removeEventListener('abort', this._cancel);
    this._onEnd();
  }

  private readonly _outcome = deferred<Ranking>();
  private _send: Send | null = null;
}

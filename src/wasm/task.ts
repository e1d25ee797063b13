/** What the page asks of a worker, from the question to what ends it. */
import type { Ranking } from '../core/regions';
import { deferred } from './deferred';
import { abortReason } from './drive';
import type { RankOptions } from './ranker';
import type { FromWorker, ToWorker } from './worker-messages';

export type Send = (message: ToWorker, transfer: Transferable[]) => void;

/** A task can be started again on a new worker until it has ended. */
export interface Task {
  readonly id: number;
  /** Whether the worker has something to answer; else it waits for us. */
  readonly isOwed: boolean;
  /** Say everything from the beginning. */
  start(send: Send): void;
  handle(message: FromWorker): void;
  fail(error: Error): void;
}

/** Ended by its answer, an error, or a signal, which the worker is told of. */
export abstract class AnsweredTask<T> implements Task {
  constructor(
    readonly id: number,
    private readonly _onEnd: () => void,
    private readonly _signal?: AbortSignal
  ) {
    _signal?.addEventListener('abort', this._cancel, { once: true });
  }

  get isOwed(): boolean {
    return true;
  }

  get result(): Promise<T> {
    return this._outcome.promise;
  }

  start(send: Send): void {
    this._send = send;
    this.ask(send);
  }

  abstract handle(message: FromWorker): void;

  fail(error: Error): void {
    this._outcome.reject(error);
    this._end();
  }

  protected abstract ask(send: Send): void;

  protected answer(value: T): void {
    this._outcome.resolve(value);
    this._end();
  }

  /** Null before it is started and when it has ended. */
  protected get send(): Send | null {
    return this._send;
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

  private readonly _outcome = deferred<T>();
  private _send: Send | null = null;
}

/** Answered by a ranking, with progress and what is found so far before it. */
export abstract class RankingTask extends AnsweredTask<Ranking> {
  constructor(
    id: number,
    protected readonly options: RankOptions,
    onEnd: () => void
  ) {
    super(id, onEnd, options.signal);
  }

  handle(message: FromWorker): void {
    switch (message.kind) {
      case 'progress':
        this.options.onProgress?.(message.fraction);
        break;
      case 'partial':
        this.options.onPartial?.(message.ranking);
        break;
      case 'ranked':
        this.answer(message.ranking);
        break;
    }
  }
}

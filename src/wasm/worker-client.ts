/** The page's side of the worker: tasks in flight, and one new start for them when the worker is lost. */
import { deferred } from './deferred';
import type { EngineName } from './ranker';
import { LabellerError } from './ranker';
import { ScoreError } from './score';
import type { Send, Task } from './task';
import type { FromWorker, WorkerLike } from './worker-messages';

/** A worker that has neither started nor failed after this time is given up. */
const START_MS = 20_000;
/** A worker that owes an answer and says nothing at so many looks in a row has stopped without a word. Looks do not add up while a page sleeps. */
const LOOK_MS = 10_000;
const MOST_SILENT_LOOKS = 4;
/** How often a task is begun before it is taken to be what the worker dies of. */
const MOST_STARTS = 2;

export class WorkerClient {
  /** @param createWorker - may throw when workers are forbidden. */
  constructor(private readonly _createWorker: () => WorkerLike) {
    this._start();
  }

  /** Resolves when the worker answers; rejects with {@link LabellerError} `worker` when it cannot start. */
  get ready(): Promise<EngineName> {
    return this._ready.promise;
  }

  nextId(): number {
    this._lastId += 1;
    return this._lastId;
  }

  add(task: Task): void {
    this._tasks.set(task.id, { task, starts: 0 });
    this._looking ??= setInterval(() => this._look(), LOOK_MS);
    void this._ready.promise.then(
      () => this._begin(task.id),
      (error: unknown) => task.fail(error instanceof Error ? error : lost(String(error)))
    );
  }

  remove(task: Task): void {
    this._tasks.delete(task.id);
    if (this._tasks.size === 0) {
      clearInterval(this._looking);
      this._looking = undefined;
    }
  }

  /** End the worker; tasks are rejected. */
  dispose(): void {
    this._stop();
    this._failAll(new DOMException('the ranker was closed', 'AbortError'));
    this._ready.reject(new DOMException('the ranker was closed', 'AbortError'));
  }

  private _start(): void {
    const ready = this._ready;
    try {
      const worker = this._createWorker();
      worker.onmessage = event => this._receive(event.data);
      worker.onerror = event => {
        event.preventDefault();
        this._crashed(reasonOf(event));
      };
      worker.onmessageerror = () => this._crashed('a message could not be read');
      this._worker = worker;
      this._startTimer = setTimeout(
        () => this._crashed(`no answer in ${START_MS / 1000} s`),
        START_MS
      );
    } catch (cause) {
      ready.reject(notStarted(String(cause), cause));
    }
  }

  private _look(): void {
    const isOwed = [...this._tasks.values()].some(({ task, starts }) => starts > 0 && task.isOwed);
    this._silentLooks = this._isReady && isOwed ? this._silentLooks + 1 : 0;
    if (this._silentLooks >= MOST_SILENT_LOOKS) {
      this._crashed(`no answer in ${(MOST_SILENT_LOOKS * LOOK_MS) / 1000} s`);
    }
  }

  private _receive(message: FromWorker): void {
    this._silentLooks = 0;
    if (message.kind === 'ready') {
      clearTimeout(this._startTimer);
      this._isReady = true;
      this._ready.resolve(message.engine);
      return;
    }
    const entry = this._tasks.get(message.task);
    if (message.kind === 'failed') {
      const { code, message: text, remedy } = message.error;
      const isScore = code === 'score';
      entry?.task.fail(isScore ? new ScoreError(text) : new LabellerError(code, text, remedy));
    } else {
      entry?.task.handle(message);
    }
  }

  private _crashed(reason: string): void {
    const wasReady = this._isReady;
    this._stop();
    if (!wasReady) {
      const error = notStarted(reason);
      this._ready.reject(error);
      this._failAll(error);
      return;
    }
    for (const { task, starts } of [...this._tasks.values()]) {
      if (starts >= MOST_STARTS) {
        task.fail(lost(reason));
      }
    }
    this._ready = deferred<EngineName>();
    this._start();
    for (const id of this._tasks.keys()) {
      void this._ready.promise.then(
        () => this._begin(id),
        () => undefined
      );
    }
  }

  private _begin(id: number): void {
    const entry = this._tasks.get(id);
    const worker = this._worker;
    if (entry !== undefined && worker !== null) {
      entry.starts += 1;
      const send: Send = (message, transfer) => worker.postMessage(message, transfer);
      entry.task.start(send);
    }
  }

  private _stop(): void {
    clearTimeout(this._startTimer);
    this._isReady = false;
    this._silentLooks = 0;
    if (this._worker !== null) {
      this._worker.onmessage = null;
      this._worker.onerror = null;
      this._worker.terminate();
      this._worker = null;
    }
  }

  private _failAll(error: Error): void {
    for (const { task } of [...this._tasks.values()]) {
      task.fail(error);
    }
  }

  private readonly _tasks = new Map<number, { readonly task: Task; starts: number }>();
  private _ready = deferred<EngineName>();
  private _worker: WorkerLike | null = null;
  private _isReady = false;
  private _startTimer: ReturnType<typeof setTimeout> | undefined;
  private _looking: ReturnType<typeof setInterval> | undefined;
  private _silentLooks = 0;
  private _lastId = 0;
}

/** A worker that is refused fires a plain event, which says nothing. */
function reasonOf(event: Event): string {
  return 'message' in event && typeof event.message === 'string' && event.message !== ''
    ? event.message
    : 'the browser did not run it';
}

function notStarted(reason: string, cause?: unknown): LabellerError {
  return new LabellerError(
    'worker',
    `found no working Web Worker: ${reason}`,
    'Allow workers for this page, or go on: the page does the work itself.',
    { cause }
  );
}

function lost(reason: string): LabellerError {
  return new LabellerError(
    'lost',
    `the labeller's worker stopped twice at the same task: ${reason}`,
    'Close other tabs if memory is short, or rank a cropped part.'
  );
}

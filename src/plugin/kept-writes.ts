/** Brings the acts of one session of a page to the shelf: what waits, what was answered last, and what may go. */
import type { PendingAct } from '../kernel';
import type { ActKey, ActShelf, KeptAct, KeptPage } from './act-shelf';
import { RecentActs, keyOf } from './recent-acts';

export class KeptWrites {
  /** Acts of this session and of those found that have an answer. */
  readonly recent = new RecentActs();

  /**
   * @param _page - the session as it is now; null while there is nothing to keep
   * @param _failed - nothing of what was tried is kept; called once, until `_worked`
   * @param _worked - acts are kept again
   */
  constructor(
    private readonly _client: string,
    private readonly _shelf: Promise<ActShelf>,
    private readonly _page: () => KeptPage | null,
    private readonly _failed: (reason: unknown) => void,
    private readonly _worked: () => void
  ) {
    _shelf.then(
      shelf => {
        this._opened = shelf;
      },
      () => undefined
    );
  }

  get isEmpty(): boolean {
    return this._pending.length === 0;
  }

  /** These acts wait, and no others. */
  keep(acts: readonly PendingAct[]): void {
    this._pending = acts;
    this._flushSoon();
  }

  answered(act: PendingAct, revision: number): void {
    this._answers.set(act, revision);
    this._flushSoon();
  }

  /** Acts that may leave the shelf. */
  drop(keys: readonly ActKey[]): void {
    this._dropped.push(...keys);
    this._flushSoon();
  }

  /** Still in the task in which the act was made. */
  private _flushSoon(): void {
    if (!this._isFlushing) {
      this._isFlushing = true;
      queueMicrotask(() => {
        this._isFlushing = false;
        this._flush();
      });
    }
  }

  private _flush(): void {
    const acts = [...this._added(), ...this._settled()];
    const dropped = this._dropped.splice(0);
    if (acts.length + dropped.length === 0) {
      return;
    }
    const page = acts.length > 0 ? this._changedPage() : null;
    const changes = { page, acts, dropped };
    const written = this._opened?.write(changes) ?? this._shelf.then(each => each.write(changes));
    written.then(
      () => {
        this._recover(acts);
      },
      (error: unknown) => {
        this._again(acts, dropped);
        this._tell(error);
      }
    );
  }

  private _added(): readonly KeptAct[] {
    return this._pending
      .filter(entry => !this._orders.has(entry))
      .map(entry => {
        const order = this._nextOrder++;
        this._orders.set(entry, order);
        return { client: this._client, order, revision: null, entry };
      });
  }

  /** Those that wait no more: what the kernel has done is kept a while. */
  private _settled(): readonly KeptAct[] {
    const client = this._client;
    const waiting = new Set(this._pending);
    const done: KeptAct[] = [];
    for (const [entry, order] of this._orders) {
      if (!waiting.has(entry)) {
        this._orders.delete(entry);
        const revision = this._answers.get(entry);
        if (revision === undefined) {
          this._dropped.push([client, order]);
        } else {
          done.push({ client, order, revision, entry });
        }
      }
    }
    this._answers.clear();
    this._dropped.push(...this.recent.add(done));
    return done;
  }

  /** Null when the shelf has it as it is. */
  private _changedPage(): KeptPage | null {
    const page = this._page();
    const key = JSON.stringify([
      page?.document,
      page?.session,
      page?.volume.generation,
      page?.volume.segmentation.labels.length
    ]);
    const isKnown = key === this._pageKey;
    this._pageKey = key;
    return isKnown ? null : page;
  }

  /** Nothing of it was written: the next time, then. */
  private _again(acts: readonly KeptAct[], dropped: readonly ActKey[]): void {
    for (const act of acts.filter(({ revision }) => revision === null)) {
      this._orders.delete(act.entry);
    }
    const done = acts.filter(({ revision }) => revision !== null);
    this._dropped.push(...dropped, ...done.map(keyOf));
    this._pageKey = '';
  }

  private _tell(error: unknown): void {
    if (!this._hasTold) {
      this._hasTold = true;
      this._failed(error);
    }
  }

  private _recover(acts: readonly KeptAct[]): void {
    if (this._hasTold && acts.length > 0) {
      this._hasTold = false;
      this._worked();
    }
  }

  private _opened: ActShelf | null = null;
  private _pending: readonly PendingAct[] = [];
  private readonly _answers = new Map<PendingAct, number>();
  /** Of the acts that wait. */
  private readonly _orders = new Map<PendingAct, number>();
  private readonly _dropped: ActKey[] = [];
  private _nextOrder = 1;
  private _pageKey = '';
  private _isFlushing = false;
  private _hasTold = false;
}

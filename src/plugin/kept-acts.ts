/** Keeps the acts of one session of a page in the browser, and finds what pages that are gone have left. */
import type { VolumeDescription } from '../core/state';
import type { ActStore, Legacy, Missing, PendingAct, Unsent, Welcome } from '../kernel';
import { PROTOCOL, mayBeLost, unsentText } from '../kernel';
import type { ActKey, ActShelf, KeptAct, KeptPage } from './act-shelf';
import { fits, isSameVolume } from './estate';
import { holdName } from './page-lock';
import { RecentActs, keyOf } from './recent-acts';

/** A browser that takes longer to look into its shelf is not waited for. */
const SEARCH_MS = 2000;

export interface KeptActsOptions {
  readonly client: string;
  /** Where the notebook is; see `notebookKey`. */
  readonly document: string;
  /** Of the volume. */
  readonly name: string;
  readonly shelf: Promise<ActShelf>;
  /** The browser keeps nothing; called once, when there was something to keep. */
  readonly failed: (reason: unknown) => void;
}

interface Left {
  readonly page: KeptPage;
  readonly waiting: readonly KeptAct[];
  readonly release: () => void;
}

export interface KeptLegacy extends Legacy {
  /** Acts that do not fit the volume any more. */
  readonly others: readonly Unsent[];
}

export class KeptActs implements ActStore {
  readonly ready: Promise<void>;

  constructor(private readonly _options: KeptActsOptions) {
    here.add(this);
    this._lock = holdName(lockOf(_options.client)).catch(() => null);
    const late = new Promise<void>(resolve => {
      setTimeout(resolve, SEARCH_MS);
    });
    // What cannot be read cannot be brought back either; what cannot be written is told then.
    this.ready = Promise.race([this._search().catch(() => undefined), late]);
  }

  keep(acts: readonly PendingAct[], volume: VolumeDescription, session: string | null): void {
    this._pending = acts;
    this._about = { volume, session };
    this._flushSoon();
  }

  answered(act: PendingAct, revision: number): void {
    this._answers.set(act, revision);
    this._flushSoon();
  }

  /** What pages that are gone have left of the volume is this session's from now on. */
  claim({ volume, missing }: Pick<Welcome, 'volume' | 'missing'>): KeptLegacy {
    const mine = this._left.filter(({ page }) => isSameVolume(page.volume, volume));
    const unsent = mine.flatMap(({ page, waiting }) => unsentOf(page, waiting));
    this._dropped.push(...mine.flatMap(({ waiting }) => waiting.map(keyOf)));
    this._left = this._left.map(left => (mine.includes(left) ? { ...left, waiting: [] } : left));
    const lost = missing === null ? [] : this._takeLost(volume, missing);
    if (missing === null) {
      // Of a journal that is no more: another one has not come so far yet.
      this._drop(act => (act.revision ?? 0) > volume.revision);
    }
    this._flushSoon();
    return {
      unsent: unsent.filter(found => fits(found, volume)),
      others: unsent.filter(found => !fits(found, volume)),
      lost
    };
  }

  /** What this session has found and has not been able to bring to a kernel. */
  unclaimed(): readonly Unsent[] {
    return this._left.flatMap(({ page, waiting }) => unsentOf(page, waiting));
  }

  /** The session ends; what waits stays, for whoever takes it over. */
  dispose(): void {
    for (const { release } of this._left) {
      release();
    }
    this._left = [];
    if (this._pending.length === 0) {
      this._leave();
    }
  }

  /** Another session of this page has taken over what waits. */
  forget(): void {
    this._pending = [];
    this._flushSoon();
    this._leave();
  }

  private _leave(): void {
    here.delete(this);
    void this._lock.then(release => release?.());
  }

  private async _search(): Promise<void> {
    const shelf = await this._options.shelf;
    this._shelf = shelf;
    const { client, document, name } = this._options;
    for (const page of await shelf.pages()) {
      const isOurs = page.document === document && page.volume.name === name;
      const release = isOurs && page.client !== client ? await holdName(lockOf(page.client)) : null;
      if (release !== null) {
        await this._find(shelf, page, release);
      }
    }
  }

  private async _find(shelf: ActShelf, page: KeptPage, release: () => void): Promise<void> {
    const acts = await shelf.acts(page.client);
    if (acts.length === 0) {
      await shelf.forget(page.client);
      release();
      return;
    }
    const waiting = acts.filter(({ revision }) => revision === null);
    this._left.push({ page, waiting, release });
    this._dropped.push(...this._recent.add(acts.filter(({ revision }) => revision !== null)));
    this._pages.set(page.client, page);
  }

  /** Acts that a damaged journal may have lost, of pages that are gone and of other sessions in this page. */
  private _takeLost(volume: VolumeDescription, missing: Missing): readonly Unsent[] {
    return [...here].flatMap(kept => kept._giveLost(volume, missing));
  }

  private _giveLost(volume: VolumeDescription, missing: Missing): readonly Unsent[] {
    const lost = this._drop(act => {
      const page = this._pageOf(act.client);
      const isSame = page !== null && isSameVolume(page.volume, volume);
      const isOfNow = act.entry.generation === volume.generation;
      return isSame && isOfNow && mayBeLost(act.entry, act.revision ?? 0, missing);
    });
    return [...new Set(lost.map(({ client }) => client))].flatMap(client => {
      const page = this._pageOf(client);
      const acts = lost.filter(act => act.client === client);
      return page === null ? [] : unsentOf(page, acts);
    });
  }

  private _drop(isChosen: (act: KeptAct) => boolean): readonly KeptAct[] {
    const taken = this._recent.take(isChosen);
    this._dropped.push(...taken.map(keyOf));
    this._flushSoon();
    return taken;
  }

  private _pageOf(client: string): KeptPage | null {
    return client === this._options.client ? this._page() : (this._pages.get(client) ?? null);
  }

  private _page(): KeptPage | null {
    const { client, document } = this._options;
    return this._about === null ? null : { client, document, ...this._about };
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
    const written =
      this._shelf === null
        ? this._options.shelf.then(shelf => shelf.write({ page, acts, dropped }))
        : this._shelf.write({ page, acts, dropped });
    written.catch((error: unknown) => {
      this._again(acts, dropped);
      this._tell(error);
    });
  }

  private _added(): readonly KeptAct[] {
    const { client } = this._options;
    return this._pending
      .filter(entry => !this._orders.has(entry))
      .map(entry => {
        const order = this._nextOrder++;
        this._orders.set(entry, order);
        return { client, order, revision: null, entry };
      });
  }

  /** Those that wait no more: what the kernel has done is kept a while. */
  private _settled(): readonly KeptAct[] {
    const { client } = this._options;
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
    this._dropped.push(...this._recent.add(done));
    return done;
  }

  /** Null when the shelf has it as it is. */
  private _changedPage(): KeptPage | null {
    const page = this._page();
    const key = JSON.stringify([
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
      this._options.failed(error);
    }
  }

  private _shelf: ActShelf | null = null;
  private readonly _lock: Promise<(() => void) | null>;
  private _left: Left[] = [];
  private readonly _pages = new Map<string, KeptPage>();
  private readonly _recent = new RecentActs();
  private _pending: readonly PendingAct[] = [];
  private _about: Pick<KeptPage, 'volume' | 'session'> | null = null;
  private readonly _answers = new Map<PendingAct, number>();
  /** Of the acts that wait. */
  private readonly _orders = new Map<PendingAct, number>();
  private readonly _dropped: ActKey[] = [];
  private _nextOrder = 1;
  private _pageKey = '';
  private _isFlushing = false;
  private _hasTold = false;
}

/** Of this page. */
const here = new Set<KeptActs>();

/** What a page has left that no kernel has answered, for every page of a notebook and volume. */
export async function leftBehind(
  shelf: ActShelf,
  document: string,
  name: string
): Promise<readonly Unsent[]> {
  const pages = await shelf.pages();
  const ours = pages.filter(page => page.document === document && page.volume.name === name);
  const found = await Promise.all(
    ours.map(async page => {
      const acts = await shelf.acts(page.client);
      return unsentOf(
        page,
        acts.filter(({ revision }) => revision === null)
      );
    })
  );
  return found.flat();
}

/** None or one. */
function unsentOf(
  { client, session, volume }: KeptPage,
  kept: readonly KeptAct[]
): readonly Unsent[] {
  const acts = kept.map(({ entry }) => entry).sort((a, b) => a.seq - b.seq);
  const text = () => unsentText(acts, volume, { client, session, protocol: PROTOCOL });
  return acts.length === 0 ? [] : [{ volume, acts, text: text() }];
}

function lockOf(client: string): string {
  return `voxproof:${client}`;
}

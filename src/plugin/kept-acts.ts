/** Keeps the acts of one session of a page in the browser, and hands over what pages that are gone have left. */
import type { VolumeDescription } from '../core/state';
import type { ActStore, Legacy, Missing, PendingAct, Unsent, Welcome } from '../kernel';
import { mayBeLost } from '../kernel';
import type { ActShelf, KeptAct, KeptPage } from './act-shelf';
import { fits, isSameVolume } from './estate';
import { KeptWrites } from './kept-writes';
import type { Left } from './left-acts';
import { holdLeft, holdPage, unsentOf } from './left-acts';
import { keyOf } from './recent-acts';

/** A browser that takes longer to look into its shelf is not waited for. */
const SEARCH_MS = 2000;

export interface KeptActsOptions {
  readonly client: string;
  /** Where the notebook is now; see `notebookKey`. */
  readonly document: () => string;
  /** Of the volume. */
  readonly name: string;
  readonly shelf: Promise<ActShelf>;
  /** The browser keeps nothing, and there was something to keep; called once, until it does again. */
  readonly failed: (reason: unknown) => void;
  /** It keeps acts again. */
  readonly worked: () => void;
}

export interface KeptLegacy extends Legacy {
  /** Acts that do not fit the volume any more. */
  readonly others: readonly Unsent[];
}

export class KeptActs implements ActStore {
  readonly ready: Promise<void>;

  constructor(private readonly _options: KeptActsOptions) {
    here.add(this);
    const { client, shelf, failed, worked } = _options;
    this._writes = new KeptWrites(client, shelf, () => this._page(), failed, worked);
    this._lock = holdPage(client).catch(() => null);
    const late = new Promise<void>(resolve => {
      setTimeout(resolve, SEARCH_MS);
    });
    // What cannot be read cannot be brought back either; what cannot be written is told then.
    this.ready = Promise.race([this._search().catch(() => undefined), late]);
  }

  keep(acts: readonly PendingAct[], volume: VolumeDescription, session: string | null): void {
    this._about = { volume, session };
    this._writes.keep(acts);
  }

  answered(act: PendingAct, revision: number): void {
    this._writes.answered(act, revision);
  }

  /** What pages that are gone have left of the volume is this session's from now on. */
  claim({ volume, missing }: Pick<Welcome, 'volume' | 'missing'>): KeptLegacy {
    const mine = this._left.filter(({ page }) => isSameVolume(page.volume, volume));
    const unsent = mine.flatMap(({ page, waiting }) => unsentOf(page, waiting));
    this._writes.drop(mine.flatMap(({ waiting }) => waiting.map(keyOf)));
    this._left = this._left.map(left => (mine.includes(left) ? { ...left, waiting: [] } : left));
    const lost = missing === null ? [] : takeLost(volume, missing);
    if (missing === null) {
      // Of a journal that is no more: another one has not come so far yet.
      this._take(act => (act.revision ?? 0) > volume.revision);
    }
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

  /** Acts that a damaged journal may have lost, which this session has. */
  giveLost(volume: VolumeDescription, missing: Missing): readonly Unsent[] {
    const lost = this._take(act => {
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

  /** The session ends; what waits stays, for whoever takes it over. */
  dispose(): void {
    for (const { release } of this._left) {
      release();
    }
    this._left = [];
    if (this._writes.isEmpty) {
      this._leave();
    }
  }

  /** Another session of this page has taken over what waits. */
  forget(): void {
    this._writes.keep([]);
    this._leave();
  }

  private _leave(): void {
    here.delete(this);
    void this._lock.then(release => release?.());
  }

  private async _search(): Promise<void> {
    const { client, shelf, document, name } = this._options;
    this._left = await holdLeft(await shelf, document(), name, client);
    const answered = this._left.flatMap(left => left.answered);
    this._writes.drop(this._writes.recent.add(answered));
  }

  private _take(isChosen: (act: KeptAct) => boolean): readonly KeptAct[] {
    const taken = this._writes.recent.take(isChosen);
    this._writes.drop(taken.map(keyOf));
    return taken;
  }

  private _pageOf(client: string): KeptPage | null {
    return client === this._options.client
      ? this._page()
      : (this._left.find(({ page }) => page.client === client)?.page ?? null);
  }

  private _page(): KeptPage | null {
    const { client, document } = this._options;
    return this._about === null ? null : { client, document: document(), ...this._about };
  }

  private readonly _writes: KeptWrites;
  private readonly _lock: Promise<(() => void) | null>;
  private _left: readonly Left[] = [];
  private _about: Pick<KeptPage, 'volume' | 'session'> | null = null;
}

/** Of this page. */
const here = new Set<KeptActs>();

/** Acts that a damaged journal may have lost, of pages that are gone and of other sessions in this page. */
function takeLost(volume: VolumeDescription, missing: Missing): readonly Unsent[] {
  return [...here].flatMap(kept => kept.giveLost(volume, missing));
}

/** The acts that this browser keeps of all pages of the site, in IndexedDB. */
import type { VolumeDescription } from '../core/state';
import type { PendingAct } from '../kernel';
import { answerOf, endOf, openDatabase } from './indexed-db';

/** A session of a page, and what its acts were done on. */
export interface KeptPage {
  readonly client: string;
  /** Where its notebook is; see `notebookKey`. */
  readonly document: string;
  readonly session: string | null;
  readonly volume: VolumeDescription;
}

export interface KeptAct {
  readonly client: string;
  /** Rises with each act of the client. */
  readonly order: number;
  /** Where the kernel was when it had done the act; null while it has no answer. */
  readonly revision: number | null;
  readonly entry: PendingAct;
}

/** Client and order. */
export type ActKey = readonly [string, number];

export interface Changes {
  readonly page: KeptPage | null;
  readonly acts: readonly KeptAct[];
  readonly dropped: readonly ActKey[];
}

export interface ActShelf {
  pages(): Promise<readonly KeptPage[]>;
  /** Acts of a page, in order. */
  acts(client: string): Promise<readonly KeptAct[]>;
  /** All or nothing; begun before the call returns. */
  write(changes: Changes): Promise<void>;
  /** A page that has no acts. */
  forget(client: string): Promise<void>;
  /** A notebook, or a folder of notebooks, has another name now. */
  move(from: string, to: string): Promise<void>;
}

const DATABASE = 'voxproof';

let opened: Promise<ActShelf> | null = null;

/** Of this page. Rejects where the browser gives no room, as some do in private windows. */
export function theShelf(): Promise<ActShelf> {
  opened ??= openShelf();
  return opened;
}

async function openShelf(): Promise<ActShelf> {
  const database = await openDatabase(DATABASE, 1, made => {
    made.createObjectStore('pages', { keyPath: 'client' });
    made.createObjectStore('acts', { keyPath: ['client', 'order'] });
  });
  // Another tab may bring a newer version, which must not wait for this one.
  database.onversionchange = () => {
    database.close();
  };
  return new DatabaseShelf(database);
}

class DatabaseShelf implements ActShelf {
  constructor(private readonly _database: IDBDatabase) {}

  pages(): Promise<readonly KeptPage[]> {
    return answerOf(this._reading('pages').getAll() as IDBRequest<KeptPage[]>);
  }

  acts(client: string): Promise<readonly KeptAct[]> {
    return answerOf(this._reading('acts').getAll(rangeOf(client)) as IDBRequest<KeptAct[]>);
  }

  async write({ page, acts, dropped }: Changes): Promise<void> {
    const transaction = this._database.transaction(['pages', 'acts'], 'readwrite', {
      // On disk, not in the browser's buffers: these are for browsers that end suddenly.
      durability: 'strict'
    });
    const store = transaction.objectStore('acts');
    if (page !== null) {
      transaction.objectStore('pages').put(page);
    }
    for (const act of acts) {
      store.put(act);
    }
    for (const key of dropped) {
      store.delete([...key]);
    }
    await endOf(transaction);
  }

  async forget(client: string): Promise<void> {
    const transaction = this._database.transaction(['pages', 'acts'], 'readwrite');
    transaction.objectStore('pages').delete(client);
    transaction.objectStore('acts').delete(rangeOf(client));
    await endOf(transaction);
  }

  async move(from: string, to: string): Promise<void> {
    const transaction = this._database.transaction('pages', 'readwrite');
    const store = transaction.objectStore('pages');
    for (const page of await answerOf(store.getAll() as IDBRequest<KeptPage[]>)) {
      const document = moved(page.document, from, to);
      if (document !== page.document) {
        store.put({ ...page, document });
      }
    }
    await endOf(transaction);
  }

  private _reading(store: 'pages' | 'acts'): IDBObjectStore {
    return this._database.transaction(store, 'readonly').objectStore(store);
  }
}

/** Where a notebook is once `from`, which is itself or a folder that it is in, is called `to`. */
export function moved(document: string, from: string, to: string): string {
  const isWithin = document === from || document.startsWith(`${from}/`);
  return isWithin ? to + document.slice(from.length) : document;
}

function rangeOf(client: string): IDBKeyRange {
  return IDBKeyRange.bound([client], [client, []]);
}

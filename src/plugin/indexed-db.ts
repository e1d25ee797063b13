/** As much of IndexedDB as is used here, with promises. A library would bring the rest of it to every page. */

/** @param upgrade - makes the stores of a database that is new */
export function openDatabase(
  name: string,
  version: number,
  upgrade: (database: IDBDatabase) => void
): Promise<IDBDatabase> {
  const request = indexedDB.open(name, version);
  request.onupgradeneeded = () => {
    upgrade(request.result);
  };
  return answerOf(request);
}

/** What a request finds. */
export function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(request.error ?? new Error('IndexedDB gave no reason'));
    };
  });
}

/** Resolves when all of a transaction is written; rejects when nothing of it is. */
export function endOf(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => {
      resolve();
    };
    transaction.onabort = () => {
      reject(transaction.error ?? new Error('IndexedDB gave no reason'));
    };
  });
}

/** Tells pages that live from those that are gone: a page's locks end with it, however it ends. */

/**
 * Hold a name for as long as the page lives. Pages without TLS have no locks: there every name is free.
 *
 * @returns lets go of it; null when another holds it
 */
export function holdName(name: string): Promise<(() => void) | null> {
  const { locks } = navigator as { readonly locks?: LockManager };
  if (locks === undefined) {
    return Promise.resolve(() => undefined);
  }
  return new Promise((resolve, reject) => {
    locks
      .request(name, { ifAvailable: true }, lock => {
        if (lock === null) {
          resolve(null);
          return undefined;
        }
        return new Promise<void>(letGo => {
          resolve(letGo);
        });
      })
      .catch(reject);
  });
}

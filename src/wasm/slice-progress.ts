/** How many slices of a map are there, told to one follower. */
import { deferred } from './deferred';
import { abortReason } from './drive';

export class SliceProgress {
  constructor(private readonly _sizeZ: number) {}

  advance(z: number): void {
    this._ready = Math.max(this._ready, z);
    this._follower?.(this._ready);
    if (this._ready >= this._sizeZ) {
      this._complete.resolve(undefined);
    }
  }

  follow(follower: (z: number) => void): void {
    this._follower = follower;
    follower(this._ready);
  }

  /** Resolves when all slices are there; rejects with the signal's reason. */
  complete(signal: AbortSignal | undefined): Promise<undefined> {
    signal?.addEventListener('abort', () => this._complete.reject(abortReason(signal)), {
      once: true
    });
    return this._complete.promise;
  }

  private _ready = 0;
  private _follower: ((z: number) => void) | null = null;
  private readonly _complete = deferred<undefined>();
}

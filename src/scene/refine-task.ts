/** Small pieces of work done while nobody waits, a few milliseconds at a time. */

/** Pause after the last call for it, so that a hand that draws is not disturbed. */
const REST_MS = 60;
const SLICE_MS = 12;

export class RefineTask {
  /** Work through `keys`, each once, after those that already wait; `work` replaces the last one given. */
  add(keys: readonly number[], work: (key: number) => void): void {
    for (const key of keys) {
      this._waiting.add(key);
    }
    this._work = work;
    if (this._waiting.size > 0) {
      this._schedule(REST_MS);
    }
  }

  get isIdle(): boolean {
    return this._waiting.size === 0;
  }

  cancel(): void {
    clearTimeout(this._timer);
    this._waiting.clear();
  }

  private _schedule(delayMs: number): void {
    clearTimeout(this._timer);
    this._timer = setTimeout(() => {
      this._run();
    }, delayMs);
  }

  private _run(): void {
    const end = performance.now() + SLICE_MS;
    for (const key of this._waiting) {
      this._waiting.delete(key);
      this._work(key);
      if (performance.now() > end) {
        break;
      }
    }
    if (this._waiting.size > 0) {
      this._schedule(0);
    }
  }

  private readonly _waiting = new Set<number>();
  private _work: (key: number) => void = () => undefined;
  private _timer: ReturnType<typeof setTimeout> | undefined;
}

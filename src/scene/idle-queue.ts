/** Small pieces of work done while nobody waits, a few milliseconds at a time. */

const SLICE_MS = 10;

export class IdleQueue {
  /** @param onWorked - after each slice of work that did something */
  constructor(onWorked: () => void) {
    this._onWorked = onWorked;
  }

  get isEmpty(): boolean {
    return this._waiting.size === 0;
  }

  /** Put work at the end; work of the same name that still waits gives way to it and leaves it its place. */
  add(name: string, work: () => void): void {
    this._waiting.set(name, work);
    this._goOn();
  }

  /** Do nothing for so long from now. */
  rest(milliseconds: number): void {
    if (this._waiting.size > 0) {
      this._schedule(milliseconds);
    }
  }

  /** Work for as long, or until nothing waits, before this returns. At least one piece is done. */
  run(budgetMs: number): void {
    if (this._waiting.size === 0) {
      return;
    }
    const end = performance.now() + budgetMs;
    for (const [name, work] of this._waiting) {
      this._waiting.delete(name);
      work();
      if (performance.now() > end) {
        break;
      }
    }
    this._onWorked();
  }

  cancel(): void {
    clearTimeout(this._timer);
    this._timer = undefined;
    this._waiting.clear();
  }

  private _schedule(delayMs: number): void {
    clearTimeout(this._timer);
    this._timer = setTimeout(() => {
      this._timer = undefined;
      this.run(SLICE_MS);
      this._goOn();
    }, delayMs);
  }

  private _goOn(): void {
    if (this._waiting.size > 0 && this._timer === undefined) {
      this._schedule(0);
    }
  }

  private readonly _onWorked: () => void;
  private readonly _waiting = new Map<string, () => void>();
  private _timer: ReturnType<typeof setTimeout> | undefined;
}

/** Writes that take place in the order they were announced, whenever what they need is there. */

interface Write {
  /** Null until what it needs is there. */
  run: (() => void) | null;
}

export class OrderedWrites {
  /** Writes wait while this holds; call {@link drain} when it no longer does. */
  constructor(private readonly _isHeld: () => boolean = () => false) {}

  get isEmpty(): boolean {
    return this._writes.length === 0;
  }

  /** At once when nothing is before it. */
  add(run: () => void): void {
    this._writes.push({ run });
    this.drain();
  }

  /** In its place, when `needed` has come; `failed` when it cannot come. */
  addWhen<T>(
    needed: T | Promise<T>,
    run: (value: T) => void,
    failed: (error: unknown) => void
  ): void {
    if (!(needed instanceof Promise)) {
      this.add(() => {
        run(needed);
      });
      return;
    }
    const write: Write = { run: null };
    this._writes.push(write);
    const become = (outcome: () => void) => {
      write.run = outcome;
      this.drain();
    };
    needed
      .then(
        value => {
          become(() => {
            run(value);
          });
        },
        (error: unknown) => {
          become(() => {
            failed(error);
          });
        }
      )
      .catch(failed);
  }

  drain(): void {
    while (this._writes.length > 0 && !this._isHeld()) {
      const { run } = this._writes[0];
      if (run === null) {
        return;
      }
      this._writes.shift();
      run();
    }
  }

  /** Forget everything that waits. */
  clear(): void {
    this._writes = [];
  }

  private _writes: Write[] = [];
}

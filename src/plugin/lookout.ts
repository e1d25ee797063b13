/** Asks now and then whether a page missed something, as long as a view is in sight; what nobody looks at costs nothing. */
import { Emitter } from '../core/signals';
import { watchSight } from '../scene/sight';

const EVERY_MS = 20_000;

export class Lookout {
  /** A view came into sight where none was, or none is any more. */
  readonly changed = new Emitter<undefined>();

  constructor(private readonly _ask: () => void) {}

  get isInSight(): boolean {
    return this._inSight.size > 0;
  }

  /** @returns a function that ends it */
  watch(view: Element): () => void {
    const end = watchSight(view, isInSight => {
      this._set(view, isInSight);
    });
    return () => {
      end();
      this._set(view, false);
    };
  }

  private _set(view: Element, isInSight: boolean): void {
    const wasInSight = this.isInSight;
    if (isInSight) {
      this._inSight.add(view);
    } else {
      this._inSight.delete(view);
    }
    const isDue = this.isInSight;
    if (isDue && this._timer === undefined) {
      this._timer = setInterval(this._ask, EVERY_MS);
      this._ask();
    } else if (!isDue) {
      clearInterval(this._timer);
      this._timer = undefined;
    }
    if (isDue !== wasInSight) {
      this.changed.emit(undefined);
    }
  }

  private readonly _inSight = new Set<Element>();
  private _timer: ReturnType<typeof setInterval> | undefined;
}

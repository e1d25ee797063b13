/**
 * Draws what slabs change a few times a second while a volume comes in. Slices through the cursor and a coarse level came before
 * them, so that most slabs change nothing in sight, and each drawing takes time from those that follow.
 */
import type { Box, Shape } from '../core/axes';
import { boxShape } from '../core/axes';
import { Dirty } from './view';

const EVERY_MS = 300;

export class SlabPace {
  constructor(private readonly _draw: (dirty: Dirty) => void) {}

  /** Draw in a while. */
  add(dirty: Dirty): void {
    if (dirty > this._dirty) {
      this._dirty = dirty;
    }
    this._timer ??= setTimeout(() => {
      this.flush();
    }, EVERY_MS);
  }

  /** Draw what waits. */
  flush(): void {
    const dirty = this._dirty;
    this.dispose();
    if (dirty !== Dirty.Nothing) {
      this._draw(dirty);
    }
  }

  /** Forget what waits. */
  dispose(): void {
    clearTimeout(this._timer);
    this._timer = undefined;
    this._dirty = Dirty.Nothing;
  }

  private _dirty = Dirty.Nothing;
  private _timer: ReturnType<typeof setTimeout> | undefined;
}

/** A part of the volume as it comes in: all of x, some of z; no stroke, no single slice, not the whole. */
export function isSlab(box: Box, shape: Shape): boolean {
  const size = boxShape(box);
  return size.x === shape.x && size.z < shape.z && Math.min(size.z, size.y) > 1;
}

/** When surfaces may be made. Blocks and list come first: each block would have the surfaces made, and drawn, again. */
import type { Phase } from '../core/state';

export type Detail = 'none' | 'coarse' | 'fine';

/** Over a slow connection the 3D view shows something coarse after this time. */
const PATIENCE_MS = 4000;

export class SurfaceTurn {
  /** @param onTurn - surfaces may be made now, or more finely than before */
  constructor(private readonly _onTurn: () => void) {}

  get detail(): Detail {
    return this._isFilling ? (this._isPatient ? 'none' : 'coarse') : 'fine';
  }

  /** The arrays are new. */
  reset(): void {
    clearTimeout(this._timer);
    this._isPatient = true;
    this._timer = setTimeout(() => {
      this._isPatient = false;
      if (this._isFilling) {
        this._onTurn();
      }
    }, PATIENCE_MS);
  }

  follow(phase: Phase): void {
    const wasFilling = this._isFilling;
    this._isFilling = isFilling(phase);
    if (wasFilling && !this._isFilling) {
      this._onTurn();
    }
  }

  dispose(): void {
    clearTimeout(this._timer);
  }

  private _isFilling = true;
  private _isPatient = true;
  private _timer: ReturnType<typeof setTimeout> | undefined;
}

/** Whether blocks are still coming in. */
function isFilling(phase: Phase): boolean {
  return (
    phase.kind === 'opening' ||
    (phase.kind === 'loading' && phase.what !== 'regions' && phase.paused !== true)
  );
}

/** The smart stroke: a quick line along a missing or false piece, of which the kernel takes what belongs to it. */
import type { VoxelPoint } from '../core/axes';
import { clampVoxel } from '../core/axes';
import type { CurationModel } from '../core/model';
import { OfferInHand } from './offer';

/** Points of a stroke; more are thinned out, the newest stay. */
const MOST_POINTS = 512;

export class SmartStroke {
  /** Begin a stroke; null when it cannot be, and the reviewer is told why. */
  static begin(model: CurationModel, mode: 'add' | 'remove'): SmartStroke | null {
    const offer = OfferInHand.begin(model);
    return offer === null ? null : new SmartStroke(model, offer, mode);
  }

  private constructor(
    private readonly _model: CurationModel,
    private readonly _offer: OfferInHand,
    private readonly _mode: 'add' | 'remove'
  ) {
    const { volume, state } = _model;
    this._label = volume?.segmentation.labels[state.tool.label] ?? null;
  }

  /** Go on through points, which lie in the slice or between voxels of it. */
  moveTo(points: readonly VoxelPoint[]): void {
    const { volume } = this._model;
    if (volume === null) {
      return;
    }
    const before = this._points.length;
    for (const point of points) {
      const { z, y, x } = clampVoxel(volume.shape, point);
      const last = this._points.at(-1);
      if (last?.[0] !== z || last[1] !== y || last[2] !== x) {
        this._points.push([z, y, x]);
      }
    }
    if (this._points.length > before) {
      void this._ask();
    }
  }

  /** Wider (1) or narrower (-1), also while the button is down. */
  widen(step: 1 | -1): void {
    this._steps += step;
    void this._ask();
  }

  /** Make the edit of the whole stroke, once the kernel has answered. */
  async end(): Promise<void> {
    if (await this._ask()) {
      this._offer.take();
    } else {
      this._offer.leave();
    }
  }

  cancel(): void {
    this._offer.leave();
  }

  private _ask(): Promise<boolean> {
    return this._offer.ask({
      tool: 'stroke',
      given: {
        points: thinned(this._points),
        mode: this._mode,
        label: this._mode === 'add' ? this._label : null,
        steps: this._steps
      }
    });
  }

  private readonly _label: string | null;
  private readonly _points: [number, number, number][] = [];
  private _steps = 0;
}

function thinned<T>(points: readonly T[]): readonly T[] {
  const step = Math.ceil(points.length / MOST_POINTS);
  return step < 2 ? points : points.filter((_, i) => i % step === 0 || i === points.length - 1);
}

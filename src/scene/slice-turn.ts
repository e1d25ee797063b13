/**
 * Which slices are drawn with a frame. A hand that paints waits for the view under it alone: the others follow with the next frame, so that
 * without a GPU the picture keeps up, and what comes from the kernel is not held up behind it.
 */
import type { SlicePlane } from '../core/state';
import { Dirty } from './view';

export const PLANES: readonly SlicePlane[] = ['z', 'y', 'x'];

export class SliceTurn {
  /** The slices to draw now. Those that are put off are among the next ones. */
  take(dirtyOf: (plane: SlicePlane) => Dirty): readonly SlicePlane[] {
    const { under } = this;
    const others = PLANES.filter(plane => plane !== under && dirtyOf(plane) !== Dirty.Nothing);
    this.hasPutOff =
      under !== null &&
      !this.hasPutOff &&
      dirtyOf(under) !== Dirty.Nothing &&
      others.length > 0 &&
      others.every(plane => dirtyOf(plane) < Dirty.Image);
    return this.hasPutOff && under !== null ? [under] : PLANES;
  }

  /** The view under the brush. */
  under: SlicePlane | null = null;
  /** Whether some wait for the next frame. Set it, and none is put off. */
  hasPutOff = false;
}

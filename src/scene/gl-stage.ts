/** What a scene holds in WebGL while a volume is open: the shared context, the image's texture, and what draws slices of it. */
import type { Spacing } from '../core/axes';
import type { Volume } from '../core/volume';
import { GlContext } from './gl-context';
import type { Interpolation } from './gl-slice';
import { GlSlice } from './gl-slice';
import { ImageTexture } from './image-texture';

export class GlStage {
  /** @throws NoWebGlError when the browser has no WebGL2, or none that takes a volume of this shape. */
  constructor(image: Volume<'uint8'>, spacing: Spacing, interpolation: Interpolation) {
    this.context = GlContext.acquire();
    try {
      this.context.assertFits(image.shape);
    } catch (error) {
      this.context.release();
      throw error;
    }
    this.texture = ImageTexture.acquire(image, spacing);
    this.slice = new GlSlice(this.context, this.texture, spacing, interpolation);
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this.slice.dispose();
      this.texture.release();
      this.context.release();
    }
  }

  readonly context: GlContext;
  readonly texture: ImageTexture;
  readonly slice: GlSlice;
  private _isDisposed = false;
}

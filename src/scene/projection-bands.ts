/** A projection drawn in bands, each begun when the GPU has done the one before: a slow GPU stays free for the slices. */
import type { GlContext } from './gl-context';
import type { GlProjection } from './gl-projection';
import type { Size } from './slice-geometry';
import type { VolumeCamera } from './volume-camera';
import { panVolumeCamera, unitsPerPixel } from './volume-camera';

/** Device pixels of one band, about. */
const BAND_PIXELS = 40_000;
const POLL_MS = 4;

/** Rows `top` to `top + height` of a picture. */
export interface Band {
  readonly top: number;
  readonly height: number;
}

export class ProjectionBands {
  constructor(gl: GlContext, projection: GlProjection) {
    this._gl = gl;
    this._projection = projection;
  }

  /** Fill `target` with the picture that `camera` sees; what was begun before is dropped. */
  start(
    camera: VolumeCamera,
    stepVoxels: number,
    target: CanvasRenderingContext2D,
    onDone: () => void
  ): void {
    this.cancel();
    const { width, height } = target.canvas;
    const bands = cutBands({ width, height });
    let isReady = (): boolean => true;
    const step = (): void => {
      if (isReady()) {
        const band = bands.shift();
        if (band === undefined) {
          this.cancel();
          onDone();
          return;
        }
        const aimed = bandCamera(camera, { width, height }, band);
        const place = { left: 0, top: band.top, width, height: band.height };
        this._projection.draw(aimed, { width, height: band.height }, stepVoxels, target, place);
        isReady = this._gl.fence();
      }
      this._timer = setTimeout(step, POLL_MS);
    };
    this._step = step;
    this.resume();
  }

  /** Begin no further band for now: what is drawn meanwhile has the GPU to itself. */
  hold(): void {
    clearTimeout(this._timer);
    this._timer = undefined;
  }

  /** Go on where {@link hold} stopped. @returns whether anything is under way */
  resume(): boolean {
    if (this._step !== null) {
      this._timer ??= setTimeout(this._step, 0);
    }
    return this._step !== null;
  }

  cancel(): void {
    this.hold();
    this._step = null;
  }

  private readonly _gl: GlContext;
  private readonly _projection: GlProjection;
  private _step: (() => void) | null = null;
  private _timer: ReturnType<typeof setTimeout> | undefined;
}

/** Bands of about {@link BAND_PIXELS} that fill a picture from above. */
export function cutBands({ width, height }: Size): Band[] {
  const count = Math.max(1, Math.round((width * height) / BAND_PIXELS));
  const edges = Array.from({ length: count + 1 }, (_, at) => Math.round((at * height) / count));
  return edges.slice(1).map((edge, at) => ({ top: edges[at], height: edge - edges[at] }));
}

/** Camera that sees, in a view of the band's size, what `camera` sees there in a view of `size`. */
export function bandCamera(camera: VolumeCamera, size: Size, band: Band): VolumeCamera {
  const units = unitsPerPixel(camera, size);
  const down = band.top + band.height / 2 - size.height / 2;
  const moved = panVolumeCamera(camera, size, { left: 0, top: -down });
  return { ...moved, halfSpan: (units * Math.min(size.width, band.height)) / 2 };
}

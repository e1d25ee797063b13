/** What WebGL draws of the 3D view: label surfaces or a projection of the image, and the region through them. */
import type { Box } from '../core/axes';
import { drawBackEdges } from './volume-frames';
import type { GlContext } from './gl-context';
import { GlProjection } from './gl-projection';
import { GlSurfaces } from './gl-surfaces';
import type { ImageTexture } from './image-texture';
import { ProjectionBands } from './projection-bands';
import type { SceneContent } from './scene-content';
import type { Size } from './slice-geometry';
import { SurfaceBuilder } from './surface-builder';
import type { SurfaceSource } from './surface-bricks';
import { surfaceColour } from './surface-colour';
import type { VolumeCamera } from './volume-camera';

/** Opacity of the region where it is not labelled, or lies behind labels. */
const REGION_THROUGH = 0.5;
/** Device pixels of a coarse projection, at most. */
const COARSE_PIXELS = 24_000;
/** Distance of samples along a ray, in the smallest voxel edge; one for all, because vtk.js compiles a shader for each. */
const RAY_STEP = 1;
/** Of the slices' window, in its own width: a ray finds the brightest of many voxels, so that even noise is bright. */
const PROJECTION_SHIFT = 0.25;
/** How often it is asked whether the GPU is done. */
const POLL_MS = 8;

/** What a picture shows and from where. */
export interface VolumeShot {
  readonly camera: VolumeCamera;
  readonly box: Box;
  /** The image's projection instead of surfaces. */
  readonly image: boolean;
  /** Device pixels per CSS pixel. */
  readonly pixelRatio: number;
}

export class VolumePicture {
  /**
   * @param source - what the surfaces show now
   * @param onChanged - surfaces are new or finer
   */
  constructor(
    content: SceneContent,
    gl: GlContext,
    texture: ImageTexture,
    source: () => SurfaceSource | null,
    onChanged: () => void
  ) {
    this._content = content;
    this._gl = gl;
    this._projection = new GlProjection(gl, texture, content.spacing);
    this._bands = new ProjectionBands(gl, this._projection);
    this._labels = new GlSurfaces(gl, label =>
      surfaceColour(label, content.accent, content.labelColours, content.showsChanges)
    );
    this._region = new GlSurfaces(gl, () => content.accent, 'glow');
    this.surfaces = new SurfaceBuilder(this._labels, this._region, source, onChanged);
  }

  /** Triangles of the surfaces on show. */
  get triangles(): number {
    return this._labels.triangles;
  }

  get regionTriangles(): number {
    return this._region.triangles;
  }

  /** Draw at once; a projection coarsely. */
  draw(shot: VolumeShot, target: CanvasRenderingContext2D): void {
    this._bands.cancel();
    const { width, height } = target.canvas;
    this._clear(shot, target);
    if (shot.image) {
      this._prepareProjection(shot);
      this._projection.draw(shot.camera, shrink({ width, height }), RAY_STEP, target);
    } else if (this._labels.triangles > 0) {
      this._labels.draw(shot.camera, { width, height }, target);
      this._timeDrawing();
    }
    this._drawRegion(shot, target);
  }

  /**
   * Draw a projection finely, a part at a time so that the slices can be drawn in between; goes on with what was held back.
   * @param scratch - a canvas of the target's size
   * @param onDone - the target holds the picture
   */
  drawFinely(
    shot: VolumeShot,
    scratch: CanvasRenderingContext2D,
    target: CanvasRenderingContext2D,
    onDone: () => void
  ): void {
    if (this._bands.resume()) {
      return;
    }
    this._prepareProjection(shot);
    this._bands.start(shot.camera, RAY_STEP, scratch, () => {
      this._clear(shot, target);
      target.drawImage(scratch.canvas, 0, 0);
      this._drawRegion(shot, target);
      onDone();
    });
  }

  /** Stop what {@link drawFinely} began until it is called again. */
  hold(): void {
    this._bands.hold();
  }

  dispose(): void {
    this._bands.cancel();
    clearTimeout(this._timer);
    this.surfaces.dispose();
    this._projection.dispose();
    this._labels.dispose();
    this._region.dispose();
  }

  private _clear({ camera, box, pixelRatio }: VolumeShot, target: CanvasRenderingContext2D): void {
    const { width, height } = target.canvas;
    const { theme, spacing } = this._content;
    target.fillStyle = theme.background;
    target.fillRect(0, 0, width, height);
    target.imageSmoothingEnabled = true;
    target.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
    const size = { width: width / pixelRatio, height: height / pixelRatio };
    drawBackEdges(target, { theme, size, camera, spacing, box });
    target.setTransform(1, 0, 0, 1, 0, 0);
  }

  /** Tell the surfaces how long the GPU takes for what was just asked of it. */
  private _timeDrawing(): void {
    if (this._timer !== undefined) {
      return;
    }
    const begun = performance.now();
    const isDone = this._gl.fence();
    const look = (): void => {
      if (isDone()) {
        this._timer = undefined;
        this.surfaces.drawingMs = performance.now() - begun;
      } else {
        this._timer = setTimeout(look, POLL_MS);
      }
    };
    this._timer = setTimeout(look, 0);
  }

  private _prepareProjection({ box }: VolumeShot): void {
    const [black, white] = this._content.window;
    const shift = PROJECTION_SHIFT * (white - black);
    this._projection.setWindow([black + shift, white + shift]);
    this._projection.setBackground(this._content.background);
    this._projection.setBox(box);
  }

  private _drawRegion({ camera }: VolumeShot, target: CanvasRenderingContext2D): void {
    if (this._region.triangles > 0) {
      const { width, height } = target.canvas;
      this._region.draw(camera, { width, height }, target, REGION_THROUGH);
    }
  }

  readonly surfaces: SurfaceBuilder;
  private readonly _content: SceneContent;
  private readonly _projection: GlProjection;
  private readonly _bands: ProjectionBands;
  private readonly _labels: GlSurfaces;
  private readonly _region: GlSurfaces;
  private readonly _gl: GlContext;
  private _timer: ReturnType<typeof setTimeout> | undefined;
}

/** The same proportions in at most {@link COARSE_PIXELS}. */
function shrink({ width, height }: Size): Size {
  const factor = Math.min(1, Math.sqrt(COARSE_PIXELS / (width * height)));
  return {
    width: Math.max(1, Math.round(width * factor)),
    height: Math.max(1, Math.round(height * factor))
  };
}

/** The 3D view: labels as surfaces (or the image as a projection), the region in the accent colour, the slices as frames. */
import type { Box, VoxelPoint } from '../core/axes';
import { boxFromTuple } from '../core/axes';
import type { Layers } from '../core/state';
import { drawScaleBar } from './annotations';
import type { GlContext } from './gl-context';
import { GlProjection } from './gl-projection';
import { GlSurfaces } from './gl-surfaces';
import type { ImageTexture } from './image-texture';
import { RefineTask } from './refine-task';
import type { SceneContent } from './scene-content';
import type { Size, ViewPoint } from './slice-geometry';
import type { BrickPlan, SurfaceSource } from './surface-bricks';
import { REGION_LABEL, brickNeeds, meshBrick, planBricks } from './surface-bricks';
import { SurfaceCanvas } from './surface-canvas';
import { labelColour } from './theme';
import type { SceneView } from './view';
import { Dirty } from './view';
import type { VolumeCamera } from './volume-camera';
import {
  panVolumeCamera,
  projectPoint,
  refocus,
  rotateCamera,
  startCamera,
  unitsPerPixel,
  zoomVolumeCamera
} from './volume-camera';
import { drawVolumeFrames } from './volume-frames';
import { castRay } from './volume-pick';
import { voxelToWorld } from './vtk-axes';

/** What the 3D view shows of the volume. */
export type VolumeMode = 'surfaces' | 'projection';

/** Strength of the region's parts that lie behind or outside the labels. */
const REGION_THROUGH = 0.4;
/** Device pixels of a coarse projection, at most. */
const COARSE_PIXELS = 24_000;
const COARSE_STEP = 2;
const FINE_STEP = 0.7;

/** Pixels per axis that a picture is drawn with, in parts of the view's own. */
export type Quality = 'coarse' | 'fine';

export class VolumeView implements SceneView {
  readonly name = 'volume';

  /** @param onRefined - bricks have become finer; the view is dirty */
  constructor(content: SceneContent, onDirty: () => void, onLayout: () => void) {
    this._content = content;
    this._onDirty = onDirty;
    this.surface = new SurfaceCanvas('3D', () => {
      this.invalidate();
      onLayout();
    });
  }

  get canvas(): HTMLCanvasElement {
    return this.surface.element;
  }

  get size(): Size {
    return this.surface.size;
  }

  get dirty(): Dirty {
    return this._dirty;
  }

  get camera(): VolumeCamera | null {
    return this._camera;
  }

  get mode(): VolumeMode {
    return this._mode;
  }

  set mode(mode: VolumeMode) {
    this._mode = mode;
    this.invalidate();
  }

  /** Whether the picture on screen is coarser than it could be. */
  get isCoarse(): boolean {
    return this._isCoarse;
  }

  private get _showsImage(): boolean {
    const { layers } = this._content;
    return this._mode === 'projection' || layers.peek || layers.segmentation === 'off';
  }

  /** Triangles of the surfaces on show. */
  get triangles(): number {
    return this._labels?.triangles ?? 0;
  }

  /** Hand in what to draw with; null while there is none. */
  setGl(gl: GlContext | null, texture: ImageTexture | null): void {
    this._releaseGl();
    if (gl !== null && texture !== null) {
      this._projection = new GlProjection(gl, texture, this._content.spacing);
      this._labels = new GlSurfaces(gl, label => this._colourOf(label));
      this._region = new GlSurfaces(gl, () => this._content.accent);
      this._region.setBackground(null);
      this.rebuild();
    }
  }

  /** Aim at the crop, or the whole volume; the direction of view stays. */
  fit(box: Box): void {
    const { spacing } = this._content;
    this._camera =
      this._camera === null ? startCamera(box, spacing) : refocus(this._camera, box, spacing);
    this.invalidate();
  }

  /** Turn everything into surfaces anew: crop, region or arrays changed. Coarse now, fine when idle. */
  rebuild(): void {
    this._refine.cancel();
    this._labels?.clear();
    this._region?.clear();
    const source = this._source();
    this._plan = source === null ? null : planBricks(source.box);
    if (source !== null && this._plan !== null) {
      const { bricks, coarseStep, fineStep } = this._plan;
      bricks.forEach((brick, key) => {
        this._labels?.set(key, meshBrick(source, brick, coarseStep));
      });
      this._buildRegion();
      if (coarseStep !== fineStep) {
        this._refineLater(bricks.map((_, key) => key));
      }
    }
    this.invalidate();
  }

  /** Voxels of the segmentation changed: the bricks they touch follow when the hand rests. */
  voxelsChanged(box: Box): void {
    const keys = this._plan?.bricks.flatMap((brick, key) =>
      brickNeeds(brick, box, this._plan?.fineStep ?? 1) ? [key] : []
    );
    this._refineLater(keys ?? []);
  }

  /** Blocks of the image arrived: only a projection shows them. */
  imageChanged(): void {
    if (this._showsImage) {
      this.invalidate();
    }
  }

  layersChanged(before: Layers, now: Layers): void {
    if ((before.region && !before.peek) !== (now.region && !now.peek)) {
      this.rebuild();
    }
    this.invalidate();
  }

  invalidate(): void {
    this._dirty = Dirty.Image;
    this._onDirty();
  }

  invalidateMarks(): void {
    if (this._dirty === Dirty.Nothing) {
      this._dirty = Dirty.Marks;
    }
    this._onDirty();
  }

  /** @param quality - of the picture; the marks are always crisp */
  draw(quality: Quality): Dirty {
    const drawn = this._dirty;
    if (!this.surface.isVisible || (drawn === Dirty.Nothing && quality === 'coarse')) {
      return Dirty.Nothing;
    }
    this._dirty = Dirty.Nothing;
    if (drawn === Dirty.Image || quality === 'fine') {
      this._drawPicture(quality);
      this._isCoarse = quality === 'coarse' && this._showsImage;
    }
    this._drawMarks();
    return Dirty.Image;
  }

  rotateBy(delta: ViewPoint): void {
    if (this._camera !== null) {
      const radians = Math.PI / Math.min(this.size.width, this.size.height);
      this._camera = rotateCamera(this._camera, delta.left * radians, delta.top * radians);
      this.invalidate();
    }
  }

  zoomAt(viewPoint: ViewPoint, factor: number): void {
    if (this._camera !== null) {
      const { width, height } = this.size;
      const before = unitsPerPixel(this._camera, this.size);
      this._camera = zoomVolumeCamera(this._camera, factor);
      const share = 1 - before / unitsPerPixel(this._camera, this.size);
      this.panBy({
        left: (viewPoint.left - width / 2) * share,
        top: (viewPoint.top - height / 2) * share
      });
    }
  }

  panBy(delta: ViewPoint): void {
    if (this._camera !== null) {
      this._camera = panVolumeCamera(this._camera, this.size, delta);
      this.invalidate();
    }
  }

  pick(viewPoint: ViewPoint): VoxelPoint | null {
    const source = this._source();
    return source === null || this._camera === null || this.size.width === 0
      ? null
      : castRay(this._camera, this.size, viewPoint, source);
  }

  locate(voxelPoint: VoxelPoint): ViewPoint {
    const world = voxelToWorld(voxelPoint, this._content.spacing);
    return this._camera === null
      ? { left: 0, top: 0 }
      : projectPoint(this._camera, this.size, world);
  }

  dispose(): void {
    this._releaseGl();
    this.surface.detach();
  }

  private _source(): SurfaceSource | null {
    const { arrays } = this._content.model;
    const { box, spacing, shownRegion } = this._content;
    return arrays === null || box === null
      ? null
      : { segmentation: arrays.segmentation, box, spacing, region: shownRegion };
  }

  private _buildRegion(): void {
    const { shownRegion, spacing } = this._content;
    if (shownRegion !== null) {
      const { box } = shownRegion;
      const segmentation = shownRegion.asVolume();
      const inMask = boxFromTuple([
        1,
        box.z1 - box.z0 + 1,
        1,
        box.y1 - box.y0 + 1,
        1,
        box.x1 - box.x0 + 1
      ]);
      const source = { segmentation, box: inMask, spacing, region: null };
      const offset = { z: box.z0 - 1, y: box.y0 - 1, x: box.x0 - 1 };
      const { bricks, fineStep } = planBricks(inMask);
      bricks.forEach((brick, key) => {
        this._region?.set(key, meshBrick(source, brick, fineStep, offset));
      });
    }
  }

  private _refineLater(keys: readonly number[]): void {
    this._refine.add(keys, key => {
      const source = this._source();
      const plan = this._plan;
      if (source !== null && plan !== null) {
        this._labels?.set(key, meshBrick(source, plan.bricks[key], plan.fineStep));
        this.invalidate();
      }
    });
  }

  private _colourOf(label: number): readonly [number, number, number] {
    return label === REGION_LABEL ? this._content.accent : labelColour(label);
  }

  private _drawPicture(quality: Quality): void {
    const picture = this.surface.layer('picture');
    const { width, height } = picture.canvas;
    const { background, theme } = this._content;
    picture.fillStyle = theme.background;
    picture.fillRect(0, 0, width, height);
    picture.imageSmoothingEnabled = true;
    const camera = this._camera;
    const box = this._content.box;
    if (camera === null || box === null) {
      return;
    }
    if (this._showsImage) {
      this._projection?.setWindow(this._content.window);
      this._projection?.setBackground(background);
      this._projection?.setBox(box);
      const size = quality === 'coarse' ? shrink({ width, height }) : { width, height };
      const step = quality === 'coarse' ? COARSE_STEP : FINE_STEP;
      this._projection?.draw(camera, size, step, picture);
    } else {
      this._labels?.setBackground(background);
      this._labels?.draw(camera, { width, height }, picture);
    }
    if (this._region !== null && this._region.triangles > 0) {
      this._region.draw(camera, { width, height }, picture, REGION_THROUGH);
    }
  }

  private _drawMarks(): void {
    const { context, pixelRatio, size } = this.surface;
    const { volume, theme, box, cursor } = this._content;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(this.surface.layer('picture').canvas, 0, 0);
    if (volume !== null && box !== null && this._camera !== null) {
      context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
      const { spacing, unit } = volume;
      drawVolumeFrames(context, { theme, size, camera: this._camera, spacing, box, cursor });
      const pixelsPerUnit = 1 / unitsPerPixel(this._camera, size);
      drawScaleBar(context, theme, size, pixelsPerUnit, unit);
    }
  }

  private _releaseGl(): void {
    this._refine.cancel();
    this._projection?.dispose();
    this._labels?.dispose();
    this._region?.dispose();
    this._projection = null;
    this._labels = null;
    this._region = null;
  }

  readonly surface: SurfaceCanvas;
  private readonly _content: SceneContent;
  private readonly _onDirty: () => void;
  private readonly _refine = new RefineTask();
  private _projection: GlProjection | null = null;
  private _labels: GlSurfaces | null = null;
  private _region: GlSurfaces | null = null;
  private _plan: BrickPlan | null = null;
  private _camera: VolumeCamera | null = null;
  private _mode: VolumeMode = 'surfaces';
  private _dirty = Dirty.Image;
  private _isCoarse = false;
}

/** The same proportions in at most {@link COARSE_PIXELS}. */
function shrink({ width, height }: Size): Size {
  const factor = Math.min(1, Math.sqrt(COARSE_PIXELS / (width * height)));
  return {
    width: Math.max(1, Math.round(width * factor)),
    height: Math.max(1, Math.round(height * factor))
  };
}

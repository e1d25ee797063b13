/** The 3D view: labels as surfaces (or the image as a projection), the region in the accent colour, the slices as frames. */
import type { Box, VoxelPoint } from '../core/axes';
import { smallestEdge } from '../core/axes';
import type { ArrayName } from '../core/model';
import type { Layers } from '../core/state';
import type { BrushMark } from './annotations';
import { drawBall, drawScaleBar } from './annotations';
import type { CutPlane } from './cut-plane';
import { cutPlane } from './cut-plane';
import type { GlContext } from './gl-context';
import type { ImageTexture } from './image-texture';
import type { SceneContent } from './scene-content';
import type { Sight } from './sight-lines';
import type { Size, ViewPoint } from './slice-geometry';
import { StrokeLine } from './stroke-line';
import type { SurfaceSource } from './surface-bricks';
import { SurfaceCanvas } from './surface-canvas';
import { drawTrail } from './trail';
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
import { castBrightest, castRay } from './volume-pick';
import type { VolumeShot } from './volume-picture';
import { VolumePicture } from './volume-picture';
import { voxelToWorld } from './vtk-axes';

/** What the 3D view shows of the volume. */
export type VolumeMode = 'surfaces' | 'projection';

export class VolumeView implements SceneView {
  readonly name = 'volume';

  /**
   * @param onDirty - the view wants to be drawn
   * @param onFine - a picture that was begun by {@link refine} is on screen
   */
  constructor(content: SceneContent, onDirty: () => void, onFine: () => void) {
    this._content = content;
    this._onDirty = onDirty;
    this._onFine = onFine;
    this.surface = new SurfaceCanvas(content.trans.__('3D view'), () => {
      this.invalidate();
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
    return this._showsImage ? this._isProjectionCoarse : (this._picture?.surfaces.isBusy ?? false);
  }

  /** Whether {@link refine} would make it finer; surfaces become finer by themselves. */
  get canRefine(): boolean {
    return this._showsImage && this._isProjectionCoarse;
  }

  /** Triangles of the surfaces on show. */
  get triangles(): number {
    return this._picture?.triangles ?? 0;
  }

  private get _showsImage(): boolean {
    const { layers } = this._content;
    return this._mode === 'projection' || layers.peek || layers.segmentation === 'off';
  }

  /** Hand in what to draw with; null while there is none. */
  setGl(gl: GlContext | null, texture: ImageTexture | null): void {
    this._picture?.dispose();
    this._picture = null;
    if (gl !== null && texture !== null) {
      this._picture = new VolumePicture(
        this._content,
        gl,
        texture,
        () => this._shown(),
        () => {
          this._surfacesChanged();
        }
      );
    }
    this.invalidate();
  }

  /** Aim at the crop, or the whole volume; the direction of view stays. */
  fit(box: Box): void {
    const { spacing } = this._content;
    this._camera =
      this._camera === null ? startCamera(box, spacing) : refocus(this._camera, box, spacing);
    this.invalidate();
  }

  lookFrom(camera: VolumeCamera): void {
    this._camera = camera;
    this.invalidate();
  }

  /** Arrays are new and hold nothing yet. */
  reset(): void {
    this._picture?.surfaces.reset();
    this.invalidate();
  }

  /** Crop, region or colours changed: coarse surfaces now, fine ones, where they are wanted, when idle. */
  rebuild(detail: 'coarse' | 'fine'): void {
    this._built = this._shown();
    this._picture?.surfaces.rebuild(detail);
    this.invalidate();
  }

  /** The image shows in a projection only. */
  voxelsChanged(array: ArrayName, box: Box): void {
    if (array === 'segmentation') {
      this._picture?.surfaces.changed(box);
    } else if (array === 'image' && this._showsImage) {
      this.invalidate();
    }
  }

  /** @returns whether surfaces must be made anew. */
  layersChanged(before: Layers, now: Layers): boolean {
    this.invalidate();
    const shown = this._shown();
    return (
      (before.region && !before.peek) !== (now.region && !now.peek) ||
      shown?.segmentation !== this._built?.segmentation ||
      shown?.changesFrom !== this._built?.changesFrom
    );
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

  /** Draw what is dirty, a projection coarsely. @returns what was drawn. */
  draw(): Dirty {
    const drawn = this._dirty;
    if (drawn === Dirty.Nothing || !this.surface.isVisible) {
      return Dirty.Nothing;
    }
    this._dirty = Dirty.Nothing;
    if (drawn === Dirty.Image) {
      this._drawPicture();
      this._isProjectionCoarse = true;
    }
    this._drawMarks();
    return drawn;
  }

  /** Leave the GPU to others until {@link refine} is called again. */
  hold(): void {
    this._picture?.hold();
  }

  /** Begin to draw a projection finely, or go on with it; dropped when the view becomes dirty before it is done. */
  refine(): void {
    const shot = this._shot();
    if (shot !== null && this._picture !== null && this.surface.isVisible) {
      const picture = this.surface.layer('picture');
      this._picture.drawFinely(shot, this.surface.layer('image'), picture, () => {
        if (this._dirty !== Dirty.Image) {
          this._isProjectionCoarse = false;
          this._drawMarks();
          this._onFine();
        }
      });
    }
  }

  /** Turn the scene under a drag of so many CSS pixels. */
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

  /** What is seen there: the surface's or the region's voxel, or the brightest in a projection. */
  pick(viewPoint: ViewPoint): VoxelPoint | null {
    return this._cast(viewPoint);
  }

  /** As {@link pick}, apart from the stroke in hand: what it paints is no surface to paint on. */
  surfaceAt(viewPoint: ViewPoint): VoxelPoint | null {
    const { model } = this._content;
    return this._cast(viewPoint, voxel => model.labelBefore(voxel));
  }

  /** Edge of the smallest side of a voxel, in the unit of the volume. */
  get smallestEdge(): number {
    return smallestEdge(this._content.spacing);
  }

  /** The same across the view, in CSS pixels. */
  get voxelPixels(): number {
    return this._camera === null ? 1 : this.smallestEdge / unitsPerPixel(this._camera, this.size);
  }

  /** Between two voxel points, in the unit of the volume. */
  distance(a: VoxelPoint, b: VoxelPoint): number {
    const { spacing } = this._content;
    const [from, to] = [voxelToWorld(a, spacing), voxelToWorld(b, spacing)];
    return Math.hypot(...from.map((value, axis) => value - to[axis]));
  }

  /**
   * Begin a line on the view that finds its depth; null while there is nothing to see.
   * @param mode - whether something missing is followed, or something false that has a label
   */
  beginLine(mode: 'add' | 'remove'): StrokeLine | null {
    const sight = this._sight();
    return sight === null ? null : new StrokeLine(sight, mode);
  }

  /** The plane that a straight line across the view spans with the direction of view; null while there is nothing to see. */
  planeThrough(from: ViewPoint, to: ViewPoint): CutPlane | null {
    const sight = this._sight();
    return sight === null ? null : cutPlane(sight, from, to);
  }

  /** Show the outline of a ball at a voxel; null takes it away. */
  setBrush(brush: Omit<BrushMark, 'here'> | null): void {
    if (brush !== null || this._brush !== null) {
      this._brush = brush;
      this.invalidateMarks();
    }
  }

  locate(voxelPoint: VoxelPoint): ViewPoint {
    const world = voxelToWorld(voxelPoint, this._content.spacing);
    return this._camera === null
      ? { left: 0, top: 0 }
      : projectPoint(this._camera, this.size, world);
  }

  dispose(): void {
    this._picture?.dispose();
    this._picture = null;
    this.surface.detach();
  }

  private _cast(viewPoint: ViewPoint, labelAt?: (voxel: VoxelPoint) => number): VoxelPoint | null {
    const source = this._source();
    const image = this._content.model.arrays?.image;
    const { size } = this;
    if (source === null || image === undefined || this._camera === null || size.width === 0) {
      return null;
    }
    return this._showsImage
      ? castBrightest(this._camera, size, viewPoint, image, source)
      : castRay(this._camera, size, viewPoint, source, labelAt);
  }

  private _sight(): Sight | null {
    const { model, box, spacing, cursor } = this._content;
    const { _camera: camera, size } = this;
    return model.arrays === null || box === null || camera === null || size.width === 0
      ? null
      : {
          camera,
          size,
          box,
          spacing,
          cursor,
          image: model.arrays.image,
          heights: model.arrays.heights,
          labelAt: voxel => model.labelBefore(voxel)
        };
  }

  /** A projection shows the region's surface only. */
  private _surfacesChanged(): void {
    if (!this._showsImage || this._picture?.regionTriangles !== this._regionTriangles) {
      this.invalidate();
    }
  }

  /** What is there to work on. */
  private _source(): SurfaceSource | null {
    const { arrays } = this._content.model;
    const { box, spacing, shownRegion } = this._content;
    return arrays === null || box === null
      ? null
      : { segmentation: arrays.segmentation, box, spacing, region: shownRegion };
  }

  /** What is shown of it: as it was while that is asked for; or what has changed, without the region, whose colour is near to one of theirs. */
  private _shown(): SurfaceSource | null {
    const source = this._source();
    const { compared } = this._content;
    return source === null || compared === null
      ? null
      : { ...source, ...compared, region: compared.changesFrom === null ? source.region : null };
  }

  private _shot(): VolumeShot | null {
    const { box } = this._content;
    return this._camera === null || box === null
      ? null
      : {
          camera: this._camera,
          box,
          image: this._showsImage,
          pixelRatio: this.surface.pixelRatio
        };
  }

  private _drawPicture(): void {
    const layer = this.surface.layer('picture');
    const shot = this._shot();
    if (shot !== null && this._picture !== null) {
      this._picture.draw(shot, layer);
      this._regionTriangles = this._picture.regionTriangles;
    } else {
      layer.fillStyle = this._content.theme.background;
      layer.fillRect(0, 0, layer.canvas.width, layer.canvas.height);
    }
  }

  private _drawMarks(): void {
    const { context, pixelRatio, size } = this.surface;
    const { volume, theme, box, cursor, shownRegion, offer } = this._content;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(this.surface.layer('picture').canvas, 0, 0);
    if (volume !== null && box !== null && this._camera !== null) {
      context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
      const { spacing, unit } = volume;
      const region = shownRegion?.box ?? null;
      drawVolumeFrames(context, {
        theme,
        size,
        camera: this._camera,
        spacing,
        box,
        cursor,
        region
      });
      const pixelsPerUnit = 1 / unitsPerPixel(this._camera, size);
      if (offer !== null) {
        const places = offer.trail.map(point => ({ ...this.locate(point), alpha: 1 }));
        drawTrail(context, places, theme, offer.marks);
      }
      if (this._brush !== null) {
        const { point, tool, erasing } = this._brush;
        const radius = tool.radius * pixelsPerUnit;
        drawBall(context, theme, { ...this.locate(point), radius, erasing });
      }
      drawScaleBar(context, theme, size, pixelsPerUnit, unit);
    }
  }

  readonly surface: SurfaceCanvas;
  private readonly _content: SceneContent;
  private readonly _onDirty: () => void;
  private readonly _onFine: () => void;
  private _picture: VolumePicture | null = null;
  private _camera: VolumeCamera | null = null;
  private _mode: VolumeMode = 'surfaces';
  /** What the surfaces were made of. */
  private _built: SurfaceSource | null = null;
  private _brush: Omit<BrushMark, 'here'> | null = null;
  private _dirty = Dirty.Image;
  private _isProjectionCoarse = true;
  /** As the picture on screen shows them. */
  private _regionTriangles = 0;
}

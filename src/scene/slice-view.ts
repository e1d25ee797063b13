/** One slice view: the image by vtk.js, labels and region over it, marks on top, each layer drawn anew only when it must. */
import type { Box, VoxelPoint } from '../core/axes';
import { uniteBoxes } from '../core/axes';
import type { SlicePlane } from '../core/state';
import type { BrushMark } from './annotations';
import { drawSliceMarks, isBrushSeen } from './annotations';
import type { GlSlice } from './gl-slice';
import type { SceneContent } from './scene-content';
import type { Size, SliceRange, SliceTransform, ViewPoint } from './slice-geometry';
import {
  PLANE_AXES,
  fromView,
  panCamera,
  rangeAround,
  sliceTransform,
  toView,
  visibleRange,
  zoomCamera
} from './slice-geometry';
import { SlicePainter, outlineReach, placeOf } from './slice-painter';
import { SurfaceCanvas } from './surface-canvas';
import type { SceneView } from './view';
import { Dirty } from './view';

export class SliceView implements SceneView {
  /** @param onDirty - the view wants to be drawn with the next frame */
  constructor(
    readonly name: SlicePlane,
    content: SceneContent,
    onDirty: () => void,
    onLayout: () => void
  ) {
    this._content = content;
    this._onDirty = onDirty;
    const { u, v } = PLANE_AXES[name];
    this.surface = new SurfaceCanvas(content.trans.__('%1 slice', `${u}${v}`.toUpperCase()), () => {
      this.invalidate(Dirty.Image);
      onLayout();
    });
  }

  get canvas(): HTMLCanvasElement {
    return this.surface.element;
  }

  get size(): Size {
    return this.surface.size;
  }

  /** Slice on show. */
  get depth(): number {
    return this._content.cursor[this.name];
  }

  get dirty(): Dirty {
    return this._dirty;
  }

  /** Hand in what draws the image (borrowed); null while there is none, or the WebGL context is lost. */
  setGl(gl: GlSlice | null): void {
    this._gl = gl;
    this.invalidate(Dirty.Image);
  }

  setBrush(brush: BrushMark | null): void {
    const isDue = this._shows(this._brush) || this._shows(brush);
    this._brush = brush;
    if (isDue) {
      this.invalidate(Dirty.Marks);
    }
  }

  invalidate(dirty: Dirty): void {
    if (dirty >= Dirty.Overlays) {
      this._changed = null;
    }
    this._raise(dirty);
  }

  /** Labels or doubt in a box have changed: of what lies over the image only that part is drawn anew. */
  invalidateVoxels(box: Box): void {
    if (this._dirty < Dirty.Overlays) {
      this._changed = box;
    } else if (this._changed !== null) {
      this._changed = uniteBoxes(this._changed, box);
    }
    this._raise(Dirty.Overlays);
  }

  /** Draw what is dirty. @returns what was drawn. */
  draw(): Dirty {
    const drawn = this._dirty;
    if (drawn === Dirty.Nothing || !this.surface.isVisible) {
      return Dirty.Nothing;
    }
    const changed = this._changed;
    this._dirty = Dirty.Nothing;
    this._changed = null;
    if (drawn >= Dirty.Image) {
      this._drawImage();
    }
    if (drawn >= Dirty.Overlays) {
      this._drawOverlays(changed);
    }
    this._drawMarks();
    return drawn;
  }

  pick(viewPoint: ViewPoint): VoxelPoint | null {
    const { volume } = this._content;
    if (volume === null || this.size.width === 0) {
      return null;
    }
    const point = this.pointAt(viewPoint);
    const { u, v } = PLANE_AXES[this.name];
    const isInside = [u, v].every(
      axis => point[axis] >= -0.5 && point[axis] < volume.shape[axis] - 0.5
    );
    return isInside ? point : null;
  }

  /** The voxel point under a point of the view, also outside the volume. */
  pointAt(viewPoint: ViewPoint): VoxelPoint {
    return fromView(this._transform(this.size), viewPoint, this.depth);
  }

  locate(voxelPoint: VoxelPoint): ViewPoint {
    return toView(this._transform(this.size), voxelPoint);
  }

  zoomAt(viewPoint: ViewPoint, factor: number): void {
    const { volume, camera } = this._content;
    if (volume !== null && this.size.width > 0) {
      const { spacing, shape } = volume;
      this._content.setCamera(
        zoomCamera(camera, this.name, spacing, shape, this.size, viewPoint, factor)
      );
    }
  }

  panBy(delta: ViewPoint): void {
    const { volume, camera } = this._content;
    if (volume !== null && this.size.width > 0) {
      this._content.setCamera(panCamera(camera, this.name, volume.spacing, this.size, delta));
    }
  }

  dispose(): void {
    this._gl = null;
    this.surface.detach();
  }

  private _raise(dirty: Dirty): void {
    if (dirty > this._dirty) {
      this._dirty = dirty;
    }
    this._onDirty();
  }

  private _shows(brush: BrushMark | null): boolean {
    const { cursor, spacing } = this._content;
    return brush !== null && isBrushSeen(brush, this.name, cursor, spacing);
  }

  private _transform(size: Size): SliceTransform {
    const { camera, spacing } = this._content;
    return sliceTransform(this.name, camera, spacing, size);
  }

  private _drawImage(): void {
    const layer = this.surface.layer('image');
    const { width, height } = layer.canvas;
    const { sliceTheme, camera, model, window } = this._content;
    layer.fillStyle = sliceTheme.background;
    layer.fillRect(0, 0, width, height);
    if (this._gl !== null) {
      this._gl.draw(this.name, this.depth, camera, { width, height }, layer);
    } else if (model.arrays !== null) {
      const { transform, range } = this._inSight();
      if (range !== null) {
        const { image } = model.arrays;
        this._painter.paintImage(layer, image, window, transform, this.depth, range);
      }
    }
  }

  /** @param changed - draw this part anew; null for all */
  private _drawOverlays(changed: Box | null): void {
    const picture = this.surface.layer('picture');
    const { transform, range } = this._inSight();
    const { pixelRatio } = this.surface;
    if (changed === null || range === null) {
      this._drawOver(picture, transform, range, range);
      return;
    }
    const reach = outlineReach(transform, pixelRatio);
    const part = rangeAround(transform.axes, changed, range, reach);
    if (part !== null) {
      picture.save();
      picture.beginPath();
      picture.rect(...placeOf(transform, part));
      picture.clip();
      // Outlines depend on the voxels around, and reach out of them.
      const read = rangeAround(transform.axes, changed, range, 2 * reach);
      this._drawOver(picture, transform, range, read);
      picture.restore();
    }
  }

  private _drawOver(
    picture: CanvasRenderingContext2D,
    transform: SliceTransform,
    range: SliceRange | null,
    part: SliceRange | null
  ): void {
    picture.drawImage(this.surface.layer('image').canvas, 0, 0);
    const { overlays } = this._content;
    if (overlays !== null && range !== null && part !== null) {
      const { pixelRatio } = this.surface;
      this._painter.paint(picture, overlays, transform, this.depth, range, pixelRatio, part);
    }
  }

  /** Device pixels of the voxels, and which of them the view shows. */
  private _inSight(): { transform: SliceTransform; range: SliceRange | null } {
    const size = this.surface.deviceSize;
    const transform = this._transform(size);
    const { volume } = this._content;
    return { transform, range: volume && visibleRange(transform, volume.shape, size) };
  }

  private _drawMarks(): void {
    const { context, pixelRatio, size } = this.surface;
    const { volume, sliceTheme, cursor, crop, offer, shownBox } = this._content;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(this.surface.layer('picture').canvas, 0, 0);
    if (volume === null) {
      return;
    }
    context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
    const { shape, spacing, unit } = volume;
    drawSliceMarks(context, {
      theme: sliceTheme,
      size,
      transform: this._transform(size),
      shape,
      spacing,
      unit,
      cursor,
      crop,
      brush: this._brush,
      offer,
      shownBox
    });
  }

  readonly surface: SurfaceCanvas;
  private readonly _content: SceneContent;
  private readonly _onDirty: () => void;
  private readonly _painter = new SlicePainter();
  private _gl: GlSlice | null = null;
  private _brush: BrushMark | null = null;
  private _dirty = Dirty.Image;
  /** While labels are dirty: where, or null for everywhere. */
  private _changed: Box | null = null;
}

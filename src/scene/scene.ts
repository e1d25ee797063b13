/** Four linked views of one model. A function of the model: it listens, draws what changed with the next frame, and owns only GL and DOM. */
import type { Box, VoxelPoint } from '../core/axes';
import { clampVoxel, isSameBox } from '../core/axes';
import type { CurationModel, VoxelsChanged } from '../core/model';
import { Emitter } from '../core/signals';
import type { CurationState, SlicePlane, ViewName } from '../core/state';
import { FrameLoop } from './frame-loop';
import { GlContext, NoWebGlError } from './gl-context';
import type { Interpolation } from './gl-slice';
import { GlStage } from './gl-stage';
import type { RegionMask } from './region-mask';
import { SceneContent } from './scene-content';
import type { Size, SliceCamera } from './slice-geometry';
import { fitCamera } from './slice-geometry';
import { SlabPace, isSlab } from './slab-pace';
import { PLANES, SliceTurn } from './slice-turn';
import { SliceView } from './slice-view';
import { SurfaceTurn } from './surface-turn';
import type { Rgba, SceneTheme } from './theme';
import { DARK_THEME, isSameTheme } from './theme';
import type { SceneView } from './view';
import { Dirty, toViewPoint } from './view';
import type { BrushMark } from './annotations';
import type { VolumeCamera } from './volume-camera';
import type { VolumeMode } from './volume-view';
import { VolumeView } from './volume-view';

export interface SceneOptions {
  readonly theme?: SceneTheme;
  /** How the image is drawn between voxel centres. */
  readonly interpolation?: Interpolation;
  readonly volumeMode?: VolumeMode;
  /** The region's voxels, asked for when the selection changes. */
  readonly regionMask: (index: number) => RegionMask | null;
}

/** One drawing, for benchmarks and tests. */
export interface Drawn {
  readonly kind: 'slice-drawn' | 'stroke-drawn' | 'volume-coarse' | 'volume-fine';
  readonly view: ViewName;
  /** Main-thread time of the drawing. */
  readonly milliseconds: number;
}

/** Where the views look. */
export interface ScenePose {
  readonly slices: SliceCamera;
  /** Null before a volume was shown. */
  readonly volume: VolumeCamera | null;
}

/** Whether the views can draw; `lost` ends by itself when the browser gives the context back. */
export type SceneHealth =
  | { readonly kind: 'ok' }
  | { readonly kind: 'lost' }
  | { readonly kind: 'no-webgl'; readonly message: string };

const NO_SHAPE = { z: 0, y: 0, x: 0 };

export class CurationScene {
  readonly drawn = new Emitter<Drawn>();
  readonly healthChanged = new Emitter<SceneHealth>();
  readonly pointedChanged = new Emitter<undefined>();
  readonly views: Readonly<Record<ViewName, SceneView>>;
  readonly slices: Readonly<Record<SlicePlane, SliceView>>;
  readonly volume: VolumeView;

  /** Works without WebGL too: then `health` says so and the slices show everything but the image. */
  constructor(model: CurationModel, options: SceneOptions) {
    this._model = model;
    this._options = options;
    this._content = new SceneContent(model, () => {
      this._invalidateSlices(Dirty.Image);
    });
    this._content.setTheme(options.theme ?? DARK_THEME);
    this.slices = {
      z: this._makeSlice('z'),
      y: this._makeSlice('y'),
      x: this._makeSlice('x')
    };
    this.volume = new VolumeView(
      this._content,
      () => {
        this._loop.schedule();
      },
      () => {
        this._report('volume-fine', 'volume', performance.now());
      }
    );
    this.volume.mode = options.volumeMode ?? 'surfaces';
    this.views = { ...this.slices, volume: this.volume };
    this._shown = model.state;
    this._limitPixels(model.state);
    this._turn.reset();
    this._turn.follow(model.state.phase);
    this._disconnect = [
      model.opened.connect(() => {
        this._turn.reset();
        this._open();
        this._surfacesDue = false;
        this.volume.reset();
      }),
      model.stateChanged.connect(state => {
        this._follow(state);
      }),
      model.voxelsChanged.connect(changed => {
        this._voxelsChanged(changed);
      }),
      model.rankingChanged.connect(() => {
        this._selectRegion();
      }),
      model.strokeEnded.connect(() => {
        this._loop.schedule();
      }),
      GlContext.lost.connect(() => {
        this._contextLost();
      }),
      GlContext.restored.connect(() => {
        this._acquire();
      })
    ];
    this._open();
  }

  get health(): SceneHealth {
    return this._health;
  }

  attach(view: ViewName, host: HTMLElement): void {
    const { surface } = view === 'volume' ? this.volume : this.slices[view];
    surface.attach(host);
  }

  detach(view: ViewName): void {
    const { surface } = view === 'volume' ? this.volume : this.slices[view];
    surface.detach();
  }

  /** A theme that is shown already costs nothing: hosts may tell it whenever it may have changed. */
  setTheme(theme: SceneTheme): void {
    if (isSameTheme(theme, this._content.theme)) {
      return;
    }
    this._content.setTheme(theme);
    this._invalidateSlices(Dirty.Image);
    this._rebuildLater();
  }

  /** Weight of each doubt code, so that the uncertainty layer is coloured by doubt and not by the order of the codes. */
  setWeights(weights: Uint32Array | null): void {
    this._content.setWeights(weights);
    this._invalidateSlices(Dirty.Overlays);
  }

  setVolumeMode(mode: VolumeMode): void {
    this.volume.mode = mode;
  }

  /** Centre and zoom all four views on a box. */
  fit(box: Box): void {
    const { volume } = this._content;
    if (volume === null) {
      return;
    }
    const sizes = this._sizes();
    this._fittedFor = sizes.size;
    this._content.setCamera(fitCamera(box, volume.spacing, sizes));
    this.volume.fit(box);
  }

  /** Where the views look, for another scene of the same model to go on from. */
  get pose(): ScenePose {
    return { slices: this._content.camera, volume: this.volume.camera };
  }

  /** Look where another scene did; a box that is fitted later counts again. */
  takePose({ slices, volume }: ScenePose): void {
    this._fittedFor = PLANES.length;
    this._content.setCamera(slices);
    if (volume !== null) {
      this.volume.lookFrom(volume);
    }
  }

  /** The voxel under a point of the page, or null. */
  pick(view: ViewName, clientX: number, clientY: number): VoxelPoint | null {
    const target = this.views[view];
    return target.pick(toViewPoint(target, clientX, clientY));
  }

  /** The voxel under the pointer, or null while it is elsewhere. */
  get pointed(): VoxelPoint | null {
    return this._pointed;
  }

  setPointed(point: VoxelPoint | null): void {
    const { volume } = this._content;
    const voxel = point === null || volume === null ? null : clampVoxel(volume.shape, point);
    const known = this._pointed;
    if (voxel?.z !== known?.z || voxel?.y !== known?.y || voxel?.x !== known?.x) {
      this._pointed = voxel;
      this.pointedChanged.emit(undefined);
    }
  }

  /** Doubt of a voxel in the map's own unit; null while it is not known. */
  doubtAt(voxel: VoxelPoint): number | null {
    return this._content.doubtAt(voxel);
  }

  /** Show where the brush is, in every view that it reaches; null takes it away. */
  setBrush(view: ViewName | null, mark: Omit<BrushMark, 'here'> | null): void {
    this._sliceTurn.under = view === 'volume' ? null : view;
    this.volume.setBrush(view === 'volume' ? mark : null);
    for (const plane of PLANES) {
      this.slices[plane].setBrush(mark === null ? null : { ...mark, here: plane === view });
    }
  }

  /** Colour of a point of a view, in CSS pixels, as it is on screen. Draws first what is due. For tests. */
  probe(view: ViewName, left: number, top: number): Rgba {
    this.drawNow();
    const { surface } = view === 'volume' ? this.volume : this.slices[view];
    return surface.read({ left, top });
  }

  /** Whether all is drawn and nothing moves. */
  get isResting(): boolean {
    return this._loop.isResting;
  }

  /** Draw everything that is due without waiting for the frame. */
  drawNow(): void {
    this._sliceTurn.hasPutOff = true;
    this._loop.now();
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._loop.dispose();
    this._turn.dispose();
    this._slabs.dispose();
    this._disconnect.forEach(disconnect => {
      disconnect();
    });
    for (const plane of PLANES) {
      this.slices[plane].dispose();
    }
    this.volume.dispose();
    this._release();
    this.drawn.clear();
    this.healthChanged.clear();
    this.pointedChanged.clear();
  }

  private _makeSlice(plane: SlicePlane): SliceView {
    return new SliceView(
      plane,
      this._content,
      () => {
        this._loop.schedule();
      },
      () => {
        this._refit();
      }
    );
  }

  /** Views that had no size when the box was fitted have one now. */
  private _refit(): void {
    const { box } = this._content;
    if (box !== null && this._sizes().size > this._fittedFor) {
      this.fit(box);
    }
  }

  /** Of the slices that are on screen. */
  private _sizes(): Map<SlicePlane, Size> {
    const sizes = new Map<SlicePlane, Size>();
    for (const plane of PLANES) {
      const { size } = this.slices[plane];
      if (size.width > 0 && size.height > 0) {
        sizes.set(plane, size);
      }
    }
    return sizes;
  }

  private _open(): void {
    this._content.setWeights(null);
    this._selectRegion();
    this._acquire();
    const { box } = this._content;
    if (box !== null) {
      this.fit(box);
    }
  }

  /** Take the GL context and the texture of the arrays now open; what was held before is let go. */
  private _acquire(): void {
    this._release();
    const { arrays, volume } = this._model;
    if (this._isDisposed || arrays === null || volume === null || GlContext.isLost) {
      return;
    }
    const interpolation = this._options.interpolation ?? 'linear';
    try {
      this._stage = new GlStage(arrays.image, volume.spacing, interpolation);
    } catch (error) {
      if (error instanceof NoWebGlError) {
        this._setHealth({ kind: 'no-webgl', message: error.tell(this._model.trans) });
        return;
      }
      throw error;
    }
    const { context, texture, slice } = this._stage;
    slice.setWindow(this._content.window);
    slice.setBackground(this._content.sliceBackground);
    for (const plane of PLANES) {
      this.slices[plane].setGl(slice);
    }
    this.volume.setGl(context, texture);
    this._surfacesDue = true;
    this._setHealth({ kind: 'ok' });
  }

  private _release(): void {
    for (const plane of PLANES) {
      this.slices[plane].setGl(null);
    }
    this.volume.setGl(null, null);
    this._stage?.dispose();
    this._stage = null;
  }

  private _contextLost(): void {
    this._release();
    this._setHealth({ kind: 'lost' });
  }

  private _setHealth(health: SceneHealth): void {
    if (health.kind !== this._health.kind) {
      this._health = health;
      this.healthChanged.emit(health);
    }
  }

  /** Compare the new state with what is shown and draw the difference. */
  private _follow(state: CurationState): void {
    const shown = this._shown;
    this._shown = state;
    this._turn.follow(state.phase);
    if (state.preferences !== shown.preferences) {
      this._limitPixels(state);
      this._dyeLabels(shown);
    }
    if (state.window !== shown.window) {
      this._stage?.slice.setWindow(state.window);
      this._invalidateSlices(Dirty.Image);
      this.volume.invalidate();
    }
    if (state.cursor !== shown.cursor) {
      for (const plane of PLANES) {
        const moved = state.cursor[plane] !== shown.cursor[plane];
        this.slices[plane].invalidate(moved ? Dirty.Image : Dirty.Marks);
      }
      this.volume.invalidateMarks();
    }
    if (state.offer !== shown.offer || state.shownBox !== shown.shownBox) {
      this._invalidateSlices(Dirty.Marks);
    }
    if (state.offer !== shown.offer) {
      this.volume.invalidateMarks();
    }
    if (state.layers !== shown.layers) {
      this._invalidateSlices(Dirty.Overlays);
      if (this.volume.layersChanged(shown.layers, state.layers)) {
        this._rebuildLater();
      }
    }
    if (state.selected !== shown.selected) {
      this._selectRegion();
    }
    if (state.crop !== shown.crop) {
      this._cropChanged(shown.crop);
    } else if (state.selected !== shown.selected && state.selected !== null) {
      this._bringIntoView(state.cursor);
    }
  }

  private _dyeLabels({ preferences }: CurationState): void {
    if (this._content.labelColours !== preferences.labelColours) {
      this._invalidateSlices(Dirty.Overlays);
      // Surfaces carry their colours in their points.
      this._rebuildLater();
    }
  }

  private _limitPixels({ preferences }: CurationState): void {
    for (const { surface } of [this.volume, ...PLANES.map(plane => this.slices[plane])]) {
      surface.limit(preferences.mostPixels);
    }
  }

  private _cropChanged(before: Box | null): void {
    const { box, crop } = this._content;
    if (box !== null) {
      this.fit(box);
      if (crop === null || before === null || !isSameBox(crop, before)) {
        this._rebuildLater();
      }
    }
  }

  /** The views stay where they are within a stop, unless the region has been panned or zoomed out of one. */
  private _bringIntoView(point: VoxelPoint): void {
    const { box } = this._content;
    const isOutside = PLANES.some(plane => {
      const { left, top } = this.slices[plane].locate(point);
      const { width, height } = this.slices[plane].size;
      return width > 0 && (left < 0 || top < 0 || left > width || top > height);
    });
    if (box !== null && isOutside) {
      this.fit(box);
    }
  }

  private _selectRegion(): void {
    const { selected } = this._model.state;
    const region = selected === null ? null : this._options.regionMask(selected);
    if (region !== null || this._content.region !== null) {
      this._content.region = region;
      this._invalidateSlices(Dirty.Overlays);
      this._rebuildLater();
    }
  }

  /** The slices come first; surfaces are made in the task after them. */
  private _rebuildLater(): void {
    this._surfacesDue = true;
    this.volume.invalidate();
  }

  private _voxelsChanged({ array, box }: VoxelsChanged): void {
    const isImage = array === 'image';
    if (isImage) {
      this._stage?.texture.changed(box);
    }
    const dirty = isImage ? Dirty.Image : Dirty.Overlays;
    if (
      this._shown.phase.kind === 'loading' &&
      isSlab(box, this._model.volume?.shape ?? NO_SHAPE)
    ) {
      this._slabs.add(dirty);
    } else {
      this._invalidateWithin(box, dirty);
    }
    if (array === 'segmentation') {
      this._strokeDue = this._shown.phase.kind === 'ready';
    }
    if (this._turn.detail === 'fine') {
      this.volume.voxelsChanged(array, box);
    }
  }

  private _invalidateWithin(box: Box, dirty: Dirty): void {
    for (const plane of PLANES) {
      if (this._isInSlice(plane, box)) {
        const slice = this.slices[plane];
        if (dirty === Dirty.Image) {
          slice.invalidate(dirty);
        } else {
          slice.invalidateVoxels(box);
        }
      }
    }
  }

  private _isInSlice(plane: SlicePlane, box: Box): boolean {
    const depth = this.slices[plane].depth;
    const low = { z: box.z0, y: box.y0, x: box.x0 };
    const high = { z: box.z1, y: box.y1, x: box.x1 };
    return depth >= low[plane] && depth < high[plane];
  }

  private _invalidateSlices(dirty: Dirty): void {
    for (const plane of PLANES) {
      this.slices[plane].invalidate(dirty);
    }
  }

  private _drawSlices(): void {
    for (const plane of this._sliceTurn.take(each => this.slices[each].dirty)) {
      const start = performance.now();
      const drawn = this.slices[plane].draw();
      if (drawn >= Dirty.Overlays) {
        this._report(this._strokeDue ? 'stroke-drawn' : 'slice-drawn', plane, start);
      }
    }
    if (this._sliceTurn.hasPutOff) {
      this._loop.schedule();
    } else {
      this._strokeDue = false;
    }
  }

  /** @returns whether the picture can be refined; a stroke in hand has the machine to itself. */
  private _drawVolume(): boolean {
    const start = performance.now();
    const { detail } = this._turn;
    if (this._surfacesDue && detail !== 'none' && this.volume.surface.isVisible) {
      this._surfacesDue = false;
      this.volume.rebuild(detail);
    }
    if (this.volume.draw() === Dirty.Image) {
      this._report(this.volume.isCoarse ? 'volume-coarse' : 'volume-fine', 'volume', start);
    }
    return this.volume.canRefine && !this._model.isStroking;
  }

  private _report(kind: Drawn['kind'], view: ViewName, start: number): void {
    this.drawn.emit({ kind, view, milliseconds: performance.now() - start });
  }

  private readonly _model: CurationModel;
  private readonly _options: SceneOptions;
  private readonly _content: SceneContent;
  private readonly _disconnect: readonly (() => void)[];
  private _shown: CurationState;
  private _health: SceneHealth = { kind: 'ok' };
  private _pointed: VoxelPoint | null = null;
  private _stage: GlStage | null = null;
  private readonly _loop = new FrameLoop(
    () => {
      this._drawSlices();
    },
    () => this._drawVolume(),
    () => {
      this.volume.refine();
    },
    () => {
      this.volume.hold();
    }
  );
  private readonly _slabs = new SlabPace(dirty => {
    this._invalidateSlices(dirty);
  });
  private readonly _turn = new SurfaceTurn(() => {
    this._slabs.flush();
    this._rebuildLater();
  });
  private readonly _sliceTurn = new SliceTurn();
  /** Slices that were on screen at the last fit. */
  private _fittedFor = 0;
  private _surfacesDue = false;
  private _strokeDue = false;
  private _isDisposed = false;
}

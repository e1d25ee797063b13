/** What the views of a scene show: the model's arrays and state, the shared cameras, theme and region. */
import type { Offer } from '../core/proposals';
import type { Box, Spacing, VoxelPoint } from '../core/axes';
import { voxelOffset, wholeBox } from '../core/axes';
import type { CurationModel } from '../core/model';
import { WEIGHT_ONE } from '../core/regions';
import type { Layers, VolumeDescription } from '../core/state';
import type { Translation } from '../core/translation';
import type { RegionMask } from './region-mask';
import type { SliceCamera } from './slice-geometry';
import type { SliceOverlays } from './slice-painter';
import { packRgba } from './slice-painter';
import type { LabelColours } from '../core/preferences';
import type { Rgb, SceneTheme } from './theme';
import { DARK_THEME, doubtAlpha, doubtColour, parseColour, sliceTheme } from './theme';

export class SceneContent {
  /** @param onCamera - the slices look elsewhere now */
  constructor(model: CurationModel, onCamera: () => void) {
    this._model = model;
    this._onCamera = onCamera;
  }

  get trans(): Translation {
    return this._model.trans;
  }

  get volume(): VolumeDescription | null {
    return this._model.volume;
  }

  get spacing(): Spacing {
    return this._model.volume?.spacing ?? { z: 1, y: 1, x: 1 };
  }

  get cursor(): VoxelPoint {
    return this._model.state.cursor;
  }

  get crop(): Box | null {
    return this._model.state.crop;
  }

  /** Where something pointed at was done. */
  get shownBox(): Box | null {
    return this._model.state.shownBox;
  }

  get offer(): Offer | null {
    return this._model.state.offer;
  }

  /** The crop, or the whole volume. */
  get box(): Box | null {
    const { volume } = this;
    return volume === null ? null : (this.crop ?? wholeBox(volume.shape));
  }

  get layers(): Layers {
    return this._model.state.layers;
  }

  get window(): readonly [number, number] {
    return this._model.state.window;
  }

  get model(): CurationModel {
    return this._model;
  }

  get camera(): SliceCamera {
    return this._camera;
  }

  setCamera(camera: SliceCamera): void {
    this._camera = camera;
    this._onCamera();
  }

  get theme(): SceneTheme {
    return this._theme;
  }

  /** The theme of the slices. */
  get sliceTheme(): SceneTheme {
    return this._sliceTheme;
  }

  get accent(): Rgb {
    return this._accent;
  }

  /** Of the 3D view. */
  get background(): Rgb {
    return this._background;
  }

  get sliceBackground(): Rgb {
    return this._sliceBackground;
  }

  get labelColours(): LabelColours {
    return this._model.state.preferences.labelColours;
  }

  setTheme(theme: SceneTheme): void {
    this._theme = theme;
    this._sliceTheme = sliceTheme(theme);
    this._sliceBackground = parseColour(this._sliceTheme.background);
    this._accent = parseColour(theme.accent);
    this._background = parseColour(theme.background);
  }

  /** The selected region where it is to be shown. */
  get shownRegion(): RegionMask | null {
    const { region, peek } = this.layers;
    return region && !peek ? this.region : null;
  }

  /** Weight of each doubt code, for the colours of the uncertainty layer; without it colours follow the order of the codes. */
  setWeights(weights: Uint32Array | null): void {
    this._weights = weights;
    this._doubtColours = null;
  }

  /** Doubt of a voxel in the map's own unit; null while it is not known. */
  doubtAt(voxel: VoxelPoint): number | null {
    const { arrays, volume } = this._model;
    if (arrays === null || volume === null || this._weights === null) {
      return null;
    }
    const code = arrays.codes.data[voxelOffset(volume.shape, voxel)];
    const weight = this._weights[Math.min(code, this._weights.length - 1)];
    return (weight / WEIGHT_ONE) * volume.uncertainty.maximum;
  }

  /** The segmentation on show: as it was while that is asked for, or as it is; and what to compare it with where changes are shown. */
  get compared(): Pick<SliceOverlays, 'segmentation' | 'changesFrom'> | null {
    const { arrays } = this._model;
    if (arrays === null) {
      return null;
    }
    const { segmentation, original } = arrays;
    const { before, changes } = this.layers;
    return before && original !== null
      ? { segmentation: original, changesFrom: null }
      : { segmentation, changesFrom: changes ? original : null };
  }

  get showsChanges(): boolean {
    return (this.compared?.changesFrom ?? null) !== null;
  }

  /** What lies over the image in the slices, or null when there is nothing to show. */
  get overlays(): SliceOverlays | null {
    const { arrays } = this._model;
    const { compared } = this;
    const { segmentation: style, uncertainty, peek } = this.layers;
    if (arrays === null || compared === null || peek) {
      return null;
    }
    const { codes, original } = arrays;
    const isBefore = compared.segmentation === original;
    const colours = uncertainty ? this._coloursOfCodes() : null;
    return {
      ...compared,
      style: isBefore && style === 'off' ? 'outline' : style,
      region: this.shownRegion,
      accent: this._accent,
      labelColours: this.labelColours,
      doubt: colours === null ? null : { codes, colours }
    };
  }

  private _coloursOfCodes(): Uint32Array {
    if (this._doubtColours === null) {
      const isByte = this.volume?.uncertainty.codes === 'uint8';
      const count = isByte ? 256 : 65_536;
      const distinct = this.volume?.uncertainty.distinct ?? 0;
      const most = this.volume?.uncertainty.lossless === true ? Math.max(1, distinct) : count - 1;
      const weights = this._weights;
      const top = weights === null ? most : weights[weights.length - 1];
      const colours = new Uint32Array(count);
      for (let code = 1; code < count; code++) {
        const doubt = (weights === null ? code : (weights[code] ?? top)) / top;
        colours[code] = packRgba(doubtColour(doubt), doubtAlpha(doubt));
      }
      this._doubtColours = colours;
    }
    return this._doubtColours;
  }

  /** Set by the scene when the selection changes. */
  region: RegionMask | null = null;
  private readonly _model: CurationModel;
  private readonly _onCamera: () => void;
  private _camera: SliceCamera = { centre: { z: 0, y: 0, x: 0 }, span: 1 };
  private _theme: SceneTheme = DARK_THEME;
  private _sliceTheme: SceneTheme = DARK_THEME;
  private _accent: Rgb = [255, 138, 31];
  private _background: Rgb = [16, 18, 20];
  private _sliceBackground: Rgb = [16, 18, 20];
  private _weights: Uint32Array | null = null;
  private _doubtColours: Uint32Array | null = null;
}

/**
 * What lies over the image in a slice: doubt, label fills, outlines, the region. Drawn on the 2D canvas at device resolution from the
 * arrays themselves, so that every label id has its own colour, touching labels are told apart, and a stroke needs no upload.
 */
import type { LabelColours } from '../core/preferences';
import type { Volume } from '../core/volume';
import { outlineRuns } from './contour';
import type { OutlineRun } from './contour';
import { ChangePainter, changeRuns } from './change-painter';
import type { RegionMask } from './region-mask';
import type { SliceRange, SliceTransform } from './slice-geometry';
import type { SlicePatch } from './slice-patch';
import { readSlice, withLabels } from './slice-patch';
import type { Rgb } from './theme';
import { labelColour } from './label-colours';
import { cssColour } from './theme';

/** What to draw over one slice. */
export interface SliceOverlays {
  readonly segmentation: Volume;
  readonly style: 'outline' | 'fill' | 'off';
  /** What the segmentation was, where its changes are to be shown; else null. */
  readonly changesFrom: Volume | null;
  readonly region: RegionMask | null;
  readonly accent: Rgb;
  readonly labelColours: LabelColours;
  /** Doubt codes and their colours (RGBA words, one per code), or null. */
  readonly doubt: { readonly codes: Volume; readonly colours: Uint32Array } | null;
}

const FILL_ALPHA = 0.45;
/** Where the region has no label, and where it has one: 3D shows it solid there. */
const REGION_FILL_ALPHAS = [0.12, 0.42] as const;
/** CSS pixels. */
const OUTLINE_WIDTH = 1.25;
const REGION_OUTLINE_WIDTH = 2;

export class SlicePainter {
  /** The image itself, for browsers that have no WebGL. Arguments as for {@link paint}; `window` holds the values drawn black and white. */
  paintImage(
    context: CanvasRenderingContext2D,
    image: Volume,
    [black, white]: readonly [number, number],
    transform: SliceTransform,
    depth: number,
    range: SliceRange
  ): void {
    const patch = readSlice(image, transform.axes, depth, range);
    const scale = 255 / Math.max(white - black, 1e-3);
    this._fill(context, transform, patch, value => {
      const grey = Math.min(Math.max(Math.round((value - black) * scale), 0), 255);
      return packRgba([grey, grey, grey], 1);
    });
  }

  /**
   * Draw over what the canvas holds.
   * @param transform - in device pixels
   * @param range - the voxels in sight
   * @param pixelRatio - device pixels per CSS pixel
   * @param part - of the range, to draw no more than that; it comes out as it would with all of the range
   */
  paint(
    context: CanvasRenderingContext2D,
    overlays: SliceOverlays,
    transform: SliceTransform,
    depth: number,
    range: SliceRange,
    pixelRatio: number,
    part: SliceRange = range
  ): void {
    const { axes } = transform;
    if (overlays.doubt !== null) {
      const { codes, colours } = overlays.doubt;
      const patch = readSlice(codes, axes, depth, part);
      this._fill(context, transform, patch, code => colours[code], range);
    }
    if (overlays.style !== 'off') {
      const { labelColours } = overlays;
      const patch = readSlice(overlays.segmentation, axes, depth, part);
      if (overlays.style === 'fill') {
        this._fill(context, transform, patch, label => fillWord(label, labelColours), range);
      }
      const width = deviceWidth(OUTLINE_WIDTH, pixelRatio);
      outline(context, transform, patch, width, label =>
        cssColour(labelColour(label, labelColours))
      );
    }
    if (overlays.changesFrom !== null) {
      const before = readSlice(overlays.changesFrom, axes, depth, part);
      const after = readSlice(overlays.segmentation, axes, depth, part);
      this._changes.paint(context, changeRuns(before, after), transform, pixelRatio);
    }
    const region = overlays.region?.slice(axes, depth) ?? null;
    if (region !== null) {
      const { accent } = overlays;
      const words = [0, ...REGION_FILL_ALPHAS.map(alpha => packRgba(accent, alpha))];
      const filled = withLabels(region, overlays.segmentation, axes, depth);
      this._fill(context, transform, filled, where => words[where]);
      const width = deviceWidth(REGION_OUTLINE_WIDTH, pixelRatio);
      outline(context, transform, region, width, () => cssColour(accent));
    }
  }

  /**
   * Colour every voxel of a patch; one pixel per voxel on a small canvas, enlarged without smoothing.
   * @param whole - what the patch is a part of: only its edges lie on whole pixels
   */
  private _fill(
    context: CanvasRenderingContext2D,
    transform: SliceTransform,
    patch: SlicePatch,
    wordOf: (value: number) => number,
    whole: SliceRange = patch.range
  ): void {
    const small = this._smallContext(patch);
    const picture = small.createImageData(patch.columns, patch.rows);
    const words = new Uint32Array(picture.data.buffer);
    const { values } = patch;
    let last = 0;
    let word = wordOf(0);
    for (let at = 0; at < values.length; at++) {
      if (values[at] !== last) {
        last = values[at];
        word = wordOf(last);
      }
      words[at] = word;
    }
    small.putImageData(picture, 0, 0);
    context.imageSmoothingEnabled = false;
    context.drawImage(
      small.canvas,
      ...([0, 0, patch.columns, patch.rows] as const),
      ...placeWithin(placeOf(transform, whole), whole, patch.range)
    );
  }

  private _smallContext(patch: SlicePatch): CanvasRenderingContext2D {
    this._small ??= document.createElement('canvas').getContext('2d');
    if (this._small === null) {
      throw new Error('found no 2D canvas in this browser, expected one');
    }
    const { canvas } = this._small;
    canvas.width = Math.max(canvas.width, patch.columns);
    canvas.height = Math.max(canvas.height, patch.rows);
    return this._small;
  }

  private readonly _changes = new ChangePainter(placeOf);
  private _small: CanvasRenderingContext2D | null = null;
}

/** Where voxels are drawn: left, top, width and height in whole pixels. */
export function placeOf(transform: SliceTransform, { u0, u1, v0, v1 }: SliceRange): Place {
  const left = edgeU(transform, u0);
  const top = edgeV(transform, v0);
  return [left, top, edgeU(transform, u1) - left, edgeV(transform, v1) - top];
}

type Place = readonly [left: number, top: number, width: number, height: number];

/** Where a part of a range is drawn when the range is drawn to a place. */
function placeWithin(
  [left, top, width, height]: Place,
  whole: SliceRange,
  part: SliceRange
): Place {
  const scaleU = width / (whole.u1 - whole.u0);
  const scaleV = height / (whole.v1 - whole.v0);
  return [
    left + (part.u0 - whole.u0) * scaleU,
    top + (part.v0 - whole.v0) * scaleV,
    (part.u1 - part.u0) * scaleU,
    (part.v1 - part.v0) * scaleV
  ];
}

/** How many voxels away a voxel's outline can be seen. */
export function outlineReach({ scaleU, scaleV }: SliceTransform, pixelRatio: number): number {
  const width = deviceWidth(REGION_OUTLINE_WIDTH, pixelRatio);
  return 1 + Math.ceil((2 * width) / Math.min(scaleU, scaleV));
}

/** Pixel edge before column `u`, on a whole device pixel so that lines are crisp. */
function edgeU({ originU, scaleU }: SliceTransform, u: number): number {
  return Math.round(originU + (u - 0.5) * scaleU);
}

function edgeV({ originV, scaleV }: SliceTransform, v: number): number {
  return Math.round(originV + (v - 0.5) * scaleV);
}

function deviceWidth(cssPixels: number, pixelRatio: number): number {
  return Math.max(1, Math.round(cssPixels * pixelRatio));
}

/** Lines just inside each label's edge, so that two labels that touch both show theirs. */
function outline(
  context: CanvasRenderingContext2D,
  transform: SliceTransform,
  patch: SlicePatch,
  width: number,
  colourOf: (label: number) => string
): void {
  let label = -1;
  for (const run of outlineRuns(patch)) {
    if (run.label !== label) {
      label = run.label;
      context.fillStyle = colourOf(label);
    }
    fillRun(context, transform, patch.range, run, width);
  }
}

function fillRun(
  context: CanvasRenderingContext2D,
  transform: SliceTransform,
  { u0, v0 }: SliceRange,
  run: OutlineRun,
  width: number
): void {
  const before = run.goesOnBefore ? width : 0;
  const after = run.goesOnAfter ? width : 0;
  if (run.side === 'top' || run.side === 'bottom') {
    const left = edgeU(transform, u0 + run.start) - before;
    const right = edgeU(transform, u0 + run.end) + after;
    const top =
      run.side === 'top'
        ? edgeV(transform, v0 + run.line)
        : edgeV(transform, v0 + run.line + 1) - width;
    context.fillRect(left, top, right - left, width);
  } else {
    const top = edgeV(transform, v0 + run.start) - before;
    const bottom = edgeV(transform, v0 + run.end) + after;
    const left =
      run.side === 'left'
        ? edgeU(transform, u0 + run.line)
        : edgeU(transform, u0 + run.line + 1) - width;
    context.fillRect(left, top, width, bottom - top);
  }
}

function fillWord(label: number, palette: LabelColours): number {
  return label === 0 ? 0 : packRgba(labelColour(label, palette), FILL_ALPHA);
}

/** RGBA bytes as the 32-bit word that a little-endian machine keeps them in; all browsers run on such. */
export function packRgba([red, green, blue]: Rgb, alpha: number): number {
  return ((Math.round(alpha * 255) << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

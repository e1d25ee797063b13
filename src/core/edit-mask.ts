/** Masks applied to rows: which voxels a stroke may change. */
import type { Box, Shape } from './axes';
import { wholeBox } from './axes';
import type { LabelIndex } from './labels';
import type { Masks } from './masks';
import { brightnessRange, isMasking } from './masks';
import type { Volume } from './volume';

/** What masks are about. */
export interface MaskGround {
  readonly segmentation: Volume;
  readonly image: Volume<'uint8'>;
  readonly crop: Box | null;
  /** In hand. */
  readonly label: LabelIndex;
}

/** What masks mean for a stroke: which stretches of a row it may change. Decided when it is made. */
export class EditMask {
  /** Null when everything may change. */
  static of(masks: Masks, { segmentation, image, crop, label }: MaskGround): EditMask | null {
    return isMasking(masks) ? new EditMask(masks, segmentation, image, crop, label) : null;
  }

  private constructor(
    { labels, crop: isCropped, brightness, spread }: Masks,
    segmentation: Volume,
    image: Volume<'uint8'>,
    crop: Box | null,
    label: LabelIndex
  ) {
    this._labels = segmentation.data;
    this._image = image.data;
    this._shape = segmentation.shape;
    this._box = isCropped && crop !== null ? crop : wholeBox(segmentation.shape);
    this._isAnyLabel = labels.kind === 'any';
    this._first = labels.kind === 'inside' ? labels.label : 0;
    this._second = labels.kind === 'inside' ? labels.label : label;
    [this._low, this._high] = brightness === null ? [0, 255] : brightnessRange(brightness, spread);
    this._isPlain = this._isAnyLabel && brightness === null;
  }

  /** The first stretch of a row, between `xStart` and `xEnd`, whose voxels may change; half-open. Null when there is none. */
  next(z: number, y: number, xStart: number, xEnd: number): readonly [number, number] | null {
    const { z0, z1, y0, y1, x0, x1 } = this._box;
    const last = Math.min(xEnd, x1);
    let start = Math.max(xStart, x0);
    if (z < z0 || z >= z1 || y < y0 || y >= y1 || start >= last) {
      return null;
    }
    if (this._isPlain) {
      return [start, last];
    }
    const row = (z * this._shape.y + y) * this._shape.x;
    while (start < last && !this._allows(row + start)) {
      start += 1;
    }
    let end = start;
    while (end < last && this._allows(row + end)) {
      end += 1;
    }
    return start < end ? [start, end] : null;
  }

  private _allows(voxel: number): boolean {
    const label = this._labels[voxel];
    const value = this._image[voxel];
    return (
      (this._isAnyLabel || label === this._first || label === this._second) &&
      value >= this._low &&
      value <= this._high
    );
  }

  private readonly _labels: Volume['data'];
  private readonly _image: Uint8Array;
  private readonly _shape: Shape;
  private readonly _box: Box;
  private readonly _isAnyLabel: boolean;
  /** Labels whose voxels may change. */
  private readonly _first: number;
  private readonly _second: number;
  /** Display values that may change. */
  private readonly _low: number;
  private readonly _high: number;
  private readonly _isPlain: boolean;
}

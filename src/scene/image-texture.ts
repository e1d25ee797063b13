/** The image as one 3D texture, shared by every view of every scene on the same array. Blocks that arrive go up alone. */
import vtkDataArray from '@kitware/vtk.js/Common/Core/DataArray';
import vtkImageData from '@kitware/vtk.js/Common/DataModel/ImageData';
import type { Box, Spacing } from '../core/axes';
import { uniteBoxes } from '../core/axes';
import type { Volume } from '../core/volume';
import { toVtk, toVtkExtent } from './vtk-axes';

/** What vtk.js calls for a partial upload; image and volume properties both have it. */
interface HasUpdatedExtents {
  setUpdatedExtents(extents: [number, number, number, number, number, number][]): boolean;
}

/** More boxes than these are united: one larger upload is cheaper than many calls. */
const MOST_BOXES = 8;

export class ImageTexture {
  /** Same array, same texture; call {@link release} once for each call. */
  static acquire(image: Volume<'uint8'>, spacing: Spacing): ImageTexture {
    let texture = textures.get(image.data);
    if (texture === undefined) {
      texture = new ImageTexture(image, spacing);
      textures.set(image.data, texture);
    }
    texture._users += 1;
    return texture;
  }

  private constructor(image: Volume<'uint8'>, spacing: Spacing) {
    this._key = image.data;
    this.imageData = vtkImageData.newInstance();
    this.imageData.setDimensions(toVtk(image.shape));
    this.imageData.setSpacing(toVtk(spacing));
    const scalars = vtkDataArray.newInstance({
      name: 'image',
      numberOfComponents: 1,
      values: image.data,
      // Without ranges vtk.js searches the whole volume for its extremes at the first draw.
      ranges: [{ min: 0, max: 255 }]
    });
    this.imageData.getPointData().setScalars(scalars);
  }

  /** Voxels of a box changed; they go up with the next drawing that uses the texture. */
  changed(box: Box): void {
    if (!this._uploaded) {
      return;
    }
    this._pending.push(box);
    if (this._pending.length > MOST_BOXES) {
      this._pending = [this._pending.reduce(uniteBoxes)];
    }
  }

  /**
   * Call just before drawing with `property`. The first drawing uploads the whole volume; vtk.js fails on an extent before that.
   */
  prepare(property: HasUpdatedExtents): void {
    if (this._pending.length > 0) {
      property.setUpdatedExtents(this._pending.map(toVtkExtent));
      this._pending = [];
    }
    this._uploaded = true;
  }

  release(): void {
    this._users -= 1;
    if (this._users === 0) {
      textures.delete(this._key);
      this.imageData.delete();
    }
  }

  readonly imageData: vtkImageData;
  private readonly _key: Uint8Array;
  private _pending: Box[] = [];
  private _uploaded = false;
  private _users = 0;
}

const textures = new Map<Uint8Array, ImageTexture>();

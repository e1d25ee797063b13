/** Puts blocks into the model's arrays, coarse ones under the finer ones that are there already. */
import type { Box } from '../core/axes';
import { wholeBox } from '../core/axes';
import type { ArrayName, CurationModel } from '../core/model';
import type { TypedArray } from '../core/volume';
import type { Delivery } from './block-loader';
import { OrderedWrites } from './ordered-writes';
import type { WorkingCopy } from './working-copy';

interface FineBlock {
  readonly box: Box;
  readonly values: TypedArray;
}

export class BlockWriter {
  constructor(
    private readonly _model: CurationModel,
    private readonly _copy: WorkingCopy,
    private readonly _awaitsCoarse: (array: ArrayName) => boolean
  ) {}

  write(array: ArrayName, { block, revision, values, written, failed }: Delivery): void {
    const put = (arrived: TypedArray) => {
      if (block.level > 0) {
        this._putCoarse(array, block.level, arrived);
      } else {
        this._putFine(array, block.box, arrived);
      }
    };
    if (array === 'segmentation') {
      this._copy.writeBlock(block.box, revision, values, put, written, failed);
      return;
    }
    const run = (arrived: TypedArray) => {
      put(arrived);
      written();
    };
    this._writes[array].addWhen(values, run, failed);
  }

  dispose(): void {
    this._writes.image.clear();
    this._writes.codes.clear();
    this._writes.heights.clear();
    this._fine.clear();
  }

  private _putFine(array: ArrayName, box: Box, values: TypedArray): void {
    if (this._awaitsCoarse(array)) {
      const fine = this._fine.get(array) ?? [];
      this._fine.set(array, [...fine, { box, values }]);
    }
    this._model.setBlock(array, box, values);
  }

  private _putCoarse(array: ArrayName, level: number, samples: TypedArray): void {
    const { volume } = this._model;
    if (volume === null) {
      return;
    }
    this._model.setCoarse(array, level, samples);
    for (const { box, values } of this._fine.get(array) ?? []) {
      this._model.setBlock(array, box, values);
    }
    this._fine.delete(array);
    this._model.voxelsChanged.emit({ array, box: wholeBox(volume.shape), cause: 'kernel' });
  }

  private readonly _writes = {
    image: new OrderedWrites(),
    codes: new OrderedWrites(),
    heights: new OrderedWrites()
  };
  /** Blocks of full resolution written before the coarse level came. */
  private readonly _fine = new Map<ArrayName, readonly FineBlock[]>();
}

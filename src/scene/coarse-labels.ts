/** Labels of a box at a coarse step, read out of the volume once, so that coarse surfaces need not read every voxel again. */
import type { Box } from '../core/axes';
import { boxShape } from '../core/axes';
import type { Volume } from '../core/volume';
import { zeros } from '../core/volume';
import type { SurfaceSource } from './surface-bricks';
import { fillLabels, meshBrick } from './surface-bricks';
import type { Surface } from './surface-nets';

export class CoarseLabels {
  /** @param step - voxels per coarse voxel, which shows the label of any voxel in it; bricks begin at multiples of it */
  constructor(source: SurfaceSource, step: number) {
    this._source = source;
    this._step = step;
    const { z, y, x } = boxShape(source.box);
    this._labels = zeros('uint32', {
      z: Math.ceil(z / step),
      y: Math.ceil(y / step),
      x: Math.ceil(x / step)
    });
  }

  /** Read the voxels of a brick. O(voxels of the brick). */
  read(brick: Box): void {
    const { box } = this._source;
    const first = { z: box.z0, y: box.y0, x: box.x0 };
    fillLabels({ ...this._source, box: brick }, this._labels, first, this._step);
  }

  /** Surface of a brick; it and its neighbours must have been read. */
  mesh(brick: Box): Surface {
    const { box, spacing } = this._source;
    const step = this._step;
    const { shape } = this._labels;
    const source: SurfaceSource = {
      segmentation: this._labels,
      box: { z0: 0, z1: shape.z, y0: 0, y1: shape.y, x0: 0, x1: shape.x },
      spacing: { z: spacing.z * step, y: spacing.y * step, x: spacing.x * step },
      region: null
    };
    const coarse: Box = {
      z0: (brick.z0 - box.z0) / step,
      z1: Math.ceil((brick.z1 - box.z0) / step),
      y0: (brick.y0 - box.y0) / step,
      y1: Math.ceil((brick.y1 - box.y0) / step),
      x0: (brick.x0 - box.x0) / step,
      x1: Math.ceil((brick.x1 - box.x0) / step)
    };
    const middle = (step - 1) / 2;
    return meshBrick(source, coarse, 1, {
      z: (box.z0 + middle) / step,
      y: (box.y0 + middle) / step,
      x: (box.x0 + middle) / step
    });
  }

  private readonly _source: SurfaceSource;
  private readonly _step: number;
  private readonly _labels: Volume<'uint32'>;
}

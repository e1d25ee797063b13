/** The selected region as a small dense mask, for outlines, fills and the 3D view. */
import type { Box } from '../core/axes';
import { boxShape, voxelCount } from '../core/axes';
import type { RegionRun } from '../core/regions';
import type { Volume } from '../core/volume';
import { zeros } from '../core/volume';
import type { PlaneAxes, SliceRange } from './slice-geometry';
import type { SlicePatch } from './slice-patch';
import { readSlice } from './slice-patch';

export class RegionMask {
  /**
   * @param box - that holds every run
   * @param runs - read once
   */
  constructor(box: Box, runs: Iterable<RegionRun>) {
    this.box = box;
    // One voxel of rim on every side, so that outlines close.
    this._rimmed = {
      z0: box.z0 - 1,
      z1: box.z1 + 1,
      y0: box.y0 - 1,
      y1: box.y1 + 1,
      x0: box.x0 - 1,
      x1: box.x1 + 1
    };
    this._mask = zeros('uint8', boxShape(this._rimmed));
    const { data } = this._mask;
    for (const run of runs) {
      const row = this._offset(run.z, run.y, run.x0);
      data.fill(1, row, row + run.x1 - run.x0);
    }
  }

  /** Bytes held. */
  get bytes(): number {
    return voxelCount(this._mask.shape);
  }

  has(z: number, y: number, x: number): boolean {
    const { z0, z1, y0, y1, x0, x1 } = this.box;
    return (
      z >= z0 &&
      z < z1 &&
      y >= y0 &&
      y < y1 &&
      x >= x0 &&
      x < x1 &&
      this._mask.data[this._offset(z, y, x)] !== 0
    );
  }

  /**
   * The part of a slice that the region lies in, with its rim: 1 inside, 0 outside. The range may reach one voxel beyond the volume.
   * Null when the region does not meet the slice.
   */
  slice(axes: PlaneAxes, depth: number): SlicePatch | null {
    const box = this._rimmed;
    const low = { z: box.z0, y: box.y0, x: box.x0 };
    const high = { z: box.z1, y: box.y1, x: box.x1 };
    const { u, v, normal } = axes;
    if (depth <= low[normal] || depth >= high[normal] - 1) {
      return null;
    }
    const inMask: SliceRange = {
      u0: 0,
      u1: high[u] - low[u],
      v0: 0,
      v1: high[v] - low[v]
    };
    const patch = readSlice(this._mask, axes, depth - low[normal], inMask);
    const range = { u0: low[u], u1: high[u], v0: low[v], v1: high[v] };
    return { ...patch, range };
  }

  /** The mask itself: 1 inside, with a rim of one voxel of 0 on every side of {@link box}. Borrowed. */
  asVolume(): Volume<'uint8'> {
    return this._mask;
  }

  private _offset(z: number, y: number, x: number): number {
    const { shape } = this._mask;
    const { z0, y0, x0 } = this._rimmed;
    return ((z - z0) * shape.y + (y - y0)) * shape.x + (x - x0);
  }

  readonly box: Box;
  private readonly _rimmed: Box;
  private readonly _mask: Volume<'uint8'>;
}

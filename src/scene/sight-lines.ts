/** Lines of sight through the volume, sampled as finely as its smallest voxels, for tools that look for a depth. */
import type { Box, Spacing, VoxelPoint } from '../core/axes';
import { containsVoxel, smallestEdge, voxelOffset } from '../core/axes';
import type { Volume } from '../core/volume';
import type { Size, ViewPoint } from './slice-geometry';
import type { VolumeCamera } from './volume-camera';
import { unitsPerPixel, unprojectPoint } from './volume-camera';
import type { VtkVector } from './vtk-axes';
import { boxToWorld, voxelToWorld, worldToVoxel } from './vtk-axes';

/** What is looked at, and from where. */
export interface Sight {
  readonly camera: VolumeCamera;
  /** CSS pixels. */
  readonly size: Size;
  /** Nothing outside is seen. */
  readonly box: Box;
  readonly spacing: Spacing;
  readonly cursor: VoxelPoint;
  readonly image: Volume<'uint8'>;
  /** `round(255 * probability)`, where the page has it. */
  readonly heights: Volume<'uint8'> | null;
  /** Label index of a voxel, as it is apart from the stroke in hand. */
  labelAt(voxel: VoxelPoint): number;
}

/** What a line of sight meets, by depth; 0 where it is outside the box. */
export interface SightLine {
  readonly viewPoint: ViewPoint;
  readonly labels: Uint32Array;
  /** The brightest of the voxel and its neighbours across the stroke. */
  readonly image: Uint8Array;
  readonly heights: Uint8Array | null;
  /** Depths inside the box, half-open. */
  readonly inside: readonly [number, number];
}

/** How far beside the line, in smallest voxel edges, something bright counts: strokes are quick. */
const ASIDE = 1.5;

export class SightLines {
  constructor(sight: Sight) {
    this._sight = sight;
    const { spacing, camera, size } = sight;
    this._step = smallestEdge(spacing);
    [this._near, this.depths] = this._range();
    this.stepPixels = this._step / unitsPerPixel(camera, size);
  }

  /** How many depths there are, from the nearest to the farthest corner of the box. */
  readonly depths: number;
  /** A step in depth, in CSS pixels across the view. */
  readonly stepPixels: number;

  /**
   * Follow the line of sight at a point.
   * @param towards - where the stroke goes there; of any length, also none
   */
  at(viewPoint: ViewPoint, towards: ViewPoint): SightLine {
    const { image, heights } = this._sight;
    const labels = new Uint32Array(this.depths);
    const bright = new Uint8Array(this.depths);
    const high = heights === null ? null : new Uint8Array(this.depths);
    const places = this._beside(viewPoint, towards);
    let first = this.depths;
    let last = 0;
    for (let depth = 0; depth < this.depths; depth++) {
      const voxels = places.map(place => this._voxel(place, depth));
      if (this._isInside(voxels[0])) {
        first = Math.min(first, depth);
        last = depth + 1;
        labels[depth] = this._sight.labelAt(voxels[0]);
      }
      const seen = voxels.filter(voxel => this._isInside(voxel));
      bright[depth] = greatest(image, seen);
      if (high !== null && heights !== null) {
        high[depth] = greatest(heights, seen);
      }
    }
    return { viewPoint, labels, image: bright, heights: high, inside: [first, last] };
  }

  /** The voxel at a depth, or null outside the box. */
  voxelAt(viewPoint: ViewPoint, depth: number): VoxelPoint | null {
    const voxel = this._voxel(this._start(viewPoint), depth);
    return this._isInside(voxel) ? voxel : null;
  }

  /** The place at a depth, also between voxels and outside the box. */
  pointAt(viewPoint: ViewPoint, depth: number): VoxelPoint {
    return this._point(this._start(viewPoint), depth);
  }

  /** The depth of a voxel point, within those there are; with fractions. */
  depthOf(voxelPoint: VoxelPoint): number {
    const { camera, spacing } = this._sight;
    const depth = along(camera, voxelToWorld(voxelPoint, spacing)) - this._near;
    return Math.min(Math.max(depth / this._step, 0), this.depths - 1);
  }

  private _range(): readonly [near: number, depths: number] {
    const { camera, box, spacing } = this._sight;
    const { low, high } = boxToWorld(box, spacing);
    const corners = [0, 1, 2, 3, 4, 5, 6, 7].map(code =>
      along(camera, [
        (code & 1 ? high : low)[0],
        (code & 2 ? high : low)[1],
        (code & 4 ? high : low)[2]
      ])
    );
    const near = Math.min(...corners);
    return [near, Math.ceil((Math.max(...corners) - near) / this._step) + 1];
  }

  /** The place in the plane through the focus, and those to both sides of it. */
  private _beside(viewPoint: ViewPoint, towards: ViewPoint): readonly VtkVector[] {
    const length = Math.hypot(towards.left, towards.top);
    const aside = length === 0 ? 0 : (ASIDE * this.stepPixels) / length;
    return [0, aside, -aside].map(far =>
      this._start({
        left: viewPoint.left - far * towards.top,
        top: viewPoint.top + far * towards.left
      })
    );
  }

  private _start(viewPoint: ViewPoint): VtkVector {
    return unprojectPoint(this._sight.camera, this._sight.size, viewPoint);
  }

  private _point(start: VtkVector, depth: number): VoxelPoint {
    const { forward } = this._sight.camera;
    const far = this._near + depth * this._step;
    return worldToVoxel(
      [start[0] + far * forward[0], start[1] + far * forward[1], start[2] + far * forward[2]],
      this._sight.spacing
    );
  }

  private _voxel(start: VtkVector, depth: number): VoxelPoint {
    const { z, y, x } = this._point(start, depth);
    return { z: Math.round(z), y: Math.round(y), x: Math.round(x) };
  }

  private _isInside(voxel: VoxelPoint): boolean {
    return containsVoxel(this._sight.box, voxel);
  }

  private readonly _sight: Sight;
  /** Of a step, in the unit of the volume. */
  private readonly _step: number;
  /** How far in front of the focus depth 0 is. */
  private readonly _near: number;
}

/** How far behind the focus, along the line of sight. */
function along({ focus, forward }: VolumeCamera, point: Readonly<VtkVector>): number {
  return point.reduce((sum, value, axis) => sum + (value - focus[axis]) * forward[axis], 0);
}

function greatest({ data, shape }: Volume<'uint8'>, voxels: readonly VoxelPoint[]): number {
  return voxels.reduce((most, voxel) => Math.max(most, data[voxelOffset(shape, voxel)]), 0);
}

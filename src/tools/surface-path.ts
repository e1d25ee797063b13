/** What a pointer passes over on the surfaces of the 3D view, without gaps. */
import type { VoxelPoint } from '../core/axes';
import type { ViewPoint, VolumeView } from '../scene';

/** Steps across the view, in smallest voxel edges. */
const STEP = 0.5;
/** A step in depth farther than this many smallest voxel edges, and than the radius, leads to another surface. */
const LEAST_LEAP = 3;

type Surface = Pick<VolumeView, 'surfaceAt' | 'distance' | 'voxelPixels' | 'smallestEdge'>;

export class SurfacePath {
  /** @param radius - of the brush, in the unit of the volume */
  constructor(
    private readonly _view: Surface,
    radius: number
  ) {
    this._leap = Math.max(radius, LEAST_LEAP * _view.smallestEdge);
  }

  /** Surface voxels on the way through points of the view; null between two surfaces, and where there is none. */
  moveTo(places: readonly ViewPoint[]): readonly (VoxelPoint | null)[] {
    const hits: (VoxelPoint | null)[] = [];
    for (const place of places) {
      for (const between of this._steps(place)) {
        const hit = this._view.surfaceAt(between);
        const last = this._last;
        if (last !== null && hit !== null && this._view.distance(last, hit) > this._leap) {
          hits.push(null);
        }
        hits.push(hit);
        this._last = hit;
      }
      this._from = place;
    }
    return hits;
  }

  /** Points from the last one to this one, without the last one. */
  private _steps(to: ViewPoint): readonly ViewPoint[] {
    const from = this._from ?? to;
    const [across, down] = [to.left - from.left, to.top - from.top];
    const count = Math.max(
      1,
      Math.ceil(Math.hypot(across, down) / (STEP * this._view.voxelPixels))
    );
    return Array.from({ length: count }, (_, step) => ({
      left: from.left + ((step + 1) / count) * across,
      top: from.top + ((step + 1) / count) * down
    }));
  }

  private readonly _leap: number;
  private _from: ViewPoint | null = null;
  private _last: VoxelPoint | null = null;
}

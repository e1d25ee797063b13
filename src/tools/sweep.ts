/** The voxels that a ball or a disc passes over on its way from one point to another, row by row. */
import type { Axis, Shape, Spacing, VoxelPoint } from '../core/axes';
import type { SlicePlane } from '../core/state';

/** One step of a brush. Points may lie between voxels and outside the volume. */
export interface Sweep {
  readonly from: VoxelPoint;
  readonly to: VoxelPoint;
  /** In the unit of the spacing. */
  readonly radius: number;
  /** The slice that the pointer is over; null in 3D. */
  readonly plane: SlicePlane | null;
  /** A disc in the slice instead of a ball. */
  readonly disc: boolean;
}

export type PaintRow = (z: number, y: number, xStart: number, xEnd: number) => void;

/** Added to the squared radius, relative, so that rounding does not decide about ties. */
const TIE = 1e-9;

/**
 * Call `paint` for every row of voxels, inside the volume, whose centres lie within the radius of the segment (in the slice alone
 * for a disc), and for the voxels right under the segment, however small the radius. Rows may come twice. O(rows).
 */
export function sweepRows(sweep: Sweep, shape: Shape, spacing: Spacing, paint: PaintRow): void {
  const { from, to, radius, plane } = sweep;
  const capsule = new Capsule(from, to, radius, spacing);
  const depth = plane === null ? 0 : Math.round(from[plane]);
  const range = (axis: Axis): readonly [number, number] => {
    const reach = radius / spacing[axis] + 1;
    const low = Math.max(0, Math.floor(Math.min(from[axis], to[axis]) - reach));
    const high = Math.min(shape[axis] - 1, Math.ceil(Math.max(from[axis], to[axis]) + reach));
    return sweep.disc && axis === plane
      ? [Math.max(low, depth), Math.min(high, depth)]
      : [low, high];
  };
  const [z0, z1] = range('z');
  const [y0, y1] = range('y');
  const [x0, x1] = range('x');
  for (let z = z0; z <= z1; z++) {
    for (let y = y0; y <= y1; y++) {
      const row = capsule.row(z, y, x0, x1);
      if (row !== null) {
        paint(z, y, row[0], row[1]);
      }
    }
  }
  if (radius < reachOfVoxel(plane, spacing)) {
    underSegment(sweep, shape, paint);
  }
}

/** Everything within a radius of a segment, in the unit of the spacing. */
class Capsule {
  constructor(from: VoxelPoint, to: VoxelPoint, radius: number, spacing: Spacing) {
    this._spacing = spacing;
    this._from = scaled(from, spacing);
    const end = scaled(to, spacing);
    this._along = {
      z: end.z - this._from.z,
      y: end.y - this._from.y,
      x: end.x - this._from.x
    };
    this._length2 = this._along.z ** 2 + this._along.y ** 2 + this._along.x ** 2;
    this._radius2 = radius ** 2 * (1 + TIE);
    this._reach2 = this._radius2 * (1 + TIE);
  }

  contains(z: number, y: number, x: number): boolean {
    const pz = z * this._spacing.z - this._from.z;
    const py = y * this._spacing.y - this._from.y;
    const px = x * this._spacing.x - this._from.x;
    const { z: dz, y: dy, x: dx } = this._along;
    const dot = pz * dz + py * dy + px * dx;
    const t = this._length2 > 0 ? Math.min(Math.max(dot / this._length2, 0), 1) : 0;
    return (pz - t * dz) ** 2 + (py - t * dy) ** 2 + (px - t * dx) ** 2 <= this._radius2;
  }

  /** Voxels of a row inside, half-open, from `xFirst` to `xLast` at most; null for none. The capsule is convex: they are one run. */
  row(z: number, y: number, xFirst: number, xLast: number): readonly [number, number] | null {
    this._cut(z, y);
    if (this._high < this._low) {
      return null;
    }
    // The estimate is off by rounding at most; the ends are decided by the distance itself.
    const size = this._spacing.x;
    let start = Math.max(xFirst, Math.ceil((this._from.x + this._low) / size) - 1);
    let end = Math.min(xLast, Math.floor((this._from.x + this._high) / size) + 1);
    while (start <= end && !this.contains(z, y, start)) {
      start += 1;
    }
    while (end >= start && !this.contains(z, y, end)) {
      end -= 1;
    }
    return start <= end ? [start, end + 1] : null;
  }

  /** Find where the line of a row is inside: the hull of its cuts with the two end balls and the cylinder between them. */
  private _cut(z: number, y: number): void {
    const wz = z * this._spacing.z - this._from.z;
    const wy = y * this._spacing.y - this._from.y;
    const { z: dz, y: dy, x: dx } = this._along;
    this._low = Infinity;
    this._high = -Infinity;
    this._cutBall(wz, wy, 0);
    if (this._length2 > 0) {
      this._cutBall(wz - dz, wy - dy, dx);
      this._cutCylinder(wz, wy);
    }
  }

  private _cutBall(wz: number, wy: number, centreX: number): void {
    const rest = this._reach2 - wz ** 2 - wy ** 2;
    if (rest >= 0) {
      const half = Math.sqrt(rest);
      this._include(centreX - half, centreX + half);
    }
  }

  /** Cut with the infinite cylinder, between the planes at the two ends: a quadratic and a linear inequality in x. */
  private _cutCylinder(wz: number, wy: number): void {
    const { z: dz, y: dy, x: dx } = this._along;
    const length2 = this._length2;
    const dot = wz * dz + wy * dy;
    const slab = cutSlab(dot, dx, length2);
    const a = (dz ** 2 + dy ** 2) / length2;
    const b = (dot * dx) / length2;
    const c = wz ** 2 + wy ** 2 - dot ** 2 / length2 - this._reach2;
    if (slab === null || (a === 0 && c > 0)) {
      return;
    }
    if (a === 0) {
      this._include(slab[0], slab[1]);
      return;
    }
    const root2 = b ** 2 - a * c;
    if (root2 >= 0) {
      const low = Math.max(slab[0], (b - Math.sqrt(root2)) / a);
      const high = Math.min(slab[1], (b + Math.sqrt(root2)) / a);
      if (low <= high) {
        this._include(low, high);
      }
    }
  }

  private _include(low: number, high: number): void {
    this._low = Math.min(this._low, low);
    this._high = Math.max(this._high, high);
  }

  private readonly _spacing: Spacing;
  private readonly _from: VoxelPoint;
  private readonly _along: VoxelPoint;
  private readonly _length2: number;
  private readonly _radius2: number;
  /** A little more, so that rounding leaves nothing out. */
  private readonly _reach2: number;
  /** The last cut, from the beginning of the segment on. */
  private _low = Infinity;
  private _high = -Infinity;
}

type Cut = readonly [number, number];

/** Where `0 <= dot + x dx <= length2`. */
function cutSlab(dot: number, dx: number, length2: number): Cut | null {
  if (dx === 0) {
    return dot >= 0 && dot <= length2 ? [-Infinity, Infinity] : null;
  }
  const ends = [-dot / dx, (length2 - dot) / dx];
  return [Math.min(...ends), Math.max(...ends)];
}

/** How far, in a slice or in 3D, a point can lie from the centre of its voxel. */
function reachOfVoxel(plane: SlicePlane | null, spacing: Spacing): number {
  return Math.hypot(...AXES.map(axis => (axis === plane ? 0 : spacing[axis]))) / 2;
}

/** The voxels that the segment runs through, sampled four times a voxel. */
function underSegment({ from, to }: Sweep, shape: Shape, paint: PaintRow): void {
  const longest = Math.max(...AXES.map(axis => Math.abs(to[axis] - from[axis])));
  const samples = Math.ceil(4 * longest);
  for (let sample = 0; sample <= samples; sample++) {
    const t = samples === 0 ? 0 : sample / samples;
    const [z, y, x] = AXES.map(axis => Math.round(from[axis] + t * (to[axis] - from[axis])));
    if (z >= 0 && z < shape.z && y >= 0 && y < shape.y && x >= 0 && x < shape.x) {
      paint(z, y, x, x + 1);
    }
  }
}

const AXES: readonly Axis[] = ['z', 'y', 'x'];

function scaled(point: VoxelPoint, spacing: Spacing): VoxelPoint {
  return { z: point.z * spacing.z, y: point.y * spacing.y, x: point.x * spacing.x };
}

/** Radii a brush can have: steps that stay even to the hand, from half a voxel up. */
import type { Spacing } from '../core/axes';
import { smallestEdge } from '../core/axes';

/** Largest brush, in voxels along the finest axis. */
const MOST_VOXELS = 200;

/** The next larger (1) or smaller (-1) radius on a ladder of 0.5, 1, 2 and 10 voxels. */
export function stepRadius(radius: number, spacing: Spacing, step: 1 | -1): number {
  const unit = smallestEdge(spacing);
  const voxels = radius / unit;
  const rung = voxels < 5 ? 0.5 : voxels < 20 ? 1 : voxels < 40 ? 2 : 10;
  const place = voxels / rung;
  const next = step === 1 ? Math.floor(place + 1.001) : Math.ceil(place - 1.001);
  return clampRadius(next * rung * unit, spacing);
}

/** The nearest radius that a brush can have. */
export function clampRadius(radius: number, spacing: Spacing): number {
  const unit = smallestEdge(spacing);
  const inRange = Math.min(Math.max(radius, 0.5 * unit), MOST_VOXELS * unit);
  return Number(inRange.toPrecision(6));
}

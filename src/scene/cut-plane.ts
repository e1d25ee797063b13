/** The plane of a knife that is drawn straight across the 3D view. */
import type { VoxelPoint } from '../core/axes';
import type { Sight } from './sight-lines';
import { SightLines } from './sight-lines';
import type { ViewPoint } from './slice-geometry';

export interface CutPlane {
  /** The ends of the line, in voxels with fractions, as deep as the piece that it meets nearest to its middle. */
  readonly points: readonly [VoxelPoint, VoxelPoint];
  /** The direction of view, in the unit of the volume. */
  readonly direction: VoxelPoint;
  /** Whether there is a piece under the line; without one it is as deep as the crosshair. */
  readonly meets: boolean;
}

/** O(line in voxels × depth), less where the middle of the line meets something. */
export function cutPlane(sight: Sight, from: ViewPoint, to: ViewPoint): CutPlane {
  const lines = new SightLines(sight);
  const depth = depthNearMiddle(lines, from, to);
  const at = depth ?? lines.depthOf(sight.cursor);
  const [x, y, z] = sight.camera.forward;
  return {
    points: [lines.pointAt(from, at), lines.pointAt(to, at)],
    direction: { z, y, x },
    meets: depth !== null
  };
}

function depthNearMiddle(lines: SightLines, from: ViewPoint, to: ViewPoint): number | null {
  const [across, down] = [to.left - from.left, to.top - from.top];
  const steps = 2 * Math.ceil(Math.hypot(across, down) / lines.stepPixels / 2);
  for (let far = 0; far <= steps / 2; far++) {
    for (const side of far === 0 ? [0] : [-far, far]) {
      const share = steps === 0 ? 0.5 : 0.5 + side / steps;
      const viewPoint = { left: from.left + share * across, top: from.top + share * down };
      const depth = lines.at(viewPoint, { left: 0, top: 0 }).labels.findIndex(label => label > 0);
      if (depth >= 0) {
        return depth;
      }
    }
  }
  return null;
}

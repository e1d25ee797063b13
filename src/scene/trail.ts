/** The line or the clicks that a tool in hand has been given so far. */
import type { VoxelPoint } from '../core/axes';
import type { SliceTransform, ViewPoint } from './slice-geometry';
import { toView } from './slice-geometry';

/** Where a point is drawn, and how faintly. */
export interface TrailPlace extends ViewPoint {
  readonly alpha: number;
}

/** Farther from the slice, in voxels, a point is shown faintly. */
const NEAR = 1.5;
const DOT_PIXELS = 3;
const FAR_ALPHA = 0.25;

/** Where the points of a trail are in a slice. */
export function trailInSlice(
  trail: readonly VoxelPoint[],
  { transform, cursor }: { readonly transform: SliceTransform; readonly cursor: VoxelPoint }
): readonly TrailPlace[] {
  const { normal } = transform.axes;
  return trail.map(point => ({
    ...toView(transform, point),
    alpha: Math.abs(point[normal] - cursor[normal]) <= NEAR ? 1 : FAR_ALPHA
  }));
}

/**
 * @param hasDots - show each point too, as clicks
 * @param isClosed - the last point leads back to the first, faintly
 */
export function drawTrail(
  context: CanvasRenderingContext2D,
  places: readonly TrailPlace[],
  look: { readonly colour: string; readonly hasDots: boolean; readonly isClosed: boolean }
): void {
  const { colour, hasDots, isClosed } = look;
  context.save();
  context.strokeStyle = context.fillStyle = colour;
  context.lineWidth = 1.5;
  const join = (from: TrailPlace, to: TrailPlace, isDashed: boolean): void => {
    context.setLineDash(isDashed ? [3, 3] : []);
    context.globalAlpha = Math.min(from.alpha, to.alpha);
    context.beginPath();
    context.moveTo(from.left, from.top);
    context.lineTo(to.left, to.top);
    context.stroke();
  };
  places.slice(1).forEach((place, i) => {
    join(places[i], place, hasDots);
  });
  if (isClosed && places.length > 2) {
    join(places[places.length - 1], places[0], true);
  }
  context.setLineDash([]);
  places.forEach(({ left, top, alpha }) => {
    if (hasDots || places.length === 1) {
      context.globalAlpha = alpha;
      context.beginPath();
      context.arc(left, top, DOT_PIXELS, 0, 2 * Math.PI);
      context.fill();
    }
  });
  context.restore();
}

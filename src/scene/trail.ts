/** The line or the clicks that a tool in hand has been given so far. */
import type { VoxelPoint } from '../core/axes';
import type { SliceTransform } from './slice-geometry';
import { toView } from './slice-geometry';

/** Farther from the slice, in voxels, a point is shown faintly. */
const NEAR = 1.5;
const DOT_PIXELS = 3;
const FAR_ALPHA = 0.25;

/** @param hasDots - show each point too, as clicks */
export function drawTrail(
  context: CanvasRenderingContext2D,
  trail: readonly VoxelPoint[],
  { transform, cursor }: { readonly transform: SliceTransform; readonly cursor: VoxelPoint },
  { colour, hasDots }: { readonly colour: string; readonly hasDots: boolean }
): void {
  const { normal } = transform.axes;
  const places = trail.map(point => ({
    ...toView(transform, point),
    alpha: Math.abs(point[normal] - cursor[normal]) <= NEAR ? 1 : FAR_ALPHA
  }));
  context.save();
  context.strokeStyle = context.fillStyle = colour;
  context.lineWidth = 1.5;
  context.setLineDash(hasDots ? [3, 3] : []);
  places.forEach((place, i) => {
    const before = places[i - 1];
    if (i > 0) {
      context.globalAlpha = Math.min(place.alpha, before.alpha);
      context.beginPath();
      context.moveTo(before.left, before.top);
      context.lineTo(place.left, place.top);
      context.stroke();
    }
  });
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

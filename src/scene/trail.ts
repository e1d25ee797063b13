/** The line or the clicks that a tool in hand has been given so far. */
import type { VoxelPoint } from '../core/axes';
import type { TrailMarks } from '../core/proposals';
import type { SliceTransform, ViewPoint } from './slice-geometry';
import { toView } from './slice-geometry';
import type { SceneTheme } from './theme';

/** Where a point is drawn, and how faintly. */
export interface TrailPlace extends ViewPoint {
  readonly alpha: number;
}

/** Farther from the slice, in voxels, a point is shown faintly. */
const NEAR = 1.5;
const DOT_PIXELS = 3;
const SEED_PIXELS = 5;
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

export function drawTrail(
  context: CanvasRenderingContext2D,
  places: readonly TrailPlace[],
  theme: Pick<SceneTheme, 'accent' | 'halo'>,
  marks: TrailMarks
): void {
  context.save();
  context.strokeStyle = context.fillStyle = theme.accent;
  context.lineWidth = 1.5;
  const join = (from: TrailPlace, to: TrailPlace, isDashed: boolean): void => {
    context.setLineDash(isDashed ? [3, 3] : []);
    context.globalAlpha = Math.min(from.alpha, to.alpha);
    context.beginPath();
    context.moveTo(from.left, from.top);
    context.lineTo(to.left, to.top);
    context.stroke();
  };
  if (marks !== 'seeds') {
    places.slice(1).forEach((place, i) => {
      join(places[i], place, marks === 'clicks');
    });
  }
  if (marks === 'closed' && places.length > 2) {
    join(places[places.length - 1], places[0], true);
  }
  context.setLineDash([]);
  places.forEach((place, i) => {
    if (marks === 'seeds') {
      drawSeed(context, place, theme, i % 2 === 0);
    } else if (marks === 'clicks' || places.length === 1) {
      drawDot(context, place, DOT_PIXELS);
    }
  });
  context.restore();
}

function drawDot(
  context: CanvasRenderingContext2D,
  { left, top, alpha }: TrailPlace,
  radius: number
): void {
  context.globalAlpha = alpha;
  context.beginPath();
  context.arc(left, top, radius, 0, 2 * Math.PI);
  context.fill();
}

/** A dot with a rim for the one part, a ring for the other. */
function drawSeed(
  context: CanvasRenderingContext2D,
  place: TrailPlace,
  { accent, halo }: Pick<SceneTheme, 'accent' | 'halo'>,
  isFirst: boolean
): void {
  const layers = isFirst
    ? ([
        [halo, SEED_PIXELS + 2],
        [accent, SEED_PIXELS]
      ] as const)
    : ([
        [halo, SEED_PIXELS + 2],
        [accent, SEED_PIXELS],
        [halo, SEED_PIXELS - 2.5]
      ] as const);
  for (const [colour, radius] of layers) {
    context.fillStyle = colour;
    drawDot(context, place, radius);
  }
}

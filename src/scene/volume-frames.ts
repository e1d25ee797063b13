/** Lines of the 3D view: the edges of the crop, the three slices in it, and where they meet. */
import type { Box, Spacing, VoxelPoint } from '../core/axes';
import { drawText, setFont } from './annotations';
import type { Size, ViewPoint } from './slice-geometry';
import type { SceneTheme } from './theme';
import type { VolumeCamera } from './volume-camera';
import { LETTER_PLACE, projectPoint, unitsPerPixel } from './volume-camera';
import type { VtkVector } from './vtk-axes';
import { boxToWorld, voxelToWorld } from './vtk-axes';

export interface BoxFrame {
  readonly theme: SceneTheme;
  /** CSS pixels. */
  readonly size: Size;
  readonly camera: VolumeCamera;
  readonly spacing: Spacing;
  readonly box: Box;
}

export interface VolumeFrames extends BoxFrame {
  readonly cursor: VoxelPoint;
  /** The box of the region that is shown. */
  readonly region: Box | null;
}

const BACK_ALPHA = 0.22;
const FRONT_ALPHA = 0.25;
const SLICE_ALPHA = 0.4;
/** Arms of the cross at the cursor, CSS pixels from its middle: what is there is seen between them. */
const CROSS = { from: 5, to: 11 };
/** A region smaller than this on screen is easily missed: it gets a ring, round the cross too. */
const SMALL = 16;
const RING = 14;

/** Corners of a unit square, in order. */
const SQUARE = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1]
] as const;

/** The edges of the box that lie behind everything in it; to be drawn before what is in it. */
export function drawBackEdges(context: CanvasRenderingContext2D, frame: BoxFrame): void {
  strokeEdges(context, frame, true, BACK_ALPHA);
}

/** Everything that is drawn over the picture. */
export function drawVolumeFrames(context: CanvasRenderingContext2D, frames: VolumeFrames): void {
  const { theme, box, spacing, cursor } = frames;
  const { low, high } = boxToWorld(box, spacing);
  const at = voxelToWorld(cursor, spacing);
  strokeEdges(context, frames, false, FRONT_ALPHA);
  context.beginPath();
  for (let axis = 0; axis < 3; axis++) {
    if (at[axis] >= low[axis] && at[axis] <= high[axis]) {
      traceSquare(context, frames, low, high, axis, at[axis]);
    }
  }
  stroke(context, theme.text, SLICE_ALPHA);
  drawRing(context, frames);
  drawCross(context, frames, at);
  drawLetters(context, frames, low, high);
}

/** Stroke the box's edges that only faces turned away meet in (`back`), or the others. */
function strokeEdges(
  context: CanvasRenderingContext2D,
  frame: BoxFrame,
  back: boolean,
  alpha: number
): void {
  const { camera, size, spacing, box, theme } = frame;
  const { low, high } = boxToWorld(box, spacing);
  context.beginPath();
  for (let axis = 0; axis < 3; axis++) {
    const a = (axis + 1) % 3;
    const b = (axis + 2) % 3;
    for (const [atA, atB] of SQUARE) {
      const isBack = isTurnedAway(camera, a, atA) && isTurnedAway(camera, b, atB);
      if (isBack === back) {
        const from: VtkVector = [0, 0, 0];
        from[axis] = low[axis];
        from[a] = atA === 0 ? low[a] : high[a];
        from[b] = atB === 0 ? low[b] : high[b];
        const to: VtkVector = [...from];
        to[axis] = high[axis];
        const start = projectPoint(camera, size, from);
        const end = projectPoint(camera, size, to);
        context.moveTo(start.left, start.top);
        context.lineTo(end.left, end.top);
      }
    }
  }
  stroke(context, theme.text, alpha);
}

/** Whether the box's low (0) or high (1) face across an axis shows the viewer its inside. */
function isTurnedAway({ forward }: VolumeCamera, axis: number, side: 0 | 1): boolean {
  return side === 1 ? forward[axis] > 0 : forward[axis] < 0;
}

function traceSquare(
  context: CanvasRenderingContext2D,
  { camera, size }: BoxFrame,
  low: VtkVector,
  high: VtkVector,
  axis: number,
  place: number
): void {
  const a = (axis + 1) % 3;
  const b = (axis + 2) % 3;
  SQUARE.forEach(([atA, atB], index) => {
    const corner: VtkVector = [0, 0, 0];
    corner[axis] = place;
    corner[a] = atA === 0 ? low[a] : high[a];
    corner[b] = atB === 0 ? low[b] : high[b];
    const { left, top } = projectPoint(camera, size, corner);
    if (index === 0) {
      context.moveTo(left, top);
    } else {
      context.lineTo(left, top);
    }
  });
  context.closePath();
}

/** Where a region is that is only a few pixels large; null for others. */
export function smallRegion({
  region,
  camera,
  size,
  spacing
}: Pick<VolumeFrames, 'region' | 'camera' | 'size' | 'spacing'>): ViewPoint | null {
  if (region === null) {
    return null;
  }
  const { low, high } = boxToWorld(region, spacing);
  const middle: VtkVector = [
    (low[0] + high[0]) / 2,
    (low[1] + high[1]) / 2,
    (low[2] + high[2]) / 2
  ];
  const extent = Math.hypot(...low.map((value, axis) => high[axis] - value));
  const pixels = extent / unitsPerPixel(camera, size);
  return pixels < SMALL ? projectPoint(camera, size, middle) : null;
}

function drawRing(context: CanvasRenderingContext2D, frames: VolumeFrames): void {
  const centre = smallRegion(frames);
  if (centre !== null) {
    const { theme } = frames;
    context.beginPath();
    context.arc(centre.left, centre.top, RING, 0, 2 * Math.PI);
    strokeOver(context, theme.halo, theme.accent, 1.5);
  }
}

/** A small cross along the axes where the three slices meet, open in the middle. */
function drawCross(
  context: CanvasRenderingContext2D,
  { theme, camera, size }: BoxFrame,
  at: VtkVector
): void {
  const { left, top } = projectPoint(camera, size, at);
  context.beginPath();
  for (let axis = 0; axis < 3; axis++) {
    const [along, down] = [camera.right[axis], camera.down[axis]];
    const gap = CROSS.from / Math.hypot(along, down);
    for (const side of gap < CROSS.to ? [-1, 1] : []) {
      context.moveTo(left + side * gap * along, top + side * gap * down);
      context.lineTo(left + side * CROSS.to * along, top + side * CROSS.to * down);
    }
  }
  strokeOver(context, theme.halo, theme.text, 1);
}

function strokeOver(
  context: CanvasRenderingContext2D,
  halo: string,
  colour: string,
  width: number
): void {
  context.lineWidth = width + 2;
  context.strokeStyle = halo;
  context.stroke();
  context.lineWidth = width;
  context.strokeStyle = colour;
  context.stroke();
}

function stroke(context: CanvasRenderingContext2D, colour: string, alpha: number): void {
  context.lineWidth = 1;
  context.strokeStyle = colour;
  context.globalAlpha = alpha;
  context.stroke();
  context.globalAlpha = 1;
}

/** The axes' letters behind the ends of the three edges that leave the corner of voxel 0. */
function drawLetters(
  context: CanvasRenderingContext2D,
  { theme, camera, size }: BoxFrame,
  low: VtkVector,
  high: VtkVector
): void {
  setFont(context, theme, 400);
  (['x', 'y', 'z'] as const).forEach((letter, axis) => {
    const end: VtkVector = [...low];
    end[axis] = low[axis] + LETTER_PLACE * (high[axis] - low[axis]);
    const { left, top } = projectPoint(camera, size, end);
    drawText(context, theme, letter, left - 3, top + 4);
  });
}

/** Lines of the 3D view: the edges of the crop and the three slices in it. */
import type { Box, Spacing, VoxelPoint } from '../core/axes';
import type { Size } from './slice-geometry';
import type { SceneTheme } from './theme';
import { drawText, setFont } from './annotations';
import type { VolumeCamera } from './volume-camera';
import { projectPoint } from './volume-camera';
import type { VtkVector } from './vtk-axes';
import { boxToWorld, voxelToWorld } from './vtk-axes';

export interface VolumeFrames {
  readonly theme: SceneTheme;
  readonly size: Size;
  readonly camera: VolumeCamera;
  readonly spacing: Spacing;
  readonly box: Box;
  readonly cursor: VoxelPoint;
}

/** Corners of a unit square, in order. */
const SQUARE = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1]
] as const;

export function drawVolumeFrames(context: CanvasRenderingContext2D, frames: VolumeFrames): void {
  const { theme, box, spacing, cursor } = frames;
  const { low, high } = boxToWorld(box, spacing);
  const at = voxelToWorld(cursor, spacing);
  context.lineWidth = 1;
  context.strokeStyle = theme.text;
  context.globalAlpha = 0.28;
  for (let axis = 0; axis < 3; axis++) {
    drawSquare(context, frames, low, high, axis, low[axis]);
    drawSquare(context, frames, low, high, axis, high[axis]);
  }
  context.globalAlpha = 0.5;
  context.setLineDash([4, 3]);
  for (let axis = 0; axis < 3; axis++) {
    if (at[axis] >= low[axis] && at[axis] <= high[axis]) {
      drawSquare(context, frames, low, high, axis, at[axis]);
    }
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
  drawLetters(context, frames, low, high);
}

function drawSquare(
  context: CanvasRenderingContext2D,
  { camera, size }: VolumeFrames,
  low: VtkVector,
  high: VtkVector,
  axis: number,
  place: number
): void {
  const a = (axis + 1) % 3;
  const b = (axis + 2) % 3;
  context.beginPath();
  for (const [atA, atB] of SQUARE) {
    const corner: VtkVector = [0, 0, 0];
    corner[axis] = place;
    corner[a] = atA === 0 ? low[a] : high[a];
    corner[b] = atB === 0 ? low[b] : high[b];
    const { left, top } = projectPoint(camera, size, corner);
    context.lineTo(left, top);
  }
  context.closePath();
  context.stroke();
}

/** The axes' letters beside the three edges that leave the corner of voxel 0. */
function drawLetters(
  context: CanvasRenderingContext2D,
  { theme, camera, size }: VolumeFrames,
  low: VtkVector,
  high: VtkVector
): void {
  setFont(context, theme, 400);
  (['x', 'y', 'z'] as const).forEach((letter, axis) => {
    const end: VtkVector = [...low];
    end[axis] = low[axis] + 1.06 * (high[axis] - low[axis]);
    const { left, top } = projectPoint(camera, size, end);
    drawText(context, theme, letter, left - 3, top + 4);
  });
}

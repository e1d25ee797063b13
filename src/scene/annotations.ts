/** Marks over the pictures: slice number, axis letters, scale bar, crosshair, crop frame, brush. Text is drawn in CSS pixels. */
import type { Axis, Box, Shape, Spacing, VoxelPoint } from '../core/axes';
import type { Offer } from '../core/proposals';
import type { ToolState } from '../core/state';
import { scaleBar } from './scale-bar';
import type { Size, SliceTransform, ViewPoint } from './slice-geometry';
import { toView } from './slice-geometry';
import type { SceneTheme } from './theme';
import { drawTrail, trailInSlice } from './trail';

/** Everything the marks of a slice depend on; lengths in CSS pixels. */
export interface SliceMarks {
  readonly theme: SceneTheme;
  readonly size: Size;
  readonly transform: SliceTransform;
  readonly shape: Shape;
  readonly spacing: Spacing;
  readonly unit: string;
  readonly cursor: VoxelPoint;
  readonly crop: Box | null;
  /** Where the brush is, in voxels, and whether the pointer is over this very view. */
  readonly brush: BrushMark | null;
  /** What a tool in hand proposes, and was given for it. */
  readonly offer: Offer | null;
  /** Framed where the slice goes through it, dashed where it does not. */
  readonly shownBox: Box | null;
}

export interface BrushMark {
  readonly point: VoxelPoint;
  readonly tool: ToolState;
  readonly here: boolean;
  readonly erasing: boolean;
}

const EDGE = 10;
const FONT_SIZE = 12;
const DARK = '#000000';
const CROSSHAIR_ALPHA = 0.45;
const CROP_ALPHA = 0.6;
/** Length of a corner's arms, CSS pixels. */
const CORNER = 16;

export function drawSliceMarks(context: CanvasRenderingContext2D, marks: SliceMarks): void {
  if (marks.crop !== null) {
    drawCropCorners(context, marks, marks.crop);
  }
  drawCrosshair(context, marks);
  if (marks.brush !== null) {
    drawBrush(context, marks, marks.brush);
  }
  if (marks.offer !== null) {
    const places = trailInSlice(marks.offer.trail, marks);
    drawTrail(context, places, marks.theme, marks.offer.marks);
  }
  if (marks.shownBox !== null) {
    drawFrame(context, marks, marks.shownBox);
  }
  drawTitle(context, marks);
  const { axes, scaleU } = marks.transform;
  drawScaleBar(context, marks.theme, marks.size, scaleU / marks.spacing[axes.u], marks.unit);
  drawAxes(context, marks);
}

/** Name of the plane and number of the slice, on a plate that keeps them apart from outlines. */
function drawTitle(
  context: CanvasRenderingContext2D,
  { theme, transform: { axes }, cursor, shape }: SliceMarks
): void {
  const name = `${axes.u}${axes.v}`.toUpperCase();
  const place = `${axes.normal} ${cursor[axes.normal]} / ${shape[axes.normal]}`;
  setFont(context, theme, 600);
  const nameWidth = context.measureText(name).width;
  setFont(context, theme, 400);
  const width = nameWidth + 8 + context.measureText(place).width;
  context.globalAlpha = 0.6;
  context.fillStyle = theme.background;
  context.fillRect(EDGE - 5, EDGE - 4, width + 10, FONT_SIZE + 10);
  context.globalAlpha = 1;
  drawText(context, theme, place, EDGE + nameWidth + 8, EDGE + FONT_SIZE);
  setFont(context, theme, 600);
  drawText(context, theme, name, EDGE, EDGE + FONT_SIZE);
}

export function setFont(
  context: CanvasRenderingContext2D,
  theme: SceneTheme,
  weight: 400 | 600
): void {
  context.font = `${String(weight)} ${String(FONT_SIZE)}px ${theme.fontFamily}`;
  context.textBaseline = 'alphabetic';
  context.textAlign = 'left';
}

/** Text with a rim, legible on any grey. */
export function drawText(
  context: CanvasRenderingContext2D,
  theme: SceneTheme,
  text: string,
  left: number,
  baseline: number
): void {
  context.lineJoin = 'round';
  context.lineWidth = 3;
  context.strokeStyle = theme.halo;
  context.strokeText(text, left, baseline);
  context.fillStyle = theme.text;
  context.fillText(text, left, baseline);
}

/** A bar of at most a fifth of the view, at the lower left, with its length above it. */
export function drawScaleBar(
  context: CanvasRenderingContext2D,
  theme: SceneTheme,
  size: Size,
  pixelsPerUnit: number,
  unit: string
): void {
  const most = Math.min(120, Math.max(40, size.width / 4));
  const bar = scaleBar(pixelsPerUnit, most, unit);
  if (bar.pixels > size.width - 2 * EDGE) {
    return;
  }
  const top = size.height - EDGE - 3;
  context.fillStyle = theme.halo;
  context.fillRect(EDGE - 1.5, top - 1.5, bar.pixels + 3, 6);
  context.fillStyle = theme.text;
  context.fillRect(EDGE, top, bar.pixels, 3);
  setFont(context, theme, 400);
  drawText(context, theme, bar.text, EDGE, top - 6);
}

/** Two short arrows with the letters of the axes, at the lower right. */
function drawAxes(context: CanvasRenderingContext2D, marks: SliceMarks): void {
  const { theme, size, transform } = marks;
  const length = 18;
  const left = Math.round(size.width) - EDGE - length - 12;
  const top = Math.round(size.height) - EDGE - length - 10;
  const rects: Rect[] = [
    [left, top, length, 1],
    [left, top, 1, length]
  ];
  for (let back = 0; back < 4; back++) {
    rects.push([left + length - back, top - back, 1, 2 * back + 1]);
    rects.push([left - back, top + length - back, 2 * back + 1, 1]);
  }
  fillTwice(context, rects, theme.text, theme.halo, 1);
  setFont(context, theme, 400);
  drawText(context, theme, transform.axes.u, left + length + 5, top + 4);
  drawText(context, theme, transform.axes.v, left - 3, top + length + 13);
}

/** Lines through the cursor's voxel that leave the voxel and its neighbours free. */
function drawCrosshair(
  context: CanvasRenderingContext2D,
  { theme, size, transform, cursor }: SliceMarks
): void {
  const { left, top } = toView(transform, cursor);
  const x = Math.round(left - 0.5);
  const y = Math.round(top - 0.5);
  const gapX = Math.max(9, Math.round(transform.scaleU / 2) + 5);
  const gapY = Math.max(9, Math.round(transform.scaleV / 2) + 5);
  const rects: Rect[] = [
    [0, y, x - gapX, 1],
    [x + gapX, y, size.width - x - gapX, 1],
    [x, 0, 1, y - gapY],
    [x, y + gapY, 1, size.height - y - gapY]
  ];
  const seen = rects.filter(([, , width, height]) => width > 0 && height > 0);
  fillTwice(context, seen, theme.crosshair, DARK, CROSSHAIR_ALPHA);
}

type Rect = readonly [left: number, top: number, width: number, height: number];

/**
 * Light bars on dark ones a pixel wider, visible on any grey. Rectangles, because strokes of long paths cost tens of
 * milliseconds where no GPU draws the canvas.
 */
function fillTwice(
  context: CanvasRenderingContext2D,
  rects: readonly Rect[],
  light: string,
  dark: string,
  alpha: number
): void {
  context.globalAlpha = alpha * 0.6;
  context.fillStyle = dark;
  for (const [left, top, width, height] of rects) {
    context.fillRect(left - 1, top - 1, width + 2, height + 2);
  }
  context.globalAlpha = alpha;
  context.fillStyle = light;
  for (const [left, top, width, height] of rects) {
    context.fillRect(left, top, width, height);
  }
  context.globalAlpha = 1;
}

/** Corners of the crop; a whole frame would be one more outline among those that matter. */
function drawCropCorners(
  context: CanvasRenderingContext2D,
  { theme, transform }: SliceMarks,
  crop: Box
): void {
  const low = toView(transform, { z: crop.z0 - 0.5, y: crop.y0 - 0.5, x: crop.x0 - 0.5 });
  const high = toView(transform, { z: crop.z1 - 0.5, y: crop.y1 - 0.5, x: crop.x1 - 0.5 });
  const left = Math.round(low.left);
  const top = Math.round(low.top);
  const right = Math.round(high.left);
  const bottom = Math.round(high.top);
  const arm = Math.min(CORNER, (right - left) / 3, (bottom - top) / 3);
  const rects: Rect[] = [];
  for (const [x, armLeft] of [
    [left, left],
    [right - 1, right - arm]
  ]) {
    for (const [y, armTop] of [
      [top, top],
      [bottom - 1, bottom - arm]
    ]) {
      rects.push([armLeft, y, arm, 1], [x, armTop, 1, arm]);
    }
  }
  fillTwice(context, rects, theme.crosshair, DARK, CROP_ALPHA);
}

/** A box around something, a little outside its voxels. */
function drawFrame(
  context: CanvasRenderingContext2D,
  { theme, transform, cursor }: SliceMarks,
  box: Box
): void {
  const { normal } = transform.axes;
  const low = toView(transform, { z: box.z0 - 0.5, y: box.y0 - 0.5, x: box.x0 - 0.5 });
  const high = toView(transform, { z: box.z1 - 0.5, y: box.y1 - 0.5, x: box.x1 - 0.5 });
  const isCut = cursor[normal] >= box[`${normal}0`] && cursor[normal] < box[`${normal}1`];
  context.save();
  context.setLineDash(isCut ? [] : [4, 4]);
  context.beginPath();
  context.rect(
    Math.round(Math.min(low.left, high.left)) - 2.5,
    Math.round(Math.min(low.top, high.top)) - 2.5,
    Math.round(Math.abs(high.left - low.left)) + 5,
    Math.round(Math.abs(high.top - low.top)) + 5
  );
  strokeTwice(context, theme.accent, 1.5, 1);
  context.restore();
}

/** A light line on a dark one, visible on any grey. */
function strokeTwice(
  context: CanvasRenderingContext2D,
  colour: string,
  width: number,
  alpha: number
): void {
  context.lineCap = 'butt';
  context.globalAlpha = alpha * 0.6;
  context.lineWidth = width + 2;
  context.strokeStyle = DARK;
  context.stroke();
  context.globalAlpha = alpha;
  context.lineWidth = width;
  context.strokeStyle = colour;
  context.stroke();
  context.globalAlpha = 1;
}

/** Whether {@link drawSliceMarks} shows anything of a brush. */
export function isBrushSeen(
  brush: BrushMark,
  axis: Axis,
  cursor: VoxelPoint,
  spacing: Spacing
): boolean {
  return cutOf(brush, axis, cursor, spacing) >= 0 && (brush.here || !brush.tool.disc);
}

/** Square of the radius at which a slice cuts the ball; below 0 it does not. */
function cutOf(
  { point, tool }: BrushMark,
  axis: Axis,
  cursor: VoxelPoint,
  spacing: Spacing
): number {
  return tool.radius ** 2 - ((point[axis] - cursor[axis]) * spacing[axis]) ** 2;
}

/** Cut of the ball (or the disc) with the slice; a voxel's square where the radius is smaller than a voxel. */
function drawBrush(
  context: CanvasRenderingContext2D,
  { theme, transform, spacing, cursor }: SliceMarks,
  brush: BrushMark
): void {
  const { axes, scaleU, scaleV } = transform;
  if (!isBrushSeen(brush, axes.normal, cursor, spacing)) {
    return;
  }
  const { point, here, erasing } = brush;
  const cut = cutOf(brush, axes.normal, cursor, spacing);
  const pixels = (Math.sqrt(cut) * scaleU) / spacing[axes.u];
  const { left, top } = toView(transform, point);
  context.beginPath();
  if (here && pixels < Math.min(scaleU, scaleV) / 2) {
    const voxel = toView(transform, {
      z: Math.round(point.z) - 0.5,
      y: Math.round(point.y) - 0.5,
      x: Math.round(point.x) - 0.5
    });
    context.rect(voxel.left, voxel.top, scaleU, scaleV);
  } else {
    context.arc(left, top, Math.max(pixels, 0.5), 0, 2 * Math.PI);
  }
  strokeBrush(context, theme, erasing, here ? 0.95 : 0.45);
}

/** The outline of a ball in 3D, in CSS pixels. */
export function drawBall(
  context: CanvasRenderingContext2D,
  theme: SceneTheme,
  { left, top, radius, erasing }: ViewPoint & { readonly radius: number; readonly erasing: boolean }
): void {
  context.beginPath();
  context.arc(left, top, Math.max(radius, 1), 0, 2 * Math.PI);
  strokeBrush(context, theme, erasing, 0.95);
}

function strokeBrush(
  context: CanvasRenderingContext2D,
  theme: SceneTheme,
  erasing: boolean,
  alpha: number
): void {
  context.setLineDash(erasing ? [4, 3] : []);
  strokeTwice(context, theme.crosshair, 1.25, alpha);
  context.setLineDash([]);
}

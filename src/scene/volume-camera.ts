/** The 3D view's camera: parallel projection round a point. Everything in the world of vtk.js, `[x, y, z]`, unit of the volume. */
import type { Box, Spacing } from '../core/axes';
import type { Size, ViewPoint } from './slice-geometry';
import type { VtkVector } from './vtk-axes';
import { boxToWorld } from './vtk-axes';

export interface VolumeCamera {
  readonly focus: VtkVector;
  /** Unit vectors of the screen: to the right, down, and into it. */
  readonly right: VtkVector;
  readonly down: VtkVector;
  readonly forward: VtkVector;
  /** Units of the world that half of the view's shorter edge shows. */
  readonly halfSpan: number;
  /** Radius of the ball that holds the scene; bounds the clipping range. */
  readonly radius: number;
}

/** Looking at the front (XZ) from above and the right, z downwards as in the slices. */
const START_FORWARD: VtkVector = [-0.48, -0.74, 0.47];
const START_DOWN: VtkVector = [0, 0, 1];

/** Half of what a fitted view shows, in radii of the box: enough from most sides. */
const FIT_HALF_SPAN = 0.97;
/** The same, in reaches of the box and its letters as they are seen: enough from this side, with room for the letters' size. */
const FIT_REACH = 1.05;
/** Letters stand behind the ends of the edges, this many lengths from their beginnings. */
export const LETTER_PLACE = 1.06;

/** Oblique view of a box that shows all of it from any side. */
export function startCamera(box: Box, spacing: Spacing): VolumeCamera {
  const forward = normalise(START_FORWARD);
  const right = normalise(cross(START_DOWN, forward));
  const down = cross(forward, right);
  return refocus({ focus: [0, 0, 0], right, down, forward, halfSpan: 1, radius: 1 }, box, spacing);
}

/** The same direction, aimed at a box. */
export function refocus(camera: VolumeCamera, box: Box, spacing: Spacing): VolumeCamera {
  const { low, high } = boxToWorld(box, spacing);
  const edges = subtract(high, low);
  const radius = Math.hypot(...edges) / 2;
  return {
    ...camera,
    focus: [(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, (low[2] + high[2]) / 2],
    halfSpan: Math.max(radius * FIT_HALF_SPAN, reachOf(edges, camera) * FIT_REACH),
    radius
  };
}

/** How far from its middle a box and its letters reach on the screen, across or down. */
function reachOf(edges: Readonly<VtkVector>, { right, down }: VolumeCamera): number {
  const reaches = [right, down].flatMap(side => {
    const along = edges.map((edge, axis) => edge * side[axis]);
    const corner = along.reduce((sum, each) => sum + Math.abs(each), 0) / 2;
    const first = -along.reduce((sum, each) => sum + each, 0) / 2;
    return [corner, ...along.map(each => Math.abs(first + LETTER_PLACE * each))];
  });
  return Math.max(...reaches);
}

/** Turn the scene as if a ball were dragged: radians round the screen's vertical and horizontal axis. */
export function rotateCamera(
  camera: VolumeCamera,
  aboutDown: number,
  aboutRight: number
): VolumeCamera {
  let { right, forward } = camera;
  const turned = turn(right, forward, -aboutDown);
  right = normalise(turned[0]);
  forward = turned[1];
  const tilted = turn(camera.down, forward, -aboutRight);
  const forwardNow = normalise(tilted[1]);
  const down = normalise(cross(forwardNow, right));
  return { ...camera, right: cross(down, forwardNow), down, forward: forwardNow };
}

export function panVolumeCamera(camera: VolumeCamera, size: Size, delta: ViewPoint): VolumeCamera {
  const units = unitsPerPixel(camera, size);
  const { focus, right, down } = camera;
  const moved = focus.map(
    (value, axis) => value - units * (delta.left * right[axis] + delta.top * down[axis])
  );
  return { ...camera, focus: [moved[0], moved[1], moved[2]] };
}

export function zoomVolumeCamera(camera: VolumeCamera, factor: number): VolumeCamera {
  const { radius, halfSpan } = camera;
  const held = Math.min(Math.max(halfSpan / factor, radius * 0.01), radius * 6);
  return { ...camera, halfSpan: held };
}

export function unitsPerPixel(camera: VolumeCamera, size: Size): number {
  return (2 * camera.halfSpan) / Math.min(size.width, size.height);
}

/** Where a point of the world lies on a view of `size`, in the pixels of `size`. */
export function projectPoint(
  camera: VolumeCamera,
  size: Size,
  point: Readonly<VtkVector>
): ViewPoint {
  const scale = 1 / unitsPerPixel(camera, size);
  const away = subtract(point, camera.focus);
  return {
    left: size.width / 2 + dot(away, camera.right) * scale,
    top: size.height / 2 + dot(away, camera.down) * scale
  };
}

/** The point of the world under a pixel, in the plane through the focus that faces the viewer. */
export function unprojectPoint(
  camera: VolumeCamera,
  size: Size,
  { left, top }: ViewPoint
): VtkVector {
  const units = unitsPerPixel(camera, size);
  const { focus, right, down } = camera;
  const u = (left - size.width / 2) * units;
  const v = (top - size.height / 2) * units;
  return [
    focus[0] + u * right[0] + v * down[0],
    focus[1] + u * right[1] + v * down[1],
    focus[2] + u * right[2] + v * down[2]
  ];
}

function turn(
  a: Readonly<VtkVector>,
  b: Readonly<VtkVector>,
  angle: number
): [VtkVector, VtkVector] {
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const combine = (p: number, q: number): VtkVector => [
    p * a[0] + q * b[0],
    p * a[1] + q * b[1],
    p * a[2] + q * b[2]
  ];
  return [combine(cos, sin), combine(-sin, cos)];
}

export function cross(a: Readonly<VtkVector>, b: Readonly<VtkVector>): VtkVector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function dot(a: Readonly<VtkVector>, b: Readonly<VtkVector>): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function subtract(a: Readonly<VtkVector>, b: Readonly<VtkVector>): VtkVector {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

function normalise(a: Readonly<VtkVector>): VtkVector {
  const length = Math.hypot(...a);
  return [a[0] / length, a[1] / length, a[2] / length];
}

/** How bright the image is drawn: display values that are black and white, found in the image itself. */
import type { Box, Spacing, VoxelPoint } from './axes';
import { boxShape, clipBox, smallestEdge } from './axes';
import type { Volume } from './volume';

export type GreyWindow = readonly [black: number, white: number];

/**
 * Where the window comes from: what surrounds the region in hand, again for each one that the views go to; the whole volume; or the
 * reviewer's own setting, which stays.
 */
export type Windowing = 'region' | 'volume' | 'own';

/** These shares of the voxels are drawn black and white. */
const DARKEST = 0.01;
const BRIGHTEST = 0.01;
/** A few voxels far brighter than all others are the structure itself: white is at least half of what all but this share reach. */
const FEW = 0.001;
/** Noise stays noise: a window is at least this part of the volume's as wide. */
const NARROWEST = 0.25;
/** Voxels read along each axis of a box, at most. */
const SAMPLES = 48;
/** Reach of {@link boxAround}, in the smallest voxel edge. */
const REACH = 24;

/**
 * The window for what a box shows.
 * @param whole - the volume's own window, also where the box is all of one value
 */
export function windowWithin(image: Volume<'uint8'>, box: Box, whole: GreyWindow): GreyWindow {
  const counts = countValues(image, box);
  const black = valueBelow(counts, DARKEST);
  const top = black + (valueBelow(counts, 1 - FEW) - black) / 2;
  const white = Math.max(valueBelow(counts, 1 - BRIGHTEST), top);
  return white <= black
    ? whole
    : [black, Math.max(white, black + NARROWEST * (whole[1] - whole[0]))];
}

/** A cube, in the unit of the volume, round a voxel; null outside the volume. */
export function boxAround({ z, y, x }: VoxelPoint, image: Volume, spacing: Spacing): Box | null {
  const reach = REACH * smallestEdge(spacing);
  const [dz, dy, dx] = [spacing.z, spacing.y, spacing.x].map(edge => Math.ceil(reach / edge));
  const box = {
    z0: z - dz,
    z1: z + dz + 1,
    y0: y - dy,
    y1: y + dy + 1,
    x0: x - dx,
    x1: x + dx + 1
  };
  return clipBox(box, image.shape);
}

/** How often each value comes in a box, sampled on a grid. */
function countValues({ data, shape }: Volume<'uint8'>, box: Box): Uint32Array {
  const counts = new Uint32Array(256);
  const size = boxShape(box);
  const [stepZ, stepY, stepX] = [size.z, size.y, size.x].map(edge => Math.ceil(edge / SAMPLES));
  for (let z = box.z0; z < box.z1; z += stepZ) {
    for (let y = box.y0; y < box.y1; y += stepY) {
      const row = (z * shape.y + y) * shape.x;
      for (let x = box.x0; x < box.x1; x += stepX) {
        counts[data[row + x]] += 1;
      }
    }
  }
  return counts;
}

/** The lowest value that a share of all does not exceed. */
function valueBelow(counts: Uint32Array, share: number): number {
  const wanted = share * counts.reduce((sum, count) => sum + count, 0);
  let seen = 0;
  for (let value = 0; value < counts.length; value++) {
    seen += counts[value];
    if (seen >= wanted) {
      return value;
    }
  }
  return counts.length - 1;
}

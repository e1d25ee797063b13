/** Small pictures of regions: the brightest image value along one axis, and the regions' rim. */
import type { Axis } from './axes';
import { PLANE_AXES } from './axes';
import type { PictureSamples, PictureSide } from './picture-samples';

export type PictureColour = readonly [red: number, green: number, blue: number];

/** `size * size` pixels: grey stretched over the picture's own values, and the rim of the regions in `accent`, as RGBA. */
export function drawPicture(
  samples: PictureSamples,
  accent: PictureColour
): Uint8ClampedArray<ArrayBuffer> {
  const { size } = samples;
  const grey = brightest(samples);
  const region = shadow(samples);
  const low = grey.reduce((least, value) => Math.min(least, value), 255);
  const high = grey.reduce((most, value) => Math.max(most, value), 0);
  const pixels = new Uint8ClampedArray(4 * size ** 2);
  for (let sample = 0; sample < grey.length; sample++) {
    const value = (255 * (grey[sample] - low)) / Math.max(1, high - low);
    const isAccent = isRim(region, size, sample);
    pixels[4 * sample] = isAccent ? accent[0] : value;
    pixels[4 * sample + 1] = isAccent ? accent[1] : value;
    pixels[4 * sample + 2] = isAccent ? accent[2] : value;
    pixels[4 * sample + 3] = 255;
  }
  return pixels;
}

/** Highest values behind each sample, row by row; 0 outside the volume. */
function brightest(samples: PictureSamples): Uint8Array {
  const { plane, size, z, y, x0, x1, values } = samples;
  const { u, v } = PLANE_AXES[plane];
  const width = x1 - x0;
  const strides = { z: y.length * width, y: width, x: 1 };
  const depths = { z: z.length, y: y.length, x: width }[plane];
  const [columns, rows] = [
    placesOf(samples, u, samples.u, size),
    placesOf(samples, v, samples.v, size)
  ];
  const [across, down, inwards] = [strides[u], strides[v], strides[plane]];
  const grey = new Uint8Array(size ** 2);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (rows[row] >= 0 && columns[column] >= 0) {
        const first = rows[row] * down + columns[column] * across;
        grey[row * size + column] = highest(values, first, depths, inwards);
      }
    }
  }
  return grey;
}

function highest(values: Uint8Array, first: number, count: number, step: number): number {
  let most = 0;
  for (let each = 0, at = first; each < count; each++, at += step) {
    if (values[at] > most) {
      most = values[at];
    }
  }
  return most;
}

/** Where the voxel of each sample along an axis is among those that were copied; -1 for none. */
function placesOf(
  { z, y, x0, x1 }: PictureSamples,
  axis: Axis,
  { start, step }: PictureSide,
  size: number
): Int32Array {
  return Int32Array.from({ length: size }, (_, at) => {
    const voxel = Math.round(start + at * step);
    if (axis === 'x') {
      return voxel >= x0 && voxel < x1 ? voxel - x0 : -1;
    }
    return (axis === 'z' ? z : y).indexOf(voxel);
  });
}

/** 1 where the regions are seen through the plane. */
function shadow({ plane, size, u: sideU, v: sideV, runs }: PictureSamples): Uint8Array {
  const { u, v } = PLANE_AXES[plane];
  const region = new Uint8Array(size ** 2);
  for (let run = 0; run < runs.length; run += 4) {
    const [z, y, x0, x1] = runs.subarray(run, run + 4);
    const stretch = { z: [z, z], y: [y, y], x: [x0, x1 - 1] } as const;
    const [left, right] = samplesOf(stretch[u], sideU, size);
    const [top, bottom] = samplesOf(stretch[v], sideV, size);
    for (let row = top; row < bottom; row++) {
      region.fill(1, row * size + left, row * size + right);
    }
  }
  return region;
}

/** The samples that show voxels `first` to `last`, half-open; where voxels are smaller than samples, the ones nearest. */
function samplesOf(
  [first, last]: readonly [number, number],
  { start, step }: PictureSide,
  size: number
): readonly [number, number] {
  const from = Math.ceil((first - 0.5 - start) / step);
  const to = Math.max(from + 1, Math.ceil((last + 0.5 - start) / step));
  return [Math.min(Math.max(from, 0), size), Math.min(Math.max(to, 0), size)];
}

function isRim(region: Uint8Array, size: number, sample: number): boolean {
  if (region[sample] === 0) {
    return false;
  }
  const column = sample % size;
  return (
    column === 0 ||
    column === size - 1 ||
    sample < size ||
    sample >= size * (size - 1) ||
    region[sample - 1] === 0 ||
    region[sample + 1] === 0 ||
    region[sample - size] === 0 ||
    region[sample + size] === 0
  );
}

/** Typed arrays that never travel without their shape. */
import type { Box, Shape } from './axes';
import { boxShape, voxelCount } from './axes';

export type IndexDtype = 'uint8' | 'uint16' | 'uint32';

interface ArrayOf {
  uint8: Uint8Array<ArrayBuffer>;
  uint16: Uint16Array<ArrayBuffer>;
  uint32: Uint32Array<ArrayBuffer>;
}

export type TypedArray<D extends IndexDtype = IndexDtype> = ArrayOf[D];

/** A `(z, y, x)` array in C order. */
export interface Volume<D extends IndexDtype = IndexDtype> {
  readonly dtype: D;
  readonly shape: Shape;
  readonly data: TypedArray<D>;
}

const BYTES: Record<IndexDtype, number> = { uint8: 1, uint16: 2, uint32: 4 };

export function bytesPerVoxel(dtype: IndexDtype): number {
  return BYTES[dtype];
}

/** A volume of zeros. Throws RangeError when the browser cannot give that much memory. */
export function zeros<D extends IndexDtype>(dtype: D, shape: Shape): Volume<D> {
  const buffer = new ArrayBuffer(voxelCount(shape) * BYTES[dtype]);
  return { dtype, shape, data: viewOf(dtype, buffer) };
}

/** View bytes as an array of `dtype`; copies only when they are not aligned. */
export function asTypedArray<D extends IndexDtype>(
  dtype: D,
  bytes: Uint8Array<ArrayBuffer>
): TypedArray<D> {
  const size = BYTES[dtype];
  if (bytes.byteLength % size !== 0) {
    throw new RangeError(`found ${String(bytes.byteLength)} bytes, expected whole ${dtype} values`);
  }
  const aligned = bytes.byteOffset % size === 0 ? bytes : bytes.slice();
  return viewOf(dtype, aligned.buffer, aligned.byteOffset, aligned.byteLength / size);
}

/** Copy `source`, which fills `box`, into `target`. */
export function writeBlock(target: Volume, box: Box, source: TypedArray): void {
  const size = boxShape(box);
  if (source.length !== voxelCount(size)) {
    throw new RangeError(
      `found ${String(source.length)} values, expected ${String(voxelCount(size))} for the box`
    );
  }
  const { shape, data } = target;
  if (size.x === shape.x && size.y === shape.y) {
    data.set(source, box.z0 * shape.y * shape.x);
    return;
  }
  let from = 0;
  for (let z = box.z0; z < box.z1; z++) {
    for (let y = box.y0; y < box.y1; y++) {
      data.set(source.subarray(from, from + size.x), (z * shape.y + y) * shape.x + box.x0);
      from += size.x;
    }
  }
}

/**
 * Fill `target` from every 2^`level`-th voxel of it: each voxel takes the value of the sample before it. A placeholder for what has
 * not come yet.
 */
export function writeCoarse(target: Volume, level: number, samples: TypedArray): void {
  const { shape, data } = target;
  const step = 2 ** level;
  const coarse = {
    z: Math.ceil(shape.z / step),
    y: Math.ceil(shape.y / step),
    x: Math.ceil(shape.x / step)
  };
  if (samples.length !== voxelCount(coarse)) {
    throw new RangeError(
      `found ${samples.length} values, expected ${voxelCount(coarse)} at level ${level}`
    );
  }
  const plane = shape.y * shape.x;
  let from = 0;
  for (let z = 0; z < shape.z; z += step) {
    const slice = z * plane;
    for (let y = 0; y < shape.y; y += step) {
      const row = slice + y * shape.x;
      for (let x = 0; x < shape.x; x++) {
        data[row + x] = samples[from + (x >> level)];
      }
      from += coarse.x;
      for (let next = y + 1; next < Math.min(y + step, shape.y); next++) {
        data.copyWithin(slice + next * shape.x, row, row + shape.x);
      }
    }
    for (let next = z + 1; next < Math.min(z + step, shape.z); next++) {
      data.copyWithin(next * plane, slice, slice + plane);
    }
  }
}

/** A copy of what `box` holds. */
export function readBlock<D extends IndexDtype>(source: Volume<D>, box: Box): Volume<D> {
  const block = zeros(source.dtype, boxShape(box));
  const { shape, data } = source;
  let to = 0;
  for (let z = box.z0; z < box.z1; z++) {
    for (let y = box.y0; y < box.y1; y++) {
      const from = (z * shape.y + y) * shape.x;
      block.data.set(data.subarray(from + box.x0, from + box.x1), to);
      to += block.shape.x;
    }
  }
  return block;
}

function viewOf<D extends IndexDtype>(
  dtype: D,
  buffer: ArrayBuffer,
  offset?: number,
  length?: number
): TypedArray<D>;
function viewOf(dtype: IndexDtype, buffer: ArrayBuffer, offset = 0, length?: number): TypedArray {
  switch (dtype) {
    case 'uint8':
      return new Uint8Array(buffer, offset, length);
    case 'uint16':
      return new Uint16Array(buffer, offset, length);
    case 'uint32':
      return new Uint32Array(buffer, offset, length);
  }
}

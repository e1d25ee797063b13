/** Which blocks of a volume are asked for, in which order. */
import type { Box, Shape, VoxelPoint } from '../core/axes';
import { boxShape, voxelCount, wholeBox } from '../core/axes';
import type { ArrayName } from '../core/model';
import { bytesPerVoxel } from '../core/volume';
import type { FetchedArray } from './messages';
import type { WireVolume } from './volume-description';

export interface PlannedBlock {
  readonly array: FetchedArray;
  /** Every 2^level-th voxel. */
  readonly level: number;
  readonly box: Box;
  /** What the answer holds, inflated. */
  readonly bytes: number;
}

/** Raw bytes of a block at most; the protocol allows no more. */
export const MOST_BLOCK_BYTES = 4 << 20;
/** Smaller where the kernel deflates and the worker inflates, so that both work at the same time. */
const DEFLATED_BLOCK_BYTES = 2 << 20;
/** Voxels of the coarse level at most. */
const COARSE_VOXELS = 1 << 18;

/**
 * All blocks of a volume: first the three slices through `focus` and a coarse level, then what the worklist waits for, the codes, and
 * the mask or the heights; the segmentation, so that strokes are possible, and the image, which is the most to carry; nearest to `focus` first.
 */
export function planBlocks(volume: WireVolume, focus: VoxelPoint): readonly PlannedBlock[] {
  const weights = volume.weights === null ? [weightsBlock(volume)] : [];
  const whole = wholeBox(volume.shape);
  const near = { z0: focus.z, z1: focus.z + 1 };
  return [
    ...firstPicture(volume, focus),
    ...weights,
    ...(volume.uncertainty.heights ? [] : searchedSlabs(volume, 'mask')),
    ...slabs(volume, 'codes', whole),
    ...(volume.uncertainty.heights ? searchedSlabs(volume, 'heights') : []),
    ...nearestFirst(slabs(volume, 'segmentation', whole), near),
    ...nearestFirst(slabs(volume, 'image', whole), near)
  ];
}

/** All of what is asked for only when it is needed. */
export function searchedSlabs(
  volume: WireVolume,
  array: 'heights' | 'mask' | 'original'
): readonly PlannedBlock[] {
  const whole = wholeBox(volume.shape);
  if (array === 'original') {
    return slabs(volume, 'segmentation', whole).map(each => ({ ...each, array }));
  }
  if (array === 'heights') {
    return slabs(volume, array, whole);
  }
  const slice = maskSliceBytes(volume.shape);
  const slices = Math.max(1, Math.floor(DEFLATED_BLOCK_BYTES / slice));
  const blocks: PlannedBlock[] = [];
  for (let z0 = 0; z0 < whole.z1; z0 += slices) {
    const z1 = Math.min(z0 + slices, whole.z1);
    blocks.push({ array, level: 0, box: { ...whole, z0, z1 }, bytes: (z1 - z0) * slice });
  }
  return blocks;
}

/** One bit per voxel, rows of whole bytes. */
export function maskSliceBytes({ y, x }: Shape): number {
  return y * Math.ceil(x / 8);
}

/** Blocks of full resolution that make up `box`, each as large as may be. */
export function slabs(volume: WireVolume, array: ArrayName, box: Box): readonly PlannedBlock[] {
  const most = array === 'image' ? MOST_BLOCK_BYTES : DEFLATED_BLOCK_BYTES;
  const size = boxShape(box);
  const row = size.x * bytesOfVoxel(volume, array);
  const rows = Math.min(size.y, Math.max(1, Math.floor(most / row)));
  const slices = rows < size.y ? 1 : Math.max(1, Math.floor(most / (row * size.y)));
  const blocks: PlannedBlock[] = [];
  for (let z0 = box.z0; z0 < box.z1; z0 += slices) {
    for (let y0 = box.y0; y0 < box.y1; y0 += rows) {
      const z1 = Math.min(z0 + slices, box.z1);
      const y1 = Math.min(y0 + rows, box.y1);
      blocks.push(block(volume, array, { ...box, z0, z1, y0, y1 }));
    }
  }
  return blocks;
}

/** In order of distance along z; equally near ones stay in order. */
export function nearestFirst<T extends PlannedBlock>(
  blocks: readonly T[],
  { z0, z1 }: Pick<Box, 'z0' | 'z1'>
): readonly T[] {
  const distance = ({ box }: PlannedBlock) => Math.max(0, z0 - box.z1 + 1, box.z0 - z1 + 1);
  return [...blocks].sort((a, b) => distance(a) - distance(b));
}

/** Nothing when the volume is so small that it comes in one block anyway. */
function firstPicture(volume: WireVolume, { z, y, x }: VoxelPoint): readonly PlannedBlock[] {
  const { shape } = volume;
  const arrays = ['image', 'segmentation'] as const;
  if (
    arrays.every(array => voxelCount(shape) * bytesOfVoxel(volume, array) <= DEFLATED_BLOCK_BYTES)
  ) {
    return [];
  }
  const whole = wholeBox(shape);
  const slices = [
    { ...whole, z0: z, z1: z + 1 },
    { ...whole, y0: y, y1: y + 1 },
    { ...whole, x0: x, x1: x + 1 }
  ];
  const level = coarseLevel(shape);
  return [
    ...slices.flatMap(box => arrays.flatMap(array => parts(volume, array, box))),
    ...arrays.map(array => block(volume, array, whole, level))
  ];
}

function parts(volume: WireVolume, array: ArrayName, box: Box): readonly PlannedBlock[] {
  const only = block(volume, array, box);
  return only.bytes <= MOST_BLOCK_BYTES ? [only] : slabs(volume, array, box);
}

function coarseLevel(shape: Shape): number {
  let level = 1;
  while (voxelCount(coarseShape(shape, level)) > COARSE_VOXELS) {
    level += 1;
  }
  return level;
}

function coarseShape(shape: Shape, level: number): Shape {
  const step = 2 ** level;
  return {
    z: Math.ceil(shape.z / step),
    y: Math.ceil(shape.y / step),
    x: Math.ceil(shape.x / step)
  };
}

function block(volume: WireVolume, array: ArrayName, box: Box, level = 0): PlannedBlock {
  const bytes = voxelCount(coarseShape(boxShape(box), level)) * bytesOfVoxel(volume, array);
  return { array, level, box, bytes };
}

function weightsBlock({ shape }: WireVolume): PlannedBlock {
  return { array: 'weights', level: 0, box: wholeBox(shape), bytes: 65536 * 4 };
}

function bytesOfVoxel({ segmentation, uncertainty }: WireVolume, array: ArrayName): number {
  const dtype = {
    image: 'uint8',
    segmentation: segmentation.index,
    codes: uncertainty.codes,
    heights: 'uint8'
  } as const;
  return bytesPerVoxel(dtype[array]);
}

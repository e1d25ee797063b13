/**
 * Levels of the voxels of the last two slices, and the index from voxel to node of all slices.
 *
 * Work area of the tree, taken before the first slice:
 *
 *   level of each code    u8 x 256 or 65 536       0: below the floor
 *   slice of even z       (size y + 2) rows of `pitch` bytes: 16 zeros, levels, zeros to the next 64, 16 zeros
 *   slice of odd z        the same; the rows before the first and behind the last stay 0
 *   masks                 u64 per 64 voxels of a row: bit i is set when voxel i is above the floor, hence a node
 *   bases                 u32 per 64 voxels of a row: index of the node of its first set bit
 *
 * So the node of voxel x is base + (set bits of the mask below x): 0.19 byte a voxel instead of 4.
 */
import { job, take } from './job';
import { allZero } from './lanes';

/** Voxels whose weight is below 5 % of the largest are certain and left out. */
const FLOOR: u32 = 52429;
const LEVEL_SHIFT: u32 = 12;
const PAD: usize = 16;

@inline
function wordsPerRow(j: usize): usize {
  return (<usize>job.sizeX(j) + 63) >> 6;
}

@inline
function levelTableBytes(j: usize): usize {
  return job.codeBytes(j) == 1 ? 256 : 65536;
}

@inline
function sliceBytes(j: usize): usize {
  return (<usize>job.sizeY(j) + 2) * job.pitch(j);
}

/** Take and clear the work area. False when there is no memory. */
export function openLevels(j: usize): bool {
  const words = <u64>wordsPerRow(j) * job.sizeY(j) * job.sizeZ(j);
  job.setPitch(j, (wordsPerRow(j) << 6) + 2 * PAD);
  const slices = 2 * (<u64>job.sizeY(j) + 2) * job.pitch(j);
  const area = take(j, <u64>levelTableBytes(j) + slices + words * 12);
  if (!area) return false;
  job.setWork(j, area);
  memory.fill(area, 0, levelTableBytes(j) + <usize>slices);
  return true;
}

/** Fill the level of each code from the weights, which must be there. */
export function fillLevelTable(j: usize): void {
  const weights = job.weights(j);
  const count = levelTableBytes(j);
  for (let code: usize = 1; code < count; code++) {
    const weight = load<u32>(weights + (code << 2));
    store<u8>(job.work(j) + code, weight < FLOOR ? 0 : <u8>(weight >> LEVEL_SHIFT));
  }
}

/** Address of the level of voxel 0 of row (z, y); `y` may be -1 or size y. */
@inline
export function levelRow(j: usize, z: u32, y: i32): usize {
  const slice = job.work(j) + levelTableBytes(j) + (z & 1 ? sliceBytes(j) : 0);
  return slice + <usize>(y + 1) * job.pitch(j) + PAD;
}

/** Address of the masks of row (z, y). */
@inline
export function maskRow(j: usize, z: u32, y: u32): usize {
  const row = <usize>z * job.sizeY(j) + y;
  return job.work(j) + levelTableBytes(j) + 2 * sliceBytes(j) + ((row * wordsPerRow(j)) << 3);
}

/** Address of the bases of row (z, y). */
@inline
export function baseRow(j: usize, z: u32, y: u32): usize {
  const row = <usize>z * job.sizeY(j) + y;
  return maskRow(j, job.sizeZ(j), 0) + ((row * wordsPerRow(j)) << 2);
}

/** Node of voxel x, which must be one, in the row with these masks and bases. */
@inline
export function nodeAt(masks: usize, bases: usize, x: u32): u32 {
  const word = <usize>(x >> 6);
  const below = load<u64>(masks + (word << 3)) & ((<u64>1 << (x & 63)) - 1);
  return load<u32>(bases + (word << 2)) + <u32>popcnt(below);
}

/**
 * Write levels, masks and bases of a row of codes. `nodes` is the number of nodes before it.
 * @returns the number of nodes with it.
 */
export function fillRow<T>(j: usize, codes: usize, z: u32, y: u32, nodes: u32): u32 {
  const sizeX = job.sizeX(j);
  const table = job.work(j);
  const levels = levelRow(j, z, y);
  const masks = maskRow(j, z, y);
  const bases = baseRow(j, z, y);
  for (let x: u32 = 0; x < sizeX; x += 64) {
    const from = codes + <usize>x * sizeof<T>();
    const to = levels + x;
    let mask: u64 = 0;
    memory.fill(to, 0, 64);
    if (!allZero<T>(from)) {
      const count = min<u32>(64, sizeX - x);
      for (let i: u32 = 0; i < count; i++) {
        const level = load<u8>(table + <usize>load<T>(from + <usize>i * sizeof<T>()));
        store<u8>(to + i, level);
        mask |= <u64>(level != 0) << i;
      }
    }
    store<u64>(masks + (<usize>(x >> 6) << 3), mask);
    store<u32>(bases + (<usize>(x >> 6) << 2), nodes);
    nodes += <u32>popcnt(mask);
  }
  return nodes;
}

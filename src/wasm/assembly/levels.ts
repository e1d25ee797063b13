/**
 * Levels of the voxels of the last two slices, and the index from voxel to node of all slices.
 *
 * Work area of the modes tree, delta and threshold, taken before the first slice:
 *
 *   level of each code    u32 x 256 or 65 536      BASE + weight (grain-block.ts); 0: no node
 *   slice of even z       (size y + 2) rows of `pitch` bytes: 4 zeros, levels (u32), zeros to the next 64 levels, 4 zeros
 *   slice of odd z        the same; the rows before the first and behind the last stay 0
 *   masks                 u64 per 64 voxels of a row: bit i is set when voxel i has a level, hence a node
 *   bases                 u32 per 64 voxels of a row: index of the node of its first set bit
 *
 * So the node of voxel x is base + (set bits of the mask below x): 0.19 byte a voxel instead of 4.
 */
import { BASE } from './grain-block';
import { TREE, job, take } from './job';
import { allZero } from './lanes';

/** Mode tree: voxels whose weight is below 5 % of the largest are certain and left out. */
const FLOOR: u32 = 52429;
const PAD: usize = 16;

@inline
export function wordsPerRow(j: usize): usize {
  return (<usize>job.sizeX(j) + 63) >> 6;
}

@inline
function levelTableBytes(j: usize): usize {
  return job.codeBytes(j) == 1 ? 1024 : 262144;
}

@inline
function sliceBytes(j: usize): usize {
  return (<usize>job.sizeY(j) + 2) * job.pitch(j);
}

/** Take and clear the work area. */
export function openLevels(j: usize): void {
  const words = <u64>wordsPerRow(j) * job.sizeY(j) * job.sizeZ(j);
  job.setPitch(j, (wordsPerRow(j) << 8) + 2 * PAD);
  const slices = 2 * (<u64>job.sizeY(j) + 2) * job.pitch(j);
  const area = take(j, <u64>levelTableBytes(j) + slices + words * 12);
  job.setWork(j, area);
  memory.fill(area, 0, levelTableBytes(j) + <usize>slices);
}

/** Forget the levels of the last two slices. */
export function clearSlices(j: usize): void {
  memory.fill(job.work(j) + levelTableBytes(j), 0, 2 * sliceBytes(j));
}

/** Fill the level of each code from the weights, which must be there. */
export function fillLevelTable(j: usize): void {
  const weights = job.weights(j);
  const end = levelTableBytes(j);
  const isTree = job.mode(j) == TREE;
  for (let at: usize = 4; at < end; at += 4) {
    const weight = load<u32>(weights + at);
    store<u32>(job.work(j) + at, isTree && weight < FLOOR ? 0 : BASE + weight);
  }
}

/** Address of the level of voxel 0 of row (z, y); `y` may be -1 or size y. */
export function levelRow(j: usize, z: u32, y: i32): usize {
  const slice = job.work(j) + levelTableBytes(j) + (z & 1 ? sliceBytes(j) : 0);
  return slice + <usize>(y + 1) * job.pitch(j) + PAD;
}

/** Address of the masks of row (z, y). */
export function maskRow(j: usize, z: u32, y: u32): usize {
  const row = <usize>z * job.sizeY(j) + y;
  return job.work(j) + levelTableBytes(j) + 2 * sliceBytes(j) + ((row * wordsPerRow(j)) << 3);
}

/** Address of the bases of row (z, y). */
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
  const old = z > 1 ? maskRow(j, z - 2, y) : 0;
  const bases = baseRow(j, z, y);
  for (let x: u32 = 0; x < sizeX; x += 64) {
    const from = codes + <usize>x * sizeof<T>();
    const to = levels + (<usize>x << 2);
    const word = <usize>(x >> 6) << 3;
    let mask: u64 = 0;
    if (old && load<u64>(old + word)) memory.fill(to, 0, 256);
    if (!allZero<T>(from)) {
      const count = min<u32>(64, sizeX - x);
      for (let i: u32 = 0; i < count; i++) {
        const level = load<u32>(table + (<usize>load<T>(from + <usize>i * sizeof<T>()) << 2));
        store<u32>(to + (<usize>i << 2), level);
        mask |= <u64>(level != 0) << i;
      }
    }
    store<u64>(masks + word, mask);
    store<u32>(bases + (<usize>(x >> 6) << 2), nodes);
    nodes += <u32>popcnt(mask);
  }
  return nodes;
}

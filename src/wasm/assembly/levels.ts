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
import * as job from './job';
import { TREE, take } from './job';
import { allZero, codeAt } from './lanes';

/** Mode tree: voxels whose weight is below 5 % of the largest are certain and left out. */
const FLOOR: u32 = 52429;
const PAD: usize = 16;

@inline
export function wordsPerRow(): usize {
  return (<usize>job.sizeX + 63) >> 6;
}

@inline
function levelTableBytes(): usize {
  return job.codeBytes == 1 ? 1024 : 262144;
}

@inline
function sliceBytes(): usize {
  return (<usize>job.sizeY + 2) * job.pitch;
}

/** Take and clear the work area. */
export function openLevels(): void {
  const words = <u64>wordsPerRow() * job.sizeY * job.sizeZ;
  job.pitch = (wordsPerRow() << 8) + 2 * PAD;
  const slices = 2 * (<u64>job.sizeY + 2) * job.pitch;
  const area = take(<u64>levelTableBytes() + slices + words * 12);
  job.work = area;
  memory.fill(area, 0, levelTableBytes() + <usize>slices);
}

/** Forget the levels of the last two slices. */
export function clearSlices(): void {
  memory.fill(job.work + levelTableBytes(), 0, 2 * sliceBytes());
}

/** Fill the level of each code from the weights, which must be there. */
export function fillLevelTable(): void {
  const end = levelTableBytes();
  const isTree = job.mode == TREE;
  for (let at: usize = 4; at < end; at += 4) {
    const weight = load<u32>(job.weights + at);
    store<u32>(job.work + at, isTree && weight < FLOOR ? 0 : BASE + weight);
  }
}

/** Address of the level of voxel 0 of row (z, y); `y` may be -1 or size y. */
export function levelRow(z: u32, y: i32): usize {
  const slice = job.work + levelTableBytes() + (z & 1 ? sliceBytes() : 0);
  return slice + <usize>(y + 1) * job.pitch + PAD;
}

/** Address of the masks of row (z, y). */
export function maskRow(z: u32, y: u32): usize {
  const row = <usize>z * job.sizeY + y;
  return job.work + levelTableBytes() + 2 * sliceBytes() + ((row * wordsPerRow()) << 3);
}

/** Address of the bases of row (z, y). */
export function baseRow(z: u32, y: u32): usize {
  const row = <usize>z * job.sizeY + y;
  return maskRow(job.sizeZ, 0) + ((row * wordsPerRow()) << 2);
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
export function fillRow(codes: usize, z: u32, y: u32, nodes: u32): u32 {
  const wide = job.codeBytes > 1;
  const shift: usize = wide ? 1 : 0;
  const sizeX = job.sizeX;
  const table = job.work;
  const levels = levelRow(z, y);
  const masks = maskRow(z, y);
  const old = z > 1 ? maskRow(z - 2, y) : 0;
  const bases = baseRow(z, y);
  for (let x: u32 = 0; x < sizeX; x += 64) {
    const from = codes + (<usize>x << shift);
    const to = levels + (<usize>x << 2);
    const word = <usize>(x >> 6) << 3;
    let mask: u64 = 0;
    if (old && load<u64>(old + word)) memory.fill(to, 0, 256);
    if (!allZero(from, wide)) {
      const count = min<u32>(64, sizeX - x);
      for (let i: u32 = 0; i < count; i++) {
        const level = load<u32>(table + (<usize>codeAt(from + (<usize>i << shift), wide) << 2));
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

/**
 * Cuts of the hierarchy (`hierarchy.ts`): the table of the regions of one granularity, or in mode tree of one size, and then their rows.
 *
 * A region is 12 bytes: first voxel (flat) u32, its place in the order u32, place behind its last u32.
 */
import * as G from './grain-block';
import { BASE, TOP, at, height, limitOf, node, put, topOf } from './grain-block';
import { UNCOVERED, openRuns } from './grain';
import * as job from './job';
import { TREE, take } from './job';
import { baseRow, maskRow, nodeAt, wordsPerRow } from './levels';
import { NO_CUT, REGION_BYTES } from './table';

const STRETCH_BYTES: usize = 12;
const DIGIT_BITS: u32 = 11;
const DIGITS: u32 = 1 << DIGIT_BITS;
/** From a height, with what else is in its word, to a level of mode tree. */
const LEVEL_BITS: i32 = 16;
/** Above every level. */
const NO_LEVEL: i32 = 511;

/**
 * The table of the regions at a granularity of so many steps of weights, in mode tree of those that have at most so many voxels, in the order
 * of their first voxels; smaller ones than `least` are counted. What the cut before took is free again.
 */
export function cut(step: u32, least: u32, most: u32): void {
  G.limit = limitOf(step);
  job.leastVoxels = least;
  job.mostVoxels = most;
  job.used = G.keptEnd;
  const places = take(DIGITS << 2);
  const list = take(<u64>job.parts * STRETCH_BYTES);
  job.dropped = 0;
  job.droppedVoxels = 0;
  const count = listAll(list, places, least);
  job.used = list + <usize>count * STRETCH_BYTES;
  const spare = take(<u64>count * STRETCH_BYTES);
  const table = take(<u64>count * REGION_BYTES);
  sortDigit(list, spare, count, 0, places);
  sortDigit(spare, list, count, DIGIT_BITS, places);
  sortDigit(list, spare, count, 2 * DIGIT_BITS, places);
  G.regions = spare;
  job.table = table;
  job.kept = count;
  let uncovered = <u64>job.parts - job.droppedVoxels;
  for (let i: u32 = 0; i < count; i++) {
    uncovered -= measureStretch(table + <usize>i * REGION_BYTES, stretchOf(i));
  }
  if (job.mode == TREE) job.uncovered = uncovered;
}

/**
 * Regions of the cut, in the order of the hierarchy; those of fewer voxels than `least` are counted. `stack` has room for DIGITS words.
 * @returns their number.
 */
function listAll(list: usize, stack: usize, least: u32): u32 {
  return job.mode == TREE ? keepLarge(list, listBySize(list, stack), least) : listByHeight(list, least);
}

/** Count the regions that are too small, and leave them out of the list. @returns how many are left. */
function keepLarge(list: usize, count: u32, least: u32): u32 {
  let to = list;
  for (let from = list; from < list + <usize>count * STRETCH_BYTES; from += STRETCH_BYTES) {
    const voxels = load<u32>(from, 8) - load<u32>(from, 4);
    if (voxels < least) job.drop(voxels);
    else {
      memory.copy(to, from, STRETCH_BYTES);
      to += STRETCH_BYTES;
    }
  }
  return <u32>((to - list) / STRETCH_BYTES);
}

// prettier-ignore
@inline function heightsFrom(q: u32): usize { return G.heightList + (<usize>q << 2); }
// prettier-ignore
@inline function voxelAt(q: u32): usize { return G.voxels + (<usize>q << 3); }
// prettier-ignore
@inline function stretchOf(i: u32): usize { return G.regions + <usize>i * STRETCH_BYTES; }

/** Weight of the voxel at this place of the order. */
@inline
function weightAt(q: u32): u32 {
  return ((load<u32>(heightsFrom(q)) & 15) << 16) | load<u16>(voxelAt(q), 6);
}

function writeStretch(list: usize, i: u32, start: u32, end: u32): void {
  const stretch = list + <usize>i * STRETCH_BYTES;
  const voxel = voxelAt(start);
  const row = <u32>load<u16>(voxel) * job.sizeY + load<u16>(voxel, 2);
  store<u32>(stretch, row * job.sizeX + load<u16>(voxel, 4));
  store<u32>(stretch, start, 4);
  store<u32>(stretch, end, 8);
}

/** Regions whose inner heights are within the limit. @returns the number of those with as many voxels as `least`. */
function listByHeight(list: usize, least: u32): u32 {
  const limit = G.limit;
  const most = (limit << 4) | 15;
  const top = topOf();
  const end = job.parts;
  let count: u32 = 0;
  for (let q: u32 = 0; q < end; ) {
    const start = q;
    while (load<i32>(heightsFrom(q)) <= most) q += 1;
    q += 1;
    const level = BASE + weightAt(start);
    if (height(level, level, top) > limit) continue;
    if (q - start < least) job.drop(q - start);
    else writeStretch(list, count++, start, q);
  }
  return count;
}

/**
 * Mode tree: components of the levels (weight >> 12) that are small enough while those they are part of are too large. The components that the
 * present voxel is in lie on a stack (start, level u32), those of lower levels first; one that ends replaces its parts in the list when
 * it is small enough. Levels are told as heights: how far below the top. @returns the number of regions.
 */
function listBySize(list: usize, stack: usize): u32 {
  const most = job.mostVoxels;
  const end = job.parts;
  let count: u32 = 0;
  let depth = stack;
  let before = NO_LEVEL;
  for (let q: u32 = 0; q < end; q++) {
    const gap = load<i32>(heightsFrom(q)) >> LEVEL_BITS;
    const own = (TOP - <i32>(BASE + weightAt(q))) >> (LEVEL_BITS - 4);
    if (own < min(before, gap)) writeStretch(list, count++, q, q + 1);
    let start = q;
    while (depth != stack && load<i32>(depth - 4) < gap) {
      depth -= 8;
      start = load<u32>(depth);
      if (q + 1 - start > most) continue;
      while (count && load<u32>(list + <usize>(count - 1) * STRETCH_BYTES, 4) >= start) count -= 1;
      writeStretch(list, count++, start, q + 1);
    }
    if (gap != NO_LEVEL && (depth == stack || load<i32>(depth - 4) != gap)) {
      store<u32>(depth, start);
      store<i32>(depth, gap, 4);
      depth += 8;
    }
    before = gap;
  }
  return count;
}

/** One pass of a radix sort of regions by first voxel. */
function sortDigit(from: usize, to: usize, count: u32, shift: u32, places: usize): void {
  const end = from + <usize>count * STRETCH_BYTES;
  memory.fill(places, 0, DIGITS << 2);
  for (let r = from; r < end; r += STRETCH_BYTES) {
    const digit = (load<u32>(r) >> shift) & (DIGITS - 1);
    put(places, digit, at(places, digit) + 1);
  }
  let total: u32 = 0;
  for (let digit: u32 = 0; digit < DIGITS; digit++) {
    const here = at(places, digit);
    put(places, digit, total);
    total += here;
  }
  for (let r = from; r < end; r += STRETCH_BYTES) {
    const digit = (load<u32>(r) >> shift) & (DIGITS - 1);
    const place = at(places, digit);
    put(places, digit, place + 1);
    const copy = to + <usize>place * STRETCH_BYTES;
    store<u64>(copy, load<u64>(r));
    store<u32>(copy, load<u32>(r, 8), 8);
  }
}

/** Write the record of a region, whose first voxel has the least z. @returns its voxels. */
function measureStretch(r: usize, stretch: usize): u32 {
  const start = load<u32>(stretch, 4);
  const end = load<u32>(stretch, 8);
  let sum: u64 = 0;
  let sumZ: u64 = 0;
  let sumY: u64 = 0;
  let sumX: u64 = 0;
  let highZ: u32 = 0;
  let lowY: u32 = 65535;
  let highY: u32 = 0;
  let lowX: u32 = 65535;
  let highX: u32 = 0;
  let largest: u32 = 0;
  for (let q = start; q < end; q++) {
    const voxel = voxelAt(q);
    const z = <u32>load<u16>(voxel);
    const y = <u32>load<u16>(voxel, 2);
    const x = <u32>load<u16>(voxel, 4);
    const weight = weightAt(q);
    sum += weight;
    sumZ += z;
    sumY += y;
    sumX += x;
    highZ = max(highZ, z);
    lowY = min(lowY, y);
    highY = max(highY, y);
    lowX = min(lowX, x);
    highX = max(highX, x);
    largest = max(largest, weight);
  }
  store<u32>(r, end - start);
  store<u32>(r, load<u32>(stretch), 4);
  store<u64>(r, sum, 8);
  store<u64>(r, sumZ, 16);
  store<u64>(r, sumY, 24);
  store<u64>(r, sumX, 32);
  store<u32>(r, load<u16>(voxelAt(start)) | ((highZ + 1) << 16), 40);
  store<u32>(r, lowY | ((highY + 1) << 16), 44);
  store<u32>(r, lowX | ((highX + 1) << 16), 48);
  store<u32>(r, largest, 52);
  store<u64>(r, <u64>NO_CUT << 40, 56);
  return end - start;
}

/** Tell the nodes their regions, and take memory for the runs, which `measure` then writes. */
export function openRows(): void {
  const used = job.used;
  const stack = take(DIGITS << 2);
  const all = take(<u64>job.parts * STRETCH_BYTES);
  for (let i: u32 = 0; i < job.parts; i++) node.setOwner(G.nodes, i, UNCOVERED);
  const count = listAll(all, stack, 0);
  for (let i: u32 = 0; i < count; i++) mark(all + <usize>i * STRETCH_BYTES, 0);
  for (let i: u32 = 0; i < job.kept; i++) mark(stretchOf(i), i + 1);
  job.used = used;
  openRuns();
}

/** Tell the nodes of a stretch their region. */
function mark(stretch: usize, region: u32): void {
  const masks = maskRow(0, 0);
  const bases = baseRow(0, 0);
  for (let q = load<u32>(stretch, 4); q < load<u32>(stretch, 8); q++) {
    const voxel = voxelAt(q);
    const row = <usize>load<u16>(voxel) * job.sizeY + load<u16>(voxel, 2);
    const words = row * wordsPerRow();
    node.setOwner(G.nodes, nodeAt(masks + (words << 3), bases + (words << 2), load<u16>(voxel, 4)), region);
  }
}

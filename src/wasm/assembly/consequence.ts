/**
 * Consequences: what flipping a region does to pieces, loops and cavities of the mask (foreground 26, background 6), and how much centre
 * line is joined or cut off. Order of calls:
 *
 *   openFlips(j, …)             then write the mask where it says: voxel (z, y, x) is bit x + 1 of the words of row (z + 1, y + 1)
 *   drawLine(j)                 where hanging is asked; takes memory for a while
 *   buildFlips(j, from, to)     blocks, in order, until all are built
 *   a = takeRegions(j, bytes)   0: out of memory. Then write, behind room for n results, u32[n] how many voxels each region has, and the
 *                               voxels (u32), each once, as the padded mask numbers them
 *   flipRegions(j, a, n)        results, 24 bytes each: change of pieces, loops, cavities, i32; voxels added (below 0: removed), i32;
 *                               hanging, a measure
 *
 * A region is flipped on the side of the mask where most of its voxels lie, outside when as many lie inside. What gains voxels can only
 * join: its parts follow from union-find. What loses voxels can come apart: the cells around the place grow, those of each group in turn
 * and twice as far each round, until all groups but one are exhausted or have met, so that time follows the smaller side. The Euler
 * characteristic changes voxel by voxel, and loops follow from it (Kong & Rosenfeld 1989).
 */
import {
  B, C, CELL_BYTES, FLIP_END, GONE, LAST, addTo, cellAt, hangingAt, invert, isSet, know, learn, read, readWide, rootOf, touch, wordOf,
  write, writeWide
} from './consequence-block';
import { buildBlock, unite } from './consequence-cells';
import { countParts } from './consequence-search';
import { eulerAt, fillSteps, lineAt } from './consequence-steps';
import { job, makeRoom, mostVoxels, take } from './job';

const STEPS_BYTES: usize = 656;
const RESULT_BYTES: usize = 24;
/** More than a block and its links can need. */
const BLOCK_ROOM: u64 = 1 << 20;

/**
 * @param edgeZ - edge of a voxel; only the ratios count
 * @returns where the words of the mask lie, which are 0; 0: out of memory
 */
export function openFlips(j: usize, sizeZ: usize, sizeY: usize, sizeX: usize, edgeZ: f64, edgeY: f64, edgeX: f64): usize {
  memory.fill(j, 0, FLIP_END);
  job.setUsed(j, j + FLIP_END);
  const tall = (sizeY + 9) >> 3;
  const across = (sizeX + 65) >> 6;
  const blocks = <u64>((sizeZ + 9) >> 3) * tall * across;
  // Voxels with padding are numbered in 32 bits.
  mostVoxels(blocks << 11);
  const count = <usize>blocks;
  const bytes = count * (512 + 512 + 256 + 256 + 16) + STEPS_BYTES;
  const start = take(j, bytes);
  memory.fill(start, 0, bytes);
  learn(j, B.ROWS, tall << 3);
  learn(j, B.WIDE, across);
  learn(j, B.COUNT, count);
  learn(j, B.STEPS, start);
  const mask = start + STEPS_BYTES;
  learn(j, B.MASK, mask);
  learn(j, B.NOW, mask + (count << 9));
  learn(j, B.SLOTS, mask + (count << 10));
  learn(j, B.SLOTS_NOW, mask + count * 1280);
  learn(j, B.BLOCKS, mask + count * 1536);
  fillSteps(start, edgeZ, edgeY, edgeX);
  return mask + (count << 9);
}

/** Build the blocks `from` to `to`; after the last one the mask is ready for flips. */
export function buildFlips(j: usize, from: usize, to: usize): void {
  const blocks = know(j, B.BLOCKS);
  for (let b = blocks + (from << 4); b < blocks + (to << 4); b += 16) {
    makeRoom(load<u32>(j, 116) + BLOCK_ROOM);
    buildBlock(j, b);
  }
  if (to < know(j, B.COUNT)) return;
  // Mask and slots as they are now become the lasting ones.
  memory.copy(know(j, B.MASK), know(j, B.NOW), to << 9);
  memory.copy(know(j, B.SLOTS), know(j, B.SLOTS_NOW), to << 8);
  learn(j, B.MADE, take(j, 0));
}

/** Room for `bytes`, instead of what was taken before; 0 without memory. */
export function takeRegions(j: usize, bytes: usize): usize {
  job.setUsed(j, know(j, B.MADE));
  return take(j, bytes);
}

export function flipRegions(j: usize, results: usize, regions: usize): void {
  const end = load<u32>(j, 116);
  let count = results + regions * RESULT_BYTES;
  let voxels = count + (regions << 2);
  for (let r: usize = 0; r < regions; r++) {
    const n = read(count, 0);
    flip(j, voxels, n, results);
    job.setUsed(j, end);
    voxels += n << 2;
    count += 4;
    results += RESULT_BYTES;
  }
}

function flip(j: usize, voxels: usize, n: usize, result: usize): void {
  const now = know(j, B.NOW);
  const end = voxels + (n << 2);
  let inside: usize = 0;
  for (let v = voxels; v < end; v += 4) inside += isSet(now, read(v, 0));
  const gain: usize = inside << 1 <= n ? 1 : 0;
  learn(j, B.GAIN, gain);
  learn(j, B.GAINED, 0);
  learn(j, B.LOST, 0);
  learn(j, B.TOUCHED, LAST);
  learn(j, B.FLIPPED, LAST);
  writeWide(hangingAt(j), 0, 0);
  let euler = 0;
  let flipped = voxels;
  for (let v = voxels; v < end; v += 4) {
    const voxel = read(v, 0);
    if (isSet(now, voxel) == gain) continue;
    euler += eulerAt(j, voxel);
    invert(now, voxel);
    takeFrom(j, voxel);
    write(flipped, 0, voxel);
    flipped += 4;
  }
  rebuild(j);
  while (flipped != voxels) {
    flipped -= 4;
    invert(now, read(flipped, 0));
  }
  restore(j);
  const pieces = know(j, gain ? B.GAINED : B.LOST);
  const cavities = know(j, gain ? B.LOST : B.GAINED);
  write(result, 0, pieces);
  write(result, 4, pieces + cavities - (gain ? euler : -euler));
  write(result, 8, cavities);
  write(result, 12, gain ? n - inside : -inside);
  writeWide(result, 16, readWide(hangingAt(j), 0));
}

/** Mark the block of a voxel, the cell it is taken from, and the part that this is of. */
function takeFrom(j: usize, voxel: usize): void {
  const across = know(j, B.WIDE);
  const rows = know(j, B.ROWS);
  const row = (voxel >> 6) / across;
  const block = ((row / rows >> 3) * (rows >> 3) + (row % rows >> 3)) * across + ((voxel >> 6) % across);
  const b = know(j, B.BLOCKS) + (block << 4);
  if (!read(b, 8)) {
    write(b, 8, know(j, B.FLIPPED));
    learn(j, B.FLIPPED, b);
  }
  const c = cellAt(j, B.MASK, B.SLOTS, voxel);
  const part = rootOf(c, C.PARENT);
  touch(j, c);
  write(c, C.GROUP, GONE);
  if (!read(part, C.LOSES)) {
    touch(j, part);
    write(part, C.LOSES, 1);
    writeWide(part, C.BEST, 0);
    writeWide(part, C.REST, readWide(part, C.TOTAL));
    addTo(j, B.LOST, -1);
  }
  const line = know(j, B.LINE);
  if (line && isSet(line, voxel)) writeWide(part, C.REST, readWide(part, C.REST) - lineAt(j, voxel));
}

/** Make the flipped blocks anew, and count parts. */
function rebuild(j: usize): void {
  setSlots(j, false);
  for (let b = know(j, B.FLIPPED); b != LAST; b = read(b, 8)) {
    makeRoom(load<u32>(j, 116) + BLOCK_ROOM);
    buildBlock(j, b);
  }
  for (let b = know(j, B.FLIPPED); b != LAST; b = read(b, 8)) {
    for (let c = read(b, 0); c < read(b, 4); c += CELL_BYTES) {
      if (read(c, C.COLOUR) == know(j, B.GAIN)) unite(j, cellAt(j, B.NOW, B.SLOTS_NOW, read(c, C.FIRST)), c);
    }
  }
  countParts(j);
}

/** Slots of the flipped blocks as they were, or none. */
function setSlots(j: usize, isBack: bool): void {
  for (let b = know(j, B.FLIPPED); b != LAST; b = read(b, 8)) {
    for (let q: usize = 0; q < 64; q++) {
      const i = wordOf(j, b, q) << 2;
      write(know(j, B.SLOTS_NOW), i, isBack ? read(know(j, B.SLOTS), i) : 0);
    }
  }
}

/** Forget what a flip has left in lasting blocks and cells. */
function restore(j: usize): void {
  setSlots(j, true);
  for (let b = know(j, B.FLIPPED); b != LAST; ) {
    const next = read(b, 8);
    write(b, 8, 0);
    b = next;
  }
  for (let c = know(j, B.TOUCHED); c != LAST; ) {
    const next = read(c, C.CHAIN);
    while (read(c, C.HEAD) >= know(j, B.MADE)) write(c, C.HEAD, read(read(c, C.HEAD), 4));
    write(c, C.GROUP, 0);
    write(c, C.CHAIN, 0);
    write(c, C.TAIL, 0);
    writeWide(c, C.GROWING, 0);
    c = next;
  }
}

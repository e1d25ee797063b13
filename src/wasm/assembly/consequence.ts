/**
 * Consequences: what flipping a region does to pieces, loops and cavities of the mask (foreground 26, background 6), and how much centre
 * line is joined or cut off. Order of calls:
 *
 *   openFlips(…)             then write the mask where it says: voxel (z, y, x) is bit x + 1 of the words of row (z + 1, y + 1)
 *   drawLine()               where hanging was asked for; takes memory for a while
 *   buildFlips(from, to)     blocks, in order, until all are built
 *   a = takeRegions(bytes)   0: out of memory. Then write, behind room for n results, u32[n] how many voxels each region has, and the
 *                               voxels (u32), each once, as the padded mask numbers them
 *   flipRegions(a, n)        results, 24 bytes each: change of pieces, loops, cavities, i32; voxels added (below 0: removed), i32;
 *                               hanging, a measure
 *
 * A region is flipped on the side of the mask where most of its voxels lie, outside when as many lie inside. What gains voxels can only
 * join: its parts follow from union-find. What loses voxels can come apart: the cells around the place grow, those of each group in turn
 * and twice as far each round, until all groups but one are exhausted or have met, so that time follows the smaller side. The Euler
 * characteristic changes voxel by voxel, and loops follow from it (Kong & Rosenfeld 1989).
 */
import * as B from './consequence-block';
import {
  C, CELL_BYTES, GONE, LAST, cellAt, invert, isSet, read, readWide, rootOf, touch, wordOf, write, writeWide
} from './consequence-block';
import { buildBlock, unite } from './consequence-cells';
import { countParts } from './consequence-search';
import { eulerAt, fillSteps, lineAt } from './consequence-steps';
import * as job from './job';
import { begin, checkVoxels, makeRoom, take } from './job';

const STEPS_BYTES: usize = 656;
const RESULT_BYTES: usize = 24;
/** More than a block and its links can need. */
const BLOCK_ROOM: u64 = 1 << 20;

/**
 * @param edgeZ - edge of a voxel; only the ratios count
 * @param withLine - whether a centre line will be drawn
 * @returns where the words of the mask lie, which are 0; 0: out of memory
 */
export function openFlips(sizeZ: u32, sizeY: u32, sizeX: u32, edgeZ: f64, edgeY: f64, edgeX: f64, withLine: bool): usize {
  begin(sizeZ, sizeY, sizeX, 0);
  B.made = 0;
  const tall = (sizeY + 9) >> 3;
  const across = (sizeX + 65) >> 6;
  const blocks = <u64>((sizeZ + 9) >> 3) * tall * across;
  // Voxels with padding are numbered in 32 bits.
  checkVoxels(blocks << 11);
  const count = <usize>blocks;
  const bytes = count * (512 + 512 + 256 + 256 + 16 + (withLine ? 512 : 0)) + STEPS_BYTES;
  const start = take(bytes);
  memory.fill(start, 0, bytes);
  B.rows = tall << 3;
  B.wide = across;
  B.count = count;
  B.steps = start;
  const mask = start + STEPS_BYTES;
  B.mask = mask;
  B.now = mask + (count << 9);
  B.slots = mask + (count << 10);
  B.slotsNow = mask + count * 1280;
  B.blocks = mask + count * 1536;
  B.line = withLine ? mask + count * 1552 : 0;
  fillSteps(start, edgeZ, edgeY, edgeX);
  return mask + (count << 9);
}

/** Build the blocks `from` to `to`; after the last one the mask is ready for flips. */
export function buildFlips(from: usize, to: usize): void {
  for (let b = B.blocks + (from << 4); b < B.blocks + (to << 4); b += 16) {
    makeRoom(job.used + BLOCK_ROOM);
    buildBlock(b);
  }
  if (to < B.count) return;
  // Mask and slots as they are now become the lasting ones.
  memory.copy(B.mask, B.now, to << 9);
  memory.copy(B.slots, B.slotsNow, to << 8);
  B.made = take(0);
}

/** Room for `bytes`, instead of what was taken before; 0 without memory. */
export function takeRegions(bytes: usize): usize {
  job.used = B.made;
  return take(bytes);
}

export function flipRegions(results: usize, regions: usize): void {
  const end = job.used;
  let count = results + regions * RESULT_BYTES;
  let voxels = count + (regions << 2);
  for (let r: usize = 0; r < regions; r++) {
    const n = read(count, 0);
    flip(voxels, n, results);
    job.used = end;
    voxels += n << 2;
    count += 4;
    results += RESULT_BYTES;
  }
}

function flip(voxels: usize, n: usize, result: usize): void {
  const end = voxels + (n << 2);
  let inside: usize = 0;
  for (let v = voxels; v < end; v += 4) inside += isSet(B.now, read(v, 0));
  const gain: usize = inside << 1 <= n ? 1 : 0;
  B.gain = gain;
  B.gained = 0;
  B.lost = 0;
  B.touched = LAST;
  B.flipped = LAST;
  B.hanging = 0;
  let euler = 0;
  let flipped = voxels;
  for (let v = voxels; v < end; v += 4) {
    const voxel = read(v, 0);
    if (isSet(B.now, voxel) == gain) continue;
    euler += eulerAt(voxel);
    invert(B.now, voxel);
    takeFrom(voxel);
    write(flipped, 0, voxel);
    flipped += 4;
  }
  rebuild();
  while (flipped != voxels) {
    flipped -= 4;
    invert(B.now, read(flipped, 0));
  }
  restore();
  const pieces = gain ? B.gained : B.lost;
  const cavities = gain ? B.lost : B.gained;
  write(result, 0, pieces);
  write(result, 4, pieces + cavities - (gain ? euler : -euler));
  write(result, 8, cavities);
  write(result, 12, gain ? n - inside : -inside);
  writeWide(result, 16, B.hanging);
}

/** Mark the block of a voxel, the cell it is taken from, and the part that this is of. */
function takeFrom(voxel: usize): void {
  const row = (voxel >> 6) / B.wide;
  const block = ((row / B.rows >> 3) * (B.rows >> 3) + (row % B.rows >> 3)) * B.wide + ((voxel >> 6) % B.wide);
  const b = B.blocks + (block << 4);
  if (!read(b, 8)) {
    write(b, 8, B.flipped);
    B.flipped = b;
  }
  const c = cellAt(B.mask, B.slots, voxel);
  const part = rootOf(c, C.PARENT);
  touch(c);
  write(c, C.GROUP, GONE);
  if (!read(part, C.LOSES)) {
    touch(part);
    write(part, C.LOSES, 1);
    writeWide(part, C.BEST, 0);
    writeWide(part, C.REST, readWide(part, C.TOTAL));
    B.lost -= 1;
  }
  if (B.line && isSet(B.line, voxel)) writeWide(part, C.REST, readWide(part, C.REST) - lineAt(voxel));
}

/** Make the flipped blocks anew, and count parts. */
function rebuild(): void {
  setSlots(false);
  for (let b = B.flipped; b != LAST; b = read(b, 8)) {
    makeRoom(job.used + BLOCK_ROOM);
    buildBlock(b);
  }
  for (let b = B.flipped; b != LAST; b = read(b, 8)) {
    for (let c = read(b, 0); c < read(b, 4); c += CELL_BYTES) {
      if (read(c, C.COLOUR) == B.gain) unite(cellAt(B.now, B.slotsNow, read(c, C.FIRST)), c);
    }
  }
  countParts();
}

/** Slots of the flipped blocks as they were, or none. */
function setSlots(isBack: bool): void {
  for (let b = B.flipped; b != LAST; b = read(b, 8)) {
    for (let q: usize = 0; q < 64; q++) {
      const i = wordOf(b, q) << 2;
      write(B.slotsNow, i, isBack ? read(B.slots, i) : 0);
    }
  }
}

/** Forget what a flip has left in lasting blocks and cells. */
function restore(): void {
  setSlots(true);
  for (let b = B.flipped; b != LAST; ) {
    const next = read(b, 8);
    write(b, 8, 0);
    b = next;
  }
  for (let c = B.touched; c != LAST; ) {
    const next = read(c, C.CHAIN);
    while (read(c, C.HEAD) >= B.made) write(c, C.HEAD, read(read(c, C.HEAD), 4));
    write(c, C.GROUP, 0);
    write(c, C.CHAIN, 0);
    write(c, C.TAIL, 0);
    writeWide(c, C.GROWING, 0);
    c = next;
  }
}

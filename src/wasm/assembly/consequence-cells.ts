/**
 * Cells of a block and the links between them. The same routines make them once for the whole mask, and for the blocks that a flip changes.
 */
import * as B from './consequence-block';
import {
  C, CELL_BYTES, GONE, cellAt, hang, make, onward, read, readWide, rootOf, starts, touch, wordOf, write, writeWide
} from './consequence-block';
import * as job from './job';
import { lineAt } from './consequence-steps';

/** Make the cells of a block, whose slots must be 0, and link them to those of its neighbours that have some. */
export function buildBlock(b: usize): void {
  if (!B.made) writeFirst(b);
  if (!placeSlots(b)) visit(b, false);
  const cells = job.used;
  makeCells(b);
  if (!B.made) {
    write(b, 0, cells);
    write(b, 4, job.used);
  }
  visit(b, true);
}

/** First word of a block. */
function writeFirst(b: usize): void {
  const block = (b - B.blocks) >> 4;
  const rows = block / B.wide;
  const tall = B.rows >> 3;
  write(b, 12, (((rows / tall) << 3) * B.rows + ((rows % tall) << 3)) * B.wide + (block % B.wide));
}

/** Slots for all runs, each its own root; one for the block when it is of one colour. Returns whether it is. */
function placeSlots(b: usize): bool {
  const colour = load<u64>(B.now + (read(b, 12) << 3));
  let isEven = colour == 0 || ~colour == 0;
  for (let q = 0; q < 64 && isEven; q++) isEven = load<u64>(B.now + (wordOf(b, q) << 3)) == colour;
  const shared: usize = job.used;
  if (isEven) make(16);
  for (let q = 0; q < 64; q++) {
    const i = wordOf(b, q);
    const count: usize = isEven ? 0 : <usize>popcnt(starts(load<u64>(B.now + (i << 3))));
    const slot = isEven ? shared : make(count << 2);
    store<u32>(B.slotsNow + (i << 2), slot);
    for (let s: usize = 0; s < count; s++) write(slot, s << 2, slot + (s << 2));
  }
  if (isEven) write(shared, 0, shared);
  return isEven;
}

/** Join the runs of a block with each other, or link their cells to those of other blocks. */
function visit(b: usize, isLinking: bool): void {
  for (let q = 0; q < 64; q++) {
    const i = wordOf(b, q);
    const word = load<u64>(B.now + (i << 3));
    let slot = load<u32>(B.slotsNow + (i << 2));
    for (let s = starts(word); s; slot += 4) {
      const low = s & (0 - s);
      s ^= low;
      const run = (s & (0 - s)) - low;
      around(i, q, slot, run, word & low ? 0 : -1, isLinking);
    }
  }
}

function around(i: usize, q: i32, slot: usize, run: u64, turn: u64, isLinking: bool): void {
  const across = B.wide;
  const reach = turn ? run : run | (run << 1) | (run >> 1);
  const rows = isLinking ? 9 : 4;
  for (let d = 0; d < rows; d++) {
    const dz = d / 3 - 1;
    const dy = (d % 3) - 1;
    if (turn && dz && dy) continue;
    const near = i + (<usize>dz * B.rows + <usize>dy) * across;
    const isInside = ((((q >> 3) + dz) | ((q & 7) + dy)) & ~7) == 0;
    if (isInside != isLinking) meet(slot, near, reach, turn, isLinking);
    if (!isLinking || (turn && d != 4)) continue;
    meet(slot, near - 1, run << 63, turn, true);
    meet(slot, near + 1, run >> 63, turn, true);
  }
}

/** Join or link a run to those of word `i` that have one of the bits of `reach`, with `turn` (-1: inverted). */
function meet(slot: usize, i: usize, reach: u64, turn: u64, isLinking: bool): void {
  if (!reach || i >= B.count << 6) return;
  const slots = read(B.slotsNow, i << 2);
  const word = load<u64>(B.now + (i << 3));
  const borders = starts(word);
  reach &= word ^ turn;
  if (!slots) return;
  while (reach) {
    const before = borders & (reach ^ (reach - 1));
    const other = slots + (<usize>(popcnt(before) - 1) << 2);
    reach &= onward(borders & ~(reach ^ (reach - 1)));
    if (isLinking) link(read(slot, 0), read(other, 0));
    else joinSlots(slot, other);
  }
}

function joinSlots(a: usize, b: usize): void {
  a = rootOf(a, 0);
  b = rootOf(b, 0);
  write(max(a, b), 0, min(a, b));
}

/** Turn roots into cells, and every slot into the address of its cell. Roots come first. */
function makeCells(b: usize): void {
  for (let q = 0; q < 64; q++) {
    const i = wordOf(b, q);
    const word = load<u64>(B.now + (i << 3));
    let slot = load<u32>(B.slotsNow + (i << 2));
    for (let s = starts(word); s; slot += 4) {
      const low = s & (0 - s);
      s ^= low;
      const root = read(slot, 0);
      const c = root == slot ? makeCell((i << 6) + <usize>ctz(low), (word & low) != 0) : read(root, 0);
      write(slot, 0, c);
      if (!B.line || c < B.made) continue;
      let points = load<u64>(B.line + (i << 3)) & ((s & (0 - s)) - low);
      for (; points; points &= points - 1) {
        const own = readWide(c, C.OWN) + lineAt((i << 6) + <usize>ctz(points));
        writeWide(c, C.OWN, own);
        writeWide(c, C.TOTAL, own);
      }
    }
  }
}

/** A new cell; while flipping, of the colour that loses voxels only where the cell it was part of does. */
function makeCell(voxel: usize, colour: usize): usize {
  const isFlip = B.made != 0;
  const loses = isFlip && colour != B.gain;
  const old = loses ? cellAt(B.mask, B.slots, voxel) : 0;
  if (loses && read(old, C.GROUP) != GONE) return old;
  const c = make(CELL_BYTES);
  memory.fill(c, 0, CELL_BYTES);
  write(c, C.PARENT, loses ? old : c);
  write(c, C.FIRST, voxel);
  write(c, C.COLOUR, colour);
  if (!isFlip) return c;
  write(c, C.GROUP, c);
  if (loses) touch(c);
  else B.gained += 1;
  return c;
}

/** Two cells of one colour touch. While flipping, links of what gains voxels are not kept, since parts can only join. */
function link(a: usize, b: usize): void {
  if (B.made && read(a, C.COLOUR) == B.gain) return unite(a, b);
  if (a < B.made && b < B.made) return;
  const ofA = read(a, C.HEAD);
  const ofB = read(b, C.HEAD);
  if ((ofA && read(ofA, 0) == b) || (ofB && read(ofB, 0) == a)) return;
  const half = make(16);
  write(half, 0, b);
  write(half, 4, ofA);
  write(half, 8, a);
  write(half, 12, ofB);
  write(a, C.HEAD, half);
  write(b, C.HEAD, half + 8);
  if (B.made) {
    touch(a);
    touch(b);
    return;
  }
  a = rootOf(a, C.PARENT);
  b = rootOf(b, C.PARENT);
  if (a == b) return;
  write(a, C.PARENT, b);
  writeWide(b, C.TOTAL, readWide(a, C.TOTAL) + readWide(b, C.TOTAL));
}

/** Join what gains voxels: new cells, and the parts that lasting ones belong to. */
export function unite(a: usize, b: usize): void {
  a = rootOf(member(a), C.GROUP);
  b = rootOf(member(b), C.GROUP);
  if (a == b) return;
  write(a, C.GROUP, b);
  B.gained -= 1;
  hang(b, readWide(a, C.BEST));
}

function member(c: usize): usize {
  if (c >= B.made) return c;
  c = rootOf(c, C.PARENT);
  if (!read(c, C.GROUP)) {
    touch(c);
    write(c, C.GROUP, c);
    writeWide(c, C.BEST, readWide(c, C.TOTAL));
  }
  return c;
}

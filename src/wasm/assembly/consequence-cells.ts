/**
 * Cells of a block and the links between them. The same routines make them once for the whole mask, and for the blocks that a flip changes.
 */
import {
  B, C, CELL_BYTES, GONE, addTo, cellAt, hang, know, make, onward, read, readWide, rootOf, starts, touch, wordOf, write, writeWide
} from './consequence-block';
import { lineAt } from './consequence-steps';

/** Make the cells of a block, whose slots must be 0, and link them to those of its neighbours that have some. */
export function buildBlock(j: usize, b: usize): void {
  if (!know(j, B.MADE)) writeFirst(j, b);
  if (!placeSlots(j, b)) visit(j, b, false);
  const cells = load<u32>(j, 116);
  makeCells(j, b);
  if (!know(j, B.MADE)) {
    write(b, 0, cells);
    write(b, 4, load<u32>(j, 116));
  }
  visit(j, b, true);
}

/** First word of a block. */
function writeFirst(j: usize, b: usize): void {
  const across = know(j, B.WIDE);
  const block = (b - know(j, B.BLOCKS)) >> 4;
  const rows = block / across;
  const tall = know(j, B.ROWS) >> 3;
  write(b, 12, (((rows / tall) << 3) * know(j, B.ROWS) + ((rows % tall) << 3)) * across + (block % across));
}

/** Slots for all runs, each its own root; one for the block when it is of one colour. Returns whether it is. */
function placeSlots(j: usize, b: usize): bool {
  const now = know(j, B.NOW);
  const slots = know(j, B.SLOTS_NOW);
  const colour = load<u64>(now + (read(b, 12) << 3));
  let isEven = colour == 0 || ~colour == 0;
  for (let q = 0; q < 64 && isEven; q++) isEven = load<u64>(now + (wordOf(j, b, q) << 3)) == colour;
  const shared: usize = load<u32>(j, 116);
  if (isEven) make(j, 16);
  for (let q = 0; q < 64; q++) {
    const i = wordOf(j, b, q);
    const count: usize = isEven ? 0 : <usize>popcnt(starts(load<u64>(now + (i << 3))));
    const slot = isEven ? shared : make(j, count << 2);
    store<u32>(slots + (i << 2), slot);
    for (let s: usize = 0; s < count; s++) write(slot, s << 2, slot + (s << 2));
  }
  if (isEven) write(shared, 0, shared);
  return isEven;
}

/** Join the runs of a block with each other, or link their cells to those of other blocks. */
function visit(j: usize, b: usize, isLinking: bool): void {
  for (let q = 0; q < 64; q++) {
    const i = wordOf(j, b, q);
    const word = load<u64>(know(j, B.NOW) + (i << 3));
    let slot = load<u32>(know(j, B.SLOTS_NOW) + (i << 2));
    for (let s = starts(word); s; slot += 4) {
      const low = s & (0 - s);
      s ^= low;
      const run = (s & (0 - s)) - low;
      around(j, i, q, slot, run, word & low ? 0 : -1, isLinking);
    }
  }
}

function around(j: usize, i: usize, q: i32, slot: usize, run: u64, turn: u64, isLinking: bool): void {
  const across = know(j, B.WIDE);
  const reach = turn ? run : run | (run << 1) | (run >> 1);
  const rows = isLinking ? 9 : 4;
  for (let d = 0; d < rows; d++) {
    const dz = d / 3 - 1;
    const dy = (d % 3) - 1;
    if (turn && dz && dy) continue;
    const near = i + (<usize>dz * know(j, B.ROWS) + <usize>dy) * across;
    const isInside = ((((q >> 3) + dz) | ((q & 7) + dy)) & ~7) == 0;
    if (isInside != isLinking) meet(j, slot, near, reach, turn, isLinking);
    if (!isLinking || (turn && d != 4)) continue;
    meet(j, slot, near - 1, run << 63, turn, true);
    meet(j, slot, near + 1, run >> 63, turn, true);
  }
}

/** Join or link a run to those of word `i` that have one of the bits of `reach`, with `turn` (-1: inverted). */
function meet(j: usize, slot: usize, i: usize, reach: u64, turn: u64, isLinking: bool): void {
  if (!reach || i >= know(j, B.COUNT) << 6) return;
  const slots = read(know(j, B.SLOTS_NOW), i << 2);
  const word = load<u64>(know(j, B.NOW) + (i << 3));
  const borders = starts(word);
  reach &= word ^ turn;
  if (!slots) return;
  while (reach) {
    const before = borders & (reach ^ (reach - 1));
    const other = slots + (<usize>(popcnt(before) - 1) << 2);
    reach &= onward(borders & ~(reach ^ (reach - 1)));
    if (isLinking) link(j, read(slot, 0), read(other, 0));
    else joinSlots(slot, other);
  }
}

function joinSlots(a: usize, b: usize): void {
  a = rootOf(a, 0);
  b = rootOf(b, 0);
  write(max(a, b), 0, min(a, b));
}

/** Turn roots into cells, and every slot into the address of its cell. Roots come first. */
function makeCells(j: usize, b: usize): void {
  const line = know(j, B.LINE);
  for (let q = 0; q < 64; q++) {
    const i = wordOf(j, b, q);
    const word = load<u64>(know(j, B.NOW) + (i << 3));
    let slot = load<u32>(know(j, B.SLOTS_NOW) + (i << 2));
    for (let s = starts(word); s; slot += 4) {
      const low = s & (0 - s);
      s ^= low;
      const root = read(slot, 0);
      const c = root == slot ? makeCell(j, (i << 6) + <usize>ctz(low), (word & low) != 0) : read(root, 0);
      write(slot, 0, c);
      if (!line || c < know(j, B.MADE)) continue;
      let points = load<u64>(line + (i << 3)) & ((s & (0 - s)) - low);
      for (; points; points &= points - 1) {
        const own = readWide(c, C.OWN) + lineAt(j, (i << 6) + <usize>ctz(points));
        writeWide(c, C.OWN, own);
        writeWide(c, C.TOTAL, own);
      }
    }
  }
}

/** A new cell; while flipping, of the colour that loses voxels only where the cell it was part of does. */
function makeCell(j: usize, voxel: usize, colour: usize): usize {
  const isFlip = know(j, B.MADE) != 0;
  const loses = isFlip && colour != know(j, B.GAIN);
  const old = loses ? cellAt(j, B.MASK, B.SLOTS, voxel) : 0;
  if (loses && read(old, C.GROUP) != GONE) return old;
  const c = make(j, CELL_BYTES);
  memory.fill(c, 0, CELL_BYTES);
  write(c, C.PARENT, loses ? old : c);
  write(c, C.FIRST, voxel);
  write(c, C.COLOUR, colour);
  if (!isFlip) return c;
  write(c, C.GROUP, c);
  if (loses) touch(j, c);
  else addTo(j, B.GAINED, 1);
  return c;
}

/** Two cells of one colour touch. While flipping, links of what gains voxels are not kept, since parts can only join. */
function link(j: usize, a: usize, b: usize): void {
  const made = know(j, B.MADE);
  if (made && read(a, C.COLOUR) == know(j, B.GAIN)) return unite(j, a, b);
  if (a < made && b < made) return;
  const ofA = read(a, C.HEAD);
  const ofB = read(b, C.HEAD);
  if ((ofA && read(ofA, 0) == b) || (ofB && read(ofB, 0) == a)) return;
  const half = make(j, 16);
  write(half, 0, b);
  write(half, 4, ofA);
  write(half, 8, a);
  write(half, 12, ofB);
  write(a, C.HEAD, half);
  write(b, C.HEAD, half + 8);
  if (made) {
    touch(j, a);
    touch(j, b);
    return;
  }
  a = rootOf(a, C.PARENT);
  b = rootOf(b, C.PARENT);
  if (a == b) return;
  write(a, C.PARENT, b);
  writeWide(b, C.TOTAL, readWide(a, C.TOTAL) + readWide(b, C.TOTAL));
}

/** Join what gains voxels: new cells, and the parts that lasting ones belong to. */
export function unite(j: usize, a: usize, b: usize): void {
  a = rootOf(member(j, a), C.GROUP);
  b = rootOf(member(j, b), C.GROUP);
  if (a == b) return;
  write(a, C.GROUP, b);
  addTo(j, B.GAINED, -1);
  hang(j, b, readWide(a, C.BEST));
}

function member(j: usize, c: usize): usize {
  if (c >= know(j, B.MADE)) return c;
  c = rootOf(c, C.PARENT);
  if (!read(c, C.GROUP)) {
    touch(j, c);
    write(c, C.GROUP, c);
    writeWide(c, C.BEST, readWide(c, C.TOTAL));
  }
  return c;
}

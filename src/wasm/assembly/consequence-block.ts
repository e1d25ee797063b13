/**
 * What flipping regions needs, in linear memory behind the blocks of the job and of the variants. The mask is padded by background: one
 * voxel on each side, then up to whole blocks. A *word* is 64 voxels of a row, bit x of it voxel x; *voxel* v is bit v of all words.
 * u32 each, at BLOCK + 4 * number:
 *
 *   0 padded rows in y        5 mask, as it is now       10 colour that gains voxels
 *   1 words in a row          6 centre line, 0 without   11 more parts of the colour that gains, 12 of the one that loses
 *   2 blocks in all           7 slots, lasting           13 first touched cell (chain)
 *   3 steps to neighbours     8 slots, as they are now   14 blocks
 *   4 mask, lasting           9 end of what lasts        15 first block flipped (chain)
 *   16 what hangs on the region, a measure (u64)
 *
 * A *block* is 8 x 8 words. A *cell* is a part of one colour within a block (mask 26-, background 6-connected). The slots of a word are
 * as many u32 as it has runs, each the address of the run's cell. Slots, cells and links lie one behind the other in the order they are
 * made: what a flip makes lies behind all that lasts, and is forgotten by setting back the end of what is in use.
 *
 *   byte  cell (80)                                    byte  block (16)
 *   0     parent in the union-find of parts            0     its first cell, end of its cells at 4
 *   4     group in that of a flip; 0 none, GONE        8     next block flipped
 *   8     first half of its links                      12    its first word
 *   12    next touched cell
 *   16    its first voxel                              byte  link (two halves; a cell's links are a list of halves)
 *   20    colour, 1 mask                               0     cell a leads to b, next half of a at 4
 *   24    next in the queue of its group               8     cell b leads to a, next half of b at 12
 *   28    last in that queue (at the group's root)
 *   32    its centre line, u64                         byte  step to one of 27 voxels (24)
 *   40    that of the part (at its root)               0     neighbours that share the face, edge or corner towards it (bits)
 *   48    longest of the part or group met so far      8     sign of that face, edge or corner in the Euler characteristic, i64
 *   56    what is not exhausted yet of the part        16    half its length in 2**-14 of the smallest edge of a voxel, i64
 *   64    that of the group (at its root)
 *   72    groups of the part that grow
 *   76    whether the part loses voxels
 *
 * A *measure* of centre line is voxels << 40 | length: its sums and the larger of two are those of whole numbers.
 */
import { JOB_BYTES, job } from './job';
import { VARIANTS_BYTES } from './variants-block';

const BLOCK: usize = JOB_BYTES + VARIANTS_BYTES;
export const FLIP_END: usize = BLOCK + 72;
export const CELL_BYTES: usize = 80;
/** Group of a cell that voxels are taken from. */
export const GONE: u32 = 1;
/** End of a chain. */
export const LAST: u32 = 1;

// prettier-ignore
export namespace B {
  export const ROWS = 0; export const WIDE = 1; export const COUNT = 2; export const STEPS = 3; export const MASK = 4;
  export const NOW = 5; export const LINE = 6; export const SLOTS = 7; export const SLOTS_NOW = 8; export const MADE = 9;
  export const GAIN = 10; export const GAINED = 11; export const LOST = 12; export const TOUCHED = 13; export const BLOCKS = 14;
  export const FLIPPED = 15; export const HANGING = 16;
}

/** Offset of a cell's field. */
// prettier-ignore
export namespace C {
  export const PARENT: usize = 0; export const GROUP: usize = 4; export const HEAD: usize = 8; export const CHAIN: usize = 12;
  export const FIRST: usize = 16; export const COLOUR: usize = 20; export const NEXT: usize = 24; export const TAIL: usize = 28;
  export const OWN: usize = 32; export const TOTAL: usize = 40; export const BEST: usize = 48; export const REST: usize = 56;
  export const SUM: usize = 64; export const GROWING: usize = 72; export const LOSES: usize = 76;
}

// prettier-ignore
@inline export function know(j: usize, field: i32): usize { return load<u32>(j + BLOCK + (<usize>field << 2)); }
// prettier-ignore
@inline export function learn(j: usize, field: i32, value: usize): void { store<u32>(j + BLOCK + (<usize>field << 2), <u32>value); }
// prettier-ignore
@inline export function read(c: usize, field: usize): usize { return load<u32>(c + field); }
// prettier-ignore
@inline export function write(c: usize, field: usize, value: usize): void { store<u32>(c + field, <u32>value); }
// prettier-ignore
@inline export function readWide(c: usize, field: usize): u64 { return load<u64>(c + field); }
// prettier-ignore
@inline export function writeWide(c: usize, field: usize, value: u64): void { store<u64>(c + field, value); }

export function addTo(j: usize, field: i32, value: i32): void {
  learn(j, field, know(j, field) + value);
}

/** What hangs on the region so far. */
@inline
export function hangingAt(j: usize): usize {
  return j + BLOCK + (B.HANGING << 2);
}

/** Bits at which a word's runs start. */
// prettier-ignore
@inline export function starts(word: u64): u64 { return (word ^ (word << 1)) | 1; }
/** All bits from the lowest one of `bits` on. */
// prettier-ignore
@inline export function onward(bits: u64): u64 { return 0 - (bits & (0 - bits)); }
// prettier-ignore
@inline export function isSet(bits: usize, voxel: usize): usize { return (<usize>load<u8>(bits + (voxel >> 3)) >> (voxel & 7)) & 1; }

export function invert(bits: usize, voxel: usize): void {
  const byte = bits + (voxel >> 3);
  store<u8>(byte, load<u8>(byte) ^ (1 << <u8>(voxel & 7)));
}

/** Take so many bytes, of which there are enough. */
export function make(j: usize, bytes: usize): usize {
  const address: usize = load<u32>(j, 116);
  job.setUsed(j, address + bytes);
  return address;
}

/** Word q of a block. */
@inline
export function wordOf(j: usize, b: usize, q: usize): usize {
  return read(b, 12) + ((q >> 3) * know(j, B.ROWS) + (q & 7)) * know(j, B.WIDE);
}

/** Cell of a voxel: of the lasting mask (fields MASK, SLOTS) or as it is now (NOW, SLOTS_NOW). */
export function cellAt(j: usize, mask: i32, slots: i32, voxel: usize): usize {
  const w = <usize>voxel >> 6;
  const before = starts(load<u64>(know(j, mask) + (w << 3))) & (<u64>-1 >> (63 - (voxel & 63)));
  return read(read(know(j, slots), w << 2) + (<usize>(popcnt(before) - 1) << 2), 0);
}

/** Root in the union-find of a field, with path halving (Tarjan & van Leeuwen 1984). */
export function rootOf(c: usize, field: usize): usize {
  while (read(c, field) != c) {
    const up = read(read(c, field), field);
    write(c, field, up);
    c = up;
  }
  return c;
}

/** Note that a flip changes this cell, so that it is set back. */
export function touch(j: usize, c: usize): void {
  if (read(c, C.CHAIN)) return;
  write(c, C.CHAIN, know(j, B.TOUCHED));
  learn(j, B.TOUCHED, c);
}

/** Another centre line of a part, or one joined to it: all but the longest hang on the region. */
export function hang(j: usize, part: usize, measure: u64): void {
  const best = readWide(part, C.BEST);
  writeWide(hangingAt(j), 0, readWide(hangingAt(j), 0) + min(best, measure));
  writeWide(part, C.BEST, max(best, measure));
}

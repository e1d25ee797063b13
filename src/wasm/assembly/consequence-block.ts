/**
 * What flipping regions needs. The mask is padded by background: one voxel on each side, then up to whole blocks. A *word* is 64 voxels
 * of a row, bit x of it voxel x; *voxel* v is bit v of all words.
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
import * as job from './job';

/** Padded rows in y, words in a row, blocks in all. */
export let rows: usize = 0;
export let wide: usize = 0;
export let count: usize = 0;
/** Steps to neighbours. */
export let steps: usize = 0;
/** Mask, lasting and as it is now; slots likewise; centre line, 0 without. */
export let mask: usize = 0;
export let now: usize = 0;
export let slots: usize = 0;
export let slotsNow: usize = 0;
export let line: usize = 0;
export let blocks: usize = 0;
/** End of what lasts; 0 while that is made. */
export let made: usize = 0;
/** Of a flip: colour that gains voxels, more parts of it, and of the other one. */
export let gain: usize = 0;
export let gained: i32 = 0;
export let lost: i32 = 0;
/** First touched cell, and first block flipped (chains). */
export let touched: usize = 0;
export let flipped: usize = 0;
/** What hangs on the region so far, a measure. */
export let hanging: u64 = 0;

export const CELL_BYTES: usize = 80;
/** Group of a cell that voxels are taken from. */
export const GONE: u32 = 1;
/** End of a chain. */
export const LAST: u32 = 1;

/** Offset of a cell's field. */
// prettier-ignore
export namespace C {
  export const PARENT: usize = 0; export const GROUP: usize = 4; export const HEAD: usize = 8; export const CHAIN: usize = 12;
  export const FIRST: usize = 16; export const COLOUR: usize = 20; export const NEXT: usize = 24; export const TAIL: usize = 28;
  export const OWN: usize = 32; export const TOTAL: usize = 40; export const BEST: usize = 48; export const REST: usize = 56;
  export const SUM: usize = 64; export const GROWING: usize = 72; export const LOSES: usize = 76;
}

// prettier-ignore
@inline export function read(c: usize, field: usize): usize { return load<u32>(c + field); }
// prettier-ignore
@inline export function write(c: usize, field: usize, value: usize): void { store<u32>(c + field, <u32>value); }
// prettier-ignore
@inline export function readWide(c: usize, field: usize): u64 { return load<u64>(c + field); }
// prettier-ignore
@inline export function writeWide(c: usize, field: usize, value: u64): void { store<u64>(c + field, value); }

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
export function make(bytes: usize): usize {
  const address: usize = job.used;
  job.used = address + bytes;
  return address;
}

/** Word q of a block. */
@inline
export function wordOf(b: usize, q: usize): usize {
  return read(b, 12) + ((q >> 3) * rows + (q & 7)) * wide;
}

/** Cell of a voxel in a mask with its slots, the lasting ones or as they are now. */
export function cellAt(mask: usize, slots: usize, voxel: usize): usize {
  const w = <usize>voxel >> 6;
  const before = starts(load<u64>(mask + (w << 3))) & (<u64>-1 >> (63 - (voxel & 63)));
  return read(read(slots, w << 2) + (<usize>(popcnt(before) - 1) << 2), 0);
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
export function touch(c: usize): void {
  if (read(c, C.CHAIN)) return;
  write(c, C.CHAIN, touched);
  touched = c;
}

/** Another centre line of a part, or one joined to it: all but the longest hang on the region. */
export function hang(part: usize, measure: u64): void {
  const best = readWide(part, C.BEST);
  hanging += min(best, measure);
  writeWide(part, C.BEST, max(best, measure));
}

/**
 * What a search for variants knows, in linear memory behind the job block. u32 each, at 144 + 4 * number:
 *
 *   0 row pitch sy     8 dist u8[N]       16 voxels of mask       24 records of the last step
 *   1 slice pitch sz   9 dseg u8[N]       17 list outside         25 their number
 *   2 N padded voxels  10 lab i32[N]      18 voxels outside       26 voxels the records point into
 *   3 p u8[N] codes    11 offsets i32[26] 19 list of both         27 end of what all steps share
 *   4 seg u8[N]        12 weights i32[26] 20 voxels of both       28 centre line i32[]
 *   5 obj u8[N]        13 free           21 work i32[both]  29 its length
 *   6 flag u8[N]       14 free           22 mark i32[both]  30 starts of `own`
 *   7 nodes i32[]      15 list of mask    23 ring i32[both]       31 own: mask voxels by nearest centre-line voxel
 *   32 has u8[]        33 cut, 34 contacts of the region judged last; 35 pieces it touches, 36 those of at least three voxels
 *   37 doubt codes of the volume without padding  38 step  39 first chunk (variants-keep.ts)  40 regions, 41 runs in all chunks
 *   42 address u32 of the kept region of each record of the table
 *
 * Volumes are padded by one voxel on all sides; indices are of the padded volume, raster order is rising index. lab is 0, dist 255 and
 * obj the mask between steps. A step takes its own scratch behind field 27 and frees that of the step before.
 */
import { job, take } from './job';

const BLOCK: usize = 144;
export const VARIANTS_BYTES: usize = 288;

export const COVERED: u8 = 1;
export const RING: u8 = 2;
export const MINE: u8 = 4;
export const LISTED: u8 = 8;
export const HIT: u8 = 16;
export const LINE: u8 = 32;

/** Field of the block. */
// prettier-ignore
export namespace F {
  export const SY = 0; export const SZ = 1; export const N = 2; export const P = 3; export const SEG = 4; export const OBJ = 5;
  export const FLAG = 6; export const NODES = 7; export const DIST = 8; export const DSEG = 9; export const LAB = 10;
  export const OFF = 11; export const WT = 12; export const SEGV = 15;
  export const NSEG = 16; export const OUT = 17; export const NOUT = 18; export const ACT = 19; export const NACT = 20;
  export const WORK = 21; export const MARK = 22; export const RINGV = 23; export const RECORDS = 24; export const COUNT = 25;
  export const VOX = 26; export const SHARED = 27; export const SK = 28; export const NSK = 29; export const OFF0 = 30;
  export const OWN = 31; export const HAS = 32; export const CUT = 33; export const CONTACTS = 34; export const EVERY = 35;
  export const BIG = 36; export const CODES = 37; export const STEP = 38; export const CHUNKS = 39; export const REGIONS = 40;
  export const RUNS = 41; export const PLACES = 42;
}

/** Fewest and most voxels of a region that is reported. */
// prettier-ignore
@inline export function least(j: usize): i32 { return <i32>job.leastVoxels(j); }
// prettier-ignore
@inline export function most(j: usize): i32 { return <i32>job.mostVoxels(j); }

// prettier-ignore
@inline export function get(j: usize, field: i32): u32 { return load<u32>(j + BLOCK + (<usize>field << 2)); }
// prettier-ignore
@inline export function set(j: usize, field: i32, value: u32): void { store<u32>(j + BLOCK + (<usize>field << 2), value); }
// prettier-ignore
@inline export function at(list: usize, q: i32): i32 { return load<i32>(list + (<usize>q << 2)); }
// prettier-ignore
@inline export function put(list: usize, q: i32, v: i32): void { store<i32>(list + (<usize>q << 2), v); }

/** Take `bytes` and a margin, and store its address in a field. */
export function takeField(j: usize, field: i32, bytes: u64): void {
  set(j, field, <u32>take(j, bytes + 64));
}

/** Take a list of `n` i32. */
export function takeList(j: usize, n: i32): usize {
  return take(j, (<u64>n + 8) << 2);
}

/** Where the 26 neighbours of a voxel lie, in raster order. */
export function fillOffsets(j: usize): void {
  for (let q = 0; q < 26; q++) {
    const k = q < 13 ? q : q + 1;
    put(get(j, F.OFF), q, (k / 9 - 1) * <i32>get(j, F.SZ) + (((k / 3) % 3) - 1) * <i32>get(j, F.SY) + (k % 3) - 1);
  }
}

/** i32 of a record. */
export const RECORD_WORDS: i32 = 8;

@inline
export function record(j: usize, q: i32): usize {
  return <usize>get(j, F.RECORDS) + ((<usize>q * RECORD_WORDS) << 2);
}

/** Take memory for `n` records. */
export function takeRecords(j: usize, n: i32): usize {
  return takeList(j, RECORD_WORDS * n);
}

/** Record of a region: kind, cut, contacts, length, start in the voxels, size, all pieces of mask around it,
 * and how undecided its heights are (`finish` in variants.ts). */
export function addRecord(j: usize, kind: i32, cut: i32, contacts: i32, length: i32, start: i32, size: i32): void {
  const count = get(j, F.COUNT);
  const r = record(j, count);
  put(r, 0, kind);
  put(r, 1, cut);
  put(r, 2, contacts);
  put(r, 3, length);
  put(r, 4, start);
  put(r, 5, size);
  put(r, 6, 0);
  put(r, 7, 0);
  set(j, F.COUNT, count + 1);
}

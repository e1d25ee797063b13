/**
 * What a search for variants knows. Volumes are padded by one voxel on all sides; indices are of the padded volume, raster order is rising
 * index. lab is 0, dist 255 and obj the mask between steps. A step takes its own scratch behind `shared` and frees that of the step before.
 */
import * as job from './job';
import { take } from './job';

/** Pitch of rows and slices, and padded voxels. */
export let sy: i32 = 0;
export let sz: i32 = 0;
export let n: u32 = 0;
/** Of each padded voxel: code of its height, mask, what is thinned, flags (below), distances, all u8; label, i32. */
export let p: usize = 0;
export let seg: usize = 0;
export let obj: usize = 0;
export let flag: usize = 0;
export let dist: usize = 0;
export let dseg: usize = 0;
export let lab: usize = 0;
/** Doubt codes of the volume without padding. */
export let codes: usize = 0;
/** Of the 26 neighbours, i32: where they lie, and how far away. */
export let off: usize = 0;
export let wt: usize = 0;
/** Lists of voxels, i32: of the mask, outside, of both; and their lengths. */
export let segv: usize = 0;
export let nseg: i32 = 0;
export let out: usize = 0;
export let nout: i32 = 0;
export let act: usize = 0;
export let nact: i32 = 0;
/** Room for as many as in both, i32; `nodes` for twice as many, `has` u8. */
export let work: usize = 0;
export let marks: usize = 0;
export let ringv: usize = 0;
export let nodes: usize = 0;
export let has: usize = 0;
/** Centre line, i32, and its length; mask voxels by nearest centre-line voxel, and where those of each start. */
export let sk: usize = 0;
export let nsk: i32 = 0;
export let own: usize = 0;
export let off0: usize = 0;
/** Records of the last step, their number, and the voxels they point into. */
export let records: usize = 0;
export let count: i32 = 0;
export let vox: usize = 0;
/** End of what all steps share. */
export let shared: usize = 0;
/** Of the region judged last: cut, contacts, pieces it touches, those of at least three voxels. */
export let cut: i32 = 0;
export let contacts: i32 = 0;
export let every: i32 = 0;
export let big: i32 = 0;
/** Steps so far; first chunk (variants-keep.ts), regions and runs in all chunks. */
export let step: u32 = 0;
export let chunks: usize = 0;
export let regions: u32 = 0;
export let runs: u32 = 0;
/** Address, u32, of the kept region of each record of the table. */
export let places: usize = 0;

export const COVERED: u8 = 1;
export const RING: u8 = 2;
export const MINE: u8 = 4;
export const LISTED: u8 = 8;
export const HIT: u8 = 16;
export const LINE: u8 = 32;

/** Fewest and most voxels of a region that is reported. */
// prettier-ignore
@inline export function least(): i32 { return <i32>job.leastVoxels; }
// prettier-ignore
@inline export function most(): i32 { return <i32>job.mostVoxels; }

// prettier-ignore
@inline export function at(list: usize, q: i32): i32 { return load<i32>(list + (<usize>q << 2)); }
// prettier-ignore
@inline export function put(list: usize, q: i32, v: i32): void { store<i32>(list + (<usize>q << 2), v); }

/** Take `bytes` and a margin. */
export function takeArea(bytes: u64): usize {
  return take(bytes + 64);
}

/** Take a list of `n` i32. */
export function takeList(n: i32): usize {
  return take((<u64>n + 8) << 2);
}

/** Where the 26 neighbours of a voxel lie, in raster order. */
export function fillOffsets(): void {
  for (let q = 0; q < 26; q++) {
    const k = q < 13 ? q : q + 1;
    put(off, q, (k / 9 - 1) * sz + (((k / 3) % 3) - 1) * sy + (k % 3) - 1);
  }
}

/** i32 of a record. */
export const RECORD_WORDS: i32 = 8;

@inline
export function record(q: i32): usize {
  return records + ((<usize>q * RECORD_WORDS) << 2);
}

/** Take memory for `n` records. */
export function takeRecords(n: i32): usize {
  return takeList(RECORD_WORDS * n);
}

/** Record of a region: kind, cut, contacts, length, start in the voxels, size, all pieces of mask around it,
 * and how undecided its heights are (`finish` in variants.ts). */
export function addRecord(kind: i32, cut: i32, contacts: i32, length: i32, start: i32, size: i32): void {
  const r = record(count);
  put(r, 0, kind);
  put(r, 1, cut);
  put(r, 2, contacts);
  put(r, 3, length);
  put(r, 4, start);
  put(r, 5, size);
  put(r, 6, 0);
  put(r, 7, 0);
  count += 1;
}

/**
 * Topology-preserving thinning by simple points (26/6; Bertrand & Malandain 1994), six directions in turn, on a front. A neighbourhood
 * is a word of 27 bits, bit 9(dz+1) + 3(dy+1) + (dx+1), centre cleared. Ends (one neighbour) and single voxels stay.
 */
import * as F from './variants-block';
import { HIT, LISTED, MINE, at, put } from './variants-block';

const N6: u32 = (1 << 4) | (1 << 10) | (1 << 12) | (1 << 14) | (1 << 16) | (1 << 22);
const CORNERS: u32 = 1 | (1 << 2) | (1 << 6) | (1 << 8) | (1 << 18) | (1 << 20) | (1 << 24) | (1 << 26);
const N18: u32 = 0x7ffffff & ~CORNERS & ~(1 << 13);

/** All but the last bit of each row of three, and all but the last row of each slice. */
const ROWS: u32 = 0x36db6db;
const SLICES: u32 = 0x3f | (0x3f << 9) | (0x3f << 18);

@inline
function row(a: usize): u32 {
  return (((load<u32>(a - 1) & 0x00010101) * 0x00010204) >>> 16) & 7;
}

@inline
function gather(a: usize, sy: usize, sz: usize): u32 {
  const below = row(a - sz - sy) | (row(a - sz) << 3) | (row(a - sz + sy) << 6);
  const level = row(a - sy) | (row(a) << 3) | (row(a + sy) << 6);
  const above = row(a + sz - sy) | (row(a + sz) << 3) | (row(a + sz + sy) << 6);
  return (below | (level << 9) | (above << 18)) & ~(1 << 13);
}

/** Bits and what is beside them: along x, y and z. */
// prettier-ignore
@inline function alongX(s: u32): u32 { return s | ((s & ROWS) << 1) | ((s >>> 1) & ROWS); }
// prettier-ignore
@inline function alongY(s: u32): u32 { return s | ((s & SLICES) << 3) | ((s >>> 3) & SLICES); }
// prettier-ignore
@inline function alongZ(s: u32): u32 { return s | (s << 9) | (s >>> 9); }

/** The voxel at `a` has at least two neighbours, and taking it away changes no topology. */
function deletable(a: usize, sy: usize, sz: usize): bool {
  const o = gather(a, sy, sz);
  if (!(o & (o - 1))) return false;
  const b = ~o & N18;
  const f = b & N6;
  if (!f) return false;
  let n = o & (0 - o);
  for (let s: u32 = 0; n != s && n != o; ) {
    s = n;
    n = alongZ(alongY(alongX(s))) & o;
  }
  if (n != o) return false;
  n = f & (0 - f);
  for (let s: u32 = 0; n != s && (n & f) != f; ) {
    s = n;
    n = (alongX(s) | alongY(s) | alongZ(s)) & b;
  }
  return (n & f) == f;
}

/** Thin obj: the first n of `cand` (raster order) may go. Leaves the survivors in cand, in order, and returns their number. */
export function thin(cand: usize, n: i32): i32 {
  const obj = F.obj;
  const flag = F.flag;
  const front = F.ringv;
  const sy = F.sy;
  const sz = F.sz;
  let f = openFront(cand, n, obj, flag, front, sy, sz);
  while (f) {
    f = peel(f, -sz);
    f = peel(f, sz);
    f = peel(f, -sy);
    f = peel(f, sy);
    f = peel(f, -1);
    f = peel(f, 1);
    f = nextFront(f, obj, flag, front);
  }
  let w = 0;
  for (let q = 0; q < n; q++) {
    const i = at(cand, q);
    store<u8>(flag + i, load<u8>(flag + i) & ~MINE);
    if (load<u8>(obj + i)) put(cand, w++, i);
  }
  return w;
}

function openFront(cand: usize, n: i32, obj: usize, flag: usize, front: usize, sy: i32, sz: i32): i32 {
  let f = 0;
  for (let q = 0; q < n; q++) {
    const i = at(cand, q);
    const o = obj + i;
    const planes = load<u8>(o - sz) & load<u8>(o + sz) & load<u8>(o - sy) & load<u8>(o + sy);
    const inner = planes & load<u8>(o - 1) & load<u8>(o + 1);
    store<u8>(flag + i, load<u8>(flag + i) | (inner ? MINE : MINE | LISTED));
    if (!inner) put(front, f++, i);
  }
  return f;
}

/** One direction: mark what is deletable, then delete what still is; neighbours of the deleted join the front. Returns its length. */
function peel(f: i32, d: i32): i32 {
  const obj = F.obj;
  const flag = F.flag;
  const front = F.ringv;
  const mark = F.marks;
  const off = F.off;
  const sy = F.sy;
  const sz = F.sz;
  let m = 0;
  for (let q = 0; q < f; q++) {
    const i = at(front, q);
    if (!load<u8>(obj + i) || load<u8>(obj + i + d)) continue;
    if (deletable(obj + i, sy, sz)) put(mark, m++, i);
  }
  for (let q = 0; q < m; q++) {
    const i = at(mark, q);
    if (!deletable(obj + i, sy, sz)) continue;
    store<u8>(obj + i, 0);
    for (let k = 0; k < 26; k++) {
      const n = i + at(off, k);
      const bits = load<u8>(flag + n);
      if (!load<u8>(obj + n) || !(bits & MINE)) continue;
      if (!(bits & LISTED)) put(front, f++, n);
      store<u8>(flag + n, bits | LISTED | HIT);
    }
  }
  return f;
}

function nextFront(f: i32, obj: usize, flag: usize, front: usize): i32 {
  let w = 0;
  for (let q = 0; q < f; q++) {
    const i = at(front, q);
    const bits = load<u8>(flag + i);
    const stays = load<u8>(obj + i) && bits & HIT;
    store<u8>(flag + i, bits & ~(stays ? HIT : HIT | LISTED));
    if (stays) put(front, w++, i);
  }
  return w;
}

/**
 * Topology-preserving thinning by simple points (26/6; Bertrand & Malandain 1994), six directions in turn, on a front. A neighbourhood
 * is a word of 27 bits, bit 9(dz+1) + 3(dy+1) + (dx+1), centre cleared. Ends (one neighbour) and single voxels stay.
 */
import { F, HIT, LISTED, MINE, at, get, put } from './variants-block';

const N6: u32 = (1 << 4) | (1 << 10) | (1 << 12) | (1 << 14) | (1 << 16) | (1 << 22);
const CORNERS: u32 = 1 | (1 << 2) | (1 << 6) | (1 << 8) | (1 << 18) | (1 << 20) | (1 << 24) | (1 << 26);
const N18: u32 = 0x7ffffff & ~CORNERS & ~(1 << 13);

/** Fill the tables: for each 9 bits of a slice, the bits next to them (26 and 6 neighbours) and themselves. */
export function fillTables(t26: usize, t6: usize): void {
  memory.fill(t26, 0, 6144);
  memory.fill(t6, 0, 6144);
  for (let a = 0; a < 27; a++) for (let b = 0; b < 27; b++) addPair(t26, t6, a, b);
}

function addPair(t26: usize, t6: usize, a: i32, b: i32): void {
  const dz = abs(a / 9 - b / 9);
  const dy = abs(((a / 3) % 3) - ((b / 3) % 3));
  const dx = abs((a % 3) - (b % 3));
  for (let m = 0; m < 512; m++) {
    if (!((m >> (a % 9)) & 1)) continue;
    const q = (a / 9) * 512 + m;
    if (max(dz, max(dy, dx)) <= 1) put(t26, q, at(t26, q) | (1 << b));
    if (dz + dy + dx <= 1) put(t6, q, at(t6, q) | (1 << b));
  }
}

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

@inline
function grow(t: usize, s: u32): u32 {
  return (
    load<u32>(t + ((s & 511) << 2)) |
    load<u32>(t + 2048 + (((s >>> 9) & 511) << 2)) |
    load<u32>(t + 4096 + ((s >>> 18) << 2))
  );
}

/** Has at least two neighbours, and taking it away changes no topology. */
function deletable(o: u32, t26: usize, t6: usize): bool {
  if (!(o & (o - 1))) return false;
  const b = ~o & N18;
  const f = b & N6;
  if (!f) return false;
  let s: u32 = o & (0 - o);
  let n: u32 = grow(t26, s) & o;
  while (n != s) {
    s = n;
    n = grow(t26, s) & o;
  }
  if (s != o) return false;
  s = f & (0 - f);
  n = grow(t6, s) & b;
  while (n != s) {
    s = n;
    n = grow(t6, s) & b;
  }
  return (s & f) == f;
}

/** Thin obj: the first n of `cand` (raster order) may go. Leaves the survivors in cand, in order, and returns their number. */
export function thin(j: usize, cand: usize, n: i32): i32 {
  const obj = <usize>get(j, F.OBJ);
  const flag = <usize>get(j, F.FLAG);
  const front = <usize>get(j, F.RINGV);
  const sy = <i32>get(j, F.SY);
  const sz = <i32>get(j, F.SZ);
  let f = openFront(cand, n, obj, flag, front, sy, sz);
  while (f) {
    f = peel(j, f, -sz);
    f = peel(j, f, sz);
    f = peel(j, f, -sy);
    f = peel(j, f, sy);
    f = peel(j, f, -1);
    f = peel(j, f, 1);
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
function peel(j: usize, f: i32, d: i32): i32 {
  const obj = <usize>get(j, F.OBJ);
  const flag = <usize>get(j, F.FLAG);
  const front = <usize>get(j, F.RINGV);
  const mark = <usize>get(j, F.MARK);
  const off = <usize>get(j, F.OFF);
  const t26 = <usize>get(j, F.T26);
  const t6 = <usize>get(j, F.T6);
  const sy = <usize>get(j, F.SY);
  const sz = <usize>get(j, F.SZ);
  let m = 0;
  for (let q = 0; q < f; q++) {
    const i = at(front, q);
    if (!load<u8>(obj + i) || load<u8>(obj + i + d)) continue;
    if (deletable(gather(obj + i, sy, sz), t26, t6)) put(mark, m++, i);
  }
  for (let q = 0; q < m; q++) {
    const i = at(mark, q);
    if (!deletable(gather(obj + i, sy, sz), t26, t6)) continue;
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

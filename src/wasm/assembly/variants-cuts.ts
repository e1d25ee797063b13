/** One cut: what the mask would gain at a lower threshold, and what it would lose at a higher one. */
import { COVERED, F, least, LINE, most, addRecord, at, get, put, set, takeList, takeRecords } from './variants-block';
import { ISLAND, judge } from './variants-judge';
import { components, group, sweep } from './variants-lists';
import { piecesWhole } from './variants-pieces';
import { thin } from './variants-thin';

const REMOVAL: i32 = 3;

/** Runs of the thinned {code > t} outside the mask, with the voxels nearer to them than to the mask's centre line. */
export function additionsAt(j: usize, t: i32): void {
  const p = <usize>get(j, F.P);
  const obj = <usize>get(j, F.OBJ);
  const lab = <usize>get(j, F.LAB);
  const dist = <usize>get(j, F.DIST);
  const dseg = <usize>get(j, F.DSEG);
  const work = <usize>get(j, F.WORK);
  const some = takeList(j, get(j, F.NOUT));
  const labels = takeList(j, get(j, F.NOUT));
  const vox = takeList(j, get(j, F.NOUT));
  let n = 0;
  for (let q = 0; q < <i32>get(j, F.NOUT); q++) {
    const i = at(get(j, F.OUT), q);
    if (<i32>load<u8>(p + i) <= t) continue;
    store<u8>(obj + i, 1);
    put(some, n, i);
    put(work, n++, i);
  }
  const m = thin(j, work, n);
  for (let q = 0; q < n; q++) store<u8>(obj + at(some, q), 0);

  const piece = takeList(j, m);
  const count = piecesWhole(j, work, m, piece);
  const runOf = takeList(j, count + 1);
  const numbers = takeList(j, count + 1);
  const place = takeList(j, count + 1);
  const length = takeList(j, count + 2);
  const tip = takeList(j, count + 2);
  const starts = takeList(j, count + 2);
  const byRun = takeList(j, count + 1);
  const records = takeRecords(j, count + 1);
  for (let q = 0; q < m; q++) put(lab, at(work, q), -1);
  const runs = components(j, work, m);
  const runStarts = takeList(j, runs + 2);
  put(runOf, 0, 0);
  put(numbers, 0, 0);
  for (let k = 1; k <= count; k++) put(numbers, k, k);
  for (let q = 0; q < m; q++) put(runOf, at(piece, q), at(lab, at(work, q)));
  for (let q = 0; q < m; q++) {
    put(lab, at(work, q), at(piece, q));
    store<u8>(dist + at(work, q), 0);
  }
  sweep(j, some, n, dist, dseg);

  // Pieces in order of their run: voxels of a run, and of each of its pieces, are then one stretch.
  group(numbers, runOf, count + 1, runs, runStarts, byRun);
  for (let k = 0; k < count; k++) {
    put(place, at(byRun, k), k + 1);
    put(length, k + 1, 0);
    put(tip, k + 1, -1);
  }
  for (let q = 0; q < m; q++) {
    const u = at(place, at(piece, q));
    put(length, u, at(length, u) + 1);
    if (farther(dseg, at(work, q), at(tip, u))) put(tip, u, at(work, q));
  }
  let v = 0;
  for (let q = 0; q < n; q++) {
    const i = at(some, q);
    if (!at(lab, i)) continue;
    put(labels, v, at(place, at(lab, i)));
    put(some, v++, i);
    put(lab, i, 0);
    store<u8>(dist + i, 255);
  }
  group(some, labels, v, count, starts, vox);
  set(j, F.RECORDS, <u32>records);
  set(j, F.VOX, <u32>vox);
  for (let r = 1; r <= runs; r++) {
    const a = at(runStarts, r) + 1;
    const b = at(runStarts, r + 1) + 1;
    let total = 0;
    let end = -1;
    for (let u = a; u < b; u++) {
      total += at(length, u);
      if (farther(dseg, at(tip, u), end)) end = at(tip, u);
    }
    const kept = addition(j, vox, at(starts, a), at(starts, b), total, end);
    if (kept || b - a == 1) continue;
    for (let u = a; u < b; u++) addition(j, vox, at(starts, u), at(starts, u + 1), at(length, u), at(tip, u));
  }
}

@inline
function farther(dseg: usize, i: i32, than: i32): bool {
  return than < 0 || load<u8>(dseg + i) > load<u8>(dseg + than);
}

/** Judge and report one region. False only when it is worth reporting but does not fit the sizes. */
function addition(j: usize, vox: usize, start: i32, end: i32, length: i32, tip: i32): bool {
  const reg = vox + (<usize>start << 2);
  const kind = judge(j, reg, end - start, length, tip, -1);
  if (!kind) return true;
  const size = emit(j, reg, end - start, kind);
  if (!size) return false;
  addRecord(j, kind, get(j, F.CUT), get(j, F.CONTACTS), length, start, size);
  return true;
}

/** Move what is there at the cut to the front of the region, and cover all of it. Returns the size, 0 when it does not fit. */
function emit(j: usize, reg: usize, n: i32, kind: i32): i32 {
  const p = <usize>get(j, F.P);
  const cut = <i32>get(j, F.CUT);
  let size = kind == ISLAND ? n : 0;
  if (kind != ISLAND) {
    for (let q = 0; q < n; q++) if (<i32>load<u8>(p + at(reg, q)) >= cut) size++;
    if (size < least(j)) size = n;
  }
  if (size < least(j) || size > most(j)) return 0;
  cover(j, reg, n);
  if (size == n) return n;
  let w = 0;
  for (let q = 0; q < n; q++) if (<i32>load<u8>(p + at(reg, q)) >= cut) put(reg, w++, at(reg, q));
  return size;
}

/** Later regions that lie mostly in this one are dropped. */
function cover(j: usize, reg: usize, n: i32): void {
  const flag = <usize>get(j, F.FLAG);
  for (let q = 0; q < n; q++) store<u8>(flag + at(reg, q), load<u8>(flag + at(reg, q)) | COVERED);
}

/** Runs of the mask's centre line with code <= t, with those of their voxels that have code <= t. */
export function removalsAt(j: usize, t: i32): void {
  const p = <usize>get(j, F.P);
  const lab = <usize>get(j, F.LAB);
  const sk = <usize>get(j, F.SK);
  const nsk = <i32>get(j, F.NSK);
  const off0 = <usize>get(j, F.OFF0);
  const own = <usize>get(j, F.OWN);
  const run = takeList(j, nsk);
  const position = takeList(j, nsk);
  const labels = takeList(j, nsk);
  const which = takeList(j, nsk);
  const vox = takeList(j, get(j, F.NSEG));
  let m = 0;
  for (let q = 0; q < nsk; q++) {
    const i = at(sk, q);
    if (<i32>load<u8>(p + i) > t) continue;
    put(run, m, i);
    put(position, m++, q);
    put(lab, i, -1);
  }
  const runs = components(j, run, m);
  const starts = takeList(j, runs + 2);
  const records = takeRecords(j, runs + 1);
  for (let q = 0; q < m; q++) {
    put(labels, q, at(lab, at(run, q)));
    put(lab, at(run, q), 0);
  }
  group(position, labels, m, runs, starts, which);
  set(j, F.RECORDS, <u32>records);
  set(j, F.VOX, <u32>vox);
  let v = 0;
  for (let r = 1; r <= runs; r++) {
    const first = v;
    let few = 27;
    let tip = -1;
    for (let s = at(starts, r); s < at(starts, r + 1); s++) {
      const q = at(which, s);
      const degree = lineNeighbours(j, at(sk, q));
      if (degree < few) {
        few = degree;
        tip = at(sk, q);
      }
      for (let e = at(off0, q + 1); e < at(off0, q + 2); e++) {
        if (<i32>load<u8>(p + at(own, e)) <= t) put(vox, v++, at(own, e));
      }
    }
    const length = at(starts, r + 1) - at(starts, r);
    const reg = vox + (<usize>first << 2);
    const kind = judge(j, reg, v - first, length, tip, t);
    if (!kind) continue;
    cover(j, reg, v - first);
    if (v - first < least(j) || v - first > most(j)) continue;
    addRecord(j, REMOVAL + kind, get(j, F.CUT), get(j, F.CONTACTS), length, first, v - first);
  }
}

function lineNeighbours(j: usize, i: i32): i32 {
  const flag = <usize>get(j, F.FLAG);
  const off = <usize>get(j, F.OFF);
  let count = 0;
  for (let k = 0; k < 26; k++) if (load<u8>(flag + i + at(off, k)) & LINE) count++;
  return count;
}

/** One cut: what the mask would gain at a lower threshold, and what it would lose at a higher one. */
import * as F from './variants-block';
import { COVERED, least, LINE, most, addRecord, at, put, takeList, takeRecords } from './variants-block';
import { ISLAND, judge } from './variants-judge';
import { components, group, sweep } from './variants-lists';
import { piecesWhole } from './variants-pieces';
import { thin } from './variants-thin';

const REMOVAL: i32 = 3;

/** Runs of the thinned {code > t} outside the mask, with the voxels nearer to them than to the mask's centre line. */
export function additionsAt(t: i32): void {
  const some = takeList(F.nout);
  const labels = takeList(F.nout);
  const vox = takeList(F.nout);
  let n = 0;
  for (let q = 0; q < F.nout; q++) {
    const i = at(F.out, q);
    if (<i32>load<u8>(F.p + i) <= t) continue;
    store<u8>(F.obj + i, 1);
    put(some, n, i);
    put(F.work, n++, i);
  }
  const m = thin(F.work, n);
  for (let q = 0; q < n; q++) store<u8>(F.obj + at(some, q), 0);

  const piece = takeList(m);
  const count = piecesWhole(F.work, m, piece);
  const runOf = takeList(count + 1);
  const numbers = takeList(count + 1);
  const place = takeList(count + 1);
  const length = takeList(count + 2);
  const tip = takeList(count + 2);
  const starts = takeList(count + 2);
  const byRun = takeList(count + 1);
  const records = takeRecords(count + 1);
  for (let q = 0; q < m; q++) put(F.lab, at(F.work, q), -1);
  const runs = components(F.work, m);
  const runStarts = takeList(runs + 2);
  put(runOf, 0, 0);
  put(numbers, 0, 0);
  for (let k = 1; k <= count; k++) put(numbers, k, k);
  for (let q = 0; q < m; q++) put(runOf, at(piece, q), at(F.lab, at(F.work, q)));
  for (let q = 0; q < m; q++) {
    put(F.lab, at(F.work, q), at(piece, q));
    store<u8>(F.dist + at(F.work, q), 0);
  }
  sweep(some, n, F.dist, F.dseg);

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
    if (farther(F.dseg, at(F.work, q), at(tip, u))) put(tip, u, at(F.work, q));
  }
  let v = 0;
  for (let q = 0; q < n; q++) {
    const i = at(some, q);
    if (!at(F.lab, i)) continue;
    put(labels, v, at(place, at(F.lab, i)));
    put(some, v++, i);
    put(F.lab, i, 0);
    store<u8>(F.dist + i, 255);
  }
  group(some, labels, v, count, starts, vox);
  F.records = records;
  F.vox = vox;
  for (let r = 1; r <= runs; r++) {
    const a = at(runStarts, r) + 1;
    const b = at(runStarts, r + 1) + 1;
    let total = 0;
    let end = -1;
    for (let u = a; u < b; u++) {
      total += at(length, u);
      if (farther(F.dseg, at(tip, u), end)) end = at(tip, u);
    }
    const kept = addition(vox, at(starts, a), at(starts, b), total, end);
    if (kept || b - a == 1) continue;
    for (let u = a; u < b; u++) addition(vox, at(starts, u), at(starts, u + 1), at(length, u), at(tip, u));
  }
}

@inline
function farther(dseg: usize, i: i32, than: i32): bool {
  return than < 0 || load<u8>(dseg + i) > load<u8>(dseg + than);
}

/** Judge and report one region. False only when it is worth reporting but does not fit the sizes. */
function addition(vox: usize, start: i32, end: i32, length: i32, tip: i32): bool {
  const reg = vox + (<usize>start << 2);
  const kind = judge(reg, end - start, length, tip, -1);
  if (!kind) return true;
  const size = emit(reg, end - start, kind);
  if (!size) return false;
  addRecord(kind, F.cut, F.contacts, length, start, size);
  return true;
}

/** Move what is there at the cut to the front of the region, and cover all of it. Returns the size, 0 when it does not fit. */
function emit(reg: usize, n: i32, kind: i32): i32 {
  let size = kind == ISLAND ? n : 0;
  if (kind != ISLAND) {
    for (let q = 0; q < n; q++) if (<i32>load<u8>(F.p + at(reg, q)) >= F.cut) size++;
    if (size < least()) size = n;
  }
  if (size < least() || size > most()) return 0;
  cover(reg, n);
  if (size == n) return n;
  let w = 0;
  for (let q = 0; q < n; q++) if (<i32>load<u8>(F.p + at(reg, q)) >= F.cut) put(reg, w++, at(reg, q));
  return size;
}

/** Later regions that lie mostly in this one are dropped. */
function cover(reg: usize, n: i32): void {
  for (let q = 0; q < n; q++) store<u8>(F.flag + at(reg, q), load<u8>(F.flag + at(reg, q)) | COVERED);
}

/** Runs of the mask's centre line with code <= t, with those of their voxels that have code <= t. */
export function removalsAt(t: i32): void {
  const run = takeList(F.nsk);
  const position = takeList(F.nsk);
  const labels = takeList(F.nsk);
  const which = takeList(F.nsk);
  const vox = takeList(F.nseg);
  let m = 0;
  for (let q = 0; q < F.nsk; q++) {
    const i = at(F.sk, q);
    if (<i32>load<u8>(F.p + i) > t) continue;
    put(run, m, i);
    put(position, m++, q);
    put(F.lab, i, -1);
  }
  const runs = components(run, m);
  const starts = takeList(runs + 2);
  const records = takeRecords(runs + 1);
  for (let q = 0; q < m; q++) {
    put(labels, q, at(F.lab, at(run, q)));
    put(F.lab, at(run, q), 0);
  }
  group(position, labels, m, runs, starts, which);
  F.records = records;
  F.vox = vox;
  let v = 0;
  for (let r = 1; r <= runs; r++) {
    const first = v;
    let few = 27;
    let tip = -1;
    for (let s = at(starts, r); s < at(starts, r + 1); s++) {
      const q = at(which, s);
      const degree = lineNeighbours(at(F.sk, q));
      if (degree < few) {
        few = degree;
        tip = at(F.sk, q);
      }
      for (let e = at(F.off0, q + 1); e < at(F.off0, q + 2); e++) {
        if (<i32>load<u8>(F.p + at(F.own, e)) <= t) put(vox, v++, at(F.own, e));
      }
    }
    const length = at(starts, r + 1) - at(starts, r);
    const reg = vox + (<usize>first << 2);
    const kind = judge(reg, v - first, length, tip, t);
    if (!kind) continue;
    cover(reg, v - first);
    if (v - first < least() || v - first > most()) continue;
    addRecord(REMOVAL + kind, F.cut, F.contacts, length, first, v - first);
  }
}

function lineNeighbours(i: i32): i32 {
  let count = 0;
  for (let k = 0; k < 26; k++) if (load<u8>(F.flag + i + at(F.off, k)) & LINE) count++;
  return count;
}

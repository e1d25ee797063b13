/** A centre line as pieces: branches between junctions, cut to about CHUNK voxels along the way. */
import * as F from './variants-block';
import { at, put, takeList } from './variants-block';

const CHUNK: i32 = 30;

/** Piece of each of the n centre-line voxels to `out` (0: junction). lab is 0 before and after. Returns their number. */
export function pieces(sk: usize, n: i32, out: usize): i32 {
  const lab = F.lab;
  const off = F.off;
  const queue = F.marks;
  const degree = takeList(n);
  const seen = takeList(n);
  memory.fill(seen, 0, <usize>n << 2);
  memory.fill(out, 0, <usize>n << 2);
  for (let q = 0; q < n; q++) put(lab, at(sk, q), q + 1);
  for (let q = 0; q < n; q++) {
    let d = 0;
    for (let k = 0; k < 26; k++) if (at(lab, at(sk, q) + at(off, k)) > 0) d++;
    put(degree, q, d);
  }
  let total = 0;
  for (let pass = 0; pass < 2; pass++) {
    for (let q = 0; q < n; q++) {
      if (at(seen, q) || at(degree, q) > 2) continue;
      if (pass == 0 && branchNeighbours(at(sk, q), lab, off, degree) > 1) continue;
      const z = walk(q, sk, lab, off, degree, seen, queue, false);
      const c = z > CHUNK + CHUNK / 2 ? <i32>nearest<f64>(<f64>z / <f64>CHUNK) : 1;
      for (let s = 0; s < z; s++) put(out, at(queue, s), total + 1 + (s * c) / z);
      total += c;
    }
  }
  for (let q = 0; q < n; q++) {
    if (at(seen, q)) continue;
    const z = walk(q, sk, lab, off, degree, seen, queue, true);
    if (z < 0) continue;
    total += 1;
    for (let s = 0; s < z; s++) put(out, at(queue, s), total);
  }
  for (let q = 0; q < n; q++) put(lab, at(sk, q), 0);
  return total;
}

function branchNeighbours(i: i32, lab: usize, off: usize, degree: usize): i32 {
  let count = 0;
  for (let k = 0; k < 26; k++) {
    const s = at(lab, i + at(off, k)) - 1;
    if (s >= 0 && at(degree, s) <= 2) count++;
  }
  return count;
}

/** Breadth-first over branch voxels (or junctions) from q into the queue: their number; -1 for junctions that touch a branch. */
function walk(
  q: i32, sk: usize, lab: usize, off: usize, degree: usize, seen: usize, queue: usize, junctions: bool
): i32 {
  let end = 1;
  let touches = false;
  put(queue, 0, q);
  put(seen, q, 1);
  for (let a = 0; a < end; a++) {
    const i = at(sk, at(queue, a));
    for (let k = 0; k < 26; k++) {
      const s = at(lab, i + at(off, k)) - 1;
      if (s < 0) continue;
      if (at(degree, s) > 2 != junctions) touches = true;
      else if (!at(seen, s)) {
        put(seen, s, 1);
        put(queue, end++, s);
      }
    }
  }
  return junctions && touches ? -1 : end;
}

/** As {@link pieces}; junction voxels go to the neighbouring piece of lowest number, round by round. */
export function piecesWhole(sk: usize, n: i32, out: usize): i32 {
  const total = pieces(sk, n, out);
  for (let q = 0; q < n; q++) put(F.lab, at(sk, q), at(out, q) ? at(out, q) : -1);
  let left = true;
  while (left) {
    left = false;
    for (let q = 0; q < n; q++) {
      if (at(out, q)) continue;
      let lowest = 0;
      for (let k = 0; k < 26; k++) {
        const l = at(F.lab, at(sk, q) + at(F.off, k));
        if (l > 0 && (lowest == 0 || l < lowest)) lowest = l;
      }
      put(out, q, lowest);
    }
    for (let q = 0; q < n; q++) {
      if (at(F.lab, at(sk, q)) != -1 || !at(out, q)) continue;
      put(F.lab, at(sk, q), at(out, q));
      left = true;
    }
  }
  for (let q = 0; q < n; q++) put(F.lab, at(sk, q), 0);
  return total;
}

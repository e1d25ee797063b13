/** Distance sweep, components, union-find and grouping over lists of voxels. */
import * as F from './variants-block';
import { at, put } from './variants-block';

/**
 * Chamfer transform that carries labels (Borgefors 1986): one pass forward, one back. Seeds have dist 0 and a label. A voxel takes a
 * neighbour's label when that makes it strictly nearer, and nearer than `limit` (u8 per voxel; 0: no limit).
 */
export function sweep(vox: usize, n: i32, dist: usize, limit: usize): void {
  const lab = F.lab;
  const off = F.off;
  const wt = F.wt;
  for (let q = 0; q < n; q++) nearer(at(vox, q), 0, 1, lab, dist, limit, off, wt);
  for (let q = n - 1; q >= 0; q--) nearer(at(vox, q), 25, -1, lab, dist, limit, off, wt);
}

@inline
function nearer(i: i32, k: i32, step: i32, lab: usize, dist: usize, limit: usize, off: usize, wt: usize): void {
  let best: i32 = load<u8>(dist + i);
  const most: i32 = limit ? load<u8>(limit + i) : 255;
  let label = 0;
  for (let c = 0; c < 13; c++) {
    const n = i + at(off, k);
    const d = <i32>load<u8>(dist + n) + at(wt, k);
    if (d < best && d < most) {
      best = d;
      label = at(lab, n);
    }
    k += step;
  }
  if (!label) return;
  store<u8>(dist + i, <u8>best);
  put(lab, i, label);
}

/** 26-components of a list whose lab is -1: ids 1, 2, … by first voxel. Returns their number. */
export function components(vox: usize, n: i32): i32 {
  const lab = F.lab;
  const off = F.off;
  const queue = F.marks;
  let count = 0;
  for (let q = 0; q < n; q++) {
    if (at(lab, at(vox, q)) != -1) continue;
    count += 1;
    put(queue, 0, at(vox, q));
    put(lab, at(vox, q), count);
    let end = 1;
    for (let a = 0; a < end; a++) {
      for (let k = 0; k < 26; k++) {
        const v = at(queue, a) + at(off, k);
        if (at(lab, v) != -1) continue;
        put(lab, v, count);
        put(queue, end++, v);
      }
    }
  }
  return count;
}

/** Stable counting sort of `values` by label 1 … count (0: left out). starts i32[count + 2]: label l lies at starts[l] to starts[l + 1]. */
export function group(values: usize, labels: usize, n: i32, count: i32, starts: usize, out: usize): void {
  memory.fill(starts, 0, (<usize>count + 2) << 2);
  for (let q = 0; q < n; q++) {
    const l = at(labels, q);
    if (l > 0) put(starts, l + 1, at(starts, l + 1) + 1);
  }
  for (let k = 0; k <= count; k++) put(starts, k + 1, at(starts, k + 1) + at(starts, k));
  for (let q = 0; q < n; q++) {
    const l = at(labels, q);
    if (l <= 0) continue;
    put(out, at(starts, l), at(values, q));
    put(starts, l, at(starts, l) + 1);
  }
  for (let k = count + 1; k > 0; k--) put(starts, k, at(starts, k - 1));
  put(starts, 0, 0);
}

/** Root of a node in a list of parents; a root is its own. Path halving (Tarjan & van Leeuwen 1984). */
export function root(parents: usize, a: i32): i32 {
  while (at(parents, a) != a) {
    put(parents, a, at(parents, at(parents, a)));
    a = at(parents, a);
  }
  return a;
}

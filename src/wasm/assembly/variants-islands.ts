/** Islands: the max-tree of what lies apart from the mask, cut where a component has at most `most` voxels (Berger et al. 2007). */
import * as F from './variants-block';
import { least, most, addRecord, at, put, takeList, takeRecords } from './variants-block';
import { sortFalling } from './variants-judge';
import { group, root } from './variants-lists';

const KIND: i32 = 7;

export function findIslands(): void {
  const p = F.p;
  const lab = F.lab;
  const off = F.off;
  const list = takeList(F.nout);
  const order = takeList(F.nout);
  const top = takeList(F.nout);
  const parent = takeList(F.nout);
  const area = takeList(F.nout);
  const n = beyondRim(list);
  sortFalling(list, n, order);
  for (let s = 0; s < n; s++) {
    const i = at(order, s);
    put(lab, i, s + 1);
    put(top, s, s);
    put(parent, s, s);
    put(area, s, 1);
    for (let k = 0; k < 26; k++) {
      const near = at(lab, i + at(off, k)) - 1;
      if (near < 0) continue;
      const t = root(top, near);
      if (t == s) continue;
      put(top, t, s);
      put(parent, t, s);
    }
  }
  for (let s = 0; s < n; s++) {
    put(lab, at(order, s), 0);
    const q = at(parent, s);
    if (q != s) put(area, q, at(area, q) + at(area, s));
  }
  for (let s = n - 1; s >= 0; s--) {
    const q = at(parent, s);
    if (code(p, order, at(parent, q)) == code(p, order, q)) put(parent, s, at(parent, q));
  }
  report(p, order, n, parent, area, top, list);
}

@inline
function code(p: usize, order: usize, s: i32): u8 {
  return load<u8>(p + at(order, s));
}

/** Voxels outside the mask and not next to it. */
function beyondRim(list: usize): i32 {
  let n = 0;
  for (let q = 0; q < F.nout; q++) {
    const i = at(F.out, q);
    let near = false;
    for (let k = 0; k < 26 && !near; k++) near = load<u8>(F.seg + i + at(F.off, k)) != 0;
    if (!near) put(list, n++, i);
  }
  return n;
}

/** Number the nodes at which the tree is cut, from the root side, and record their voxels. */
function report(
  p: usize, order: usize, n: i32, parent: usize, area: usize, labels: usize, vox: usize
): void {
  let count = 0;
  for (let s = n - 1; s >= 0; s--) {
    const q = at(parent, s);
    const isNode = q == s || code(p, order, q) != code(p, order, s);
    let label = 0;
    if (!isNode) label = at(labels, q);
    else if (at(area, s) <= most()) {
      if (q != s && at(area, q) <= most()) label = at(labels, q);
      else label = at(area, s) >= least() ? ++count : -1;
    }
    put(labels, s, label);
  }
  const starts = takeList(count + 2);
  const records = takeRecords(count + 1);
  group(order, labels, n, count, starts, vox);
  F.records = records;
  F.vox = vox;
  for (let r = 1; r <= count; r++) {
    const start = at(starts, r);
    const size = at(starts, r + 1) - start;
    let lowest = 255;
    for (let q = 0; q < size; q++) lowest = min(lowest, <i32>load<u8>(p + at(vox, start + q)));
    addRecord(KIND, lowest - 1, 0, 0, start, size);
  }
}

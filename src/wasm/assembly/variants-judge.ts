/** Is a region worth reporting, as what, and at which cut exactly. */
import * as F from './variants-block';
import { COVERED, MINE, RING, at, put } from './variants-block';
import * as job from './job';
import { root } from './variants-lists';

export const JOIN: i32 = 1;
export const END: i32 = 2;
export const ISLAND: i32 = 3;
const LONG: i32 = 6;
const BULKY: i32 = 30;
/** Label of pieces of fewer than three voxels. */
const SMALL: i32 = -(1 << 30);

/** JOIN, END, ISLAND or 0 (drop); cut and contacts go to the block. `t`: contacts are mask voxels with code > t. */
export function judge(reg: usize, n: i32, length: i32, tip: i32, t: i32): i32 {
  if (n < 3) return 0;
  let covered = 0;
  for (let q = 0; q < n; q++) covered += load<u8>(F.flag + at(reg, q)) & COVERED;
  if (2 * covered > n) return 0;
  const ring = contacts(reg, n, t);
  let kind = 0;
  if (F.big >= 2) kind = JOIN;
  else if (F.every && length >= LONG) kind = END;
  else if (!F.every && (length >= LONG || n >= BULKY)) kind = ISLAND;
  let cut = -1;
  if (kind == JOIN || kind == END) cut = saddle(reg, n, F.big, kind == JOIN ? -1 : tip);
  if (kind == ISLAND) for (let q = 0; q < n; q++) cut = max(cut, <i32>load<u8>(F.p + at(reg, q)));
  else if (kind && cut < 0) {
    cut = 255;
    for (let q = 0; q < n; q++) cut = min(cut, <i32>load<u8>(F.p + at(reg, q)));
  }
  for (let q = 0; q < ring; q++) put(F.lab, at(F.ringv, q), 0);
  F.cut = cut;
  F.contacts = kind == JOIN ? F.big : F.every;
  return kind;
}

/** Number the pieces of mask around the region in lab, -1, -2, … or SMALL. Returns the voxels of the ring. */
function contacts(reg: usize, n: i32, t: i32): i32 {
  const size = markRing(reg, n, t);
  let every = 0;
  let big = 0;
  for (let q = 0; q < size; q++) {
    const first = at(F.ringv, q);
    if (!(load<u8>(F.flag + first) & RING)) continue;
    every += 1;
    const end = gatherRing(first);
    if (end >= 3) big += 1;
    for (let a = 0; a < end; a++) put(F.lab, at(F.marks, a), end >= 3 ? -big : SMALL);
  }
  F.every = every;
  F.big = big;
  return size;
}

/** Pieces of mask, of at least two voxels, among the neighbours of a region that are not its own. */
export function piecesAround(reg: usize, n: i32): i32 {
  for (let q = 0; q < n; q++) store<u8>(F.flag + at(reg, q), load<u8>(F.flag + at(reg, q)) | MINE);
  const size = markRing(reg, n, -1);
  let pieces = 0;
  for (let q = 0; q < size; q++) {
    if (load<u8>(F.flag + at(F.ringv, q)) & RING && gatherRing(at(F.ringv, q)) > 1) pieces += 1;
  }
  for (let q = 0; q < n; q++) store<u8>(F.flag + at(reg, q), load<u8>(F.flag + at(reg, q)) & ~MINE);
  return pieces;
}

/** Mark and list the mask voxels with code > t next to a region, but for those that are MINE. @returns how many. */
function markRing(reg: usize, n: i32, t: i32): i32 {
  const flag = F.flag;
  const seg = F.seg;
  const p = F.p;
  const off = F.off;
  const ring = F.ringv;
  let size = 0;
  for (let q = 0; q < n; q++) {
    for (let k = 0; k < 26; k++) {
      const v = at(reg, q) + at(off, k);
      if (!load<u8>(seg + v) || <i32>load<u8>(p + v) <= t || load<u8>(flag + v) & (RING | MINE)) continue;
      store<u8>(flag + v, load<u8>(flag + v) | RING);
      put(ring, size++, v);
    }
  }
  return size;
}

/** Take one 26-component of the ring, from `first` on, into the list of marks. @returns its voxels. */
function gatherRing(first: i32): i32 {
  const flag = F.flag;
  const off = F.off;
  const queue = F.marks;
  store<u8>(flag + first, load<u8>(flag + first) & ~RING);
  put(queue, 0, first);
  let end = 1;
  for (let a = 0; a < end; a++) {
    for (let k = 0; k < 26; k++) {
      const v = at(queue, a) + at(off, k);
      if (!(load<u8>(flag + v) & RING)) continue;
      store<u8>(flag + v, load<u8>(flag + v) & ~RING);
      put(queue, end++, v);
    }
  }
  return end;
}

/**
 * Highest code c at which {code >= c} within the region joins two numbered pieces, or (tip >= 0) the tip to any piece; -1: never.
 * Union-find over nodes 0 (all small pieces), 1 … pieces, then voxels by falling code. lab is set back to 0 on the region.
 */
function saddle(reg: usize, n: i32, pieces: i32, tip: i32): i32 {
  const p = F.p;
  const lab = F.lab;
  const off = F.off;
  const u = F.nodes;
  const has = F.has;
  const order = F.marks;
  sortFalling(reg, n, order);
  for (let k = 0; k <= pieces; k++) {
    put(u, k, k);
    store<u8>(has + k, 1);
  }
  let found = -1;
  for (let q = 0; q < n && found < 0; q++) {
    const i = at(order, q);
    const me = pieces + 1 + q;
    put(lab, i, me);
    put(u, me, me);
    store<u8>(has + me, i == tip ? 2 : 0);
    for (let k = 0; k < 26 && found < 0; k++) {
      const l = at(lab, i + at(off, k));
      if (l == 0 || (l == SMALL && tip < 0)) continue;
      const b = root(u, l == SMALL ? 0 : abs(l));
      const a = root(u, me);
      if (a == b) continue;
      const hasA = load<u8>(has + a);
      const hasB = load<u8>(has + b);
      if (tip < 0 ? hasA & hasB & 1 : (hasA | hasB) == 3) found = load<u8>(p + i);
      put(u, a, b);
      store<u8>(has + b, hasA | hasB);
    }
  }
  for (let q = 0; q < n; q++) put(lab, at(reg, q), 0);
  return found;
}

/** Stable counting sort by falling code. The counts lie where the weights of the other modes do. */
export function sortFalling(list: usize, n: i32, out: usize): void {
  memory.fill(job.work, 0, 257 << 2);
  for (let q = 0; q < n; q++) {
    const c = 256 - <i32>load<u8>(F.p + at(list, q));
    put(job.work, c, at(job.work, c) + 1);
  }
  for (let c = 0; c < 256; c++) put(job.work, c + 1, at(job.work, c + 1) + at(job.work, c));
  for (let q = 0; q < n; q++) {
    const c = 255 - <i32>load<u8>(F.p + at(list, q));
    put(out, at(job.work, c), at(list, q));
    put(job.work, c, at(job.work, c) + 1);
  }
}

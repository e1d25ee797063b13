/** Is a region worth reporting, as what, and at which cut exactly. */
import { COVERED, F, MINE, RING, at, get, put, set } from './variants-block';
import { job } from './job';
import { root } from './variants-lists';

export const JOIN: i32 = 1;
export const END: i32 = 2;
export const ISLAND: i32 = 3;
const LONG: i32 = 6;
const BULKY: i32 = 30;
/** Label of pieces of fewer than three voxels. */
const SMALL: i32 = -(1 << 30);

/** JOIN, END, ISLAND or 0 (drop); cut and contacts go to the block. `t`: contacts are mask voxels with code > t. */
export function judge(j: usize, reg: usize, n: i32, length: i32, tip: i32, t: i32): i32 {
  if (n < 3) return 0;
  const flag = <usize>get(j, F.FLAG);
  const p = <usize>get(j, F.P);
  const lab = <usize>get(j, F.LAB);
  let covered = 0;
  for (let q = 0; q < n; q++) covered += load<u8>(flag + at(reg, q)) & COVERED;
  if (2 * covered > n) return 0;
  const ring = contacts(j, reg, n, t);
  const every = <i32>get(j, F.EVERY);
  const big = <i32>get(j, F.BIG);
  let kind = 0;
  if (big >= 2) kind = JOIN;
  else if (every && length >= LONG) kind = END;
  else if (!every && (length >= LONG || n >= BULKY)) kind = ISLAND;
  let cut = -1;
  if (kind == JOIN || kind == END) cut = saddle(j, reg, n, big, kind == JOIN ? -1 : tip);
  if (kind == ISLAND) for (let q = 0; q < n; q++) cut = max(cut, <i32>load<u8>(p + at(reg, q)));
  else if (kind && cut < 0) {
    cut = 255;
    for (let q = 0; q < n; q++) cut = min(cut, <i32>load<u8>(p + at(reg, q)));
  }
  for (let q = 0; q < ring; q++) put(lab, at(get(j, F.RINGV), q), 0);
  set(j, F.CUT, cut);
  set(j, F.CONTACTS, kind == JOIN ? big : every);
  return kind;
}

/** Number the pieces of mask around the region in lab, -1, -2, … or SMALL. Returns the voxels of the ring. */
function contacts(j: usize, reg: usize, n: i32, t: i32): i32 {
  const flag = <usize>get(j, F.FLAG);
  const lab = <usize>get(j, F.LAB);
  const ring = <usize>get(j, F.RINGV);
  const queue = <usize>get(j, F.MARK);
  const size = markRing(j, reg, n, t);
  let every = 0;
  let big = 0;
  for (let q = 0; q < size; q++) {
    const first = at(ring, q);
    if (!(load<u8>(flag + first) & RING)) continue;
    every += 1;
    const end = gatherRing(j, first);
    if (end >= 3) big += 1;
    for (let a = 0; a < end; a++) put(lab, at(queue, a), end >= 3 ? -big : SMALL);
  }
  set(j, F.EVERY, every);
  set(j, F.BIG, big);
  return size;
}

/** Pieces of mask, of at least two voxels, among the neighbours of a region that are not its own. */
export function piecesAround(j: usize, reg: usize, n: i32): i32 {
  const flag = <usize>get(j, F.FLAG);
  const ring = <usize>get(j, F.RINGV);
  for (let q = 0; q < n; q++) store<u8>(flag + at(reg, q), load<u8>(flag + at(reg, q)) | MINE);
  const size = markRing(j, reg, n, -1);
  let pieces = 0;
  for (let q = 0; q < size; q++) {
    if (load<u8>(flag + at(ring, q)) & RING && gatherRing(j, at(ring, q)) > 1) pieces += 1;
  }
  for (let q = 0; q < n; q++) store<u8>(flag + at(reg, q), load<u8>(flag + at(reg, q)) & ~MINE);
  return pieces;
}

/** Mark and list the mask voxels with code > t next to a region, but for those that are MINE. @returns how many. */
function markRing(j: usize, reg: usize, n: i32, t: i32): i32 {
  const flag = <usize>get(j, F.FLAG);
  const seg = <usize>get(j, F.SEG);
  const p = <usize>get(j, F.P);
  const off = <usize>get(j, F.OFF);
  const ring = <usize>get(j, F.RINGV);
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
function gatherRing(j: usize, first: i32): i32 {
  const flag = <usize>get(j, F.FLAG);
  const off = <usize>get(j, F.OFF);
  const queue = <usize>get(j, F.MARK);
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
function saddle(j: usize, reg: usize, n: i32, pieces: i32, tip: i32): i32 {
  const p = <usize>get(j, F.P);
  const lab = <usize>get(j, F.LAB);
  const off = <usize>get(j, F.OFF);
  const u = <usize>get(j, F.NODES);
  const has = <usize>get(j, F.HAS);
  const order = <usize>get(j, F.MARK);
  sortFalling(j, reg, n, order);
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
export function sortFalling(j: usize, list: usize, n: i32, out: usize): void {
  const p = <usize>get(j, F.P);
  const count = job.work(j);
  memory.fill(count, 0, 257 << 2);
  for (let q = 0; q < n; q++) {
    const c = 256 - <i32>load<u8>(p + at(list, q));
    put(count, c, at(count, c) + 1);
  }
  for (let c = 0; c < 256; c++) put(count, c + 1, at(count, c + 1) + at(count, c));
  for (let q = 0; q < n; q++) {
    const c = 255 - <i32>load<u8>(p + at(list, q));
    put(out, at(count, c), at(list, q));
    put(count, c, at(count, c) + 1);
  }
}

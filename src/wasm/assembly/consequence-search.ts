/** Whether what is left around a flipped region hangs together elsewhere. */
import * as B from './consequence-block';
import { C, GONE, LAST, hang, write, read, rootOf, touch, readWide, writeWide } from './consequence-block';

/** Count the groups that the cells around what is gone fall into (field LOST), and what hangs on them. */
export function countParts(): void {
  for (let c: usize = B.touched; c != LAST; c = read(c, C.CHAIN)) {
    if (read(c, C.GROUP) != GONE) {
      if (c >= B.made) seed(c);
      continue;
    }
    for (let half = read(c, C.HEAD); half; half = read(half, 4)) {
      const beside = read(half, 0);
      if (read(beside, C.GROUP)) continue;
      write(beside, C.GROUP, beside);
      touch(beside);
      seed(beside);
    }
  }
  search(B.touched);
}

function seed(c: usize): void {
  write(c, C.NEXT, c);
  write(c, C.TAIL, c);
  writeWide(c, C.SUM, readWide(c, C.OWN));
  const part = rootOf(c, C.PARENT);
  write(part, C.GROWING, read(part, C.GROWING) + 1);
  B.lost += 1;
}

/** Let the groups that begin in a chain of cells grow in turn, twice as far each round, until at most one of each part is left. */
function search(chain: usize): void {
  let isBusy = true;
  for (let budget = 1; isBusy; budget <<= 1) {
    isBusy = false;
    for (let c = chain; c != LAST; c = read(c, C.CHAIN)) {
      if (read(c, C.GROUP) != c || !read(c, C.TAIL)) continue;
      const part = rootOf(c, C.PARENT);
      if (read(part, C.GROWING) < 2) continue;
      isBusy = true;
      grow(c, part, budget);
    }
  }
  for (let c = chain; c != LAST; c = read(c, C.CHAIN)) if (read(c, C.GROWING)) hang(c, readWide(c, C.REST));
}

function grow(root: usize, part: usize, budget: i32): void {
  for (; budget && read(part, C.GROWING) > 1; budget--) {
    const tail: usize = read(root, C.TAIL);
    const c: usize = read(tail, C.NEXT);
    write(tail, C.NEXT, read(c, C.NEXT));
    if (c == tail) write(root, C.TAIL, 0);
    for (let half = read(c, C.HEAD); half; half = read(half, 4)) reach(root, part, read(half, 0));
    if (read(root, C.TAIL)) continue;
    write(part, C.GROWING, read(part, C.GROWING) - 1);
    writeWide(part, C.REST, readWide(part, C.REST) - readWide(root, C.SUM));
    return hang(part, readWide(root, C.SUM));
  }
}

/** A group comes to a cell: it takes it, or the whole group that has it. */
function reach(root: usize, part: usize, c: usize): void {
  let sum = readWide(c, C.OWN);
  let tail = c;
  if (read(c, C.GROUP)) {
    if (read(c, C.GROUP) == GONE) return;
    c = rootOf(c, C.GROUP);
    if (c == root) return;
    sum = readWide(c, C.SUM);
    tail = read(c, C.TAIL);
    B.lost -= 1;
    write(part, C.GROWING, read(part, C.GROWING) - 1);
  } else {
    touch(c);
    write(c, C.NEXT, c);
  }
  write(c, C.GROUP, root);
  writeWide(root, C.SUM, readWide(root, C.SUM) + sum);
  const before: usize = read(root, C.TAIL);
  if (before) {
    const first = read(before, C.NEXT);
    write(before, C.NEXT, read(tail, C.NEXT));
    write(tail, C.NEXT, first);
  }
  write(root, C.TAIL, tail);
}

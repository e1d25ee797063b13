/**
 * Merging: a row's runs meet those of the rows before it. Row addresses come from the row starts, which hold one address per row
 * and one more behind the last row.
 *
 *            y-1        y         y+1
 *   z-1      before-    below     after-       the four neighbour rows of a row that were scanned
 *            below                below        before it
 *   z        before     (row)
 */
import { RUN_BYTES, run } from './runs';
import { unite } from './union-find';

@inline
function rowStart(rows: usize, row: u32): usize {
  return load<u32>(rows + (<usize>row << 2));
}

/** Unite the runs of row (z, y) with those of equal code in the rows before it. Its own start and end must be stored. */
export function mergeRow(rows: usize, z: u32, y: u32, sizeY: u32, connectivity: u32): void {
  const row = z * sizeY + y;
  const first = rowStart(rows, row);
  const end = rowStart(rows, row + 1);
  const below = row - sizeY;
  const hasBelow = z > 0;
  const hasBefore = y > 0;
  const hasAfter = y + 1 < sizeY;
  if (connectivity == 26) {
    mergeAllAround(
      first,
      end,
      hasBelow ? rowStart(rows, below) : end,
      hasBelow ? rowStart(rows, below + 1) : end,
      hasBefore ? rowStart(rows, row - 1) : first,
      hasBelow && hasBefore ? rowStart(rows, below - 1) : end,
      hasBelow && hasBefore ? rowStart(rows, below) : end,
      hasBelow && hasAfter ? rowStart(rows, below + 1) : end,
      hasBelow && hasAfter ? rowStart(rows, below + 2) : end
    );
    return;
  }
  const reach: u32 = connectivity == 18 ? 1 : 0;
  if (hasBefore) mergePair(first, end, rowStart(rows, row - 1), first, reach);
  if (!hasBelow) return;
  mergePair(first, end, rowStart(rows, below), rowStart(rows, below + 1), reach);
  if (connectivity != 18) return;
  if (hasBefore) mergePair(first, end, rowStart(rows, below - 1), rowStart(rows, below), 0);
  if (hasAfter) mergePair(first, end, rowStart(rows, below + 1), rowStart(rows, below + 2), 0);
}

/** Unite runs of two rows that overlap in x after growing by `reach` voxels. */
function mergePair(first: usize, end: usize, other: usize, otherEnd: usize, reach: u32): void {
  for (let r = first; r < end; r += RUN_BYTES) {
    const start = run.start(r);
    const stop = run.end(r) + reach;
    const code = run.code(r);
    while (other < otherEnd && run.end(other) + reach <= start) other += RUN_BYTES;
    for (let o = other; o < otherEnd && run.start(o) < stop; o += RUN_BYTES) {
      if (run.code(o) == code) unite(r, o);
    }
  }
}

/**
 * All four rows at once for connectivity 26, with the cover rule: an equal run below that covers the run touches whatever the run
 * touches in the other three rows, so these need no look; one in the row before spares the row before-below.
 */
function mergeAllAround(
  first: usize,
  end: usize,
  below: usize,
  belowEnd: usize,
  before: usize,
  beforeBelow: usize,
  beforeBelowEnd: usize,
  afterBelow: usize,
  afterBelowEnd: usize
): void {
  const beforeEnd = first;
  for (let r = first; r < end; r += RUN_BYTES) {
    const start = run.start(r);
    const stop = run.end(r);
    const code = run.code(r);
    let covered = false;
    below = skip(below, belowEnd, start);
    for (let o = below; o < belowEnd && run.start(o) <= stop; o += RUN_BYTES) {
      if (run.code(o) == code) {
        unite(r, o);
        covered = covered || covers(o, start, stop);
      }
    }
    if (covered) continue;
    before = skip(before, beforeEnd, start);
    for (let o = before; o < beforeEnd && run.start(o) <= stop; o += RUN_BYTES) {
      if (run.code(o) == code) {
        unite(r, o);
        covered = covered || covers(o, start, stop);
      }
    }
    if (!covered) {
      beforeBelow = skip(beforeBelow, beforeBelowEnd, start);
      for (let o = beforeBelow; o < beforeBelowEnd && run.start(o) <= stop; o += RUN_BYTES) {
        if (run.code(o) == code) unite(r, o);
      }
    }
    afterBelow = skip(afterBelow, afterBelowEnd, start);
    for (let o = afterBelow; o < afterBelowEnd && run.start(o) <= stop; o += RUN_BYTES) {
      if (run.code(o) == code) unite(r, o);
    }
  }
}

@inline
function skip(o: usize, end: usize, start: u32): usize {
  while (o < end && run.end(o) < start) o += RUN_BYTES;
  return o;
}

@inline
function covers(o: usize, start: u32, stop: u32): bool {
  return run.start(o) <= start && run.end(o) >= stop;
}

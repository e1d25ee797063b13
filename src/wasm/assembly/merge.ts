/**
 * Merging: a row's runs meet those of the rows around it that were scanned before.
 *
 *            y-1        y         y+1
 *   z-1      before-    below     after-
 *            below                below
 *   z        before     (row)
 *
 * A voxel's neighbours in them are bits 4 * row + x' - x + 1, rows in the order below, before, before-below, after-below. Most are
 * implied by others, as in the decision trees of Wu, Otoo & Suzuki (2009): two neighbours of equal code that touch each other were
 * united before. With connectivity 26 whatever touches a voxel also touches the one below it, so that only voxels unlike that one are
 * open; of these the first and the last of a run need a look, and where a run begins in a row around.
 */
import { differ, equalAround } from './lanes';
import { MARK_BYTES, mark, runAt } from './marks';
import { unite } from './union-find';

/** All neighbours, those at x - 1, at x, at x + 1. */
const ALL: u32 = 0x7777;
const FORMER: u32 = 0x1111;
const MIDDLE: u32 = 0x2222;
const LATTER: u32 = 0x4444;
/** Rows of the slice below, of y - 1, of y + 1. */
const BELOW: u32 = 0x7707;
const BEFORE: u32 = 0x0770;
const AFTER: u32 = 0x7000;
/** The voxel below: `extractRow` has united with it. */
const BELOW_ITSELF: u32 = 2;
const HIGHEST: u64 = 1 << 63;

/** Neighbours that a connectivity joins. */
@inline
export function reachOf(connectivity: u32): u32 {
  return connectivity == 26 ? ALL : connectivity == 18 ? 0x2277 : 0x22;
}

/** Whether what touches a voxel also touches the one below it. */
@inline
export function coversAll(reach: u32): bool {
  return reach == ALL;
}

/** Neighbours that row (z, y) has. */
@inline
export function rowsAround(z: u32, y: u32, sizeY: u32): u32 {
  let around = ALL;
  if (z == 0) around &= ~BELOW;
  if (y == 0) around &= ~BEFORE;
  if (y + 1 == sizeY) around &= ~AFTER;
  return around;
}

/**
 * Unite the runs of a row with those around it, except the row straight below.
 * @param row - address of its codes, `below` of those in the slice below; the rows before and after lie `sizeX` codes apart.
 * @param marks - address of its marks, `marksBelow` of those in the slice below, likewise `markBytes` apart.
 * @param around - neighbours that the row has (`rowsAround`), `reach` those that the connectivity joins (`reachOf`).
 * @param wide - codes have two bytes.
 */
export function mergeRow(
  row: usize,
  below: usize,
  sizeX: u32,
  marks: usize,
  marksBelow: usize,
  markBytes: usize,
  around: u32,
  reach: u32,
  wide: bool
): void {
  const shift: usize = wide ? 1 : 0;
  // A row that is not there is replaced by one that is, and its neighbours are masked.
  if (!(around & BELOW)) {
    below = row;
    marksBelow = marks;
  }
  const before = around & BEFORE ? <usize>sizeX << shift : 0;
  const after = around & AFTER ? <usize>sizeX << shift : 0;
  const marksBefore = around & BEFORE ? markBytes : 0;
  const marksAfter = around & AFTER ? markBytes : 0;
  let m = marks;
  let n = marksBelow;
  for (let x: u32 = 0; x < sizeX; x += 64, m += MARK_BYTES, n += MARK_BYTES) {
    if (!mark.open(m)) continue;
    const p = row + (<usize>x << shift);
    const q = below + (<usize>x << shift);
    const starts = mark.starts(m);
    const inner = ~mark.open(m);
    const lasts = (mark.borders(m) >> 1) | HIGHEST;
    const startsBefore = mark.starts(m - marksBefore);
    const startsBeforeBelow = mark.starts(n - marksBefore);
    const startsAfterBelow = mark.starts(n + marksAfter);
    const middles =
      ((starts | startsBefore) & ~differ(p, p - before, wide)) |
      ((starts | startsBeforeBelow) & ~differ(p, q - before, wide)) |
      ((starts | startsAfterBelow) & ~differ(p, q + after, wide));
    const explained = ((inner << 1) & ~starts) | ((inner >> 1) & ~lasts);
    const borders =
      mark.borders(n) | mark.borders(m - marksBefore) | mark.borders(n - marksBefore) | mark.borders(n + marksAfter);
    const others = mark.starts(n) | startsBefore | startsBeforeBelow | startsAfterBelow;
    let looks =
      mark.open(m) & ((middles & ~explained) | (starts & borders) | (lasts & ((others >> 1) | HIGHEST)));
    for (; looks; looks &= looks - 1) {
      const at = <u32>ctz(looks);
      const left = (<usize>at - 1) << shift;
      let equal = around;
      if (x + at == 0) equal &= ~FORMER;
      if (x + at + 1 == sizeX) equal &= ~LATTER;
      const a = q + left;
      const b = p - before + left;
      const c = q - before + left;
      const d = q + after + left;
      equal &= wide
        ? equalAround<u16>(load<u16>(p + left, 2), a, b, c, d)
        : equalAround<u8>(load<u8>(p + left, 1), a, b, c, d);
      equal = unexplained(equal, reach, ((starts >> at) & 1) != 0);
      if (equal) uniteAround(runAt(m, at), x + at, equal, marks, marksBelow, markBytes);
    }
  }
}

/**
 * Which neighbours of equal code must be united with a voxel.
 * @param equal - those of equal code; `reach` those that the connectivity joins.
 * @param isFirst - the voxel is the first of its run.
 */
@inline
function unexplained(equal: u32, reach: u32, isFirst: bool): u32 {
  const middle = equal & MIDDLE;
  let open = equal & reach & ~(BELOW_ITSELF | (middle << 1) | (middle >> 1));
  if (coversAll(reach)) open &= ~((spread(equal & 7) * 0x1110) | (spread((equal >> 4) & 7) << 8));
  if (!isFirst) open &= ~(FORMER | ((equal & FORMER) << 1));
  return open;
}

/** Of three bits, those set or beside one that is. */
@inline
function spread(three: u32): u32 {
  return (three | (three << 1) | (three >> 1)) & 7;
}

/** Unite run `r`, of voxel x, with those of the neighbours in `open`. */
function uniteAround(
  r: usize,
  x: u32,
  open: u32,
  marks: usize,
  marksBelow: usize,
  markBytes: usize
): void {
  do {
    const bit = <u32>ctz(open);
    const row = bit >> 2;
    const aside = select<usize>(markBytes, select<usize>(-markBytes, 0, row), row == 3);
    unite(r, runAt(select(marks, marksBelow, row == 1) + aside, x + (bit & 3) - 1));
    open &= open - 1;
  } while (open);
}

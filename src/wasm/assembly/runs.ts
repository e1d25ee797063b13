/**
 * Runs: maximal stretches of one non-zero code in a row.
 *
 *   byte  field                     A run is 8 bytes. Runs of a volume lie in scan order (z, then y, then x).
 *   0     first x, u16              `owner` is first what `union-find.ts` says, then the number of the component, then the number of
 *   2     end x (exclusive), u16    the region (1-based, 0: dropped).
 *   4     owner, u32
 */
import { allZero, codeAt, differ, filled } from './lanes';
import { MARK_BYTES, runAt, setMark } from './marks';
import { ownerBy, rootOwner, unite } from './union-find';

export const RUN_BYTES: usize = 8;

// prettier-ignore
export namespace run {
  @inline export function start(r: usize): u32 { return load<u16>(r); }
  @inline export function end(r: usize): u32 { return load<u16>(r, 2); }
  @inline export function owner(r: usize): u32 { return load<u32>(r, 4); }
  @inline export function setEnd(r: usize, x: u32): void { store<u16>(r, <u16>x, 2); }
  @inline export function setOwner(r: usize, owner: u32): void { store<u32>(r, owner, 4); }
}

@inline
function writeRun(r: usize, start: u32, end: u32, owner: u32): void {
  store<u64>(r, <u64>(start | (end << 16)) | (<u64>owner << 32));
}

/**
 * Append the runs of a row of codes and write its marks. A run takes its owner from the first run of equal code that it meets in the row
 * below, and is united with further ones. There must be room for `sizeX` runs.
 * @param below - address of the codes in the slice below, 0 when there is none; `marksBelow` of their marks.
 * @param wide - codes have two bytes.
 * @param isCovered - what equals the voxel below needs no look at other rows.
 * @returns the end of the runs.
 */
export function extractRow(
  row: usize,
  below: usize,
  sizeX: u32,
  wide: bool,
  marks: usize,
  marksBelow: usize,
  isCovered: bool,
  runs: usize
): usize {
  const shift: usize = wide ? 1 : 0;
  let isOpen = false;
  for (let x: u32 = 0; x < sizeX; x += 64, marks += MARK_BYTES, marksBelow += MARK_BYTES) {
    const p = row + (<usize>x << shift);
    if (!isOpen && allZero(p, wide)) {
      setMark(marks, 0, 0, 0, runs);
      continue;
    }
    let full = filled(p, wide);
    let borders = differ(p, p - 1 - shift, wide);
    if (sizeX - x < 64) {
      const end = <u64>1 << (sizeX - x);
      full &= end - 1;
      borders = (borders & (end - 1)) | end;
    }
    if (x == 0) borders = (borders & ~1) | (full & 1);
    const starts = borders & full;
    const same = below ? full & ~differ(p, p - row + below, wide) : 0;
    setMark(marks, starts, borders, isCovered ? full & ~same : full, runs);

    // A run that reaches the end of the 64 is closed by the first border after it.
    if (isOpen) run.setEnd(runs - RUN_BYTES, x + <u32>ctz(borders));
    let meetings = same & (borders | ~(same << 1));
    for (let m = starts; m; m &= m - 1) {
      const bit = m & -m;
      const start = <u32>ctz(m);
      const later = borders & -(bit << 1);
      const meeting = meetings & ((later & -later) - bit);
      const owner = select<u32>(
        ownerBy(runAt(marksBelow, <u32>ctz(meeting) & 63)),
        rootOwner(codeAt(p + (<usize>start << shift), wide)),
        meeting != 0
      );
      meetings ^= meeting & -meeting;
      writeRun(runs, x + start, x + <u32>ctz(later), owner);
      runs += RUN_BYTES;
    }
    for (; meetings; meetings &= meetings - 1) {
      const at = <u32>ctz(meetings);
      unite(runAt(marks, at), runAt(marksBelow, at));
    }
    isOpen = (full >> 63) != 0;
  }
  if (isOpen) run.setEnd(runs - RUN_BYTES, sizeX);
  return runs;
}

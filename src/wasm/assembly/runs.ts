/**
 * Runs: maximal stretches of one non-zero code in a row.
 *
 *   byte  field                     A run is 12 bytes. Runs of a volume lie in scan order (z, then y, then x).
 *   0     first x, u16              `owner` is first the address of another run of the same component (union-find), then the
 *   2     end x (exclusive), u16    number of the component, then the number of the region (1-based, 0: dropped).
 *   4     code, u32
 *   8     owner, u32
 */
import { allZero, changes } from './lanes';

export const RUN_BYTES: usize = 12;

// prettier-ignore
export namespace run {
  @inline export function start(r: usize): u32 { return load<u16>(r); }
  @inline export function end(r: usize): u32 { return load<u16>(r, 2); }
  @inline export function code(r: usize): u32 { return load<u32>(r, 4); }
  @inline export function owner(r: usize): u32 { return load<u32>(r, 8); }
  @inline export function setOwner(r: usize, owner: u32): void { store<u32>(r, owner, 8); }
}

/**
 * Append the runs of the row of `sizeX` codes at `row`. There must be room for `sizeX` runs.
 * @returns the end of the runs.
 */
export function extractRow<T>(row: usize, sizeX: u32, runs: usize): usize {
  let code: u32 = 0;
  let start: u32 = 0;
  for (let x: u32 = 0; x < sizeX; x += 64) {
    const p = row + <usize>x * sizeof<T>();
    if (code == 0 && allZero<T>(p)) continue;
    let borders = changes<T>(p);
    if (x == 0) borders = (borders & ~1) | <u64>(load<T>(p) != 0);
    if (sizeX - x < 64) borders &= (<u64>1 << (sizeX - x)) - 1;
    while (borders) {
      const border = x + <u32>ctz(borders);
      borders &= borders - 1;
      if (code) runs = append(runs, start, border, code);
      code = load<T>(row + <usize>border * sizeof<T>());
      start = border;
    }
  }
  return code ? append(runs, start, sizeX, code) : runs;
}

@inline
function append(r: usize, start: u32, end: u32, code: u32): usize {
  store<u32>(r, start | (end << 16));
  store<u32>(r, code, 4);
  store<u32>(r, <u32>r, 8);
  return r + RUN_BYTES;
}

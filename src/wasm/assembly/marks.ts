/**
 * Marks: which run the voxels of a row belong to, known for two slices. 32 bytes for each 64 voxels of a row, one bit per voxel:
 *
 *   byte  field
 *   0     starts: begins a run, u64
 *   8     borders: differs from the voxel before it, u64
 *   16    open: in a run, and to be compared with the rows around, u64
 *   24    address of the run before the first that starts here, u32
 */
import { RUN_BYTES } from './runs';

export const MARK_BYTES: usize = 32;

// prettier-ignore
export namespace mark {
  @inline export function starts(m: usize): u64 { return load<u64>(m); }
  @inline export function borders(m: usize): u64 { return load<u64>(m, 8); }
  @inline export function open(m: usize): u64 { return load<u64>(m, 16); }
}

@inline
export function setMark(m: usize, starts: u64, borders: u64, open: u64, runs: usize): void {
  store<u64>(m, starts);
  store<u64>(m, borders, 8);
  store<u64>(m, open, 16);
  store<u32>(m, <u32>(runs - RUN_BYTES), 24);
}

/** Bytes of the marks of a row. */
@inline
export function markRowBytes(sizeX: u32): usize {
  return ((<usize>sizeX + 63) >> 6) * MARK_BYTES;
}

/** The run of voxel x, which must be in one, in the row with these marks. */
@inline
export function runAt(marks: usize, x: u32): usize {
  const m = marks + <usize>(x >> 6) * MARK_BYTES;
  const upTo = (<u64>2 << (x & 63)) - 1;
  return <usize>load<u32>(m, 24) + <usize>popcnt(load<u64>(m) & upTo) * RUN_BYTES;
}

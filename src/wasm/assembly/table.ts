/**
 * The region table: one record of 64 bytes per kept region, in order of first voxel.
 *
 *   byte  field                            byte  field
 *   0     voxels, u32                      40    box: z0 z1 y0 y1 x0 x1, u16 each, half-open
 *   4     first voxel (flat), u32          52    largest weight, u32
 *   8     sum of weights, u64              56    pieces of the segmentation around it, u16
 *   16    sum of z, u64                    58    voxels of its centre line, u16
 *   24    sum of y, u64                    60    kind, u8 (variants.ts; 0 in modes of one kind)
 *   32    sum of x, u64                    61    cut, u8 (255 for none)     62    step of the search, u8
 *   63    how undecided the probability is, u8: root mean square of 1 - |2 p - 1|, in steps of 1/255 (mode variants)
 *
 * All sums are whole numbers below 2**53, so they do not depend on the order of addition. Both hosts copy the records as they are.
 */
export const REGION_BYTES: usize = 64;

/** Cut of what has none. */
export const NO_CUT: u32 = 255;

// prettier-ignore
export namespace region {
  @inline export function voxels(r: usize): u32 { return load<u32>(r); }
  @inline export function firstVoxel(r: usize): u32 { return load<u32>(r, 4); }
  @inline export function sum(r: usize): u64 { return load<u64>(r, 8); }
  @inline export function sumZ(r: usize): u64 { return load<u64>(r, 16); }
  @inline export function sumY(r: usize): u64 { return load<u64>(r, 24); }
  @inline export function sumX(r: usize): u64 { return load<u64>(r, 32); }
  @inline export function largest(r: usize): u32 { return load<u32>(r, 52); }
  @inline export function pieces(r: usize): u32 { return load<u16>(r, 56); }
  @inline export function length(r: usize): u32 { return load<u16>(r, 58); }
  @inline export function cut(r: usize): u32 { return load<u8>(r, 61); }
  @inline export function undecided(r: usize): u32 { return load<u8>(r, 63); }
  /** Of the box along axis 0 (z), 1 (y) or 2 (x). */
  @inline export function low(r: usize, axis: usize): u32 { return load<u16>(r + (axis << 2), 40); }
  @inline export function high(r: usize, axis: usize): u32 { return load<u16>(r + (axis << 2), 42); }
  @inline export function setPieces(r: usize, count: u32): void { store<u16>(r, <u16>min<u32>(count, 65535), 56); }

  @inline export function setLength(r: usize, voxels: u32): void { store<u16>(r, <u16>min<u32>(voxels, 65535), 58); }

  /** Cuts that fit into no byte are none. */
  export function setFacts(
    r: usize, kind: u32, cut: u32, step: u32, pieces: u32, length: u32, undecided: u32
  ): void {
    setPieces(r, pieces);
    setLength(r, length);
    store<u8>(r, <u8>kind, 60);
    store<u8>(r, <u8>min(cut, NO_CUT), 61);
    store<u8>(r, <u8>step, 62);
    store<u8>(r, <u8>undecided, 63);
  }
}

export function clearTable(table: usize, count: u32): void {
  memory.fill(table, 0, <usize>count * REGION_BYTES);
}

/** Add the voxels `start` to `end` (half-open) of row (z, y), whose weights add up to `sum`. Rows come in scan order. */
@inline
export function addStretch(
  r: usize,
  z: u32,
  y: u32,
  start: u32,
  end: u32,
  sizeY: u32,
  sizeX: u32,
  sum: u64,
  largest: u32
): void {
  const length = end - start;
  const before = region.voxels(r);
  if (before == 0) {
    store<u32>(r, (z * sizeY + y) * sizeX + start, 4);
    store<u16>(r, <u16>z, 40);
    store<u16>(r, <u16>y, 44);
    store<u16>(r, <u16>(y + 1), 46);
    store<u16>(r, <u16>start, 48);
    store<u8>(r, <u8>NO_CUT, 61);
  }
  store<u32>(r, before + length);
  store<u64>(r, region.sum(r) + sum, 8);
  store<u64>(r, region.sumZ(r) + <u64>z * length, 16);
  store<u64>(r, region.sumY(r) + <u64>y * length, 24);
  store<u64>(r, region.sumX(r) + ((<u64>(start + end - 1) * length) >> 1), 32);
  store<u16>(r, <u16>(z + 1), 42);
  if (y < <u32>load<u16>(r, 44)) store<u16>(r, <u16>y, 44);
  if (y >= <u32>load<u16>(r, 46)) store<u16>(r, <u16>(y + 1), 46);
  if (start < <u32>load<u16>(r, 48)) store<u16>(r, <u16>start, 48);
  if (end > <u32>load<u16>(r, 50)) store<u16>(r, <u16>end, 50);
  if (largest > region.largest(r)) store<u32>(r, largest, 52);
}

/** The same where it is not worth its place to have it inlined. */
export function addRun(
  r: usize,
  z: u32,
  y: u32,
  start: u32,
  end: u32,
  sizeY: u32,
  sizeX: u32,
  sum: u64,
  largest: u32
): void {
  addStretch(r, z, y, start, end, sizeY, sizeX, sum, largest);
}

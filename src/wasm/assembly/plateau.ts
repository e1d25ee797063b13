/**
 * Mode plateau: connected voxels of equal non-zero code. Three passes over slices: scan (runs, merged), settle (components
 * numbered by first voxel and counted), measure (the table of those that are large enough).
 *
 * The work area holds the marks of two slices while runs are found, and then, behind the runs, 8 bytes per component and once in
 * front: its voxels, later its region, u32; its code, u32.
 */
import { job, makeRoom, take } from './job';
import { SLAB_PAD } from './lanes';
import { markRowBytes } from './marks';
import { coversAll, mergeRow, reachOf, rowsAround } from './merge';
import { RUN_BYTES, extractRow, run } from './runs';
import { REGION_BYTES, addStretch, region } from './table';
import { codeOf, isRoot } from './union-find';

export const PART_BYTES: usize = 8;

/**
 * Scan `count` slices, the first of which lies in the slab at its start. Slices come in order, each once. The slab then moves to the
 * other of two places, so that its last slice stays to be met.
 */
export function scanPlateau(j: usize, count: u32): void {
  const sliceBytes = <usize>job.sizeY(j) * job.sizeX(j) * job.codeBytes(j);
  let slice = job.slab(j);
  let below = job.below(j);
  for (let z = job.scanned(j); count > 0; count--, z++) {
    scanSlice(j, slice, below, z);
    job.setScanned(j, z + 1);
    below = slice;
    slice += sliceBytes;
  }
  const other = job.otherSlab(j);
  job.setOtherSlab(j, job.slab(j));
  job.setSlab(j, other);
  job.setBelow(j, below);
}

function scanSlice(j: usize, slice: usize, below: usize, z: u32): void {
  const sizeY = job.sizeY(j);
  const sizeX = job.sizeX(j);
  const rowBytes = <usize>sizeX * job.codeBytes(j);
  const wide = job.codeBytes(j) > 1;
  const markBytes = markRowBytes(sizeX);
  const reach = reachOf(job.connectivity(j));
  const isCovered = coversAll(reach);
  const half = markBytes * sizeY;
  let marks = job.work(j) + (z & 1 ? half : 0);
  let marksBelow = job.work(j) + (z & 1 ? 0 : half);
  let start = job.rows(j) + ((<usize>z * sizeY) << 2);
  let end = job.runsEnd(j);
  for (let y: u32 = 0; y < sizeY; y++) {
    makeRoom(<u64>end + <u64>sizeX * RUN_BYTES);
    store<u32>(start, <u32>end);
    start += 4;
    const first = end;
    end = wide
      ? extractRow<u16>(slice, below, sizeX, marks, marksBelow, isCovered, first)
      : extractRow<u8>(slice, below, sizeX, marks, marksBelow, isCovered, first);
    if (end != first) {
      const around = rowsAround(z, y, sizeY);
      mergeRow(slice, below, sizeX, marks, marksBelow, markBytes, around, reach, wide);
    }
    slice += rowBytes;
    if (z) below += rowBytes;
    marks += markBytes;
    marksBelow += markBytes;
  }
  store<u32>(start, <u32>end);
  job.setRunsEnd(j, end);
}

/** Take the slab's other place and the marks of two slices. */
export function openPlateau(j: usize): void {
  const slice = <u64>job.sizeY(j) * job.sizeX(j) * job.codeBytes(j);
  const other = take(j, slice * job.slabSlices(j) + 2 * SLAB_PAD);
  const markBytes = 2 * <u64>job.sizeY(j) * markRowBytes(job.sizeX(j));
  const marks = take(j, markBytes);
  job.setOtherSlab(j, other + SLAB_PAD);
  job.setWork(j, marks);
  memory.fill(marks, 0, <usize>markBytes);
}

/** All slices are scanned: take memory for the components, of which there are no more than runs. */
export function closePlateau(j: usize): void {
  const count = <u32>((job.runsEnd(j) - job.runs(j)) / RUN_BYTES);
  job.setRunCount(j, count);
  job.setUsed(j, job.runsEnd(j));
  const parts = take(j, (<u64>count + 1) * PART_BYTES);
  job.setWork(j, parts);
}

@inline
function partAt(j: usize, number: u32): usize {
  return job.work(j) + <usize>number * PART_BYTES;
}

/** Number the components of the runs of slices `from` to `to` and count their voxels. A root comes before its followers. */
export function settlePlateau(j: usize, from: u32, to: u32): void {
  const rows = job.rows(j);
  const sizeY = job.sizeY(j);
  const end = load<u32>(rows + ((<usize>to * sizeY) << 2));
  let parts = job.parts(j);
  for (let r: usize = load<u32>(rows + ((<usize>from * sizeY) << 2)); r < end; r += RUN_BYTES) {
    const owner = run.owner(r);
    let number: u32;
    if (isRoot(owner)) {
      number = ++parts;
      store<u64>(partAt(j, number), <u64>codeOf(owner) << 32);
    } else {
      number = run.owner(owner);
    }
    run.setOwner(r, number);
    const part = partAt(j, number);
    store<u32>(part, load<u32>(part) + run.end(r) - run.start(r));
  }
  job.setParts(j, parts);
}

/**
 * Write the number of each voxel's component, 0 outside, of slices `from` to `to`, at most `slab slices`; all are settled and none
 * measured.
 * @returns the address of the u32.
 */
export function paintPlateau(j: usize, from: u32, to: u32): usize {
  const sizeY = job.sizeY(j);
  const rowBytes = <usize>job.sizeX(j) << 2;
  if (!job.scratch(j)) job.setScratch(j, take(j, <u64>rowBytes * sizeY * job.slabSlices(j) + 64));
  let row = job.scratch(j);
  let start = job.rows(j) + ((<usize>from * sizeY) << 2);
  for (let left = (to - from) * sizeY; left > 0; left--) {
    let at = row;
    for (let r = <usize>load<u32>(start); r < <usize>load<u32>(start, 4); r += RUN_BYTES) {
      at = paint(at, row + (<usize>run.start(r) << 2), 0);
      at = paint(at, row + (<usize>run.end(r) << 2), run.owner(r));
    }
    row += rowBytes;
    paint(at, row, 0);
    start += 4;
  }
  return job.scratch(j);
}

/** Write `value` from `at` to `end`, which is returned, and up to 64 bytes further. */
@inline
function paint(at: usize, end: usize, value: u32): usize {
  if (ASC_FEATURE_SIMD) {
    const values = i32x4.splat(value);
    for (; at < end; at += 64) {
      v128.store(at, values);
      v128.store(at, values, 16);
      v128.store(at, values, 32);
      v128.store(at, values, 48);
    }
  } else {
    for (; at < end; at += 8) store<u64>(at, (<u64>value << 32) | value);
  }
  return end;
}

/** Replace the voxels of each component, PART_BYTES from `parts` on, by its region: 1, 2, … by first voxel, or 0 when it is too small. */
export function selectParts(j: usize, parts: usize, count: u32): void {
  const least = job.leastVoxels(j);
  let kept: u32 = 0;
  for (let number: u32 = 1; number <= count; number++) {
    const part = parts + <usize>number * PART_BYTES;
    const voxels = load<u32>(part);
    if (voxels < least) job.drop(j, voxels);
    store<u32>(part, voxels < least ? 0 : ++kept);
  }
  job.setKept(j, kept);
}

/** Add the runs of slices `from` to `to` to the table; row starts become indices of runs. */
export function measurePlateau(j: usize, from: u32, to: u32): void {
  const sizeY = job.sizeY(j);
  const sizeX = job.sizeX(j);
  const rows = job.rows(j);
  const runs = job.runs(j);
  const table = job.table(j) - REGION_BYTES;
  let r = <usize>load<u32>(rows + ((<usize>from * sizeY) << 2));
  for (let z = from; z < to; z++) {
    for (let y: u32 = 0; y < sizeY; y++) {
      const start = rows + ((<usize>z * sizeY + y) << 2);
      const end = <usize>load<u32>(start, 4);
      store<u32>(start, <u32>((r - runs) / RUN_BYTES));
      for (; r < end; r += RUN_BYTES) {
        const number = load<u32>(partAt(j, run.owner(r)));
        run.setOwner(r, number);
        if (number) {
          const record = table + <usize>number * REGION_BYTES;
          addStretch(record, z, y, run.start(r), run.end(r), sizeY, sizeX, 0, 0);
        }
      }
    }
  }
  if (to == job.sizeZ(j)) {
    store<u32>(rows + ((<usize>to * sizeY) << 2), job.runCount(j));
    weigh(j, table);
  }
}

/** Give each region the weight of its code. */
function weigh(j: usize, table: usize): void {
  for (let number: u32 = 1; number <= job.parts(j); number++) {
    const part = partAt(j, number);
    const kept = load<u32>(part);
    if (kept) {
      const record = table + <usize>kept * REGION_BYTES;
      const weight = load<u32>(job.weights(j) + (<usize>load<u32>(part, 4) << 2));
      store<u32>(record, weight, 52);
      store<u64>(record, <u64>weight * region.voxels(record), 8);
    }
  }
}

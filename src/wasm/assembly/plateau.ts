/**
 * Mode plateau: connected voxels of equal non-zero code. Three passes over slices: scan (runs, merged), settle (components
 * numbered by first voxel and counted), measure (the table of those that are large enough).
 *
 * The work area holds the marks of two slices while runs are found, and then, behind the runs, 8 bytes per component and once in
 * front: its voxels, later its region, u32; its code, u32.
 */
import * as job from './job';
import { makeRoom, take } from './job';
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
export function scanPlateau(count: u32): void {
  const sliceBytes = <usize>job.sizeY * job.sizeX * job.codeBytes;
  let slice = job.slab;
  let below = job.below;
  for (let z = job.scanned; count > 0; count--, z++) {
    scanSlice(slice, below, z);
    job.scanned = z + 1;
    below = slice;
    slice += sliceBytes;
  }
  const other = job.otherSlab;
  job.otherSlab = job.slab;
  job.slab = other;
  job.below = below;
}

function scanSlice(slice: usize, below: usize, z: u32): void {
  const sizeY = job.sizeY;
  const sizeX = job.sizeX;
  const rowBytes = <usize>sizeX * job.codeBytes;
  const wide = job.codeBytes > 1;
  const markBytes = markRowBytes(sizeX);
  const reach = reachOf(job.connectivity);
  const isCovered = coversAll(reach);
  const half = markBytes * sizeY;
  let marks = job.work + (z & 1 ? half : 0);
  let marksBelow = job.work + (z & 1 ? 0 : half);
  let start = job.rows + ((<usize>z * sizeY) << 2);
  let end = job.runsEnd;
  for (let y: u32 = 0; y < sizeY; y++) {
    makeRoom(<u64>end + <u64>sizeX * RUN_BYTES);
    store<u32>(start, <u32>end);
    start += 4;
    const first = end;
    end = extractRow(slice, below, sizeX, wide, marks, marksBelow, isCovered, first);
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
  job.runsEnd = end;
}

/** Take the slab's other place and the marks of two slices. */
export function openPlateau(): void {
  const slice = <u64>job.sizeY * job.sizeX * job.codeBytes;
  const other = take(slice * job.slabSlices + 2 * SLAB_PAD);
  const markBytes = 2 * <u64>job.sizeY * markRowBytes(job.sizeX);
  const marks = take(markBytes);
  job.otherSlab = other + SLAB_PAD;
  job.work = marks;
  memory.fill(marks, 0, <usize>markBytes);
}

/** All slices are scanned: take memory for the components, of which there are no more than runs. */
export function closePlateau(): void {
  const count = <u32>((job.runsEnd - job.runs) / RUN_BYTES);
  job.runCount = count;
  job.used = job.runsEnd;
  const parts = take((<u64>count + 1) * PART_BYTES);
  job.work = parts;
}

@inline
function partAt(number: u32): usize {
  return job.work + <usize>number * PART_BYTES;
}

/** Number the components of the runs of slices `from` to `to` and count their voxels. A root comes before its followers. */
export function settlePlateau(from: u32, to: u32): void {
  const rows = job.rows;
  const sizeY = job.sizeY;
  const end = load<u32>(rows + ((<usize>to * sizeY) << 2));
  let parts = job.parts;
  for (let r: usize = load<u32>(rows + ((<usize>from * sizeY) << 2)); r < end; r += RUN_BYTES) {
    const owner = run.owner(r);
    let number: u32;
    if (isRoot(owner)) {
      number = ++parts;
      store<u64>(partAt(number), <u64>codeOf(owner) << 32);
    } else {
      number = run.owner(owner);
    }
    run.setOwner(r, number);
    const part = partAt(number);
    store<u32>(part, load<u32>(part) + run.end(r) - run.start(r));
  }
  job.parts = parts;
}

/**
 * Write the number of each voxel's component, 0 outside, of slices `from` to `to`, at most `slab slices`; all are settled and none
 * measured.
 * @returns the address of the u32.
 */
export function paintPlateau(from: u32, to: u32): usize {
  const sizeY = job.sizeY;
  const rowBytes = <usize>job.sizeX << 2;
  if (!job.scratch) job.scratch = take(<u64>rowBytes * sizeY * job.slabSlices + 64);
  let row = job.scratch;
  let start = job.rows + ((<usize>from * sizeY) << 2);
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
  return job.scratch;
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
export function selectParts(parts: usize, count: u32): void {
  let kept: u32 = 0;
  for (let number: u32 = 1; number <= count; number++) {
    const part = parts + <usize>number * PART_BYTES;
    const voxels = load<u32>(part);
    if (voxels < job.leastVoxels) job.drop(voxels);
    store<u32>(part, voxels < job.leastVoxels ? 0 : ++kept);
  }
  job.kept = kept;
}

/** Add the runs of slices `from` to `to` to the table; row starts become indices of runs. */
export function measurePlateau(from: u32, to: u32): void {
  const sizeY = job.sizeY;
  const sizeX = job.sizeX;
  const rows = job.rows;
  const runs = job.runs;
  const table = job.table - REGION_BYTES;
  let r = <usize>load<u32>(rows + ((<usize>from * sizeY) << 2));
  for (let z = from; z < to; z++) {
    for (let y: u32 = 0; y < sizeY; y++) {
      const start = rows + ((<usize>z * sizeY + y) << 2);
      const end = <usize>load<u32>(start, 4);
      store<u32>(start, <u32>((r - runs) / RUN_BYTES));
      for (; r < end; r += RUN_BYTES) {
        const number = load<u32>(partAt(run.owner(r)));
        run.setOwner(r, number);
        if (number) {
          const record = table + <usize>number * REGION_BYTES;
          addStretch(record, z, y, run.start(r), run.end(r), sizeY, sizeX, 0, 0);
        }
      }
    }
  }
  if (to == job.sizeZ) {
    store<u32>(rows + ((<usize>to * sizeY) << 2), job.runCount);
    weigh(table);
  }
}

/** Give each region the weight of its code. */
function weigh(table: usize): void {
  for (let number: u32 = 1; number <= job.parts; number++) {
    const part = partAt(number);
    const kept = load<u32>(part);
    if (kept) {
      const record = table + <usize>kept * REGION_BYTES;
      const weight = load<u32>(job.weights + (<usize>load<u32>(part, 4) << 2));
      store<u32>(record, weight, 52);
      store<u64>(record, <u64>weight * region.voxels(record), 8);
    }
  }
}

/**
 * Order: score falling, voxels falling, first voxel rising; records lie by first voxel
 * already, so a stable sort settles the last tie.
 *
 * Sort keys are 16 bytes: score f64, voxels u32, record u32. Bottom-up merge sort between two arrays of keys.
 */
import { OK, OUT_OF_MEMORY, job, take } from './job';
import { REGION_BYTES, region } from './table';

export const KEY_BYTES: usize = 16;
/** Weights are doubt relative to the maximum of the map, in steps of 2**20 - 1. */
const WEIGHT_ONE: f64 = 1048575;

/**
 * Sort the regions of the table, which have their scores. Leaves the sorted keys in the scratch area and the rank of each region (1-based; entry 0
 * is 0) in the rank area.
 */
export function orderRegions(j: usize): i32 {
  const count = job.kept(j);
  const ranks = take(j, (<u64>count + 1) << 2);
  const keys = take(j, <u64>count * KEY_BYTES);
  const spare = take(j, <u64>count * KEY_BYTES);
  if (!ranks || !keys || !spare) return OUT_OF_MEMORY;
  fillKeys(job.table(j), count, keys);
  const sorted = sortKeys(keys, spare, count);
  store<u32>(ranks, 0);
  for (let i: u32 = 0; i < count; i++) {
    store<u32>(ranks + (<usize>record(sorted, i) << 2), i + 1, 4);
  }
  job.setRanks(j, ranks);
  job.setScratch(j, sorted);
  return OK;
}

/** Record (0-based) of the i-th key. */
@inline
export function record(keys: usize, i: u32): u32 {
  return load<u32>(keys + <usize>i * KEY_BYTES, 12);
}

@inline
export function scoreOf(keys: usize, i: u32): f64 {
  return load<f64>(keys + <usize>i * KEY_BYTES);
}

export function meanWeight(r: usize): f64 {
  return <f64>region.sum(r) / <f64>region.voxels(r) / WEIGHT_ONE;
}

/** The score of modes plateau and tree. */
export function scoreByMean(j: usize): void {
  const end = job.table(j) + <usize>job.kept(j) * REGION_BYTES;
  for (let r = job.table(j); r < end; r += REGION_BYTES) region.setScore(r, meanWeight(r));
}

function fillKeys(table: usize, count: u32, keys: usize): void {
  for (let i: u32 = 0; i < count; i++) {
    const r = table + <usize>i * REGION_BYTES;
    const key = keys + <usize>i * KEY_BYTES;
    store<f64>(key, region.score(r));
    store<u32>(key, region.voxels(r), 8);
    store<u32>(key, i, 12);
  }
}

/** Sort by score falling, then voxels falling; stable. @returns the array, of the two, that holds the sorted keys. */
export function sortKeys(keys: usize, spare: usize, count: u32): usize {
  let from = keys;
  let to = spare;
  for (let width: u64 = 1; width < count; width *= 2) {
    for (let start: u64 = 0; start < count; start += 2 * width) {
      const middle = min<u64>(start + width, count);
      const end = min<u64>(start + 2 * width, count);
      mergeKeys(from, to, <u32>start, <u32>middle, <u32>end);
    }
    const swap = from;
    from = to;
    to = swap;
  }
  return from;
}

function mergeKeys(from: usize, to: usize, start: u32, middle: u32, end: u32): void {
  const leftEnd = from + <usize>middle * KEY_BYTES;
  const rightEnd = from + <usize>end * KEY_BYTES;
  let left = from + <usize>start * KEY_BYTES;
  let right = leftEnd;
  for (let out = to + <usize>start * KEY_BYTES; left < leftEnd || right < rightEnd; out += KEY_BYTES) {
    if (right == rightEnd || (left < leftEnd && !goesBefore(right, left))) {
      memory.copy(out, left, KEY_BYTES);
      left += KEY_BYTES;
    } else {
      memory.copy(out, right, KEY_BYTES);
      right += KEY_BYTES;
    }
  }
}

@inline
function goesBefore(a: usize, b: usize): bool {
  const scoreA = load<f64>(a);
  const scoreB = load<f64>(b);
  if (scoreA != scoreB) return scoreA > scoreB;
  return load<u32>(a, 8) > load<u32>(b, 8);
}

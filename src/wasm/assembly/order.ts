/**
 * The second stage: which of the regions found are listed, in which order, and their stops. Reads the table, and where regions may
 * overlap (mode variants) the rows; so it can be done again and again, in the job of the search or in one that a host has filled
 * (`reopen` in `index.ts`).
 *
 * Order: score falling (or rising), then voxels falling, then first voxel rising; records lie by first voxel already, so a stable
 * sort settles the last tie. A score that is no finite number comes last.
 *
 * The order block, u32 each where not said otherwise, which the hosts read:
 *
 *   byte  field                                                         byte  field
 *   0     record of each listed region, in rank order: address          16    smaller regions      24    their voxels, u64
 *   4     stop of each listed region, in rank order: address            20    larger regions       32    their voxels, u64
 *   8     score of each record, f64: address                            40    regions that better ones show
 *   12    listed regions                                                44    regions whose score is no finite number
 *   48    the formula's parser (formula.ts): where it failed, address           60    what was expected there
 *
 * Sort keys are 16 bytes: score f64, voxels u32, record u32. Bottom-up merge sort between two arrays of keys.
 */
import * as job from './job';
import { OK, VARIANTS, take } from './job';
import { hideShown } from './shown';
import { scoreRegions } from './scores';
import { groupStops } from './stops';
import { REGION_BYTES, region } from './table';

export const KEY_BYTES: usize = 16;
const ORDER_BYTES: usize = 72;

/**
 * @param least, most - voxels of a listed region
 * @param maximum - largest doubt of the map, by which weights become doubt
 * @param edgeZ - edge of a voxel
 */
export function orderRegions(
  least: u32,
  most: u32,
  isRising: bool,
  maximum: f64,
  edgeZ: f64,
  edgeY: f64,
  edgeX: f64
): i32 {
  const o = take(ORDER_BYTES);
  const scores = take(<u64>job.kept << 3);
  const keys = take(<u64>job.kept * KEY_BYTES);
  let spare = take(<u64>job.kept * KEY_BYTES);
  memory.fill(o, 0, ORDER_BYTES);
  job.orderBlock = o;
  store<u32>(o, <u32>scores, 8);
  const status = scoreRegions(o + 48, scores, maximum, edgeZ * edgeY * edgeX);
  if (status != OK) return status;
  let listed = fillKeys(o, job.table, job.kept, keys, least, most, isRising);
  let sorted = sortKeys(keys, spare, listed);
  spare = sorted == keys ? spare : keys;
  if (job.mode == VARIANTS) {
    const text = job.text;
    const isFresh = !isRising && !(text && load<u32>(text));
    sorted = hideShown(sorted, spare, o, listed, isFresh, edgeZ, edgeY, edgeX);
    listed = load<u32>(o, 12);
  }
  store<u32>(o, listed, 12);
  writeOrder(o, sorted, listed);
  return OK;
}

/** Keys of the regions within the limits; the others are counted. @returns how many. */
function fillKeys(o: usize, table: usize, count: u32, keys: usize, least: u32, most: u32, isRising: bool): u32 {
  const scores = <usize>load<u32>(o, 8);
  let key = keys;
  for (let i: u32 = 0; i < count; i++) {
    const voxels = region.voxels(table + <usize>i * REGION_BYTES);
    if (voxels < least || voxels > most) {
      const side: usize = voxels < least ? 0 : 1;
      const counter = o + (side << 2);
      const total = o + (side << 3);
      store<u32>(counter, load<u32>(counter, 16) + 1, 16);
      store<u64>(total, load<u64>(total, 24) + voxels, 24);
      continue;
    }
    let score = load<f64>(scores + (<usize>i << 3));
    if (!isFinite(score)) {
      store<u32>(o, load<u32>(o, 44) + 1, 44);
      score = -Infinity;
    } else if (isRising) score = -score;
    key = writeKey(key, score, voxels, i);
  }
  return <u32>((key - keys) / KEY_BYTES);
}

/**
 * Record and stop of each listed region. A region adds its score to that of its stop; where scores are below 0 or the order rises, it
 * adds what it has before the last one that has a score.
 */
function writeOrder(o: usize, keys: usize, count: u32): void {
  const records = take(<u64>count << 2);
  store<u32>(o, <u32>records);
  let last: f64 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const score = scoreOf(keys, i);
    if (score < 0 && score > -Infinity) last = score;
    store<u32>(records + (<usize>i << 2), record(keys, i));
  }
  for (let i: u32 = 0; i < count; i++) {
    store<f64>(keys + <usize>i * KEY_BYTES, max(scoreOf(keys, i) - last, 0));
  }
  const stops = groupStops(keys, count);
  store<u32>(o, <u32>stops, 4);
}

/** @returns the address behind the key. */
export function writeKey(key: usize, score: f64, voxels: u32, record: u32): usize {
  store<f64>(key, score);
  store<u32>(key, voxels, 8);
  store<u32>(key, record, 12);
  return key + KEY_BYTES;
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
    let key = left;
    if (right == rightEnd || (left < leftEnd && !goesBefore(right, left))) {
      left += KEY_BYTES;
    } else {
      key = right;
      right += KEY_BYTES;
    }
    copyKey(out, key);
  }
}

@inline
export function copyKey(to: usize, from: usize): void {
  store<u64>(to, load<u64>(from));
  store<u64>(to, load<u64>(from, 8), 8);
}

export function goesBefore(a: usize, b: usize): bool {
  const scoreA = load<f64>(a);
  const scoreB = load<f64>(b);
  if (scoreA != scoreB) return scoreA > scoreB;
  const voxelsA = load<u32>(a, 8);
  const voxelsB = load<u32>(b, 8);
  return voxelsA != voxelsB ? voxelsA > voxelsB : load<u32>(a, 12) < load<u32>(b, 12);
}

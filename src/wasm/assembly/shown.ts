/**
 * Regions that others show (mode variants, whose regions overlap). Who has looked at a region has seen it and its surroundings, an ellipsoid
 * of two of the smallest edges of a voxel. Walking down the order, a region goes when at least 70 % of its voxels have been seen.
 */
import * as job from './job';
import { take } from './job';
import { firstRun, groupRuns, grouped } from './group';
import { KEY_BYTES, copyKey, goesBefore, record } from './order';

/** In tenths. */
const COVER: u32 = 7;
/** In smallest edges of a voxel. */
const REACH: f64 = 2;

/**
 * Take them out of the sorted keys, which are a heap with the best on top. Where `isFresh`, a region's score counts in the measure that
 * better ones do not show it: when it comes to the top it is weighed anew, and taken once it stays there (Minoux 1978).
 * @param keys, spare - two arrays for `count` keys
 * @param o - the order block; listed regions and those that are shown are counted there, scores are brought up to date
 * @returns the keys that are left, in order
 */
export function hideShown(
  keys: usize, spare: usize, o: usize, count: u32, isFresh: bool, edgeZ: f64, edgeY: f64, edgeX: f64
): usize {
  const bytes = <u64>job.sizeZ * job.sizeY * job.sizeX;
  const seen = take(bytes);
  groupRuns();
  memory.fill(seen, 0, <usize>bytes);
  const reach = REACH * min(edgeZ, min(edgeY, edgeX));
  const reachZ = voxelsAlong(reach / edgeZ);
  const reachY = voxelsAlong(reach / edgeY);
  const reachX = voxelsAlong(reach / edgeX);
  const scores = <usize>load<u32>(o, 8);
  let out = spare;
  let end = keys + <usize>count * KEY_BYTES;
  while (end > keys) {
    const number = record(keys, 0);
    const all = load<u32>(keys, 8);
    const fresh = all - voxelsShown(seen, number);
    const place = scores + (<usize>number << 3);
    if ((all - fresh) * 10 < all * COVER) {
      const score = isFresh ? (load<f64>(place) * <f64>fresh) / <f64>all : load<f64>(keys);
      if (score < load<f64>(keys)) {
        store<f64>(keys, score);
        sink(keys, end);
        continue;
      }
      if (isFresh) store<f64>(place, score);
      copyKey(out, keys);
      out += KEY_BYTES;
      show(seen, number, reachZ, reachY, reachX);
    }
    end -= KEY_BYTES;
    copyKey(keys, end);
    sink(keys, end);
  }
  const listed = <u32>((out - spare) / KEY_BYTES);
  store<u32>(o, count - listed, 40);
  store<u32>(o, listed, 12);
  return spare;
}

/** Restore the heap below its top: the children of key i are 2 i + 1 and 2 i + 2. */
function sink(keys: usize, end: usize): void {
  let key = keys;
  for (;;) {
    let child = keys + 2 * (key - keys) + KEY_BYTES;
    if (child >= end) return;
    if (child + KEY_BYTES < end && goesBefore(child + KEY_BYTES, child)) child += KEY_BYTES;
    if (!goesBefore(child, key)) return;
    const score = load<u64>(key);
    const rest = load<u64>(key, 8);
    copyKey(key, child);
    store<u64>(child, score);
    store<u64>(child, rest, 8);
    key = child;
  }
}

function voxelsAlong(reach: f64): i32 {
  return <i32>max(nearest(reach), 1);
}

function voxelsShown(seen: usize, number: u32): u32 {
  const end = firstRun(number + 1);
  let shown: u32 = 0;
  for (let run = firstRun(number); run < end; run = grouped.next(run)) {
    const row = seen + <usize>grouped.row(run) * job.sizeX;
    for (let x = grouped.start(run); x < grouped.end(run); x++) shown += load<u8>(row + x);
  }
  return shown;
}

/** Mark a region and its surroundings: half axes in voxels, less the half of one. */
function show(seen: usize, number: u32, reachZ: i32, reachY: i32, reachX: i32): void {
  for (let dz = -reachZ; dz <= reachZ; dz++) {
    for (let dy = -reachY; dy <= reachY; dy++) {
      const z = <f64>dz / (<f64>reachZ + 0.5);
      const y = <f64>dy / (<f64>reachY + 0.5);
      const inside = 1 - z * z - y * y;
      if (inside >= 0) showRows(seen, number, dz, dy, <i32>(sqrt(inside) * (<f64>reachX + 0.5)));
    }
  }
}

function showRows(seen: usize, number: u32, dz: i32, dy: i32, reach: i32): void {
  const sizeX = <i32>job.sizeX;
  const sizeY = <i32>job.sizeY;
  const end = firstRun(number + 1);
  for (let run = firstRun(number); run < end; run = grouped.next(run)) {
    const z = <i32>grouped.row(run) / sizeY + dz;
    const y = (<i32>grouped.row(run) % sizeY) + dy;
    if (z >= 0 && z < <i32>job.sizeZ && y >= 0 && y < sizeY) {
      const x0 = max(<i32>grouped.start(run) - reach, 0);
      const x1 = min(<i32>grouped.end(run) + reach, sizeX);
      memory.fill(seen + <usize>(z * sizeY + y) * sizeX + x0, 1, x1 - x0);
    }
  }
}

/**
 * Regions that others show. Walking down the order, a region goes when at least 70 % of its voxels lie in what better ones and their
 * surroundings (an ellipsoid of the given reach) already cover. Its runs then belong to no region.
 */
import { OK, job } from './job';
import { KEY_BYTES, record } from './order';
import { F, get, set } from './variants-block';
import { kept, keptRun, placeOf } from './variants-keep';

/** In tenths. */
const COVER: u32 = 7;
/** Distances of what is shown, and of all else between steps. */
const NEAR: u8 = 0;
const FAR: u8 = 255;

/** Take them out of the sorted keys, and number the others anew. */
export function hideShown(j: usize): i32 {
  const count = job.kept(j);
  const keys = job.scratch(j);
  const ranks = job.ranks(j);
  memory.fill(ranks, 0, (<usize>count + 1) << 2);
  let left: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const number = record(keys, i);
    const k = placeOf(j, number);
    if (isShown(j, k)) continue;
    show(j, k);
    if (left < i) memory.copy(keys + <usize>left * KEY_BYTES, keys + <usize>i * KEY_BYTES, KEY_BYTES);
    left += 1;
    store<u32>(ranks + (<usize>number << 2), left, 4);
  }
  memory.fill(get(j, F.DIST), FAR, get(j, F.N));
  set(j, F.SHOWN, count - left);
  job.setKept(j, left);
  return OK;
}

/** Address of row `row` (z * size y + y) in the padded volume of distances, which is free between steps. */
@inline
function rowAt(j: usize, row: u32): usize {
  const z = row / job.sizeY(j);
  const y = row - z * job.sizeY(j);
  return <usize>get(j, F.DIST) + (<usize>z + 1) * get(j, F.SZ) + (<usize>y + 1) * get(j, F.SY) + 1;
}

function isShown(j: usize, k: usize): bool {
  let shown: u32 = 0;
  let all: u32 = 0;
  let run = kept.runs(k);
  for (let q: u32 = 0; q < kept.runCount(k); q++) {
    const row = rowAt(j, keptRun.row(run));
    for (let x = keptRun.start(run); x < keptRun.end(run); x++) shown += load<u8>(row + x) == NEAR ? 1 : 0;
    all += keptRun.end(run) - keptRun.start(run);
    run = keptRun.next(run);
  }
  return shown * 10 >= all * COVER;
}

/** Mark a region and its surroundings. */
function show(j: usize, k: usize): void {
  const reachZ = <i32>get(j, F.REACH);
  const reachY = <i32>get(j, F.REACH + 1);
  for (let dz = -reachZ; dz <= reachZ; dz++) {
    for (let dy = -reachY; dy <= reachY; dy++) {
      const reach = reachAlong(j, dz, dy);
      if (reach >= 0) showRows(j, k, dz, dy, reach);
    }
  }
}

/** Half width in x of the ellipsoid's row (dz, dy); -1 where it has none. */
function reachAlong(j: usize, dz: i32, dy: i32): i32 {
  const z = <f64>dz / (<f64>get(j, F.REACH) + 0.5);
  const y = <f64>dy / (<f64>get(j, F.REACH + 1) + 0.5);
  const left = 1 - z * z - y * y;
  return left < 0 ? -1 : <i32>(sqrt(left) * (<f64>get(j, F.REACH + 2) + 0.5));
}

function showRows(j: usize, k: usize, dz: i32, dy: i32, reach: i32): void {
  const sizeX = <i32>job.sizeX(j);
  let run = kept.runs(k);
  for (let q: u32 = 0; q < kept.runCount(k); q++) {
    const z = <i32>(keptRun.row(run) / job.sizeY(j)) + dz;
    const y = <i32>(keptRun.row(run) % job.sizeY(j)) + dy;
    if (z >= 0 && z < <i32>job.sizeZ(j) && y >= 0 && y < <i32>job.sizeY(j)) {
      const start = max(<i32>keptRun.start(run) - reach, 0);
      const end = min(<i32>keptRun.end(run) + reach, sizeX);
      memory.fill(rowAt(j, z * job.sizeY(j) + y) + start, NEAR, end - start);
    }
    run = keptRun.next(run);
  }
}

/**
 * Regions that others show. Walking down the order, a region goes when at least 70 % of its voxels lie in what better ones and their
 * surroundings (an ellipsoid of two of the smallest edges of a voxel) already cover.
 */
import { job, take } from './job';
import { firstRun, groupRuns, grouped } from './group';
import { KEY_BYTES, record } from './order';

/** In tenths. */
const COVER: u32 = 7;
/** In smallest edges of a voxel. */
const REACH: f64 = 2;

/** Take them out of the sorted keys. @returns how many are left. */
export function hideShown(j: usize, keys: usize, count: u32, edgeZ: f64, edgeY: f64, edgeX: f64): u32 {
  const bytes = <u64>job.sizeZ(j) * job.sizeY(j) * job.sizeX(j);
  const seen = take(j, bytes);
  groupRuns(j);
  memory.fill(seen, 0, <usize>bytes);
  const reach = REACH * min(edgeZ, min(edgeY, edgeX));
  const reachZ = voxelsAlong(reach / edgeZ);
  const reachY = voxelsAlong(reach / edgeY);
  const reachX = voxelsAlong(reach / edgeX);
  let left: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const number = record(keys, i);
    if (isShown(j, seen, number)) continue;
    show(j, seen, number, reachZ, reachY, reachX);
    if (left < i) memory.copy(keys + <usize>left * KEY_BYTES, keys + <usize>i * KEY_BYTES, KEY_BYTES);
    left += 1;
  }
  return left;
}

function voxelsAlong(reach: f64): i32 {
  return <i32>max(nearest(reach), 1);
}

function isShown(j: usize, seen: usize, number: u32): bool {
  const end = firstRun(j, number + 1);
  let shown: u32 = 0;
  let all: u32 = 0;
  for (let run = firstRun(j, number); run < end; run = grouped.next(run)) {
    const row = seen + <usize>grouped.row(run) * job.sizeX(j);
    for (let x = grouped.start(run); x < grouped.end(run); x++) shown += load<u8>(row + x);
    all += grouped.end(run) - grouped.start(run);
  }
  return shown * 10 >= all * COVER;
}

/** Mark a region and its surroundings: half axes in voxels, less the half of one. */
function show(j: usize, seen: usize, number: u32, reachZ: i32, reachY: i32, reachX: i32): void {
  for (let dz = -reachZ; dz <= reachZ; dz++) {
    for (let dy = -reachY; dy <= reachY; dy++) {
      const z = <f64>dz / (<f64>reachZ + 0.5);
      const y = <f64>dy / (<f64>reachY + 0.5);
      const inside = 1 - z * z - y * y;
      if (inside >= 0) showRows(j, seen, number, dz, dy, <i32>(sqrt(inside) * (<f64>reachX + 0.5)));
    }
  }
}

function showRows(j: usize, seen: usize, number: u32, dz: i32, dy: i32, reach: i32): void {
  const sizeX = <i32>job.sizeX(j);
  const sizeY = <i32>job.sizeY(j);
  const end = firstRun(j, number + 1);
  for (let run = firstRun(j, number); run < end; run = grouped.next(run)) {
    const z = <i32>grouped.row(run) / sizeY + dz;
    const y = (<i32>grouped.row(run) % sizeY) + dy;
    if (z >= 0 && z < <i32>job.sizeZ(j) && y >= 0 && y < sizeY) {
      const x0 = max(<i32>grouped.start(run) - reach, 0);
      const x1 = min(<i32>grouped.end(run) + reach, sizeX);
      memory.fill(seen + <usize>(z * sizeY + y) * sizeX + x0, 1, x1 - x0);
    }
  }
}

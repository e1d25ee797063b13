/**
 * Mode plateau: connected voxels of equal non-zero code. Three passes over slices: scan (runs, merged), settle (components
 * numbered by first voxel and counted), measure (the table of those that are large enough).
 *
 * Work area, behind the runs once all are known: u32 per component and one in front, first its voxels, then its region.
 */
import { OK, OUT_OF_MEMORY, job, makeRoom, take } from './job';
import { mergeRow } from './merge';
import { RUN_BYTES, extractRow, run } from './runs';
import { REGION_BYTES, addStretch } from './table';

/** Scan `count` slices, the first of which lies in the slab at its start. Slices come in order, each once. */
export function scanPlateau(j: usize, count: u32): i32 {
  const sizeY = job.sizeY(j);
  const first = job.scanned(j);
  const sliceBytes = <usize>sizeY * job.sizeX(j) * job.codeBytes(j);
  for (let i: u32 = 0; i < count; i++) {
    const slice = job.slab(j) + <usize>i * sliceBytes;
    const status =
      job.codeBytes(j) == 1
        ? scanSlice<u8>(j, slice, first + i)
        : scanSlice<u16>(j, slice, first + i);
    if (status != OK) return status;
  }
  job.setScanned(j, first + count);
  return OK;
}

function scanSlice<T>(j: usize, slice: usize, z: u32): i32 {
  const sizeY = job.sizeY(j);
  const sizeX = job.sizeX(j);
  const connectivity = job.connectivity(j);
  const rows = job.rows(j);
  const rowRoom = <u64>sizeX * RUN_BYTES;
  let end = job.runsEnd(j);
  for (let y: u32 = 0; y < sizeY; y++) {
    if (!makeRoom(<u64>end + rowRoom)) return OUT_OF_MEMORY;
    const start = rows + ((<usize>z * sizeY + y) << 2);
    store<u32>(start, <u32>end);
    const rowEnd = extractRow<T>(slice + <usize>y * sizeX * sizeof<T>(), sizeX, end);
    store<u32>(start, <u32>rowEnd, 4);
    if (rowEnd != end) mergeRow(rows, z, y, sizeY, connectivity);
    end = rowEnd;
  }
  job.setRunsEnd(j, end);
  return OK;
}

/** All slices are scanned: take memory for the counts of components. */
export function closePlateau(j: usize): i32 {
  const count = <u32>((job.runsEnd(j) - job.runs(j)) / RUN_BYTES);
  job.setRunCount(j, count);
  job.setUsed(j, job.runsEnd(j));
  const counts = take(j, (<u64>count + 1) << 2);
  job.setWork(j, counts);
  return counts ? OK : OUT_OF_MEMORY;
}

/** Number the components of the runs of slices `from` to `to` and count their voxels. A root comes before its followers. */
export function settlePlateau(j: usize, from: u32, to: u32): void {
  const rows = job.rows(j);
  const sizeY = job.sizeY(j);
  const counts = job.work(j);
  const end = load<u32>(rows + ((<usize>to * sizeY) << 2));
  let parts = job.parts(j);
  for (let r: usize = load<u32>(rows + ((<usize>from * sizeY) << 2)); r < end; r += RUN_BYTES) {
    const length = run.end(r) - run.start(r);
    const owner = <usize>run.owner(r);
    if (owner == r) {
      parts += 1;
      run.setOwner(r, parts);
      store<u32>(counts + (<usize>parts << 2), length);
    } else {
      const part = run.owner(owner);
      run.setOwner(r, part);
      const count = counts + (<usize>part << 2);
      store<u32>(count, load<u32>(count) + length);
    }
  }
  job.setParts(j, parts);
}

/** Replace the count of each component by its region: 1, 2, … by first voxel, or 0 when it is too small. */
export function selectPlateau(j: usize): void {
  const least = job.leastVoxels(j);
  const end = job.work(j) + (<usize>job.parts(j) << 2);
  let kept: u32 = 0;
  for (let count = job.work(j) + 4; count <= end; count += 4) {
    const voxels = load<u32>(count);
    if (voxels >= least) {
      kept += 1;
      store<u32>(count, kept);
    } else {
      job.drop(j, voxels);
      store<u32>(count, 0);
    }
  }
  job.setKept(j, kept);
}

/** Add the runs of slices `from` to `to` to the table; row starts become indices of runs. */
export function measurePlateau(j: usize, from: u32, to: u32): void {
  const sizeY = job.sizeY(j);
  const sizeX = job.sizeX(j);
  const rows = job.rows(j);
  const runs = job.runs(j);
  const regions = job.work(j);
  const weights = job.weights(j);
  const table = job.table(j) - REGION_BYTES;
  let r = <usize>load<u32>(rows + ((<usize>from * sizeY) << 2));
  for (let z = from; z < to; z++) {
    for (let y: u32 = 0; y < sizeY; y++) {
      const start = rows + ((<usize>z * sizeY + y) << 2);
      const end = <usize>load<u32>(start, 4);
      store<u32>(start, <u32>((r - runs) / RUN_BYTES));
      for (; r < end; r += RUN_BYTES) {
        const region = load<u32>(regions + (<usize>run.owner(r) << 2));
        run.setOwner(r, region);
        if (region) {
          const weight = load<u32>(weights + (<usize>run.code(r) << 2));
          const first = run.start(r);
          const last = run.end(r);
          const sum = <u64>weight * (last - first);
          addStretch(table + <usize>region * REGION_BYTES, z, y, first, last, sizeY, sizeX, sum, weight);
        }
      }
    }
  }
  if (to == job.sizeZ(j)) store<u32>(rows + ((<usize>to * sizeY) << 2), job.runCount(j));
}

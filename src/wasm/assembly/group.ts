/**
 * The runs of each region, region by region, from the rows that all modes leave: a counting sort by owner.
 *
 *   u32 per region and two more    index of its first run below
 *   runs, 8 bytes each             row (z * size y + y) u32, first x u16, end x u16; in scan order
 */
import { job, take } from './job';
import { RUN_BYTES, run } from './runs';

// prettier-ignore
export namespace grouped {
  @inline export function row(r: usize): u32 { return load<u32>(r); }
  @inline export function start(r: usize): u32 { return load<u16>(r, 4); }
  @inline export function end(r: usize): u32 { return load<u16>(r, 6); }
  @inline export function next(r: usize): usize { return r + 8; }
}

function startBytes(j: usize): usize {
  return (<usize>job.kept(j) + 2) << 2;
}

/** Address of the first run of a record (0-based); that of the record behind it is the end. */
export function firstRun(j: usize, record: u32): usize {
  const groups = job.groups(j);
  return groups + startBytes(j) + (<usize>load<u32>(groups + (<usize>record << 2)) << 3);
}

export function groupRuns(j: usize): void {
  const bytes = startBytes(j);
  const starts = take(j, bytes + (<u64>job.runCount(j) << 3));
  job.setGroups(j, starts);
  memory.fill(starts, 0, bytes);
  eachRun(j, starts, 0);
  for (let at = starts + 4; at < starts + bytes; at += 4) store<u32>(at, load<u32>(at) + load<u32>(at - 4));
  eachRun(j, starts, starts + bytes);
}

/** Count the runs of owner q at q + 1, or, given where they go, put each there and move the count at q on. */
function eachRun(j: usize, starts: usize, runs: usize): void {
  const rowCount = job.sizeZ(j) * job.sizeY(j);
  let r = job.runs(j);
  for (let row: u32 = 0; row < rowCount; row++) {
    const end = job.runs(j) + <usize>load<u32>(job.rows(j) + (<usize>row << 2), 4) * RUN_BYTES;
    for (; r < end; r += RUN_BYTES) {
      const owner = <usize>run.owner(r);
      if (owner == 0) continue;
      const count = starts + (owner << 2) + (runs ? 0 : 4);
      const place = load<u32>(count);
      store<u32>(count, place + 1);
      if (!runs) continue;
      const to = runs + (<usize>place << 3);
      store<u32>(to, row);
      store<u32>(to, load<u32>(r), 4);
    }
  }
}

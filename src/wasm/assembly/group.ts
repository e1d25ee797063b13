/**
 * The runs of each region, region by region, from the rows that all modes leave: a counting sort by owner.
 *
 *   u32 per region and two more    index of its first run below
 *   runs, 8 bytes each             row (z * size y + y) u32, first x u16, end x u16; in scan order
 */
import * as job from './job';
import { take } from './job';
import { RUN_BYTES, run } from './runs';

// prettier-ignore
export namespace grouped {
  @inline export function row(r: usize): u32 { return load<u32>(r); }
  @inline export function start(r: usize): u32 { return load<u16>(r, 4); }
  @inline export function end(r: usize): u32 { return load<u16>(r, 6); }
  @inline export function next(r: usize): usize { return r + 8; }
}

function startBytes(): usize {
  return (<usize>job.kept + 2) << 2;
}

/** Address of the first run of a record (0-based); that of the record behind it is the end. */
export function firstRun(record: u32): usize {
  return job.groups + startBytes() + (<usize>load<u32>(job.groups + (<usize>record << 2)) << 3);
}

export function groupRuns(): void {
  const bytes = startBytes();
  const starts = take(bytes + (<u64>job.runCount << 3));
  job.groups = starts;
  memory.fill(starts, 0, bytes);
  eachRun(starts, 0);
  for (let at = starts + 4; at < starts + bytes; at += 4) store<u32>(at, load<u32>(at) + load<u32>(at - 4));
  eachRun(starts, starts + bytes);
}

/** Count the runs of owner q at q + 1, or, given where they go, put each there and move the count at q on. */
function eachRun(starts: usize, runs: usize): void {
  const rowCount = job.sizeZ * job.sizeY;
  let r = job.runs;
  for (let row: u32 = 0; row < rowCount; row++) {
    const end = job.runs + <usize>load<u32>(job.rows + (<usize>row << 2), 4) * RUN_BYTES;
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

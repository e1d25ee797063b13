/**
 * Results as columns, which the hosts copy out.
 *
 * Table of n regions in rank order, one column behind the other:
 *   sum f64[n], mean f64[n], score f64[n], centroid f64[n][3] (z, y, x),
 *   voxels u32[n], first voxel u32[n], largest weight u32[n], stop u32[n], box u16[n][6] (z0 z1 y0 y1 x0 x1);
 *   mode variants also pieces u16[n], length u16[n], kind u8[n], cut u8[n] (255 for none), step u8[n]
 * Runs from `from`, m at a time:
 *   rank u32[m], start u16[m], end u16[m]
 */
import { OK, OUT_OF_MEMORY, TREE, VARIANTS, job, take } from './job';
import { meanWeight, record } from './order';
import { NODE_BYTES } from './tree-nodes';
import { RUN_BYTES } from './runs';
import { REGION_BYTES, region } from './table';
import { kept, placeOf } from './variants-keep';

const COLUMN_BYTES: u64 = 76;
const FACT_BYTES: u64 = 7;
/** Most runs copied at a time. */
export const RUN_CHUNK: u32 = 131072;

/** Write the table columns and take the scratch for runs. The sorted keys are in the scratch area, the stops in theirs. */
export function writeColumns(j: usize): i32 {
  const count = job.kept(j);
  const keys = job.scratch(j);
  const columns = take(j, <u64>count * (COLUMN_BYTES + FACT_BYTES));
  const scratch = take(j, <u64>min(job.runCount(j), RUN_CHUNK) << 3);
  if (!columns || !scratch) return OUT_OF_MEMORY;
  for (let i: u32 = 0; i < count; i++) {
    writeRow(columns, count, i, job.table(j) + <usize>record(keys, i) * REGION_BYTES);
  }
  if (job.mode(j) == VARIANTS) writeFacts(j, columns + <usize>count * <usize>COLUMN_BYTES, keys);
  memory.copy(columns + ((<usize>count * 6) << 3) + ((<usize>count * 3) << 2), job.stops(j), <usize>count << 2);
  job.setColumns(j, columns);
  job.setScratch(j, scratch);
  return OK;
}

function writeRow(columns: usize, count: usize, i: usize, r: usize): void {
  const wide = columns + (i << 3);
  const centroid = columns + ((3 * count + 3 * i) << 3);
  const narrow = columns + ((6 * count) << 3) + (i << 2);
  const box = columns + ((6 * count) << 3) + ((4 * count) << 2) + i * 12;
  const voxels = <f64>region.voxels(r);
  store<f64>(wide, <f64>region.sum(r));
  store<f64>(wide + (count << 3), meanWeight(r));
  store<f64>(wide + (count << 4), region.score(r));
  store<f64>(centroid, <f64>region.sumZ(r) / voxels);
  store<f64>(centroid, <f64>region.sumY(r) / voxels, 8);
  store<f64>(centroid, <f64>region.sumX(r) / voxels, 16);
  store<u32>(narrow, region.voxels(r));
  store<u32>(narrow + (count << 2), region.firstVoxel(r));
  store<u32>(narrow + (count << 3), region.largest(r));
  memory.copy(box, r + 40, 12);
}

/** What a search for variants knows of each region besides. */
function writeFacts(j: usize, facts: usize, keys: usize): void {
  const count = <usize>job.kept(j);
  for (let i: u32 = 0; i < <u32>count; i++) {
    const k = placeOf(j, record(keys, i));
    const wide = facts + (<usize>i << 1);
    const narrow = facts + (count << 2) + i;
    store<u16>(wide, <u16>min<u32>(kept.pieces(k), 65535));
    store<u16>(wide + (count << 1), <u16>min<u32>(kept.length(k), 65535));
    store<u8>(narrow, <u8>kept.kind(k));
    store<u8>(narrow + count, <u8>kept.cut(k));
    store<u8>(narrow + (count << 1), <u8>kept.step(k));
  }
}

/** Write the runs `from` to `from + count` (at most RUN_CHUNK) to the scratch area. */
export function writeRuns(j: usize, from: u32, count: u32): void {
  const ranks = job.ranks(j);
  const isTree = job.mode(j) == TREE;
  const bytes = isTree ? NODE_BYTES : RUN_BYTES;
    let r = job.runs(j) + <usize>from * bytes;
  let rank = job.scratch(j);
  let start = rank + (<usize>count << 2);
  let end = start + (<usize>count << 1);
  for (let i: u32 = 0; i < count; i++) {
    store<u32>(rank, load<u32>(ranks + (<usize>load<u32>(r, 4) << 2)));
    store<u16>(start, load<u16>(r));
    store<u16>(end, load<u16>(r, 2));
    r += bytes;
    rank += 4;
    start += 2;
    end += 2;
  }
}

/**
 * Regions that are kept while the search goes on, and their way into the table that all modes share.
 *
 * A step's regions become a chunk in front of the next step's scratch:
 *
 *   u32 regions, u32 runs        kept region, KEPT_BYTES
 *   kept regions                 0    table record (table.ts)
 *   runs: row u32, start u16,    64   address of its first run
 *         end u16                68   number of runs
 */
import * as job from './job';
import { BRANCH, take } from './job';
import { KEY_BYTES, record as recordOf, sortKeys, writeKey } from './order';
import { RUN_BYTES } from './runs';
import { REGION_BYTES, addRun, clearTable, region } from './table';
import * as F from './variants-block';
import { LINE, at, put, record } from './variants-block';

const KEPT_BYTES: usize = 72;
const CHUNK_HEAD: usize = 16;
const KEPT_RUN: usize = 8;

// prettier-ignore
namespace kept {
  @inline export function runs(k: usize): usize { return load<u32>(k, 64); }
  @inline export function runCount(k: usize): u32 { return load<u32>(k, 68); }
}

// prettier-ignore
namespace keptRun {
  @inline export function row(r: usize): u32 { return load<u32>(r); }
  @inline export function start(r: usize): u32 { return load<u16>(r, 4); }
  @inline export function next(r: usize): usize { return r + KEPT_RUN; }
}

/** Keep the regions of the last step, whose records and voxels (indices without padding) are still there. */
export function keepRegions(): void {
  const count = F.count;
  F.step = F.step + 1;
  if (count == 0) return;
  let runs: u32 = 0;
  for (let q = 0; q < count; q++) {
    const voxels = voxelsOf(q);
    sortRising(voxels, sizeOf(q));
    runs += countRuns(voxels, sizeOf(q));
  }
  const bytes = CHUNK_HEAD + <usize>count * KEPT_BYTES + <usize>runs * KEPT_RUN;
  const scratch = take(bytes);
  const place = (F.shared + 15) & ~15;
  memory.fill(scratch, 0, CHUNK_HEAD + <usize>count * KEPT_BYTES);
  store<u32>(scratch, count);
  store<u32>(scratch, runs, 4);
  let run = scratch + CHUNK_HEAD + <usize>count * KEPT_BYTES;
  for (let q = 0; q < count; q++) {
    const k = scratch + CHUNK_HEAD + <usize>q * KEPT_BYTES;
    store<u32>(k, <u32>(place + (run - scratch)), 64);
    run = keepRegion(q, k, run);
  }
  memory.copy(place, scratch, bytes);
  if (F.regions == 0) F.chunks = place;
  F.regions = F.regions + count;
  F.runs = F.runs + runs;
  F.shared = <u32>(place + bytes);
  job.used = place + bytes;
  F.count = 0;
}

@inline
function voxelsOf(q: i32): usize {
  return F.vox + (<usize>at(record(q), 4) << 2);
}

@inline
function sizeOf(q: i32): i32 {
  return at(record(q), 5);
}

/** Shell's sort. */
function sortRising(list: usize, n: i32): void {
  for (let gap = n; gap > 1; ) {
    gap = max((gap * 5) / 11, 1);
    for (let q = gap; q < n; q++) {
      const value = at(list, q);
      let to = q;
      for (; to >= gap && at(list, to - gap) > value; to -= gap) put(list, to, at(list, to - gap));
      put(list, to, value);
    }
  }
}

@inline
function continues(voxels: usize, q: i32): bool {
  const i = at(voxels, q);
  return i == at(voxels, q - 1) + 1 && i % <i32>job.sizeX != 0;
}

function countRuns(voxels: usize, n: i32): u32 {
  let runs: u32 = 1;
  for (let q = 1; q < n; q++) if (!continues(voxels, q)) runs += 1;
  return runs;
}

/**
 * Write the kept region k and its runs. In mode branch its doubt and its length are those of the voxels of the centre line in it.
 * @returns the end of the runs.
 */
function keepRegion(q: i32, k: usize, run: usize): usize {
  const r = record(q);
  const voxels = voxelsOf(q);
  const n = sizeOf(q);
  let runs: u32 = 0;
  let first = 0;
  for (let v = 1; v <= n; v++) {
    if (v < n && continues(voxels, v)) continue;
    keepRun(k, run, at(voxels, first), v - first);
    run = keptRun.next(run);
    runs += 1;
    first = v;
  }
  store<u32>(k, runs, 68);
  const length = job.mode == BRANCH ? region.length(k) : at(r, 3);
  region.setFacts(k, at(r, 0), at(r, 1), F.step, at(r, 6), length, at(r, 7));
  return run;
}

function keepRun(k: usize, run: usize, first: u32, length: u32): void {
  const row = first / job.sizeX;
  const start = first - row * job.sizeX;
  const z = row / job.sizeY;
  store<u32>(run, row);
  store<u32>(run, start | ((start + length) << 16), 4);
  let sum: u64 = 0;
  let largest: u32 = 0;
  const flags = F.flag + (z + 1) * F.sz + (row - z * job.sizeY + 1) * F.sy + start + 1;
  for (let i = first; i < first + length; i++) {
    if (job.mode == BRANCH) {
      if (!(load<u8>(flags + i - first) & LINE)) continue;
      region.setLength(k, region.length(k) + 1);
    }
    const weight = weightOf(i);
    sum += weight;
    largest = max(largest, weight);
  }
  addRun(k, z, row - z * job.sizeY, start, start + length, job.sizeY, job.sizeX, sum, largest);
}

@inline
function weightOf(i: u32): u32 {
  const code: u32 = job.codeBytes == 1 ? load<u8>(F.codes + i) : load<u16>(F.codes + (<usize>i << 1));
  return load<u32>(job.weights + (<usize>code << 2));
}

/** The table, by first voxel, and the runs by row, of all that is kept. */
export function tabulateKept(): void {
  const table = take(<u64>F.regions * REGION_BYTES);
  const places = take(<u64>F.regions << 2);
  job.kept = F.regions;
  job.table = table;
  F.places = places;
  clearTable(table, F.regions);
  sortByFirstVoxel(places, F.regions);
  for (let i: u32 = 0; i < F.regions; i++) {
    const k = <usize>at(places, i);
    memory.copy(table + <usize>i * REGION_BYTES, k, REGION_BYTES);
  }
  writeKeptRuns();
}

/** Addresses of the kept regions, by first voxel, then by step. */
function sortByFirstVoxel(places: usize, count: u32): void {
  const found = take(<u64>count << 2);
  const keys = take(<u64>count * KEY_BYTES);
  const spare = take(<u64>count * KEY_BYTES);
  let i: u32 = 0;
  let key = keys;
  for (let chunk = F.chunks; i < count; chunk = nextChunk(chunk)) {
    for (let q: u32 = 0; q < load<u32>(chunk); q++) {
      const k = chunk + CHUNK_HEAD + <usize>q * KEPT_BYTES;
      put(found, i, <i32>k);
      key = writeKey(key, -(<f64>region.firstVoxel(k)), 0, i++);
    }
  }
  const sorted = sortKeys(keys, spare, count);
  for (i = 0; i < count; i++) put(places, i, at(found, recordOf(sorted, i)));
}

function nextChunk(chunk: usize): usize {
  const end = chunk + CHUNK_HEAD + <usize>load<u32>(chunk) * KEPT_BYTES + <usize>load<u32>(chunk, 4) * KEPT_RUN;
  return (end + 15) & ~15;
}

/** Runs as `runs.ts` has them, sorted by row, start and region, and the index of each row's first. */
function writeKeptRuns(): void {
  const rowCount = job.sizeZ * job.sizeY;
  const keys = take(<u64>F.runs * KEY_BYTES);
  const spare = take(<u64>F.runs * KEY_BYTES);
  const runs = take(<u64>F.runs * RUN_BYTES);
  const rows = take((<u64>rowCount + 1) << 2);
  let key = keys;
  for (let i: u32 = 0; i < job.kept; i++) {
    const k = <usize>at(F.places, i);
    const end = kept.runs(k) + <usize>kept.runCount(k) * KEPT_RUN;
    for (let run = kept.runs(k); run < end; run += KEPT_RUN) {
      const place = (<u64>keptRun.row(run) << 16) | keptRun.start(run);
      key = writeKey(key, -(<f64>place), ~i, load<u32>(run, 4));
    }
  }
  const sorted = sortKeys(keys, spare, F.runs);
  let row: u32 = 0;
  for (let q: u32 = 0; q < F.runs; q++) {
    key = sorted + <usize>q * KEY_BYTES;
    for (const last = <u32>(-load<f64>(key) / 65536); row <= last; row++) put(rows, row, q);
    store<u32>(runs + (<usize>q << 3), load<u32>(key, 12));
    store<u32>(runs + (<usize>q << 3), 1 + ~load<u32>(key, 8), 4);
  }
  for (; row <= rowCount; row++) put(rows, row, F.runs);
  (job.rows = rows, job.runs = runs);
  job.runCount = F.runs;
}

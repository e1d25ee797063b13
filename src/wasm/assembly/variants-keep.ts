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
import { BRANCH, job, take } from './job';
import { KEY_BYTES, record as recordOf, sortKeys, writeKey } from './order';
import { RUN_BYTES } from './runs';
import { REGION_BYTES, addRun, clearTable, region } from './table';
import { F, LINE, at, get, put, record, set } from './variants-block';

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
export function keepRegions(j: usize): void {
  const count = <i32>get(j, F.COUNT);
  set(j, F.STEP, get(j, F.STEP) + 1);
  if (count == 0) return;
  let runs: u32 = 0;
  for (let q = 0; q < count; q++) {
    const voxels = voxelsOf(j, q);
    sortRising(voxels, sizeOf(j, q));
    runs += countRuns(j, voxels, sizeOf(j, q));
  }
  const bytes = CHUNK_HEAD + <usize>count * KEPT_BYTES + <usize>runs * KEPT_RUN;
  const scratch = take(j, bytes);
  const place = (<usize>get(j, F.SHARED) + 15) & ~15;
  memory.fill(scratch, 0, CHUNK_HEAD + <usize>count * KEPT_BYTES);
  store<u32>(scratch, count);
  store<u32>(scratch, runs, 4);
  let run = scratch + CHUNK_HEAD + <usize>count * KEPT_BYTES;
  for (let q = 0; q < count; q++) {
    const k = scratch + CHUNK_HEAD + <usize>q * KEPT_BYTES;
    store<u32>(k, <u32>(place + (run - scratch)), 64);
    run = keepRegion(j, q, k, run);
  }
  memory.copy(place, scratch, bytes);
  if (get(j, F.REGIONS) == 0) set(j, F.CHUNKS, <u32>place);
  set(j, F.REGIONS, get(j, F.REGIONS) + count);
  set(j, F.RUNS, get(j, F.RUNS) + runs);
  set(j, F.SHARED, <u32>(place + bytes));
  job.setUsed(j, place + bytes);
  set(j, F.COUNT, 0);
}

@inline
function voxelsOf(j: usize, q: i32): usize {
  return <usize>get(j, F.VOX) + (<usize>at(record(j, q), 4) << 2);
}

@inline
function sizeOf(j: usize, q: i32): i32 {
  return at(record(j, q), 5);
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
function continues(j: usize, voxels: usize, q: i32): bool {
  const i = at(voxels, q);
  return i == at(voxels, q - 1) + 1 && i % <i32>job.sizeX(j) != 0;
}

function countRuns(j: usize, voxels: usize, n: i32): u32 {
  let runs: u32 = 1;
  for (let q = 1; q < n; q++) if (!continues(j, voxels, q)) runs += 1;
  return runs;
}

/**
 * Write the kept region k and its runs. In mode branch its doubt and its length are those of the voxels of the centre line in it.
 * @returns the end of the runs.
 */
function keepRegion(j: usize, q: i32, k: usize, run: usize): usize {
  const r = record(j, q);
  const voxels = voxelsOf(j, q);
  const n = sizeOf(j, q);
  let runs: u32 = 0;
  let first = 0;
  for (let v = 1; v <= n; v++) {
    if (v < n && continues(j, voxels, v)) continue;
    keepRun(j, k, run, at(voxels, first), v - first);
    run = keptRun.next(run);
    runs += 1;
    first = v;
  }
  store<u32>(k, runs, 68);
  const length = job.mode(j) == BRANCH ? region.length(k) : at(r, 3);
  region.setFacts(k, at(r, 0), at(r, 1), get(j, F.STEP), at(r, 6), length, at(r, 7));
  return run;
}

function keepRun(j: usize, k: usize, run: usize, first: u32, length: u32): void {
  const sizeX = job.sizeX(j);
  const sizeY = job.sizeY(j);
  const row = first / sizeX;
  const start = first - row * sizeX;
  const z = row / sizeY;
  store<u32>(run, row);
  store<u32>(run, start | ((start + length) << 16), 4);
  let sum: u64 = 0;
  let largest: u32 = 0;
  const flags = get(j, F.FLAG) + (z + 1) * get(j, F.SZ) + (row - z * sizeY + 1) * get(j, F.SY) + start + 1;
  for (let i = first; i < first + length; i++) {
    if (job.mode(j) == BRANCH) {
      if (!(load<u8>(flags + i - first) & LINE)) continue;
      region.setLength(k, region.length(k) + 1);
    }
    const weight = weightOf(j, i);
    sum += weight;
    largest = max(largest, weight);
  }
  addRun(k, z, row - z * sizeY, start, start + length, sizeY, sizeX, sum, largest);
}

@inline
function weightOf(j: usize, i: u32): u32 {
  const codes = <usize>get(j, F.CODES);
  const code: u32 = job.codeBytes(j) == 1 ? load<u8>(codes + i) : load<u16>(codes + (<usize>i << 1));
  return load<u32>(job.weights(j) + (<usize>code << 2));
}

/** The table, by first voxel, and the runs by row, of all that is kept. */
export function tabulateKept(j: usize): void {
  const count = get(j, F.REGIONS);
  const table = take(j, <u64>count * REGION_BYTES);
  const places = take(j, <u64>count << 2);
  job.setKept(j, count);
  job.setTable(j, table);
  set(j, F.PLACES, <u32>places);
  clearTable(table, count);
  sortByFirstVoxel(j, places, count);
  for (let i: u32 = 0; i < count; i++) {
    const k = <usize>at(places, i);
    memory.copy(table + <usize>i * REGION_BYTES, k, REGION_BYTES);
  }
  writeKeptRuns(j);
}

/** Addresses of the kept regions, by first voxel, then by step. */
function sortByFirstVoxel(j: usize, places: usize, count: u32): void {
  const found = take(j, <u64>count << 2);
  const keys = take(j, <u64>count * KEY_BYTES);
  const spare = take(j, <u64>count * KEY_BYTES);
  let i: u32 = 0;
  let key = keys;
  for (let chunk = <usize>get(j, F.CHUNKS); i < count; chunk = nextChunk(chunk)) {
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
function writeKeptRuns(j: usize): void {
  const total = get(j, F.RUNS);
  const rowCount = job.sizeZ(j) * job.sizeY(j);
  const keys = take(j, <u64>total * KEY_BYTES);
  const spare = take(j, <u64>total * KEY_BYTES);
  const runs = take(j, <u64>total * RUN_BYTES);
  const rows = take(j, (<u64>rowCount + 1) << 2);
  let key = keys;
  for (let i: u32 = 0; i < job.kept(j); i++) {
    const k = <usize>at(get(j, F.PLACES), i);
    const end = kept.runs(k) + <usize>kept.runCount(k) * KEPT_RUN;
    for (let run = kept.runs(k); run < end; run += KEPT_RUN) {
      const place = (<u64>keptRun.row(run) << 16) | keptRun.start(run);
      key = writeKey(key, -(<f64>place), ~i, load<u32>(run, 4));
    }
  }
  const sorted = sortKeys(keys, spare, total);
  let row: u32 = 0;
  for (let q: u32 = 0; q < total; q++) {
    key = sorted + <usize>q * KEY_BYTES;
    for (const last = <u32>(-load<f64>(key) / 65536); row <= last; row++) put(rows, row, q);
    store<u32>(runs + (<usize>q << 3), load<u32>(key, 12));
    store<u32>(runs + (<usize>q << 3), 1 + ~load<u32>(key, 8), 4);
  }
  for (; row <= rowCount; row++) put(rows, row, total);
  job.setRows(j, rows, runs);
  job.setRunCount(j, total);
}

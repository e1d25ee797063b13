/**
 * Entry of the labeller. A host finds the regions of a map of codes in this order:
 *
 *   j = jobAddress()
 *   open(j, …)            then write the weights (u32 per code) at the job's weights address
 *   scan(j, count)        for slab after slab of at most `slab slices` slices, whose codes lie at the slab address
 *   close(j)              all slices are scanned
 *   settle(j, from, to)   in order, until all slices are settled
 *   paint(j, from, to)    mode plateau, if wanted: the components of at most `slab slices` slices as u32
 *   tabulate(j)           takes the table
 *   measure(j, from, to)  in order
 *   gather(j)             the table and the runs are there: both hosts copy them out, as what was found
 *
 * Modes delta, threshold and tree call openGrain(j, step) before they scan (`grain.ts`). After that, and in mode tree instead of settle,
 * tabulate and measure, they can make the hierarchy of all granularities, and cut it (`hierarchy.ts`, `cut.ts`).
 *
 * Modes variants and branch go on in another way after `open` (`variants.ts`), and end with gather too. Then, where there is a segmentation,
 *
 *   mask = takeMask(j)                 then write it (pieces.ts)
 *   countPieces(j, mask, from, to)     for all records
 *
 * and, as often as wanted, in this job or in one that has been given what was found (`reopen`):
 *
 *   takeText(j, bytes)    then write the score that is asked for (scores.ts)
 *   order(j, …)           leaves the order block (order.ts)
 *
 * Fields and addresses are in `job.ts`. Calls take ranges of slices so that the browser can show progress and stop between calls.
 * Order returns a status, OK (0) or UNREADABLE (-2). The host gives the memory, and `outOfMemory`, which is called when that is short and must
 * throw: the job is lost then.
 */
import { G, GRAIN_BYTES, get } from './grain-block';
import { closeGrains, measureGrains, openRuns, scanGrains, settleGrains } from './grain';
import { BRANCH, JOB_BYTES, PLATEAU, VARIANTS, job, take } from './job';
import { SLAB_PAD } from './lanes';
import { openLevels } from './levels';
import { orderRegions } from './order';
import { closePlateau, measurePlateau, openPlateau, paintPlateau, scanPlateau, selectParts, settlePlateau } from './plateau';
import { RUN_BYTES } from './runs';
import { EXTRA_BYTES } from './scores';
import { REGION_BYTES, clearTable } from './table';
import { VARIANTS_BYTES } from './variants-block';
import { tabulateKept } from './variants-keep';

/** Where the job block lies: behind the static data. */
export function jobAddress(): usize {
  return (__heap_base + 15) & ~15;
}

/** Whether a mode works on heights. */
@inline
function isSearch(mode: u32): bool {
  return mode == VARIANTS || mode == BRANCH;
}

/** Start a job. Sizes are 1 to 65 535; the host checks all arguments. */
export function open(
  j: usize,
  sizeZ: u32,
  sizeY: u32,
  sizeX: u32,
  codeBytes: u32,
  mode: u32,
  connectivity: u32,
  leastVoxels: u32,
  mostVoxels: u32,
  slabSlices: u32
): void {
  const bytes = JOB_BYTES + (isSearch(mode) ? VARIANTS_BYTES : GRAIN_BYTES);
  memory.fill(j, 0, bytes);
  store<u32>(j, sizeZ);
  store<u32>(j, sizeY, 4);
  store<u32>(j, sizeX, 8);
  store<u32>(j, codeBytes, 12);
  store<u32>(j, mode, 16);
  store<u32>(j, connectivity, 20);
  store<u32>(j, leastVoxels, 24);
  store<u32>(j, mostVoxels, 28);
  store<u32>(j, slabSlices, 32);
  job.setUsed(j, j + bytes);
  openAreas(j);
}

function openAreas(j: usize): void {
  const weightBytes: usize = job.codeBytes(j) == 1 ? 1024 : 262144;
  const slice = <u64>job.sizeY(j) * job.sizeX(j) * job.codeBytes(j);
  const weights = take(j, weightBytes);
  const slab = take(j, slice * job.slabSlices(j) + 2 * SLAB_PAD);
  memory.fill(weights, 0, weightBytes);
  store<u32>(j, <u32>weights, 36);
  store<u32>(j, <u32>(slab + SLAB_PAD), 40);
  if (!isSearch(job.mode(j))) openScan(j);
}

/** What is scanned row by row besides: row starts, levels, and where runs begin. */
function openScan(j: usize): void {
  const rows = take(j, (<u64>job.sizeZ(j) * job.sizeY(j) + 1) << 2);
  if (job.mode(j) == PLATEAU) openPlateau(j);
  else openLevels(j);
  const runs = take(j, 0);
  store<u32>(j, <u32>rows, 44);
  store<u32>(j, <u32>runs, 48);
  job.setRunsEnd(j, runs);
}

export function scan(j: usize, count: u32): void {
  if (job.mode(j) == PLATEAU) scanPlateau(j, count);
  else scanGrains(j, count);
}

export function close(j: usize): void {
  if (job.mode(j) == PLATEAU) closePlateau(j);
  else closeGrains(j);
}

export function settle(j: usize, from: u32, to: u32): void {
  if (job.mode(j) == PLATEAU) settlePlateau(j, from, to);
  else settleGrains(j, from, to);
}

export function paint(j: usize, from: u32, to: u32): usize {
  return paintPlateau(j, from, to);
}

export function tabulate(j: usize): void {
  if (job.mode(j) == PLATEAU) selectParts(j, job.work(j), job.parts(j));
  else selectParts(j, get(j, G.PARTS), job.kept(j));
  const table = take(j, <u64>job.kept(j) * REGION_BYTES);
  clearTable(table, job.kept(j));
  job.setTable(j, table);
  if (job.mode(j) != PLATEAU) openRuns(j);
}

export function measure(j: usize, from: u32, to: u32): void {
  if (job.mode(j) == PLATEAU) measurePlateau(j, from, to);
  else measureGrains(j, from, to);
}

/** The table and the rows of all that is found. */
export function gather(j: usize): void {
  if (isSearch(job.mode(j))) tabulateKept(j);
}

/**
 * Begin a job with what another one has found. The host then writes the table and, of mode variants, the row starts and the runs (`runs.ts`).
 */
export function reopen(
  j: usize,
  sizeZ: u32,
  sizeY: u32,
  sizeX: u32,
  mode: u32,
  regions: u32,
  runCount: u32
): void {
  memory.fill(j, 0, JOB_BYTES);
  store<u32>(j, sizeZ);
  store<u32>(j, sizeY, 4);
  store<u32>(j, sizeX, 8);
  store<u32>(j, mode, 16);
  job.setUsed(j, j + JOB_BYTES);
  job.setKept(j, regions);
  job.setRunCount(j, runCount);
  const table = take(j, <u64>regions * REGION_BYTES);
  const rows = take(j, runCount ? (<u64>sizeZ * sizeY + 1) << 2 : 0);
  const runs = take(j, <u64>runCount * RUN_BYTES);
  job.setTable(j, table);
  job.setRows(j, rows, runs);
}

/** Take the text that asks for a score. @returns its address. */
export function takeText(j: usize, bytes: u32): usize {
  const text = take(j, <u64>bytes + 4);
  store<u32>(text, bytes);
  job.setText(j, text);
  return text + 4;
}

/** Take the consequences of all regions (scores.ts). @returns their address. */
export function takeConsequences(j: usize): usize {
  const extra = take(j, <u64>job.kept(j) * EXTRA_BYTES);
  job.setExtra(j, extra);
  return extra;
}

/**
 * Filter, score, sort and group the regions of the table.
 * @param least, most - voxels of a listed region
 * @param isRising - lowest score first
 * @param maximum - largest doubt of the map
 * @param edgeZ - edge of a voxel
 */
export function order(
  j: usize,
  least: u32,
  most: u32,
  isRising: bool,
  windowZ: u32,
  windowY: u32,
  windowX: u32,
  mostInStop: u32,
  maximum: f64,
  edgeZ: f64,
  edgeY: f64,
  edgeX: f64
): i32 {
  store<u32>(j, windowZ, 120);
  store<u32>(j, windowY, 124);
  store<u32>(j, windowX, 128);
  store<u16>(j, <u16>mostInStop, 132);
  return orderRegions(j, least, most, isRising, maximum, edgeZ, edgeY, edgeX);
}

export { countPieces, takeMask } from './pieces';

/** The steps of region mode variants; see `variants.ts`. */
export {
  additions,
  branchPieces,
  centreLine,
  fillHeights,
  islands,
  nearestLine,
  openVariants,
  prepareVariants,
  removals
} from './variants';
export { keepRegions } from './variants-keep';

/** What flipping regions does to the mask; see `consequence.ts`. */
export { buildFlips, flipRegions, openFlips, takeRegions } from './consequence';
export { drawLine } from './consequence-line';
/** Another granularity of the modes delta and threshold; see `grain.ts` and `hierarchy.ts`. */
export { openGrain } from './grain';
export { cut, openRows } from './cut';
export { layOut, linkEdges, listEdges, openHierarchy, placeEdges, sortEdges } from './hierarchy';

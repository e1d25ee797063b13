/**
 * Entry of the labeller. A host finds the regions of a map of codes in this order:
 *
 *   open(…)            then write the weights (u32 per code) at the job's weights address
 *   scan(count)        for slab after slab of at most `slab slices` slices, whose codes lie at the slab address
 *   close()            all slices are scanned
 *   settle(from, to)   in order, until all slices are settled
 *   paint(from, to)    mode plateau, if wanted: the components of at most `slab slices` slices as u32
 *   tabulate()         takes the table
 *   measure(from, to)  in order
 *   gather()           the table and the runs are there: both hosts copy them out, as what was found
 *
 * Modes delta, threshold and tree call openGrain(step) before they scan (`grain.ts`). After that, and in mode tree instead of settle,
 * tabulate and measure, they can make the hierarchy of all granularities, and cut it (`hierarchy.ts`, `cut.ts`).
 *
 * Modes variants and branch go on in another way after `open` (`variants.ts`), and end with gather too. Then, where there is a segmentation,
 *
 *   mask = takeMask()             then write it (pieces.ts)
 *   countPieces(mask, from, to)   for all records
 *
 * and, as often as wanted, in this job or in one that has been given what was found (`reopen`):
 *
 *   takeText(bytes)    then write the score that is asked for (scores.ts)
 *   order(…)           leaves the order block (order.ts)
 *
 * What hosts read is exported at the end of this file. Calls take ranges of slices so that the browser can show progress and stop between calls.
 * Order returns a status, OK (0) or UNREADABLE (-2). The host gives the memory, and `outOfMemory`, which is called when that is short and must
 * throw: the job is lost then.
 */
import * as G from './grain-block';
import { closeGrains, measureGrains, openRuns, scanGrains, settleGrains } from './grain';
import * as job from './job';
import { BRANCH, PLATEAU, VARIANTS, begin, take } from './job';
import { SLAB_PAD } from './lanes';
import { openLevels } from './levels';
import { orderRegions } from './order';
import { closePlateau, measurePlateau, openPlateau, paintPlateau, scanPlateau, selectParts, settlePlateau } from './plateau';
import { RUN_BYTES } from './runs';
import { EXTRA_BYTES } from './scores';
import { REGION_BYTES, clearTable } from './table';
import { tabulateKept } from './variants-keep';

/** Whether a mode works on heights. */
@inline
function isSearch(mode: u32): bool {
  return mode == VARIANTS || mode == BRANCH;
}

/** Start a job. Sizes are 1 to 65 535; the host checks all arguments. */
export function open(
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
  begin(sizeZ, sizeY, sizeX, mode);
  job.codeBytes = codeBytes;
  job.connectivity = connectivity;
  job.leastVoxels = leastVoxels;
  job.mostVoxels = mostVoxels;
  job.slabSlices = slabSlices;
  openAreas();
}

function openAreas(): void {
  const weightBytes: usize = job.codeBytes == 1 ? 1024 : 262144;
  const slice = <u64>job.sizeY * job.sizeX * job.codeBytes;
  job.weights = take(weightBytes);
  job.slab = take(slice * job.slabSlices + 2 * SLAB_PAD) + SLAB_PAD;
  memory.fill(job.weights, 0, weightBytes);
  if (!isSearch(job.mode)) openScan();
}

/** What is scanned row by row besides: row starts, levels, and where runs begin. */
function openScan(): void {
  job.rows = take((<u64>job.sizeZ * job.sizeY + 1) << 2);
  if (job.mode == PLATEAU) openPlateau();
  else openLevels();
  job.runs = job.runsEnd = take(0);
}

export function scan(count: u32): void {
  if (job.mode == PLATEAU) scanPlateau(count);
  else scanGrains(count);
}

export function close(): void {
  if (job.mode == PLATEAU) closePlateau();
  else closeGrains();
}

export function settle(from: u32, to: u32): void {
  if (job.mode == PLATEAU) settlePlateau(from, to);
  else settleGrains(from, to);
}

export function paint(from: u32, to: u32): usize {
  return paintPlateau(from, to);
}

export function tabulate(): void {
  if (job.mode == PLATEAU) selectParts(job.work, job.parts);
  else selectParts(G.parts, job.kept);
  const table = take(<u64>job.kept * REGION_BYTES);
  clearTable(table, job.kept);
  job.table = table;
  if (job.mode != PLATEAU) openRuns();
}

export function measure(from: u32, to: u32): void {
  if (job.mode == PLATEAU) measurePlateau(from, to);
  else measureGrains(from, to);
}

/** The table and the rows of all that is found. */
export function gather(): void {
  if (isSearch(job.mode)) tabulateKept();
}

/**
 * Begin a job with what another one has found. The host then writes the table and, of mode variants, the row starts and the runs (`runs.ts`).
 */
export function reopen(
  sizeZ: u32,
  sizeY: u32,
  sizeX: u32,
  mode: u32,
  regions: u32,
  runCount: u32
): void {
  begin(sizeZ, sizeY, sizeX, mode);
  job.kept = regions;
  job.runCount = runCount;
  job.table = take(<u64>regions * REGION_BYTES);
  job.rows = take(runCount ? (<u64>sizeZ * sizeY + 1) << 2 : 0);
  job.runs = take(<u64>runCount * RUN_BYTES);
}

/** Take the text that asks for a score. @returns its address. */
export function takeText(bytes: u32): usize {
  const text = take(<u64>bytes + 4);
  store<u32>(text, bytes);
  job.text = text;
  return text + 4;
}

/** Take the consequences of all regions (scores.ts). @returns their address. */
export function takeConsequences(): usize {
  const extra = take(<u64>job.kept * EXTRA_BYTES);
  job.extra = extra;
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
  job.windowZ = windowZ;
  job.windowY = windowY;
  job.windowX = windowX;
  job.mostInStop = mostInStop;
  return orderRegions(least, most, isRising, maximum, edgeZ, edgeY, edgeX);
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

/** What hosts read besides what calls return. */
export {
  dropped,
  droppedVoxels,
  kept,
  orderBlock,
  parts,
  rows,
  runCount,
  runs,
  slab,
  table,
  text,
  uncovered,
  used,
  weights
} from './job';
export { codes, count, nsk, p, records, seg, sk, vox } from './variants-block';

/**
 * What a ranking in progress knows: fields of the module, one job per instance. Hosts read those that `index.ts` exports
 * (`labeller-memory.ts`, `voxproof/regions/_host.py`).
 *
 * Memory from low to high: static data, weights, slab, row starts, work area, then runs (or nodes), which grow while slices are scanned;
 * behind them, once all slices are scanned, the table and all that the order takes. Addresses are bytes.
 */

export const PLATEAU: u32 = 0;
export const TREE: u32 = 1;
export const VARIANTS: u32 = 2;
export const DELTA: u32 = 3;
export const THRESHOLD: u32 = 4;
export const BRANCH: u32 = 5;

/** Status of an order. */
export const OK: i32 = 0;
/** The formula of the score cannot be read. */
export const UNREADABLE: i32 = -2;

const PAGE: u64 = 65536;
const MOST_PAGES: u64 = 65536;

export let sizeZ: u32 = 0;
export let sizeY: u32 = 0;
export let sizeX: u32 = 0;
/** Bytes per code, 1 or 2. */
export let codeBytes: u32 = 0;
export let mode: u32 = 0;
/** 6, 18 or 26. */
export let connectivity: u32 = 0;
/** Least voxels of a region, and most of one (not in mode plateau). */
export let leastVoxels: u32 = 0;
export let mostVoxels: u32 = 0;
/** Slices that the slab holds, and slices scanned so far. */
export let slabSlices: u32 = 0;
export let scanned: u32 = 0;

export let weights: usize = 0;
/** Codes that come next; in mode plateau the other place for them, and the slice scanned last. */
export let slab: usize = 0;
export let otherSlab: usize = 0;
export let below: usize = 0;
/** Row starts, runs (or nodes), and their end. */
export let rows: usize = 0;
export let runs: usize = 0;
export let runsEnd: usize = 0;
export let runCount: u32 = 0;
/** Work area of the mode; its components (plateau) or nodes so far; pitch of levels. */
export let work: usize = 0;
export let parts: u32 = 0;
export let pitch: usize = 0;
/** Painted slices, or ring of pieces.ts. */
export let scratch: usize = 0;

/** The region table and its records. */
export let table: usize = 0;
export let kept: u32 = 0;
/** Regions below the least size and their voxels, and voxels in no region (tree). */
export let dropped: u32 = 0;
export let droppedVoxels: u64 = 0;
export let uncovered: u64 = 0;
/** Runs by region (group.ts). */
export let groups: usize = 0;
/** Consequences (scores.ts), 0 without. */
export let extra: usize = 0;
/** Text of the score: its bytes u32, then it; 0 without. */
export let text: usize = 0;
/** Order block (order.ts). */
export let orderBlock: usize = 0;
/** Window of a stop in voxels, and most regions of one. */
export let windowZ: u32 = 0;
export let windowY: u32 = 0;
export let windowX: u32 = 0;
export let mostInStop: u32 = 0;

/** End of what is in use. */
export let used: usize = 0;

/** Forget everything. */
export function begin(z: u32, y: u32, x: u32, kind: u32): void {
  sizeZ = z;
  sizeY = y;
  sizeX = x;
  mode = kind;
  scanned = 0;
  below = 0;
  parts = 0;
  scratch = 0;
  kept = 0;
  dropped = 0;
  droppedVoxels = 0;
  uncovered = 0;
  extra = 0;
  text = 0;
  used = __heap_base;
}

/** One more region below the least size. */
export function drop(voxels: u32): void {
  dropped += 1;
  droppedVoxels += voxels;
}

/**
 * Take `bytes` behind what is in use, on a 16-byte border.
 * @returns the address, or 0 when linear memory cannot hold them. Contents are not cleared.
 */
export function take(bytes: u64): usize {
  const start = (<u64>used + 15) & ~15;
  makeRoom(start + bytes);
  used = <usize>(start + bytes);
  return <usize>start;
}

/** Memory is short: the host throws, so that no routine goes on. */
@external('env', 'outOfMemory')
declare function outOfMemory(): void;

/** As many voxels, which numbers of 31 bits must do for. */
export function checkVoxels(count: u64): u64 {
  if (count > 0x7fffffff) outOfMemory();
  return count;
}

/** Grow linear memory, in steps that rise with its size, until it reaches `end`. */
export function makeRoom(end: u64): void {
  const have = <u64>memory.size();
  const need = (end + PAGE - 1) / PAGE;
  if (need <= have) return;
  const generous = min(max(need, have + have / 4 + 16), MOST_PAGES);
  if (need < MOST_PAGES && memory.grow(<i32>(generous - have)) >= 0) return;
  if (need >= MOST_PAGES || memory.grow(<i32>(need - have)) < 0) outOfMemory();
}

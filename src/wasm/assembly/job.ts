/**
 * The job block: everything a ranking in progress knows, in linear memory, so that every routine is a function of it alone.
 * Both hosts read it (`labeller.ts`, `voxproof/regions/_labeller.py`); keep the three in step.
 *
 *   byte  field                                  byte  field
 *   0     size z                                 56    run count
 *   4     size y                                 60    kept regions
 *   8     size x                                 64    dropped regions (below the least size)
 *   12    bytes per code, 1 or 2                 68    region table: address
 *   16    mode: 0 plateau, 1 tree, … (below)     72    dropped voxels, u64
 *   20    connectivity, 6, 18 or 26              80    uncovered voxels, u64 (tree: in no region)
 *   24    least voxels of a region               88    runs by region (group.ts): address
 *   28    most voxels of a region (tree)         92    consequences (scores.ts): address
 *   32    slices per slab                        96    painted slices, ring of pieces.ts, or order block: address
 *   36    weights: address                       100   work area of the mode: address
 *   40    slab of codes: address                 104   components so far (plateau), nodes so far
 *   44    row starts: address                    108   end of the slices scanned
 *   48    runs or nodes: address                 112   pitch of levels, other slab (plateau)
 *   52    end of runs or nodes: address          116   end of what is in use: address
 *   120   window of a stop: voxels in z, y, x    132   most regions of a stop, u16
 *   134   free                                   136   text of the score: its bytes u32, then it: address
 *   140   slice scanned last: address (plateau)
 *
 * Memory from low to high: static data, job block, weights, slab, row starts, work area, then runs (or nodes), which grow while
 * slices are scanned; behind them, once all slices are scanned, the table and all that the order takes.
 */
export const JOB_BYTES: usize = 144;

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

// prettier-ignore
export namespace job {
  @inline export function sizeZ(j: usize): u32 { return load<u32>(j); }
  @inline export function sizeY(j: usize): u32 { return load<u32>(j, 4); }
  @inline export function sizeX(j: usize): u32 { return load<u32>(j, 8); }
  @inline export function codeBytes(j: usize): u32 { return load<u32>(j, 12); }
  @inline export function mode(j: usize): u32 { return load<u32>(j, 16); }
  @inline export function connectivity(j: usize): u32 { return load<u32>(j, 20); }
  @inline export function leastVoxels(j: usize): u32 { return load<u32>(j, 24); }
  @inline export function mostVoxels(j: usize): u32 { return load<u32>(j, 28); }
  @inline export function slabSlices(j: usize): u32 { return load<u32>(j, 32); }
  @inline export function weights(j: usize): usize { return load<u32>(j, 36); }
  @inline export function slab(j: usize): usize { return load<u32>(j, 40); }
  @inline export function rows(j: usize): usize { return load<u32>(j, 44); }
  @inline export function runs(j: usize): usize { return load<u32>(j, 48); }
  @inline export function runsEnd(j: usize): usize { return load<u32>(j, 52); }
  @inline export function runCount(j: usize): u32 { return load<u32>(j, 56); }
  @inline export function kept(j: usize): u32 { return load<u32>(j, 60); }
  @inline export function table(j: usize): usize { return load<u32>(j, 68); }
  @inline export function work(j: usize): usize { return load<u32>(j, 100); }
  @inline export function parts(j: usize): u32 { return load<u32>(j, 104); }
  @inline export function scanned(j: usize): u32 { return load<u32>(j, 108); }
  @inline export function pitch(j: usize): usize { return load<u32>(j, 112); }
  @inline export function otherSlab(j: usize): usize { return load<u32>(j, 112); }
  @inline export function below(j: usize): usize { return load<u32>(j, 140); }
  @inline export function groups(j: usize): usize { return load<u32>(j, 88); }
  @inline export function scratch(j: usize): usize { return load<u32>(j, 96); }
  @inline export function extra(j: usize): usize { return load<u32>(j, 92); }
  @inline export function mostInStop(j: usize): u32 { return load<u16>(j, 132); }
  @inline export function text(j: usize): usize { return load<u32>(j, 136); }
  /** Along axis 0 (z), 1 (y) or 2 (x). */
  @inline export function size(j: usize, axis: usize): u32 { return load<u32>(j + (axis << 2)); }
  @inline export function window(j: usize, axis: usize): u32 { return load<u32>(j + (axis << 2), 120); }

  @inline export function setRows(j: usize, rows: usize, runs: usize): void { store<u32>(j, <u32>rows, 44); store<u32>(j, <u32>runs, 48); }
  @inline export function setRunsEnd(j: usize, address: usize): void { store<u32>(j, <u32>address, 52); }
  @inline export function setRunCount(j: usize, count: u32): void { store<u32>(j, count, 56); }
  @inline export function setKept(j: usize, count: u32): void { store<u32>(j, count, 60); }
  @inline export function setTable(j: usize, address: usize): void { store<u32>(j, <u32>address, 68); }
  @inline export function setWork(j: usize, address: usize): void { store<u32>(j, <u32>address, 100); }
  @inline export function setParts(j: usize, count: u32): void { store<u32>(j, count, 104); }
  @inline export function setScanned(j: usize, z: u32): void { store<u32>(j, z, 108); }
  @inline export function setPitch(j: usize, bytes: usize): void { store<u32>(j, <u32>bytes, 112); }
  @inline export function setBelow(j: usize, address: usize): void { store<u32>(j, <u32>address, 140); }
  @inline export function setSlab(j: usize, address: usize): void { store<u32>(j, <u32>address, 40); }
  @inline export function setOtherSlab(j: usize, address: usize): void { store<u32>(j, <u32>address, 112); }
  @inline export function setGroups(j: usize, address: usize): void { store<u32>(j, <u32>address, 88); }
  @inline export function setExtra(j: usize, address: usize): void { store<u32>(j, <u32>address, 92); }
  @inline export function setScratch(j: usize, address: usize): void { store<u32>(j, <u32>address, 96); }
  @inline export function setText(j: usize, address: usize): void { store<u32>(j, <u32>address, 136); }
  @inline export function setUsed(j: usize, address: usize): void { store<u32>(j, <u32>address, 116); }

  /** One more region below the least size. */
  @inline export function drop(j: usize, voxels: u32): void {
    store<u32>(j, load<u32>(j, 64) + 1, 64);
    store<u64>(j, load<u64>(j, 72) + voxels, 72);
  }

  /** One more voxel in no region. */
  @inline export function uncover(j: usize): void {
    store<u64>(j, load<u64>(j, 80) + 1, 80);
  }
}

/**
 * Take `bytes` behind what is in use, on a 16-byte border.
 * @returns the address, or 0 when linear memory cannot hold them. Contents are not cleared.
 */
export function take(j: usize, bytes: u64): usize {
  const start = (<u64>load<u32>(j, 116) + 15) & ~15;
  makeRoom(start + bytes);
  store<u32>(j, <u32>(start + bytes), 116);
  return <usize>start;
}

/** Memory is short: the host throws, so that no routine goes on. */
@external('env', 'outOfMemory')
declare function outOfMemory(): void;

/** As many voxels, which numbers of 31 bits must do for. */
export function mostVoxels(count: u64): u64 {
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

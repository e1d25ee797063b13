/**
 * Stops: regions near each other, reviewed in one view. Greedy: the best free region is a seed; the best free ones that lie wholly
 * inside its window, which is centred on the middle of its box, join it, up to the most of a stop. Stops are ranked by the sum of
 * their scores; ties by seed.
 *
 * Free regions are found by the cell of a grid that the middle of their box lies in. Middles are doubled, hence whole numbers: two
 * that share a window differ by less than the window's size, which is the least edge of a cell. So the candidates lie in 27 cells,
 * each of them a list in rank order; the next best is the least of the fronts, which go down these lists.
 *
 *   grid   edge of a cell u32[3], cells u32[3], heads: address, links: address, fronts u32[27]: numbers
 *   heads  u32 per cell    number (1-based) of the first region in it, in rank order
 *   links  u32 per region  number of the next one, 0 for none
 */
import * as job from './job';
import { take } from './job';
import { KEY_BYTES, record, scoreOf, sortKeys, writeKey } from './order';
import { REGION_BYTES, region } from './table';

const GRID_BYTES: usize = 32 + (27 << 2);
const AXES: usize = 3;

// prettier-ignore
namespace grid {
  @inline export function edge(g: usize, axis: usize): u32 { return load<u32>(g + (axis << 2)); }
  @inline export function cells(g: usize, axis: usize): u32 { return load<u32>(g + (axis << 2), 12); }
  @inline export function heads(g: usize): usize { return load<u32>(g, 24); }
  @inline export function links(g: usize): usize { return load<u32>(g, 28); }
  @inline export function fronts(g: usize): usize { return g + 32; }
}

/** @returns the address of the rank of the stop of each region (1-based), in the order of the sorted keys */
export function groupStops(order: usize, count: u32): usize {
  const stops = take(<u64>count << 2);
  if (job.mostInStop == 1) {
    for (let i: u32 = 0; i < count; i++) setStop(stops, i, i + 1);
    return stops;
  }
  const g = take(GRID_BYTES);
  const keys = take(<u64>count * KEY_BYTES);
  const spare = take(<u64>count * KEY_BYTES);
  openGrid(g, order, count);
  memory.fill(stops, 0, <usize>count << 2);
  let found: u32 = 0;
  let key = keys;
  for (let seed: u32 = 0; seed < count; seed++) {
    if (stopOf(stops, seed) == 0) {
      key = writeKey(key, gather(g, order, stops, seed, found + 1), 0, found);
      found += 1;
    }
  }
  renumber(stops, count, sortKeys(keys, spare, found), found);
  return stops;
}

@inline
function stopOf(stops: usize, i: u32): u32 {
  return load<u32>(stops + (<usize>i << 2));
}

@inline
function setStop(stops: usize, i: u32, stop: u32): void {
  store<u32>(stops + (<usize>i << 2), stop);
}

/** Record of the i-th region in rank order. */
@inline
function regionAt(order: usize, i: u32): usize {
  return job.table + <usize>record(order, i) * REGION_BYTES;
}

/** What axis 0 (z), 1 (y) or 2 (x) has. */
function along(axis: usize, z: u32, y: u32, x: u32): u32 {
  return axis == 0 ? z : axis == 1 ? y : x;
}

/** Twice the middle of a region's box. */
@inline
function middle(r: usize, axis: usize): u32 {
  return region.low(r, axis) + region.high(r, axis);
}

/** Put every region into its cell, but those larger than a window, which join no seed. */
function openGrid(g: usize, order: usize, count: u32): void {
  const cells = layOut(g, 4 * <u64>count + 64);
  const heads = take(cells << 2);
  const links = take(<u64>count << 2);
  store<u32>(g, <u32>heads, 24);
  store<u32>(g, <u32>links, 28);
  memory.fill(heads, 0, <usize>cells << 2);
  for (let i = count; i > 0; i--) {
    const r = regionAt(order, i - 1);
    if (!isInWindow(r, r)) continue;
    const head = heads + (cellOf(g, r) << 2);
    store<u32>(links + (<usize>(i - 1) << 2), load<u32>(head));
    store<u32>(head, i);
  }
}

/** Choose the edges, no less than the window, so that there are at most so many cells. @returns how many. */
function layOut(g: usize, most: u64): u64 {
  let cells: u64 = most + 1;
  for (let scale: u64 = 1; cells > most; scale *= 2) {
    cells = 1;
    for (let axis: usize = 0; axis < AXES; axis++) {
      const edge = min<u64>(scale * along(axis, job.windowZ, job.windowY, job.windowX), 1 << 20);
      const cellsAlong = (2 * <u64>along(axis, job.sizeZ, job.sizeY, job.sizeX)) / edge + 1;
      store<u32>(g + (axis << 2), <u32>edge);
      store<u32>(g + (axis << 2), <u32>cellsAlong, 12);
      cells *= cellsAlong;
    }
  }
  return cells;
}

function cellOf(g: usize, r: usize): usize {
  let cell: usize = 0;
  for (let axis: usize = 0; axis < AXES; axis++) {
    cell = cell * grid.cells(g, axis) + middle(r, axis) / grid.edge(g, axis);
  }
  return cell;
}

/** Give the seed, and those that join it, the number of their stop. @returns the sum of their scores, added up in rank order. */
function gather(g: usize, order: usize, stops: usize, seed: u32, number: u32): f64 {
  const r = regionAt(order, seed);
  let sum = scoreOf(order, seed);
  setStop(stops, seed, number);
  const end = findFronts(g, r, stops);
  for (let have: u32 = 1; have < job.mostInStop; ) {
    const i = nextBest(g, end, stops);
    if (i == 0) break;
    if (!isInWindow(r, regionAt(order, i - 1))) continue;
    setStop(stops, i - 1, number);
    sum += scoreOf(order, i - 1);
    have += 1;
  }
  return sum;
}

/** Where the lists of the cells around a region begin. @returns the end of the fronts. */
function findFronts(g: usize, r: usize, stops: usize): usize {
  const z = middle(r, 0) / grid.edge(g, 0);
  const y = middle(r, 1) / grid.edge(g, 1);
  const x = middle(r, 2) / grid.edge(g, 2);
  let end = grid.fronts(g);
  for (let cz = max<i32>(z - 1, 0); cz <= min<i32>(z + 1, grid.cells(g, 0) - 1); cz++) {
    for (let cy = max<i32>(y - 1, 0); cy <= min<i32>(y + 1, grid.cells(g, 1) - 1); cy++) {
      for (let cx = max<i32>(x - 1, 0); cx <= min<i32>(x + 1, grid.cells(g, 2) - 1); cx++) {
        const cell = (<usize>cz * grid.cells(g, 1) + cy) * grid.cells(g, 2) + cx;
        store<u32>(end, firstFree(grid.heads(g) + (cell << 2), g, stops));
        end += 4;
      }
    }
  }
  return end;
}

/** Number (1-based) of the first region from a link on that has no stop, 0 for none. The others are taken out of their list. */
function firstFree(link: usize, g: usize, stops: usize): u32 {
  let i = load<u32>(link);
  while (i != 0 && stopOf(stops, i - 1) != 0) i = load<u32>(linkOf(g, i));
  store<u32>(link, i);
  return i;
}

@inline
function linkOf(g: usize, i: u32): usize {
  return grid.links(g) + (<usize>(i - 1) << 2);
}

/** Number of the best free region that the fronts have not passed, 0 when there is none; its front passes it. */
function nextBest(g: usize, end: usize, stops: usize): u32 {
  let front = grid.fronts(g);
  for (let at = front + 4; at < end; at += 4) {
    if (load<u32>(at) - 1 < load<u32>(front) - 1) front = at;
  }
  const best = load<u32>(front);
  if (best) store<u32>(front, firstFree(linkOf(g, best), g, stops));
  return best;
}

function isInWindow(seed: usize, r: usize): bool {
  for (let axis: usize = 0; axis < AXES; axis++) {
    const window = along(axis, job.windowZ, job.windowY, job.windowX);
    const centre = middle(seed, axis);
    if ((region.low(r, axis) << 1) + window < centre) return false;
    if (region.high(r, axis) << 1 > centre + window) return false;
  }
  return true;
}

/** From numbers in order of seeds to numbers in order of the sorted keys. */
function renumber(stops: usize, count: u32, sorted: usize, found: u32): void {
  for (let s: u32 = 0; s < found; s++) {
    store<u32>(sorted + <usize>record(sorted, s) * KEY_BYTES, s + 1, 8);
  }
  for (let i: u32 = 0; i < count; i++) {
    const key = sorted + <usize>(stopOf(stops, i) - 1) * KEY_BYTES;
    setStop(stops, i, load<u32>(key, 8));
  }
}

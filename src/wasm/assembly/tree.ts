/**
 * Mode tree: the component tree of the levels, cut by size. Each region is a component of {level >= l} at the lowest l where it has
 * at most `max_voxels`. Scan joins each voxel with those before it; settle gives every node its region; measure reads the codes
 * again and writes runs over the nodes.
 *
 * A run of the tree is 8 bytes: first x u16, end x u16, region u32 (0: dropped). A run is at least one node long, so run k ends before
 * the node that is read next.
 */
import { OK, OUT_OF_MEMORY, job, makeRoom } from './job';
import { baseRow, fillLevelTable, fillRow, levelRow, maskRow } from './levels';
import { joinRow } from './tree-neighbours';
import { NODE_BYTES, NONE, addNode, node } from './tree-nodes';
import { REGION_BYTES, addStretch } from './table';

/** Region of nodes whose own component is too large to be part of any. */
const UNCOVERED: u32 = 0xffffffff;

/** Scan `count` slices, the first of which lies in the slab at its start. Slices come in order, each once. */
export function scanTree(j: usize, count: u32): i32 {
  const first = job.scanned(j);
  if (first == 0) fillLevelTable(j);
  const sliceBytes = <usize>job.sizeY(j) * job.sizeX(j) * job.codeBytes(j);
  for (let i: u32 = 0; i < count; i++) {
    const slice = job.slab(j) + <usize>i * sliceBytes;
    const status =
      job.codeBytes(j) == 1
        ? scanSlice<u8>(j, slice, first + i)
        : scanSlice<u16>(j, slice, first + i);
    if (status != OK) return status;
  }
  job.setScanned(j, first + count);
  return OK;
}

function scanSlice<T>(j: usize, slice: usize, z: u32): i32 {
  const sizeY = job.sizeY(j);
  const rowBytes = <usize>job.sizeX(j) * sizeof<T>();
  const nodes = job.runs(j);
  for (let y: u32 = 0; y < sizeY; y++) {
    const first = job.parts(j);
    const end = fillRow<T>(j, slice + <usize>y * rowBytes, z, y, first);
    if (end == first) continue;
    if (!makeRoom(<u64>nodes + <u64>end * NODE_BYTES)) return OUT_OF_MEMORY;
    addRow(j, z, y, first);
    joinRow(j, z, y);
    job.setParts(j, end);
  }
  return OK;
}

/** New nodes for the voxels of a row, numbered from `next`. */
function addRow(j: usize, z: u32, y: u32, next: u32): void {
  const nodes = job.runs(j);
  const levels = levelRow(j, z, y);
  const masks = maskRow(j, z, y);
  const sizeX = job.sizeX(j);
  for (let x: u32 = 0; x < sizeX; x += 64) {
    let mask = load<u64>(masks + (<usize>(x >> 6) << 3));
    while (mask) {
      addNode(nodes, next, load<u8>(levels + x + <usize>ctz(mask)));
      mask &= mask - 1;
      next += 1;
    }
  }
}

/** All slices are scanned. */
export function closeTree(j: usize): i32 {
  const end = <u64>job.runs(j) + <u64>job.parts(j) * NODE_BYTES;
  job.setRunsEnd(j, <usize>end);
  job.setUsed(j, <usize>end);
  return OK;
}

/** Give the nodes of slices `from` to `to` their regions: 1, 2, … by first voxel, 0 when too small. */
export function settleTree(j: usize, from: u32, to: u32): void {
  const nodes = job.runs(j);
  const first = load<u32>(baseRow(j, from, 0));
  const end = to == job.sizeZ(j) ? job.parts(j) : load<u32>(baseRow(j, to, 0));
  for (let i = first; i < end; i++) {
    if (!node.isResolved(nodes, i)) resolveChain(j, nodes, i);
  }
}

/** Resolve node `i` and those below it, down to one that is known, large, or the last. */
function resolveChain(j: usize, nodes: usize, i: u32): void {
  let at = i;
  let top: u32 = NONE;
  let parent: u32 = NONE;
  while (!node.isResolved(nodes, at) && !node.isLarge(nodes, at)) {
    parent = node.parent(nodes, at);
    if (parent == NONE || node.level(nodes, parent) < node.level(nodes, at)) top = at;
    if (parent == NONE) break;
    at = parent;
  }
  const known = node.isResolved(nodes, at);
  const cut = node.isLarge(nodes, at) || (known && node.parent(nodes, at) == UNCOVERED);
  const cutLevel: i32 = cut ? node.level(nodes, at) : -1;
  let region = UNCOVERED;
  if (known && !cut) region = node.parent(nodes, at);
  else if (top != NONE) region = newRegion(j, node.voxels(nodes, top));
  mark(j, nodes, i, cutLevel, region);
}

/** Walk from `i` again: nodes above the cut get the region, those at its level are in none. */
function mark(j: usize, nodes: usize, i: u32, cutLevel: i32, region: u32): void {
  while (i != NONE && !node.isResolved(nodes, i)) {
    const next = node.isLarge(nodes, i) ? NONE : node.parent(nodes, i);
    if (<i32>node.level(nodes, i) == cutLevel) {
      job.uncover(j);
      node.resolve(nodes, i, UNCOVERED);
    } else {
      node.resolve(nodes, i, region);
    }
    i = next;
  }
}

function newRegion(j: usize, voxels: u32): u32 {
  if (voxels < job.leastVoxels(j)) {
    job.drop(j, voxels);
    return 0;
  }
  const number = job.kept(j) + 1;
  job.setKept(j, number);
  return number;
}

/** Add slices `from` to `to`, whose codes lie in the slab, to the table; write their runs and row starts. */
export function measureTree(j: usize, from: u32, to: u32): void {
  const sizeY = job.sizeY(j);
  const rowBytes = <usize>job.sizeX(j) * job.codeBytes(j);
  let row = job.slab(j);
  for (let z = from; z < to; z++) {
    for (let y: u32 = 0; y < sizeY; y++) {
      store<u32>(job.rows(j) + ((<usize>z * sizeY + y) << 2), job.runCount(j));
      if (job.codeBytes(j) == 1) measureRow<u8>(j, row, z, y);
      else measureRow<u16>(j, row, z, y);
      row += rowBytes;
    }
  }
  store<u32>(job.rows(j) + ((<usize>to * sizeY) << 2), job.runCount(j));
}

function measureRow<T>(j: usize, codes: usize, z: u32, y: u32): void {
  const sizeX = job.sizeX(j);
  const nodes = job.runs(j);
  const weights = job.weights(j);
  const masks = maskRow(j, z, y);
  let next = load<u32>(baseRow(j, z, y));
  let region: u32 = UNCOVERED;
  let start: u32 = 0;
  let end: u32 = 0;
  let sum: u64 = 0;
  let largest: u32 = 0;
  for (let block: u32 = 0; block < sizeX; block += 64) {
    let mask = load<u64>(masks + (<usize>(block >> 6) << 3));
    while (mask) {
      const x = block + <u32>ctz(mask);
      mask &= mask - 1;
      const own = node.parent(nodes, next);
      next += 1;
      if (own != region || x != end) {
        closeRun(j, z, y, start, end, region, sum, largest);
        region = own;
        start = x;
        sum = 0;
        largest = 0;
      }
      const weight = load<u32>(weights + (<usize>load<T>(codes + <usize>x * sizeof<T>()) << 2));
      sum += weight;
      largest = max(largest, weight);
      end = x + 1;
    }
  }
  closeRun(j, z, y, start, end, region, sum, largest);
}

function closeRun(j: usize, z: u32, y: u32, start: u32, end: u32, region: u32, sum: u64, largest: u32): void {
  if (region == UNCOVERED) return;
  const count = job.runCount(j);
  const at = job.runs(j) + <usize>count * NODE_BYTES;
  store<u32>(at, start | (end << 16));
  store<u32>(at, region, 4);
  job.setRunCount(j, count + 1);
  if (region == 0) return;
  const record = job.table(j) + <usize>(region - 1) * REGION_BYTES;
  addStretch(record, z, y, start, end, job.sizeY(j), job.sizeX(j), sum, largest);
}

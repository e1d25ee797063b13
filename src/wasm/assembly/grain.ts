/**
 * Modes delta, threshold and tree: voxels with a level are nodes, in scan order, and neighbours are joined by edges of some height.
 *
 * Delta and threshold are labelled at once for one granularity: edges up to its height are followed while slices are scanned. Another
 * granularity, and mode tree, take the hierarchy of all heights (`hierarchy.ts`).
 */
import { edgesOf, neighbourNode, openEdges, openRow } from './edges';
import { BASE, G, N, at, get, height, limitOf, near, node, put, rootOf, set, topOf } from './grain-block';
import { TREE, job, makeRoom, take } from './job';
import { baseRow, fillLevelTable, fillRow, levelRow, maskRow } from './levels';
import { PART_BYTES } from './plateau';
import { REGION_BYTES, addRun } from './table';

const NODE_BYTES: usize = 8;
/** Region of a node that is in none. */
export const UNCOVERED: u32 = 0xffffffff;

/** What a pass over the nodes does with their edges. */
export const JOIN: u32 = 0;
export const LIST: u32 = 1;
export const PLACE: u32 = 2;

/** The weights must be there. @param step - the granularity in steps of weights */
export function openGrain(j: usize, step: u32): void {
  const limit = limitOf(j, step);
  fillLevelTable(j);
  set(j, G.LIMIT, limit);
  set(j, G.NODES, <u32>job.runs(j));
  openEdges(j, limit, limit);
}

/** Scan `count` slices, the first of which lies in the slab at its start. Slices come in order, each once. */
export function scanGrains(j: usize, count: u32): void {
  const first = job.scanned(j);
  const rowBytes = <usize>job.sizeX(j) * job.codeBytes(j);
  let row = job.slab(j);
  for (let z = first; z < first + count; z++) {
    for (let y: u32 = 0; y < job.sizeY(j); y++) {
      const nodes = job.parts(j);
      const end = job.codeBytes(j) == 1 ? fillRow<u8>(j, row, z, y, nodes) : fillRow<u16>(j, row, z, y, nodes);
      makeRoom(<u64>job.runs(j) + <u64>end * NODE_BYTES);
      passRow(j, z, y, JOIN);
      job.setParts(j, end);
      row += rowBytes;
    }
  }
  job.setScanned(j, first + count);
}

/** Nodes and edges of a row: join as far as the limit, or find and count the edges that matter, or put these into their places. */
export function passRow(j: usize, z: u32, y: u32, phase: u32): void {
  const nodes = <usize>get(j, G.NODES);
  const bits = <usize>get(j, G.BITS);
  const places = <usize>get(j, G.PLACES);
  const limit = <i32>get(j, G.LIMIT);
  const masks = maskRow(j, z, y);
  const old = z > 1 && phase == LIST ? maskRow(j, z - 2, y) : 0;
  const levels = levelRow(j, z, y);
  const top = topOf(j);
  let i = load<u32>(baseRow(j, z, y));
  openRow(j, z, y);
  for (let block: u32 = 0; block < job.sizeX(j); block += 64) {
    const word = <usize>(block >> 6) << 3;
    if (old && load<u64>(old + word)) memory.fill(levels + (<usize>block << 2), 0, 256);
    for (let mask = load<u64>(masks + word); mask; mask &= mask - 1) {
      const x = block + <u32>ctz(mask);
      const place = levels + (<usize>x << 2);
      if (phase == JOIN) node.setLevel(nodes, i, load<i32>(place));
      const level = node.level(nodes, i);
      let edges: u32 = 0;
      if (phase == PLACE) edges = load<u16>(bits + (<usize>i << 1));
      else {
        store<i32>(place, level);
        node.setOwner(nodes, i, i);
        if (phase == LIST || height(level, level, top) <= limit) edges = edgesOf(j, place);
        if (phase == LIST) store<u16>(bits + (<usize>i << 1), <u16>edges);
      }
      let root = i;
      for (; edges; edges &= edges - 1) {
        const k = ctz(edges);
        if (phase == LIST) {
          const rise = height(level, near(j, N.LEVEL, k), top);
          put(places, rise, at(places, rise) + 1);
          continue;
        }
        const other = neighbourNode(j, k, x);
        if (phase == JOIN) {
          root = unite(nodes, root, rootOf(nodes, other));
          continue;
        }
        const rise = height(level, node.level(nodes, other), top);
        const number = at(places, rise);
        put(places, rise, number + 1);
        store<u64>(<usize>get(j, G.EDGES) + (<usize>number << 3), (<u64>other << 32) | i);
      }
      i += 1;
    }
  }
}

/** Make two roots one, the earlier. @returns it. */
@inline
export function unite(nodes: usize, a: u32, b: u32): u32 {
  const root = min(a, b);
  node.setOwner(nodes, max(a, b), root);
  return root;
}

/** All slices are scanned: take memory for the components, of which there are no more than nodes; none in mode tree. */
export function closeGrains(j: usize): void {
  const end = job.runs(j) + <usize>job.parts(j) * NODE_BYTES;
  job.setRunsEnd(j, end);
  job.setUsed(j, end);
  if (job.mode(j) == TREE) return;
  const parts = take(j, (<u64>job.parts(j) + 1) * PART_BYTES);
  set(j, G.PARTS, <u32>parts);
}

/** Number the components of the nodes of slices `from` to `to`, and count their voxels. An owner comes before what it owns. */
export function settleGrains(j: usize, from: u32, to: u32): void {
  const nodes = <usize>get(j, G.NODES);
  const limit = <i32>get(j, G.LIMIT);
  const end = to == job.sizeZ(j) ? job.parts(j) : load<u32>(baseRow(j, to, 0));
  let kept = job.kept(j);
  for (let i = load<u32>(baseRow(j, from, 0)); i < end; i++) {
    const level = node.level(nodes, i);
    const owner = node.owner(nodes, i);
    let number = UNCOVERED;
    if (owner != i) number = node.owner(nodes, owner);
    else if (height(level, level, topOf(j)) <= limit) {
      number = ++kept;
      store<u32>(partAt(j, number), 0);
    }
    node.setOwner(nodes, i, number);
    if (number != UNCOVERED) store<u32>(partAt(j, number), load<u32>(partAt(j, number)) + 1);
  }
  job.setKept(j, kept);
}

@inline
function partAt(j: usize, number: u32): usize {
  return <usize>get(j, G.PARTS) + <usize>number * PART_BYTES;
}

/** Take memory for the runs of the regions, of which there are at most as many as nodes. */
export function openRuns(j: usize): void {
  const runs = take(j, <u64>job.parts(j) * NODE_BYTES);
  store<u32>(j, <u32>runs, 48);
  job.setRunCount(j, 0);
}

/**
 * Write runs and row starts of slices `from` to `to`, and add them to the table unless a cut has done that. A run is 8 bytes: first x u16,
 * end x u16, region u32.
 */
export function measureGrains(j: usize, from: u32, to: u32): void {
  const sizeY = job.sizeY(j);
  for (let row = from * sizeY; row < to * sizeY; row++) {
    put(job.rows(j), row, job.runCount(j));
    measureRow(j, row / sizeY, row % sizeY);
  }
  put(job.rows(j), to * sizeY, job.runCount(j));
}

function measureRow(j: usize, z: u32, y: u32): void {
  const nodes = <usize>get(j, G.NODES);
  const masks = maskRow(j, z, y);
  const parts = get(j, G.PARTS);
  let i = load<u32>(baseRow(j, z, y));
  let region: u32 = UNCOVERED;
  let start: u32 = 0;
  let end: u32 = 0;
  let sum: u64 = 0;
  let largest: u32 = 0;
  for (let block: u32 = 0; block < job.sizeX(j); block += 64) {
    for (let mask = load<u64>(masks + (<usize>(block >> 6) << 3)); mask; mask &= mask - 1) {
      const x = block + <u32>ctz(mask);
      let own = node.owner(nodes, i);
      if (parts && own != UNCOVERED) own = load<u32>(partAt(j, own));
      const weight = node.level(nodes, i) - BASE;
      i += 1;
      if (own != region || x != end) {
        closeRun(j, z, y, start, end, region, sum, largest);
        region = own;
        start = x;
        sum = 0;
        largest = 0;
      }
      sum += weight;
      largest = max<u32>(largest, weight);
      end = x + 1;
    }
  }
  closeRun(j, z, y, start, end, region, sum, largest);
}

function closeRun(j: usize, z: u32, y: u32, start: u32, end: u32, region: u32, sum: u64, largest: u32): void {
  if (region == UNCOVERED) return;
  const count = job.runCount(j);
  const run = job.runs(j) + (<usize>count << 3);
  store<u32>(run, start | (end << 16));
  store<u32>(run, region, 4);
  job.setRunCount(j, count + 1);
  if (!region || !get(j, G.PARTS)) return;
  const record = job.table(j) + <usize>(region - 1) * REGION_BYTES;
  addRun(record, z, y, start, end, job.sizeY(j), job.sizeX(j), sum, largest);
}

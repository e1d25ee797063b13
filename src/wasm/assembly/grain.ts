/**
 * Modes delta, threshold and tree: voxels with a level are nodes, in scan order, and neighbours are joined by edges of some height.
 *
 * Delta and threshold are labelled at once for one granularity: edges up to its height are followed while slices are scanned. Another
 * granularity, and mode tree, take the hierarchy of all heights (`hierarchy.ts`).
 */
import { edgesOf, neighbourNode, openEdges, openRow } from './edges';
import * as G from './grain-block';
import { BASE, N, at, height, limitOf, near, node, put, rootOf, topOf } from './grain-block';
import * as job from './job';
import { TREE, makeRoom, take } from './job';
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
export function openGrain(step: u32): void {
  const limit = limitOf(step);
  fillLevelTable();
  G.limit = limit;
  G.nodes = job.runs;
  G.parts = 0;
  openEdges(limit, limit);
}

/** Scan `count` slices, the first of which lies in the slab at its start. Slices come in order, each once. */
export function scanGrains(count: u32): void {
  const first = job.scanned;
  const rowBytes = <usize>job.sizeX * job.codeBytes;
  let row = job.slab;
  for (let z = first; z < first + count; z++) {
    for (let y: u32 = 0; y < job.sizeY; y++) {
      const nodes = job.parts;
      const end = fillRow(row, z, y, nodes);
      makeRoom(<u64>job.runs + <u64>end * NODE_BYTES);
      passRow(z, y, JOIN);
      job.parts = end;
      row += rowBytes;
    }
  }
  job.scanned = first + count;
}

/** Nodes and edges of a row: join as far as the limit, or find and count the edges that matter, or put these into their places. */
export function passRow(z: u32, y: u32, phase: u32): void {
  const nodes = G.nodes;
  const bits = G.gaps;
  const places = G.places;
  const limit = G.limit;
  const masks = maskRow(z, y);
  const old = z > 1 && phase == LIST ? maskRow(z - 2, y) : 0;
  const levels = levelRow(z, y);
  const top = topOf();
  let i = load<u32>(baseRow(z, y));
  openRow(z, y);
  for (let block: u32 = 0; block < job.sizeX; block += 64) {
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
        if (phase == LIST || height(level, level, top) <= limit) edges = edgesOf(place);
        if (phase == LIST) store<u16>(bits + (<usize>i << 1), <u16>edges);
      }
      let root = i;
      for (; edges; edges &= edges - 1) {
        const k = ctz(edges);
        if (phase == LIST) {
          const rise = height(level, near(N.LEVEL, k), top);
          put(places, rise, at(places, rise) + 1);
          continue;
        }
        const other = neighbourNode(k, x);
        if (phase == JOIN) {
          root = unite(nodes, root, rootOf(nodes, other));
          continue;
        }
        const rise = height(level, node.level(nodes, other), top);
        const number = at(places, rise);
        put(places, rise, number + 1);
        store<u64>(G.edges + (<usize>number << 3), (<u64>other << 32) | i);
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
export function closeGrains(): void {
  const end = job.runs + <usize>job.parts * NODE_BYTES;
  job.runsEnd = end;
  job.used = end;
  if (job.mode == TREE) return;
  const parts = take((<u64>job.parts + 1) * PART_BYTES);
  G.parts = parts;
}

/** Number the components of the nodes of slices `from` to `to`, and count their voxels. An owner comes before what it owns. */
export function settleGrains(from: u32, to: u32): void {
  const nodes = G.nodes;
  const limit = G.limit;
  const end = to == job.sizeZ ? job.parts : load<u32>(baseRow(to, 0));
  let kept = job.kept;
  for (let i = load<u32>(baseRow(from, 0)); i < end; i++) {
    const level = node.level(nodes, i);
    const owner = node.owner(nodes, i);
    let number = UNCOVERED;
    if (owner != i) number = node.owner(nodes, owner);
    else if (height(level, level, topOf()) <= limit) {
      number = ++kept;
      store<u32>(partAt(number), 0);
    }
    node.setOwner(nodes, i, number);
    if (number != UNCOVERED) store<u32>(partAt(number), load<u32>(partAt(number)) + 1);
  }
  job.kept = kept;
}

@inline
function partAt(number: u32): usize {
  return G.parts + <usize>number * PART_BYTES;
}

/** Take memory for the runs of the regions, of which there are at most as many as nodes. */
export function openRuns(): void {
  job.runs = take(<u64>job.parts * NODE_BYTES);
  job.runCount = 0;
}

/**
 * Write runs and row starts of slices `from` to `to`, and add them to the table unless a cut has done that. A run is 8 bytes: first x u16,
 * end x u16, region u32.
 */
export function measureGrains(from: u32, to: u32): void {
  for (let row = from * job.sizeY; row < to * job.sizeY; row++) {
    put(job.rows, row, job.runCount);
    measureRow(row / job.sizeY, row % job.sizeY);
  }
  put(job.rows, to * job.sizeY, job.runCount);
}

function measureRow(z: u32, y: u32): void {
  const nodes = G.nodes;
  const masks = maskRow(z, y);
  const parts = G.parts;
  let i = load<u32>(baseRow(z, y));
  let region: u32 = UNCOVERED;
  let start: u32 = 0;
  let end: u32 = 0;
  let sum: u64 = 0;
  let largest: u32 = 0;
  for (let block: u32 = 0; block < job.sizeX; block += 64) {
    for (let mask = load<u64>(masks + (<usize>(block >> 6) << 3)); mask; mask &= mask - 1) {
      const x = block + <u32>ctz(mask);
      let own = node.owner(nodes, i);
      if (parts && own != UNCOVERED) own = load<u32>(partAt(own));
      const weight = node.level(nodes, i) - BASE;
      i += 1;
      if (own != region || x != end) {
        closeRun(z, y, start, end, region, sum, largest);
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
  closeRun(z, y, start, end, region, sum, largest);
}

function closeRun(z: u32, y: u32, start: u32, end: u32, region: u32, sum: u64, largest: u32): void {
  if (region == UNCOVERED) return;
  const count = job.runCount;
  const run = job.runs + (<usize>count << 3);
  store<u32>(run, start | (end << 16));
  store<u32>(run, region, 4);
  job.runCount = count + 1;
  if (!region || !G.parts) return;
  const record = job.table + <usize>(region - 1) * REGION_BYTES;
  addRun(record, z, y, start, end, job.sizeY, job.sizeX, sum, largest);
}

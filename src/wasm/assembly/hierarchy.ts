/**
 * The regions of every granularity at once: the alpha-tree (mode delta) or the max-tree (threshold, tree) as a single-linkage hierarchy.
 * Kruskal's algorithm over the edges that matter, by rising height (Najman, Cousty & Perret 2013), appends the voxels of one component to
 * those of the other. So in the end every component of every height is a stretch of one order of the voxels, and the heights between
 * neighbours of that order say where it ends: a cut (`cut.ts`) is a look along them. Order of calls, when all slices are scanned:
 *
 *   openHierarchy(j)
 *   listEdges(j, from, to)     slices in order; which edges matter, and how many there are of each height
 *   sortEdges(j)
 *   placeEdges(j, from, to)    slices in order; edges by height
 *   linkEdges(j, from, to)     slices, as shares of the edges
 *   layOut(j)
 *
 * Behind the nodes lie then, for each of them:
 *
 *   heights   u32: height to the next voxel << 4 | weight >> 16; NEVER behind the last of a component
 *   voxels    z u16, y u16, x u16, weight & 0xffff u16
 *
 * While it is made: heights (first: last node of the list of each root), edges to keep u16 (then: height to the next of a list, u32), next of
 * a list u32, places u32[2**20 + 1], edges u32[2] (then: voxels).
 */
import { openEdges } from './edges';
import { BASE, G, NEVER, at, get, height, node, put, rootOf, set, topOf } from './grain-block';
import { LIST, PLACE, passRow, unite } from './grain';
import { job, take } from './job';
import { baseRow, clearSlices, maskRow } from './levels';

const HEIGHTS: usize = 1 << 20;

/** Take memory for what is needed before the edges are counted. What a ranking took behind the nodes is free again. */
export function openHierarchy(j: usize): void {
  const words = <u64>job.parts(j) << 2;
  job.setUsed(j, job.runsEnd(j));
  const heights = take(j, words);
  const gaps = take(j, words);
  const next = take(j, words);
  const places = take(j, (HEIGHTS + 1) << 2);
  set(j, G.HEIGHTS, <u32>heights);
  set(j, G.GAPS, <u32>gaps);
  set(j, G.NEXT, <u32>next);
  set(j, G.PLACES, <u32>places);
  memory.fill(places, 0, (HEIGHTS + 1) << 2);
  set(j, G.PARTS, 0);
  clearSlices(j);
  openEdges(j, 0, NEVER);
}

export function listEdges(j: usize, from: u32, to: u32): void {
  passRows(j, from, to, LIST);
}

export function placeEdges(j: usize, from: u32, to: u32): void {
  passRows(j, from, to, PLACE);
}

function passRows(j: usize, from: u32, to: u32, phase: u32): void {
  for (let z = from; z < to; z++) {
    for (let y: u32 = 0; y < job.sizeY(j); y++) passRow(j, z, y, phase);
  }
}

/** From how many edges there are of each height to the place of its first, and memory for them. */
export function sortEdges(j: usize): void {
  const places = <usize>get(j, G.PLACES);
  let total: u32 = 0;
  for (let height: u32 = 0; height <= <u32>HEIGHTS; height++) {
    const count = at(places, height);
    put(places, height, total);
    total += count;
  }
  const edges = take(j, <u64>max(total, job.parts(j)) << 3);
  set(j, G.EDGES, <u32>edges);
  set(j, G.EDGE_COUNT, total);
}

/** Join components: the list of the later one goes behind that of the earlier one, so each begins with its first voxel. */
export function linkEdges(j: usize, from: u32, to: u32): void {
  const nodes = <usize>get(j, G.NODES);
  const tails = <usize>get(j, G.HEIGHTS);
  const top = topOf(j);
  const count = <u64>get(j, G.EDGE_COUNT);
  const edges = <usize>get(j, G.EDGES);
  const end = edges + (<usize>((count * to) / job.sizeZ(j)) << 3);
  for (let i: u32 = 0; from == 0 && i < job.parts(j); i++) {
    put(tails, i, i);
    put(get(j, G.GAPS), i, NEVER);
  }
  for (let edge = edges + (<usize>((count * from) / job.sizeZ(j)) << 3); edge < end; edge += 8) {
    const a = load<u32>(edge);
    const b = load<u32>(edge, 4);
    const rootA = rootOf(nodes, a);
    const rootB = rootOf(nodes, b);
    if (rootA == rootB) continue;
    const first = unite(nodes, rootA, rootB);
    const second = rootA ^ rootB ^ first;
    const tail = at(tails, first);
    put(get(j, G.NEXT), tail, second);
    put(get(j, G.GAPS), tail, height(node.level(nodes, a), node.level(nodes, b), top));
    put(tails, first, at(tails, second));
  }
}

/** Write heights and voxels in the order of the lists, and free what only the making took. A node's place replaces its link. */
export function layOut(j: usize): void {
  const nodes = <usize>get(j, G.NODES);
  const next = <usize>get(j, G.NEXT);
  let place: u32 = 0;
  for (let head: u32 = 0; head < job.parts(j); head++) {
    if (node.owner(nodes, head) != head) continue;
    let i = head;
    let gap: u32 = 0;
    for (; gap != NEVER; place++) {
      const after = at(next, i);
      gap = at(get(j, G.GAPS), i);
      put(get(j, G.HEIGHTS), place, (gap << 4) | ((node.level(nodes, i) - BASE) >> 16));
      put(next, i, place);
      i = after;
    }
  }
  let i: u32 = 0;
  for (let z: u32 = 0; z < job.sizeZ(j); z++) {
    for (let y: u32 = 0; y < job.sizeY(j); y++) i = placeRow(j, z, y, i);
  }
  const bytes = <usize>job.parts(j) << 3;
  memory.copy(get(j, G.GAPS), get(j, G.EDGES), bytes);
  set(j, G.VOXELS, get(j, G.GAPS));
  set(j, G.KEPT, get(j, G.VOXELS) + <u32>bytes);
}

/** Write the voxels of a row to their places, from node `i` on. @returns the node behind them. */
function placeRow(j: usize, z: u32, y: u32, i: u32): u32 {
  const nodes = <usize>get(j, G.NODES);
  const masks = maskRow(j, z, y);
  for (let block: u32 = 0; block < job.sizeX(j); block += 64) {
    for (let mask = load<u64>(masks + (<usize>(block >> 6) << 3)); mask; mask &= mask - 1) {
      const voxel = <usize>get(j, G.EDGES) + (<usize>at(get(j, G.NEXT), i) << 3);
      store<u32>(voxel, z | (y << 16));
      store<u32>(voxel, (block + <u32>ctz(mask)) | (node.level(nodes, i) << 16), 4);
      i += 1;
    }
  }
  return i;
}

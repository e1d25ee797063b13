/**
 * The regions of every granularity at once: the alpha-tree (mode delta) or the max-tree (threshold, tree) as a single-linkage hierarchy.
 * Kruskal's algorithm over the edges that matter, by rising height (Najman, Cousty & Perret 2013), appends the voxels of one component to
 * those of the other. So in the end every component of every height is a stretch of one order of the voxels, and the heights between
 * neighbours of that order say where it ends: a cut (`cut.ts`) is a look along them. Order of calls, when all slices are scanned:
 *
 *   openHierarchy()
 *   listEdges(from, to)     slices in order; which edges matter, and how many there are of each height
 *   sortEdges()
 *   placeEdges(from, to)    slices in order; edges by height
 *   linkEdges(from, to)     slices, as shares of the edges
 *   layOut()
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
import * as G from './grain-block';
import { BASE, NEVER, at, height, node, put, rootOf, topOf } from './grain-block';
import { LIST, PLACE, passRow, unite } from './grain';
import * as job from './job';
import { take } from './job';
import { baseRow, clearSlices, maskRow } from './levels';

const HEIGHTS: usize = 1 << 20;

/** Take memory for what is needed before the edges are counted. What a ranking took behind the nodes is free again. */
export function openHierarchy(): void {
  const words = <u64>job.parts << 2;
  job.used = job.runsEnd;
  const heights = take(words);
  const gaps = take(words);
  const next = take(words);
  const places = take((HEIGHTS + 1) << 2);
  G.heightList = heights;
  G.gaps = gaps;
  G.next = next;
  G.places = places;
  memory.fill(places, 0, (HEIGHTS + 1) << 2);
  G.parts = 0;
  clearSlices();
  openEdges(0, NEVER);
}

export function listEdges(from: u32, to: u32): void {
  passRows(from, to, LIST);
}

export function placeEdges(from: u32, to: u32): void {
  passRows(from, to, PLACE);
}

function passRows(from: u32, to: u32, phase: u32): void {
  for (let z = from; z < to; z++) {
    for (let y: u32 = 0; y < job.sizeY; y++) passRow(z, y, phase);
  }
}

/** From how many edges there are of each height to the place of its first, and memory for them. */
export function sortEdges(): void {
  let total: u32 = 0;
  for (let height: u32 = 0; height <= <u32>HEIGHTS; height++) {
    const count = at(G.places, height);
    put(G.places, height, total);
    total += count;
  }
  const edges = take(<u64>max(total, job.parts) << 3);
  G.edges = edges;
  G.edgeCount = total;
}

/** Join components: the list of the later one goes behind that of the earlier one, so each begins with its first voxel. */
export function linkEdges(from: u32, to: u32): void {
  const nodes = G.nodes;
  const tails = G.heightList;
  const top = topOf();
  const count = <u64>G.edgeCount;
  const edges = G.edges;
  const end = edges + (<usize>((count * to) / job.sizeZ) << 3);
  for (let i: u32 = 0; from == 0 && i < job.parts; i++) {
    put(tails, i, i);
    put(G.gaps, i, NEVER);
  }
  for (let edge = edges + (<usize>((count * from) / job.sizeZ) << 3); edge < end; edge += 8) {
    const a = load<u32>(edge);
    const b = load<u32>(edge, 4);
    const rootA = rootOf(nodes, a);
    const rootB = rootOf(nodes, b);
    if (rootA == rootB) continue;
    const first = unite(nodes, rootA, rootB);
    const second = rootA ^ rootB ^ first;
    const tail = at(tails, first);
    put(G.next, tail, second);
    put(G.gaps, tail, height(node.level(nodes, a), node.level(nodes, b), top));
    put(tails, first, at(tails, second));
  }
}

/** Write heights and voxels in the order of the lists, and free what only the making took. A node's place replaces its link. */
export function layOut(): void {
  let place: u32 = 0;
  for (let head: u32 = 0; head < job.parts; head++) {
    if (node.owner(G.nodes, head) != head) continue;
    let i = head;
    let gap: u32 = 0;
    for (; gap != NEVER; place++) {
      const after = at(G.next, i);
      gap = at(G.gaps, i);
      put(G.heightList, place, (gap << 4) | ((node.level(G.nodes, i) - BASE) >> 16));
      put(G.next, i, place);
      i = after;
    }
  }
  let i: u32 = 0;
  for (let z: u32 = 0; z < job.sizeZ; z++) {
    for (let y: u32 = 0; y < job.sizeY; y++) i = placeRow(z, y, i);
  }
  const bytes = <usize>job.parts << 3;
  memory.copy(G.gaps, G.edges, bytes);
  G.voxels = G.gaps;
  G.keptEnd = G.voxels + <u32>bytes;
}

/** Write the voxels of a row to their places, from node `i` on. @returns the node behind them. */
function placeRow(z: u32, y: u32, i: u32): u32 {
  const nodes = G.nodes;
  const masks = maskRow(z, y);
  for (let block: u32 = 0; block < job.sizeX; block += 64) {
    for (let mask = load<u64>(masks + (<usize>(block >> 6) << 3)); mask; mask &= mask - 1) {
      const voxel = G.edges + (<usize>at(G.next, i) << 3);
      store<u32>(voxel, z | (y << 16));
      store<u32>(voxel, (block + <u32>ctz(mask)) | (node.level(nodes, i) << 16), 4);
      i += 1;
    }
  }
  return i;
}

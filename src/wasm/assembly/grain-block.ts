/**
 * What the modes delta, threshold and tree know besides, in linear memory behind the job block; 32 bits each:
 *
 *   byte  field                                       byte  field
 *   0     floor of heights                            24    edges (node, node): address
 *   4     most height of an edge                      28    edges: count
 *   8     neighbours before a voxel, a bit each       32    next node of a list, or place of a node: address
 *   12    nodes: address                              36    limit of the cut
 *   16    edges that matter of each node, u16, then   40    heights in the order of the hierarchy: address
 *         height to the next node of a list: address  44    voxels in that order: address
 *   20    place of each height's next edge: address   48    end of what the hierarchy keeps: address
 *   52    regions of the cut: address                 56    neighbours that the middle one below spares, a bit each
 *   60    components (plateau.ts), while only edges up to the limit are joined: address; then 0
 *
 *   64    of each of 16 neighbours: those that touch it, a bit each
 *   128   of each: its level                          192   of each: height of its edge << 4 | its rank
 *   256   of each of 5 rows that they lie in: i32 bytes from the levels of the voxel's own row
 *   276   of each: masks: address                     296   of each: bases: address
 *
 * Nodes are voxels with a level, in scan order, 8 bytes: owner or region u32, level u32 (BASE + weight).
 */
import { DELTA, JOB_BYTES, THRESHOLD, job } from './job';

export const GRAIN_BYTES: usize = 316;

/** Fields of one per block, as bytes; see above. */
// prettier-ignore
export namespace G {
  export const FLOOR: usize = 0; export const CAP: usize = 4; export const WAYS: usize = 8; export const NODES: usize = 12;
  export const BITS: usize = 16; export const GAPS: usize = 16; export const PLACES: usize = 20; export const EDGES: usize = 24;
  export const EDGE_COUNT: usize = 28; export const NEXT: usize = 32; export const LIMIT: usize = 36; export const HEIGHTS: usize = 40;
  export const VOXELS: usize = 44; export const KEPT: usize = 48; export const REGIONS: usize = 52; export const SPARED: usize = 56;
  export const PARTS: usize = 60;
}

/** Fields of which each neighbour, or row of neighbours, has one. */
// prettier-ignore
export namespace N {
  export const TOUCHING: usize = 64; export const LEVEL: usize = 128; export const KEY: usize = 192;
  export const OFFSET: usize = 256; export const MASKS: usize = 276; export const BASES: usize = 296;
}

// prettier-ignore
@inline export function get(j: usize, field: usize): u32 { return load<u32>(j + field, JOB_BYTES); }
// prettier-ignore
@inline export function set(j: usize, field: usize, value: u32): void { store<u32>(j + field, value, JOB_BYTES); }
// prettier-ignore
@inline export function near(j: usize, field: usize, k: u32): u32 { return load<u32>(j + field + (<usize>k << 2), JOB_BYTES); }
// prettier-ignore
@inline export function setNear(j: usize, field: usize, k: u32, value: u32): void { store<u32>(j + field + (<usize>k << 2), value, JOB_BYTES); }
// prettier-ignore
@inline export function at(list: usize, i: u32): u32 { return load<u32>(list + (<usize>i << 2)); }
// prettier-ignore
@inline export function put(list: usize, i: u32, value: u32): void { store<u32>(list + (<usize>i << 2), value); }

/** Level of weight 0: so far from 0, where there is no node, that nothing is joined with it. */
export const BASE: u32 = 1 << 21;
/** Level of the largest weight. */
export const TOP: i32 = BASE + (1 << 20) - 1;
/** No edge is as high. */
export const NEVER: i32 = (1 << 21) - 1;

/** From which height on two neighbouring voxels are one: their difference, or how far the lower one is below the top. */
@inline
export function height(a: i32, b: i32, top: i32): i32 {
  return top ? top - min(a, b) : abs(a - b);
}

/** The same of four pairs. */
@inline
export function heights(a: v128, b: v128, top: i32): v128 {
  return top ? i32x4.sub(i32x4.splat(top), i32x4.min_s(a, b)) : i32x4.abs(i32x4.sub(a, b));
}

/** For {@link height}: 0 where it is the difference. */
@inline
export function topOf(j: usize): i32 {
  return job.mode(j) == DELTA ? 0 : TOP;
}

/** Most height of the edges within a region, for a granularity in steps of weights; -1 where that is not what makes regions. */
export function limitOf(j: usize, step: i32): i32 {
  if (job.mode(j) == DELTA) return step;
  return job.mode(j) == THRESHOLD ? (1 << 20) - 1 - step : -1;
}

// prettier-ignore
export namespace node {
  @inline export function owner(nodes: usize, i: u32): u32 { return load<u32>(nodes + (<usize>i << 3)); }
  @inline export function setOwner(nodes: usize, i: u32, owner: u32): void { store<u32>(nodes + (<usize>i << 3), owner); }
  @inline export function level(nodes: usize, i: u32): i32 { return load<i32>(nodes + (<usize>i << 3), 4); }
  @inline export function setLevel(nodes: usize, i: u32, level: i32): void { store<i32>(nodes + (<usize>i << 3), level, 4); }
}

/** Root of a node: the first one of its component. Path halving (Tarjan & van Leeuwen 1984). */
export function rootOf(nodes: usize, i: u32): u32 {
  let owner = node.owner(nodes, i);
  while (owner != i) {
    const next = node.owner(nodes, owner);
    node.setOwner(nodes, i, next);
    i = next;
    owner = node.owner(nodes, i);
  }
  return i;
}

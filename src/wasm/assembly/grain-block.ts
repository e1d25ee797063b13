/**
 * What the modes delta, threshold and tree know besides. Nodes are voxels with a level, in scan order, 8 bytes: owner or region u32, level
 * u32 (BASE + weight).
 */
import * as job from './job';
import { DELTA, THRESHOLD } from './job';

/** Floor of heights, and most height of an edge. */
export let floor: i32 = 0;
export let cap: i32 = 0;
/** Neighbours before a voxel, and those that the middle one below spares, a bit each. */
export let ways: u32 = 0;
export let spared: u32 = 0;
export let nodes: usize = 0;
/** Components (plateau.ts), while only edges up to the limit are joined; then 0. */
export let parts: usize = 0;
/** Limit of the cut, and its regions. */
export let limit: i32 = 0;
export let regions: usize = 0;

/** Edges that matter of each node, u16, then height to the next node of a list. */
export let gaps: usize = 0;
/** Place of each height's next edge; edges (node, node) and how many. */
export let places: usize = 0;
export let edges: usize = 0;
export let edgeCount: u32 = 0;
/** Next node of a list, or place of a node. */
export let next: usize = 0;
/** Heights in the order of the hierarchy, voxels in that order, and the end of what it keeps. */
export let heightList: usize = 0;
export let voxels: usize = 0;
export let keptEnd: usize = 0;

/**
 *   byte
 *   0     of each of 16 neighbours: those that touch it, a bit each
 *   64    of each: its level                          128   of each: height of its edge << 4 | its rank
 *   192   of each of 5 rows that they lie in: i32 bytes from the levels of the voxel's own row
 *   212   of each: masks: address                     232   of each: bases: address
 */
const NEAR = memory.data(252, 16);

/** Where those of which each neighbour, or row of neighbours, has one begin. */
// prettier-ignore
export namespace N {
  export const TOUCHING: usize = NEAR; export const LEVEL: usize = NEAR + 64; export const KEY: usize = NEAR + 128;
  export const OFFSET: usize = NEAR + 192; export const MASKS: usize = NEAR + 212; export const BASES: usize = NEAR + 232;
}

// prettier-ignore
@inline export function near(field: usize, k: u32): u32 { return load<u32>(field + (<usize>k << 2)); }
// prettier-ignore
@inline export function setNear(field: usize, k: u32, value: u32): void { store<u32>(field + (<usize>k << 2), value); }
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
export function topOf(): i32 {
  return job.mode == DELTA ? 0 : TOP;
}

/** Most height of the edges within a region, for a granularity in steps of weights; -1 where that is not what makes regions. */
export function limitOf(step: i32): i32 {
  if (job.mode == DELTA) return step;
  return job.mode == THRESHOLD ? (1 << 20) - 1 - step : -1;
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

/**
 * Nodes of the cut component tree. Every voxel above the floor is a node; nodes lie in scan order. 8 bytes:
 *
 *   byte  field
 *   0     parent: index of a node of the same or a lower level, or NONE
 *   4     bits 0-23 voxels of the component this node stands for, or LARGE; bits 24-31 level
 *
 * Nodes of one component and level form a small tree of their own; its top is the canonical node, which alone has a valid count and
 * whose parent has a lower level. Components above the most voxels are LARGE: everything below them is large too, so the tree is cut
 * there and their parent is NONE. That bounds every walk by the levels of small components.
 */
export const NODE_BYTES: usize = 8;
export const NONE: u32 = 0xffffffff;
/** Largest `max_voxels` that can be told from LARGE and RESOLVED. */
export const MOST_COUNTABLE: u32 = 0xfffffd;

const LARGE: u32 = 0xfffffe;
const COUNT: u32 = 0xffffff;
/** Count of a node whose parent field holds its region instead. */
const RESOLVED: u32 = 0xffffff;

// prettier-ignore
export namespace node {
  @inline export function parent(nodes: usize, i: u32): u32 { return load<u32>(nodes + (<usize>i << 3)); }
  @inline export function setParent(nodes: usize, i: u32, p: u32): void { store<u32>(nodes + (<usize>i << 3), p); }
  @inline export function info(nodes: usize, i: u32): u32 { return load<u32>(nodes + (<usize>i << 3), 4); }
  @inline export function setInfo(nodes: usize, i: u32, info: u32): void { store<u32>(nodes + (<usize>i << 3), info, 4); }
  @inline export function level(nodes: usize, i: u32): u32 { return info(nodes, i) >> 24; }
  @inline export function voxels(nodes: usize, i: u32): u32 { return info(nodes, i) & COUNT; }
  @inline export function isResolved(nodes: usize, i: u32): bool { return voxels(nodes, i) == RESOLVED; }
  @inline export function resolve(nodes: usize, i: u32, region: u32): void {
    setParent(nodes, i, region);
    setInfo(nodes, i, info(nodes, i) | RESOLVED);
  }
  @inline export function isLarge(nodes: usize, i: u32): bool { return voxels(nodes, i) == LARGE; }
}

/** A new node: one voxel, no parent. */
@inline
export function addNode(nodes: usize, i: u32, level: u32): void {
  node.setParent(nodes, i, NONE);
  node.setInfo(nodes, i, (level << 24) | 1);
}

/** The canonical node of `i`; halves the path on the way. */
@inline
export function canonical(nodes: usize, i: u32): u32 {
  const level = node.level(nodes, i);
  while (true) {
    const parent = node.parent(nodes, i);
    if (parent == NONE || node.level(nodes, parent) != level) return i;
    const above = node.parent(nodes, parent);
    if (above != NONE && node.level(nodes, above) == level) node.setParent(nodes, i, above);
    i = parent;
  }
}

@inline
function canonicalParent(nodes: usize, i: u32): u32 {
  const parent = node.parent(nodes, i);
  return parent == NONE ? NONE : canonical(nodes, parent);
}

/** Mark `i` and all below it as large, and cut the tree there. */
function enlarge(nodes: usize, i: u32): void {
  while (i != NONE && !node.isLarge(nodes, i)) {
    const below = canonicalParent(nodes, i);
    node.setParent(nodes, i, NONE);
    node.setInfo(nodes, i, (node.info(nodes, i) & ~COUNT) | LARGE);
    i = below;
  }
}

/**
 * Join the components of two neighbouring voxels: their chains of ever lower levels become one (Wilkinson et al. 2008, concurrent
 * max-trees; Najman & Couprie 2006). On the way down, a node of one chain gains the count of the last node passed in the other.
 */
export function join(nodes: usize, a: u32, b: u32, most: u32): void {
  let upper = canonical(nodes, a);
  let lower = canonical(nodes, b);
  let gain: u32 = 0;
  if (node.level(nodes, upper) < node.level(nodes, lower)) {
    const swap = upper;
    upper = lower;
    lower = swap;
  }
  while (upper != lower) {
    if (node.isLarge(nodes, upper)) return enlarge(nodes, lower);
    const count = node.voxels(nodes, upper);
    const next = canonicalParent(nodes, upper);
    if (count + gain > most) {
      enlarge(nodes, upper);
      return enlarge(nodes, lower);
    }
    node.setInfo(nodes, upper, node.info(nodes, upper) + gain);
    if (lower != NONE && (next == NONE || node.level(nodes, next) < node.level(nodes, lower))) {
      node.setParent(nodes, upper, lower);
      upper = lower;
      lower = next;
      gain = count;
    } else {
      upper = next;
    }
    if (upper == NONE) return;
  }
}

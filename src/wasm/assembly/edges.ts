/**
 * Which of the edges between a voxel and its neighbours before it matter. In a triangle of neighbours the highest edge joins nothing
 * that the other two have not joined: it is in no minimum spanning forest (the cycle property). Of equal ones, the edge of the later
 * voxel counts as higher, then that of the neighbour with the higher rank. Of 13 edges two to four are left.
 *
 * Neighbours by number; the rank of k is k ^ 1, so that the middle one below, which touches all others, comes first:
 *
 *     slice z-1, rows y-1, y, y+1         slice z, rows y-1, y
 *     12 13 14                            4  5  6
 *     0  1  2                             3  voxel
 *     8  9  10
 */
import * as G from './grain-block';
import { N, height, heights, near, setNear, topOf } from './grain-block';
import * as job from './job';
import { baseRow, levelRow, maskRow, nodeAt } from './levels';

/** z + 1 and y + 1 of each row, relative to the voxel's; the last is its own, in which neighbour 3 lies. */
const DOWN = memory.data<u8>([0, 1, 0, 0, 1]);
const ALONG = memory.data<u8>([1, 0, 2, 0, 1]);
const ROWS: u32 = 5;
const RANKS = memory.data<i32>([1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14]);
const COUNT: u32 = 16;
const LEFT: u32 = 3;
/** Bits of a key that hold the rank. */
const RANK_BITS: i32 = 4;

// prettier-ignore
@inline function rowOf(k: u32): u32 { return k == LEFT ? 4 : k >> 2; }
// prettier-ignore
@inline function aside(k: u32): i32 { return k == LEFT ? -1 : <i32>(k & 3) - 1; }
// prettier-ignore
@inline function along(k: u32): i32 { return <i32>load<u8>(ALONG + rowOf(k)) - 1; }
// prettier-ignore
@inline function down(k: u32): i32 { return <i32>load<u8>(DOWN + rowOf(k)) - 1; }

/** Edges up to `cap` are looked at; those up to `floor` are alike. */
export function openEdges(floor: i32, cap: i32): void {
  G.floor = floor;
  G.cap = cap;
  G.ways = 0;
  const most = job.connectivity == 6 ? 1 : job.connectivity == 18 ? 2 : 3;
  for (let k: u32 = 0; k < COUNT; k++) {
    let touching: u32 = 0;
    for (let o: u32 = 0; o < COUNT; o++) {
      if (touch(down(k) - down(o), along(k) - along(o), aside(k) - aside(o), most)) touching |= 1 << o;
    }
    setNear(N.TOUCHING, k, touching);
    if ((k & 3) < 3 || k == LEFT) {
      if (touch(down(k), along(k), aside(k), most)) G.ways = G.ways | (1 << k);
    }
  }
}

function touch(z: i32, y: i32, x: i32, most: i32): bool {
  return max(abs(z), max(abs(y), abs(x))) == 1 && abs(z) + abs(y) + abs(x) <= most;
}

/** Where the neighbours of the voxels of row (z, y) lie. */
export function openRow(z: u32, y: u32): void {
  const own = levelRow(z, y);
  for (let r: u32 = 0; r < ROWS; r++) {
    const rowZ = z + <u32>load<u8>(DOWN + r) - 1;
    const rowY = y + <u32>load<u8>(ALONG + r) - 1;
    setNear(N.OFFSET, r, <u32>(levelRow(rowZ, rowY) - own));
    setNear(N.MASKS, r, <u32>maskRow(rowZ, rowY));
    setNear(N.BASES, r, <u32>baseRow(rowZ, rowY));
  }
}

/** Neighbours, a bit each, to which the voxel whose level lies at `at` has an edge that matters. */
export function edgesOf(at: usize): u32 {
  const top = topOf();
  const floor = G.floor;
  const found = ASC_FEATURE_SIMD ? lookByFour(at, top, floor) : look(at, top, floor);
  let kept = found & ~(G.spared & near(N.TOUCHING, 1));
  for (let rest = kept; rest; rest &= rest - 1) {
    const k = ctz(rest);
    const key = <i32>near(N.KEY, k);
    const level = <i32>near(N.LEVEL, k);
    for (let others = near(N.TOUCHING, k) & found; others; others &= others - 1) {
      const o = ctz(others);
      if (<i32>near(N.KEY, o) >= key) continue;
      if (max(height(level, near(N.LEVEL, o), top), floor) << RANK_BITS > key) continue;
      kept &= ~(1 << k);
      break;
    }
  }
  return kept;
}

/** Levels and keys of some neighbours; which of them the middle one below spares. @returns those with an edge. */
function look(at: usize, top: i32, floor: i32): u32 {
  const own = load<i32>(at);
  const cap = G.cap;
  const below = load<i32>(at + near(N.OFFSET, 0));
  const keyBelow = max(height(own, below, top), floor) << RANK_BITS;
  let found: u32 = 0;
  let spared: u32 = 0;
  for (let ways = G.ways; ways; ways &= ways - 1) {
    const k = ctz(ways);
    const level = load<i32>(at + near(N.OFFSET, rowOf(k)) + (aside(k) << 2));
    const rise = max(height(own, level, top), floor);
    const key = (rise << RANK_BITS) | (k ^ 1);
    const again = max(height(level, below, top), floor) << RANK_BITS;
    setNear(N.LEVEL, k, level);
    setNear(N.KEY, k, key);
    found |= <u32>(rise <= cap) << k;
    spared |= (<u32>(keyBelow < key) & <u32>(again <= key)) << k;
  }
  G.spared = spared;
  return found;
}

/** The same of all, a row of neighbours at a time, neighbour 3 with the first; what is found where there is none is left out. */
function lookByFour(at: usize, top: i32, floor: i32): u32 {
  const own = v128.load32_splat(at);
  const below = v128.load32_splat(at + near(N.OFFSET, 0));
  const floors = i32x4.splat(floor);
  const cap = i32x4.splat(G.cap);
  const keyBelow = i32x4.shl(i32x4.max_s(heights(own, below, top), floors), RANK_BITS);
  let found: u32 = 0;
  let spared: u32 = 0;
  for (let k: u32 = 0; k < COUNT; k += 4) {
    let levels = v128.load(at + near(N.OFFSET, k >> 2) - 4);
    if (!k) levels = v128.load32_lane(at - 4, levels, 3);
    const rise = i32x4.max_s(heights(own, levels, top), floors);
    const keys = v128.or(i32x4.shl(rise, RANK_BITS), v128.load(RANKS + (<usize>k << 2)));
    const again = i32x4.shl(i32x4.max_s(heights(levels, below, top), floors), RANK_BITS);
    v128.store(N.LEVEL + (<usize>k << 2), levels);
    v128.store(N.KEY + (<usize>k << 2), keys);
    found |= i32x4.bitmask(i32x4.le_s(rise, cap)) << k;
    spared |= i32x4.bitmask(v128.and(i32x4.lt_s(keyBelow, keys), i32x4.le_s(again, keys))) << k;
  }
  G.spared = spared;
  return found & G.ways;
}

/** Node of the k-th neighbour, which must be one, of voxel x of the row. */
@inline
export function neighbourNode(k: u32, x: u32): u32 {
  return nodeAt(near(N.MASKS, rowOf(k)), near(N.BASES, rowOf(k)), x + aside(k));
}

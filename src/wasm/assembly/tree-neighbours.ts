/**
 * Which neighbours of a voxel are joined with it. Of the 13 that come before it in scan order:
 *
 *     slice z-1, rows y-1, y, y+1            slice z, rows y-1, y
 *     beforeBelow  - 0 +                     before  - 0 +
 *     below        - 0 +                     (row)   - voxel
 *     afterBelow   - 0 +
 *
 * Rows outside the volume have level 0 everywhere, which joins nothing, so borders need no test.
 */
import { job } from './job';
import { baseRow, levelRow, maskRow, nodeAt } from './levels';
import { join } from './tree-nodes';

/** Join the voxels of row (z, y) with their neighbours before them. Its levels, masks, bases and nodes must be written. */
export function joinRow(j: usize, z: u32, y: u32): void {
  const sizeX = job.sizeX(j);
  const connectivity = job.connectivity(j);
  const masks = maskRow(j, z, y);
  let next = load<u32>(baseRow(j, z, y));
  for (let block: u32 = 0; block < sizeX; block += 64) {
    let mask = load<u64>(masks + (<usize>(block >> 6) << 3));
    while (mask) {
      const x = block + <u32>ctz(mask);
      mask &= mask - 1;
      if (connectivity == 26) joinAllAround(j, z, y, x, next);
      else joinPlain(j, z, y, x, next, connectivity == 18);
      next += 1;
    }
  }
}

/**
 * Connectivity 26. A neighbour q needs no join when another neighbour r that touches q is joined (directly or in the same way) and
 * level(r) >= min(level(voxel), level(q)): through r they are one already. `seen` is the highest level of such r; the middle of
 * `below` touches all others, so most voxels need one join or two.
 */
function joinAllAround(j: usize, z: u32, y: u32, x: u32, i: u32): void {
  const pitch = job.pitch(j);
  const row = levelRow(j, z, y) + x;
  const under = levelRow(j, z - 1, y) + x;
  const own = <u32>load<u8>(row);
  const below = <u32>load<u8>(under);
  if (below) link(j, z - 1, y, x, i);
  if (below >= own) return;

  const before = <u32>load<u8>(row - pitch);
  const left = <u32>load<u8>(row - 1);
  const afterBelow = <u32>load<u8>(under + pitch);
  const beforeBelow = <u32>load<u8>(under - pitch);
  const middle = max(below, before);
  if (before > below) link(j, z, y - 1, x, i);
  if (isNew(left, own, middle)) link(j, z, y, x - 1, i);
  if (isNew(afterBelow, own, max(below, left))) link(j, z - 1, y + 1, x, i);
  if (isNew(beforeBelow, own, max(middle, left))) link(j, z - 1, y - 1, x, i);

  const seenBefore = max(middle, beforeBelow);
  const seenBelow = max(below, afterBelow);
  joinSide(j, z, y, x - 1, i, own, max(seenBefore, left), max(seenBelow, left));
  joinSide(j, z, y, x + 1, i, own, seenBefore, seenBelow);
}

/** The four neighbours of column x, left or right of the voxel `i`. `seenBelow` is for the row after-below, which touches fewer. */
function joinSide(j: usize, z: u32, y: u32, x: u32, i: u32, own: u32, seenBefore: u32, seenBelow: u32): void {
  if (own <= seenBelow && own <= seenBefore) return;
  const pitch = job.pitch(j);
  const row = levelRow(j, z, y) + x;
  const under = levelRow(j, z - 1, y) + x;
  const below = <u32>load<u8>(under);
  const before = <u32>load<u8>(row - pitch);
  if (isNew(below, own, max(seenBefore, seenBelow))) link(j, z - 1, y, x, i);
  if (isNew(load<u8>(under + pitch), own, max(seenBelow, below))) link(j, z - 1, y + 1, x, i);
  const seen = max(seenBefore, below);
  if (isNew(before, own, seen)) link(j, z, y - 1, x, i);
  if (isNew(load<u8>(under - pitch), own, max(seen, before))) link(j, z - 1, y - 1, x, i);
}

/** Connectivity 6 and 18, where neighbours touch each other too seldom to spare joins. */
function joinPlain(j: usize, z: u32, y: u32, x: u32, i: u32, edges: bool): void {
  const pitch = job.pitch(j);
  const row = levelRow(j, z, y) + x;
  const under = levelRow(j, z - 1, y) + x;
  if (load<u8>(row - 1)) link(j, z, y, x - 1, i);
  if (load<u8>(row - pitch)) link(j, z, y - 1, x, i);
  if (load<u8>(under)) link(j, z - 1, y, x, i);
  if (!edges) return;
  if (load<u8>(row - pitch - 1)) link(j, z, y - 1, x - 1, i);
  if (load<u8>(row - pitch + 1)) link(j, z, y - 1, x + 1, i);
  if (load<u8>(under - pitch)) link(j, z - 1, y - 1, x, i);
  if (load<u8>(under - 1)) link(j, z - 1, y, x - 1, i);
  if (load<u8>(under + 1)) link(j, z - 1, y, x + 1, i);
  if (load<u8>(under + pitch)) link(j, z - 1, y + 1, x, i);
}

@inline
function isNew(level: u32, own: u32, seen: u32): bool {
  return min(level, own) > seen;
}

function link(j: usize, z: u32, y: u32, x: u32, i: u32): void {
  join(job.runs(j), i, nodeAt(maskRow(j, z, y), baseRow(j, z, y), x), job.mostVoxels(j));
}

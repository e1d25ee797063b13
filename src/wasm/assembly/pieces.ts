/**
 * Pieces of the segmentation around each region: 26-components, of at least two voxels, of its mask in the one-voxel ring around the
 * region. Two volumes of one bit per voxel, rows of whole bytes, lowest bit first:
 *
 *   mask   written by the host at the address that `takeMask` gives
 *   ring   with a rim of one voxel; 0 between regions. First the region itself, so that it is not taken for its own ring
 *   list   behind all else: positions in the ring, in bits, u32; behind them those that a component goes on from
 */
import { firstRun, groupRuns, grouped } from './group';
import * as job from './job';
import { makeRoom, checkVoxels, take } from './job';
import { REGION_BYTES, region } from './table';

const LEAST_VOXELS: u32 = 2;
/** Bits of a row that are dealt with at a time: what a word has, whatever the first one's place in its byte. */
const MOST_BITS: u32 = 56;

/** Bytes of a row of the mask, and of the ring. */
@inline
function maskPitch(): usize {
  return (<usize>job.sizeX + 7) >> 3;
}
@inline
function ringPitch(): usize {
  return (<usize>job.sizeX + 9) >> 3;
}

/** Take memory for the mask, the ring behind it, and the runs by region. @returns the address of the mask. */
export function takeMask(): usize {
  const maskBytes = <u64>job.sizeZ * job.sizeY * maskPitch() + 8;
  const ringBytes = (<u64>job.sizeZ + 2) * (job.sizeY + 2) * ringPitch() + 16;
  const mask = take(maskBytes);
  const ring = take(ringBytes);
  checkVoxels(ringBytes << 2);
  groupRuns();
  memory.fill(ring, 0, <usize>ringBytes);
  job.scratch = ring + 8;
  return mask;
}

/** Count those of the records `from` to `to`. */
export function countPieces(mask: usize, from: u32, to: u32): void {
  const list = take(0);
  for (let i = from; i < to; i++) {
    const r = job.table + <usize>i * REGION_BYTES;
    eachRun(i, true);
    const end = collect(i, mask, list);
    eachRun(i, false);
    makeRoom(<u64>end + (end - list) + 64);
    region.setPieces(r, countParts(list, end));
  }
}

/** Set or clear the region's own voxels. */
function eachRun(number: u32, isOwn: bool): void {
  const last = firstRun(number + 1);
  for (let run = firstRun(number); run < last; run = grouped.next(run)) {
    const row = ringRow(grouped.row(run) / job.sizeY, grouped.row(run) % job.sizeY);
    for (let x = grouped.start(run); x < grouped.end(run); x += MOST_BITS) {
      const at = row + x;
      const bits = lowest(grouped.end(run) - x) << (at & 7);
      const word = job.scratch + (at >> 3);
      store<u64>(word, isOwn ? load<u64>(word) | bits : load<u64>(word) & ~bits);
    }
  }
}

/** Position of voxel 0 of row (z, y) in the ring, in bits. */
@inline
function ringRow(z: u32, y: u32): u32 {
  return <u32>((((<usize>z + 1) * (job.sizeY + 2) + y + 1) * ringPitch()) << 3) + 1;
}

@inline
function lowest(count: u32): u64 {
  return (<u64>1 << min(count, MOST_BITS)) - 1;
}

/** Put the ring of a region into its volume and the list. @returns the end of the list. */
function collect(number: u32, mask: usize, list: usize): usize {
  const sizeY = <i32>job.sizeY;
  const last = firstRun(number + 1);
  for (let run = firstRun(number); run < last; run = grouped.next(run)) {
    const z = <i32>grouped.row(run) / sizeY;
    const y = <i32>grouped.row(run) % sizeY;
    const from = <u32>max<i32>(grouped.start(run) - 1, 0);
    const to = min(grouped.end(run) + 1, job.sizeX);
    makeRoom(<u64>list + 36 * (to - from));
    for (let zz = max(z - 1, 0); zz < min<i32>(z + 2, job.sizeZ); zz++) {
      for (let yy = max(y - 1, 0); yy < min(y + 2, sizeY); yy++) {
        const bits = mask + <usize>(zz * sizeY + yy) * maskPitch();
        list = collectRow(bits, job.scratch, ringRow(zz, yy), from, to, list);
      }
    }
  }
  return list;
}

function collectRow(bits: usize, ring: usize, row: u32, from: u32, to: u32, list: usize): usize {
  for (let x = from; x < to; x += MOST_BITS) {
    const at = row + x;
    const word = ring + (at >> 3);
    const inMask = (load<u64>(bits + (x >> 3)) >> (x & 7)) & lowest(to - x);
    const fresh = inMask & ~(load<u64>(word) >> (at & 7));
    if (!fresh) continue;
    store<u64>(word, load<u64>(word) | (fresh << (at & 7)));
    for (let left = fresh; left; left &= left - 1) {
      store<u32>(list, at + <u32>ctz(left));
      list += 4;
    }
  }
  return list;
}

/** Components of the ring that are large enough. Clears it. */
function countParts(list: usize, end: usize): u32 {
  const ring = job.scratch;
  let parts: u32 = 0;
  for (let seed = list; seed < end; seed += 4) {
    let top = takeBits(ring, load<u32>(seed), 1, end);
    let voxels: u32 = 0;
    while (top > end) {
      top -= 4;
      voxels += 1;
      const at = load<u32>(top) - 1;
      for (let dz: i32 = -1; dz < 2; dz++) {
        for (let dy: i32 = -1; dy < 2; dy++) {
          const step = (dz * <i32>(job.sizeY + 2) + dy) * <i32>(ringPitch() << 3);
          top = takeBits(ring, at + step, 7, top);
        }
      }
    }
    if (voxels >= LEAST_VOXELS) parts += 1;
  }
  return parts;
}

/** Move those of the few bits from `at` on that are set to the list. @returns its end. */
@inline
function takeBits(ring: usize, at: u32, few: u32, list: usize): usize {
  const word = ring + (at >> 3);
  const found = (load<u32>(word) >> (at & 7)) & few;
  if (found) {
    store<u32>(word, load<u32>(word) & ~(found << (at & 7)));
    for (let left = found; left; left &= left - 1) {
      store<u32>(list, at + ctz(left));
      list += 4;
    }
  }
  return list;
}

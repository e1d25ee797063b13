/**
 * Variants: regions that the mask would gain or lose at another threshold, islands beside it, and pieces of its branches. Order of calls:
 *
 *   open(…)                 of all modes, then write the weights
 *   openVariants(…)         then write the doubt codes
 *   fillHeights(count)      for slab after slab, whose heights (u8 codes of probability) lie at the slab address
 *   prepareVariants(lowest) lists of what has a height > lowest or is mask
 *   centreLine()
 *   nearestLine()
 *   additions(t), removals(t)   cut for cut, those nearest to one half first
 *   islands(), branchPieces()       in any order
 *
 *
 * Mode branch leaves out nearestLine and all of what follows but branchPieces.
 *
 * After each of the last four, either keepRegions(), or the host copies records (kind, cut, contacts, length, start, size, pieces of mask
 * around) and their voxels, flat indices of the volume without padding; the next call frees them. Kinds: 1 to 3 addition join, end,
 * island; 4 to 6 removal; 7 island; 8 branch. The mask is where the height is at least 128. Between these steps, gather and order give
 * what is kept so far; what they took is freed by the next step.
 */
import * as job from './job';
import { checkVoxels, take } from './job';
import * as F from './variants-block';
import { least, LINE, most, addRecord, at, fillOffsets, put, record, takeArea, takeList, takeRecords } from './variants-block';
import { additionsAt, removalsAt } from './variants-cuts';
import { piecesAround } from './variants-judge';
import { findIslands } from './variants-islands';
import { group, sweep } from './variants-lists';
import { pieces } from './variants-pieces';
import { thin } from './variants-thin';

const BRANCH: i32 = 8;

/** @param edgeZ - edge of a voxel; only the ratios count */
export function openVariants(edgeZ: f64, edgeY: f64, edgeX: f64): void {
  F.sy = job.sizeX + 2;
  F.sz = (job.sizeX + 2) * (job.sizeY + 2);
  F.count = 0;
  F.step = 0;
  F.regions = 0;
  F.runs = 0;
  takeVolumes();
  fillSteps(edgeZ, edgeY, edgeX);
}

/** How far the 26 neighbours are, in raster order and quarters of the smallest edge of a voxel. */
function fillSteps(edgeZ: f64, edgeY: f64, edgeX: f64): void {
  const smallest = min(edgeZ, min(edgeY, edgeX));
  const z = edgeZ / smallest;
  const y = edgeY / smallest;
  const x = edgeX / smallest;
  let k = 0;
  for (let q = 0; q < 27; q++) {
    if (q == 13) continue;
    const dz = q / 9 - 1;
    const dy = ((q / 3) % 3) - 1;
    const dx = (q % 3) - 1;
    const length = sqrt(<f64>(dz * dz) * z * z + <f64>(dy * dy) * y * y + <f64>(dx * dx) * x * x);
    put(F.wt, k, <i32>min(nearest(4 * length), 255));
    k += 1;
  }
}

function takeVolumes(): void {
  const slice = <u64>job.sizeY * job.sizeX;
  const total = checkVoxels((<u64>job.sizeZ + 2) * (<u64>job.sizeY + 2) * (<u64>job.sizeX + 2));
  F.n = <u32>total;
  const counts = take(2048);
  job.work = counts;
  F.codes = takeArea(slice * job.sizeZ * job.codeBytes);
  F.off = takeArea(104);
  F.wt = takeArea(104);
  F.p = takeArea(total);
  F.seg = takeArea(total);
  F.obj = takeArea(total);
  F.flag = takeArea(total);
  F.dist = takeArea(total);
  F.dseg = takeArea(total);
  F.lab = takeArea(total << 2);
  memory.fill(F.p, 0, <usize>total);
  memory.fill(F.seg, 0, <usize>total);
  fillOffsets();
}

/** Take the heights of the next `count` slices, which lie in the slab, and the mask that follows from them. */
export function fillHeights(count: u32): void {
  const sizeX = <usize>job.sizeX;
  let row = job.slab;
  for (let z = job.scanned; z < job.scanned + count; z++) {
    for (let y: u32 = 0; y < job.sizeY; y++) {
      const to = (<usize>z + 1) * F.sz + (<usize>y + 1) * F.sy + 1;
      memory.copy(F.p + to, row, sizeX);
      for (let x: usize = 0; x < sizeX; x++) store<u8>(F.seg + to + x, load<u8>(row + x) >> 7);
      row += sizeX;
    }
  }
  job.scanned = job.scanned + count;
}

export function prepareVariants(lowest: u32): void {
  memory.copy(F.obj, F.seg, F.n);
  memory.fill(F.flag, 0, F.n);
  memory.fill(F.dist, 255, F.n);
  memory.fill(F.dseg, 255, F.n);
  memory.fill(F.lab, 0, <usize>F.n << 2);
  let inside: u32 = 0;
  let outside: u32 = 0;
  for (let i: u32 = 0; i < F.n; i++) {
    if (load<u8>(F.seg + i)) inside++;
    else if (load<u8>(F.p + i) > lowest) outside++;
  }
  F.nseg = inside;
  F.nout = outside;
  F.nact = inside + outside;
  const both = (<u64>inside + outside + 2) << 2;
  F.segv = takeArea(<u64>inside << 2);
  F.out = takeArea(<u64>outside << 2);
  F.act = takeArea(both);
  F.work = takeArea(both);
  F.marks = takeArea(both);
  F.ringv = takeArea(both);
  F.nodes = takeArea(both << 1);
  F.has = takeArea(both);
  let a = 0;
  let b = 0;
  for (let i: u32 = 0; i < F.n; i++) {
    const isMask = load<u8>(F.seg + i) != 0;
    if (!isMask && load<u8>(F.p + i) <= lowest) continue;
    put(F.act, a + b, i);
    if (isMask) put(F.segv, a++, i);
    else put(F.out, b++, i);
  }
}

/** Centre line of the mask. */
export function centreLine(): void {
  const sk = takeList(F.nseg);
  memory.copy(sk, F.segv, <usize>F.nseg << 2);
  const line = thin(sk, F.nseg);
  memory.copy(F.obj, F.seg, F.n);
  for (let q = 0; q < line; q++) store<u8>(F.flag + at(sk, q), load<u8>(F.flag + at(sk, q)) | LINE);
  F.sk = sk;
  F.nsk = line;
  F.shared = job.used;
}

/** Distance of all that is active to the centre line, and the mask's voxels by nearest centre-line voxel. */
export function nearestLine(): void {
  F.off0 = takeArea((<u64>F.nsk + 2) << 2);
  F.own = takeArea(<u64>F.nseg << 2);
  for (let q = 0; q < F.nsk; q++) {
    store<u8>(F.dseg + at(F.sk, q), 0);
    put(F.lab, at(F.sk, q), q + 1);
  }
  sweep(F.act, F.nact, F.dseg, 0);
  for (let q = 0; q < F.nseg; q++) put(F.work, q, at(F.lab, at(F.segv, q)));
  group(F.segv, F.work, F.nseg, F.nsk, F.off0, F.own);
  for (let q = 0; q < F.nact; q++) put(F.lab, at(F.act, q), 0);
  F.shared = job.used;
}

export function additions(t: i32): void {
  begin();
  additionsAt(t);
  finish();
}

export function removals(t: i32): void {
  begin();
  removalsAt(t);
  finish();
}

export function islands(): void {
  begin();
  findIslands();
  finish();
}

export function branchPieces(): void {
  begin();
  findBranches();
  finish();
}

function findBranches(): void {
  const piece = takeList(F.nsk);
  const vox = takeList(F.nseg);
  const count = pieces(F.sk, F.nsk, piece);
  const starts = takeList(count + 2);
  const length = takeList(count + 2);
  const records = takeRecords(count + 1);
  memory.fill(length, 0, (<usize>count + 2) << 2);
  for (let q = 0; q < F.nsk; q++) {
    const k = at(piece, q);
    if (!k) continue;
    put(length, k, at(length, k) + 1);
    put(F.lab, at(F.sk, q), k);
    store<u8>(F.dist + at(F.sk, q), 0);
  }
  sweep(F.segv, F.nseg, F.dist, 0);
  for (let q = 0; q < F.nseg; q++) {
    const i = at(F.segv, q);
    put(F.work, q, at(F.lab, i));
    put(F.lab, i, 0);
    store<u8>(F.dist + i, 255);
  }
  group(F.segv, F.work, F.nseg, count, starts, vox);
  F.records = records;
  F.vox = vox;
  for (let k = 1; k <= count; k++) {
    const size = at(starts, k + 1) - at(starts, k);
    if (size >= least() && size <= most()) addRecord(BRANCH, -1, 0, at(length, k), at(starts, k), size);
  }
}

/** Free what the step before took. */
function begin(): void {
  job.used = F.shared;
  F.count = 0;
}

/** Root mean square of 255 - |2 height - 255|: 254 where the probability is one half, 0 where it is 0 or 1. */
function undecided(voxels: usize, n: i32): i32 {
  let sum: u64 = 0;
  for (let q = 0; q < n; q++) {
    const height = load<u8>(F.p + at(voxels, q));
    const least: u64 = min<u64>(height, 255 - height);
    sum += 4 * least * least;
  }
  return <i32>nearest(sqrt(<f64>sum / <f64>n));
}

/** Count the pieces of mask around each region, and turn its voxels into indices of the volume without padding. */
function finish(): void {
  const sizeY = <i32>job.sizeY;
  const sizeX = <i32>job.sizeX;
  for (let c = 0; c < F.count; c++) {
    const r = record(c);
    const voxels = F.vox + (<usize>at(r, 4) << 2);
    put(r, 6, piecesAround(voxels, at(r, 5)));
    put(r, 7, undecided(voxels, at(r, 5)));
    for (let q = at(r, 4); q < at(r, 4) + at(r, 5); q++) {
      const i = at(F.vox, q);
      const z = i / F.sz;
      const y = (i - z * F.sz) / F.sy;
      const x = i - z * F.sz - y * F.sy;
      put(F.vox, q, ((z - 1) * sizeY + y - 1) * sizeX + x - 1);
    }
  }
}

/**
 * Variants: regions that the mask would gain or lose at another threshold, islands beside it, and pieces of its branches. Order of calls:
 *
 *   open(j, …)                 of all modes, then write the weights
 *   openVariants(j, …)         then write the doubt codes
 *   fillHeights(j, count)      for slab after slab, whose heights (u8 codes of probability) lie at the slab address
 *   prepareVariants(j, lowest) lists of what has a height > lowest or is mask
 *   centreLine(j)
 *   nearestLine(j)
 *   additions(j, t), removals(j, t)   cut for cut, those nearest to one half first
 *   islands(j), branchPieces(j)       in any order
 *
 *
 * Mode branch leaves out nearestLine and all of what follows but branchPieces.
 *
 * After each of the last four, either keepRegions(j), or the host copies records (kind, cut, contacts, length, start, size, pieces of mask
 * around) and their voxels, flat indices of the volume without padding; the next call frees them. Kinds: 1 to 3 addition join, end,
 * island; 4 to 6 removal; 7 island; 8 branch. The mask is where the height is at least 128. Between these steps, gather and order give
 * what is kept so far; what they took is freed by the next step.
 */
import { job, mostVoxels, take } from './job';
import { F, least, LINE, most, addRecord, at, fillOffsets, get, put, record, set, takeField, takeList, takeRecords } from './variants-block';
import { additionsAt, removalsAt } from './variants-cuts';
import { piecesAround } from './variants-judge';
import { findIslands } from './variants-islands';
import { group, sweep } from './variants-lists';
import { pieces } from './variants-pieces';
import { thin } from './variants-thin';

const BRANCH: i32 = 8;

/** @param edgeZ - edge of a voxel; only the ratios count */
export function openVariants(j: usize, edgeZ: f64, edgeY: f64, edgeX: f64): void {
  const sizeX = job.sizeX(j);
  set(j, F.SY, sizeX + 2);
  set(j, F.SZ, (sizeX + 2) * (job.sizeY(j) + 2));
  takeVolumes(j);
  fillSteps(j, edgeZ, edgeY, edgeX);
}

/** How far the 26 neighbours are, in raster order and quarters of the smallest edge of a voxel. */
function fillSteps(j: usize, edgeZ: f64, edgeY: f64, edgeX: f64): void {
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
    put(get(j, F.WT), k, <i32>min(nearest(4 * length), 255));
    k += 1;
  }
}

function takeVolumes(j: usize): void {
  const slice = <u64>job.sizeY(j) * job.sizeX(j);
  const total = mostVoxels((<u64>job.sizeZ(j) + 2) * (<u64>job.sizeY(j) + 2) * (<u64>job.sizeX(j) + 2));
  set(j, F.N, <u32>total);
  const counts = take(j, 2048);
  job.setWork(j, counts);
  takeField(j, F.CODES, slice * job.sizeZ(j) * job.codeBytes(j));
  takeField(j, F.OFF, 104);
  takeField(j, F.WT, 104);
  takeField(j, F.P, total);
  takeField(j, F.SEG, total);
  takeField(j, F.OBJ, total);
  takeField(j, F.FLAG, total);
  takeField(j, F.DIST, total);
  takeField(j, F.DSEG, total);
  takeField(j, F.LAB, total << 2);
  memory.fill(get(j, F.P), 0, <usize>total);
  memory.fill(get(j, F.SEG), 0, <usize>total);
  fillOffsets(j);
}

/** Take the heights of the next `count` slices, which lie in the slab, and the mask that follows from them. */
export function fillHeights(j: usize, count: u32): void {
  const sizeX = <usize>job.sizeX(j);
  const heights = <usize>get(j, F.P);
  const mask = <usize>get(j, F.SEG);
  let row = job.slab(j);
  for (let z = job.scanned(j); z < job.scanned(j) + count; z++) {
    for (let y: u32 = 0; y < job.sizeY(j); y++) {
      const to = (<usize>z + 1) * get(j, F.SZ) + (<usize>y + 1) * get(j, F.SY) + 1;
      memory.copy(heights + to, row, sizeX);
      for (let x: usize = 0; x < sizeX; x++) store<u8>(mask + to + x, load<u8>(row + x) >> 7);
      row += sizeX;
    }
  }
  job.setScanned(j, job.scanned(j) + count);
}

export function prepareVariants(j: usize, lowest: u32): void {
  const p = <usize>get(j, F.P);
  const seg = <usize>get(j, F.SEG);
  const total = get(j, F.N);
  memory.copy(get(j, F.OBJ), seg, total);
  memory.fill(get(j, F.FLAG), 0, total);
  memory.fill(get(j, F.DIST), 255, total);
  memory.fill(get(j, F.DSEG), 255, total);
  memory.fill(get(j, F.LAB), 0, <usize>total << 2);
  let inside: u32 = 0;
  let outside: u32 = 0;
  for (let i: u32 = 0; i < total; i++) {
    if (load<u8>(seg + i)) inside++;
    else if (load<u8>(p + i) > lowest) outside++;
  }
  set(j, F.NSEG, inside);
  set(j, F.NOUT, outside);
  set(j, F.NACT, inside + outside);
  const both = (<u64>inside + outside + 2) << 2;
  takeField(j, F.SEGV, <u64>inside << 2);
  takeField(j, F.OUT, <u64>outside << 2);
  takeField(j, F.ACT, both);
  takeField(j, F.WORK, both);
  takeField(j, F.MARK, both);
  takeField(j, F.RINGV, both);
  takeField(j, F.NODES, both << 1);
  takeField(j, F.HAS, both);
  let a = 0;
  let b = 0;
  for (let i: u32 = 0; i < total; i++) {
    const isMask = load<u8>(seg + i) != 0;
    if (!isMask && load<u8>(p + i) <= lowest) continue;
    put(get(j, F.ACT), a + b, i);
    if (isMask) put(get(j, F.SEGV), a++, i);
    else put(get(j, F.OUT), b++, i);
  }
}

/** Centre line of the mask. */
export function centreLine(j: usize): void {
  const n = <i32>get(j, F.NSEG);
  const sk = takeList(j, n);
  memory.copy(sk, get(j, F.SEGV), <usize>n << 2);
  const line = thin(j, sk, n);
  memory.copy(get(j, F.OBJ), get(j, F.SEG), get(j, F.N));
  const flag = <usize>get(j, F.FLAG);
  for (let q = 0; q < line; q++) store<u8>(flag + at(sk, q), load<u8>(flag + at(sk, q)) | LINE);
  set(j, F.SK, <u32>sk);
  set(j, F.NSK, line);
  set(j, F.SHARED, load<u32>(j, 116));
}

/** Distance of all that is active to the centre line, and the mask's voxels by nearest centre-line voxel. */
export function nearestLine(j: usize): void {
  const n = <i32>get(j, F.NSK);
  const inside = <i32>get(j, F.NSEG);
  const lab = <usize>get(j, F.LAB);
  const sk = <usize>get(j, F.SK);
  const labels = <usize>get(j, F.WORK);
  takeField(j, F.OFF0, (<u64>n + 2) << 2);
  takeField(j, F.OWN, <u64>inside << 2);
  for (let q = 0; q < n; q++) {
    store<u8>(get(j, F.DSEG) + at(sk, q), 0);
    put(lab, at(sk, q), q + 1);
  }
  sweep(j, get(j, F.ACT), get(j, F.NACT), get(j, F.DSEG), 0);
  for (let q = 0; q < inside; q++) put(labels, q, at(lab, at(get(j, F.SEGV), q)));
  group(get(j, F.SEGV), labels, inside, n, get(j, F.OFF0), get(j, F.OWN));
  for (let q = 0; q < <i32>get(j, F.NACT); q++) put(lab, at(get(j, F.ACT), q), 0);
  set(j, F.SHARED, load<u32>(j, 116));
}

export function additions(j: usize, t: i32): void {
  begin(j);
  additionsAt(j, t);
  finish(j);
}

export function removals(j: usize, t: i32): void {
  begin(j);
  removalsAt(j, t);
  finish(j);
}

export function islands(j: usize): void {
  begin(j);
  findIslands(j);
  finish(j);
}

export function branchPieces(j: usize): void {
  begin(j);
  findBranches(j);
  finish(j);
}

function findBranches(j: usize): void {
  const n = <i32>get(j, F.NSK);
  const inside = <i32>get(j, F.NSEG);
  const lab = <usize>get(j, F.LAB);
  const dist = <usize>get(j, F.DIST);
  const sk = <usize>get(j, F.SK);
  const labels = <usize>get(j, F.WORK);
  const piece = takeList(j, n);
  const vox = takeList(j, inside);
  const count = pieces(j, sk, n, piece);
  const starts = takeList(j, count + 2);
  const length = takeList(j, count + 2);
  const records = takeRecords(j, count + 1);
  memory.fill(length, 0, (<usize>count + 2) << 2);
  for (let q = 0; q < n; q++) {
    const k = at(piece, q);
    if (!k) continue;
    put(length, k, at(length, k) + 1);
    put(lab, at(sk, q), k);
    store<u8>(dist + at(sk, q), 0);
  }
  sweep(j, get(j, F.SEGV), inside, dist, 0);
  for (let q = 0; q < inside; q++) {
    const i = at(get(j, F.SEGV), q);
    put(labels, q, at(lab, i));
    put(lab, i, 0);
    store<u8>(dist + i, 255);
  }
  group(get(j, F.SEGV), labels, inside, count, starts, vox);
  set(j, F.RECORDS, <u32>records);
  set(j, F.VOX, <u32>vox);
  for (let k = 1; k <= count; k++) {
    const size = at(starts, k + 1) - at(starts, k);
    if (size >= least(j) && size <= most(j)) addRecord(j, BRANCH, -1, 0, at(length, k), at(starts, k), size);
  }
}

/** Free what the step before took. */
function begin(j: usize): void {
  job.setUsed(j, get(j, F.SHARED));
  set(j, F.COUNT, 0);
}

/** Root mean square of 255 - |2 height - 255|: 254 where the probability is one half, 0 where it is 0 or 1. */
function undecided(j: usize, voxels: usize, n: i32): i32 {
  const p = <usize>get(j, F.P);
  let sum: u64 = 0;
  for (let q = 0; q < n; q++) {
    const height = load<u8>(p + at(voxels, q));
    const least: u64 = min<u64>(height, 255 - height);
    sum += 4 * least * least;
  }
  return <i32>nearest(sqrt(<f64>sum / <f64>n));
}

/** Count the pieces of mask around each region, and turn its voxels into indices of the volume without padding. */
function finish(j: usize): void {
  const sy = <i32>get(j, F.SY);
  const sz = <i32>get(j, F.SZ);
  const sizeY = <i32>job.sizeY(j);
  const sizeX = <i32>job.sizeX(j);
  for (let c = 0; c < <i32>get(j, F.COUNT); c++) {
    const r = record(j, c);
    const voxels = <usize>get(j, F.VOX) + (<usize>at(r, 4) << 2);
    put(r, 6, piecesAround(j, voxels, at(r, 5)));
    put(r, 7, undecided(j, voxels, at(r, 5)));
    for (let q = at(r, 4); q < at(r, 4) + at(r, 5); q++) {
      const i = at(get(j, F.VOX), q);
      const z = i / sz;
      const y = (i - z * sz) / sy;
      const x = i - z * sz - y * sy;
      put(get(j, F.VOX), q, ((z - 1) * sizeY + y - 1) * sizeX + x - 1);
    }
  }
}

/**
 * Variants: regions that the mask would gain or lose at another threshold, islands beside it, and pieces of its branches. Order of calls:
 *
 *   openVariants(j, z, y, x)   then write padded codes and mask (0/1, u8), the 26 neighbour offsets and chamfer weights (i32)
 *   prepareVariants(j, least)  lists of what has code > least or is mask
 *   centreLine(j)
 *   nearestLine(j)
 *   additions(j, t), removals(j, t)   cut for cut, those nearest to one half first
 *   islands(j), branchPieces(j)       in any order
 *
 * After each of the last four, the host copies records (kind, cut, contacts, length, start, size) and their voxels, flat indices of
 * the volume without padding; the next call frees them. Kinds: 1 to 3 addition join, end, island; 4 to 6 removal; 7 island; 8 branch.
 */
import { JOB_BYTES, OK, OUT_OF_MEMORY, job, take } from './job';
import { F, LEAST, LINE, MOST, VARIANTS_BYTES, addRecord, at, get, put, set, takeField, takeList } from './variants-block';
import { additionsAt, removalsAt } from './variants-cuts';
import { findIslands } from './variants-islands';
import { group, sweep } from './variants-lists';
import { pieces } from './variants-pieces';
import { fillTables, thin } from './variants-thin';

const BRANCH: i32 = 8;

export function openVariants(j: usize, sizeZ: u32, sizeY: u32, sizeX: u32): i32 {
  memory.fill(j, 0, JOB_BYTES + VARIANTS_BYTES);
  store<u32>(j, sizeZ);
  store<u32>(j, sizeY, 4);
  store<u32>(j, sizeX, 8);
  job.setUsed(j, j + JOB_BYTES + VARIANTS_BYTES);
  const total = (<u64>sizeZ + 2) * (<u64>sizeY + 2) * (<u64>sizeX + 2);
  if (total > 0x7fffffff) return OUT_OF_MEMORY;
  const counts = take(j, 2048);
  if (!counts) return OUT_OF_MEMORY;
  store<u32>(j, <u32>counts, 36);
  set(j, F.SY, sizeX + 2);
  set(j, F.SZ, (sizeX + 2) * (sizeY + 2));
  set(j, F.N, <u32>total);
  if (!takeField(j, F.OFF, 104) || !takeField(j, F.WT, 104)) return OUT_OF_MEMORY;
  if (!takeField(j, F.T26, 6144) || !takeField(j, F.T6, 6144)) return OUT_OF_MEMORY;
  if (!takeField(j, F.P, total) || !takeField(j, F.SEG, total) || !takeField(j, F.OBJ, total)) return OUT_OF_MEMORY;
  if (!takeField(j, F.FLAG, total) || !takeField(j, F.DIST, total) || !takeField(j, F.DSEG, total)) return OUT_OF_MEMORY;
  if (!takeField(j, F.LAB, total << 2)) return OUT_OF_MEMORY;
  fillTables(get(j, F.T26), get(j, F.T6));
  return OK;
}

export function prepareVariants(j: usize, least: u32): i32 {
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
    else if (load<u8>(p + i) > least) outside++;
  }
  set(j, F.NSEG, inside);
  set(j, F.NOUT, outside);
  set(j, F.NACT, inside + outside);
  const both = (<u64>inside + outside + 2) << 2;
  if (!takeField(j, F.SEGV, <u64>inside << 2) || !takeField(j, F.OUT, <u64>outside << 2)) return OUT_OF_MEMORY;
  if (!takeField(j, F.ACT, both) || !takeField(j, F.WORK, both)) return OUT_OF_MEMORY;
  if (!takeField(j, F.MARK, both) || !takeField(j, F.RINGV, both)) return OUT_OF_MEMORY;
  if (!takeField(j, F.NODES, both << 1) || !takeField(j, F.HAS, both)) return OUT_OF_MEMORY;
  let a = 0;
  let b = 0;
  for (let i: u32 = 0; i < total; i++) {
    const isMask = load<u8>(seg + i) != 0;
    if (!isMask && load<u8>(p + i) <= least) continue;
    put(get(j, F.ACT), a + b, i);
    if (isMask) put(get(j, F.SEGV), a++, i);
    else put(get(j, F.OUT), b++, i);
  }
  return OK;
}

/** Centre line of the mask. */
export function centreLine(j: usize): i32 {
  const n = <i32>get(j, F.NSEG);
  const sk = takeList(j, n);
  if (!sk) return OUT_OF_MEMORY;
  memory.copy(sk, get(j, F.SEGV), <usize>n << 2);
  const line = thin(j, sk, n);
  memory.copy(get(j, F.OBJ), get(j, F.SEG), get(j, F.N));
  const flag = <usize>get(j, F.FLAG);
  for (let q = 0; q < line; q++) store<u8>(flag + at(sk, q), load<u8>(flag + at(sk, q)) | LINE);
  set(j, F.SK, <u32>sk);
  set(j, F.NSK, line);
  return OK;
}

/** Distance of all that is active to the centre line, and the mask's voxels by nearest centre-line voxel. */
export function nearestLine(j: usize): i32 {
  const n = <i32>get(j, F.NSK);
  const inside = <i32>get(j, F.NSEG);
  const lab = <usize>get(j, F.LAB);
  const sk = <usize>get(j, F.SK);
  const labels = <usize>get(j, F.WORK);
  if (!takeField(j, F.OFF0, (<u64>n + 2) << 2) || !takeField(j, F.OWN, <u64>inside << 2)) return OUT_OF_MEMORY;
  for (let q = 0; q < n; q++) {
    store<u8>(get(j, F.DSEG) + at(sk, q), 0);
    put(lab, at(sk, q), q + 1);
  }
  sweep(j, get(j, F.ACT), get(j, F.NACT), get(j, F.DSEG), 0);
  for (let q = 0; q < inside; q++) put(labels, q, at(lab, at(get(j, F.SEGV), q)));
  group(get(j, F.SEGV), labels, inside, n, get(j, F.OFF0), get(j, F.OWN));
  for (let q = 0; q < <i32>get(j, F.NACT); q++) put(lab, at(get(j, F.ACT), q), 0);
  set(j, F.SHARED, load<u32>(j, 116));
  return OK;
}

export function additions(j: usize, t: i32): i32 {
  begin(j);
  return finish(j, additionsAt(j, t));
}

export function removals(j: usize, t: i32): i32 {
  begin(j);
  return finish(j, removalsAt(j, t));
}

export function islands(j: usize): i32 {
  begin(j);
  return finish(j, findIslands(j));
}

export function branchPieces(j: usize): i32 {
  begin(j);
  return finish(j, findBranches(j));
}

function findBranches(j: usize): i32 {
  const n = <i32>get(j, F.NSK);
  const inside = <i32>get(j, F.NSEG);
  const lab = <usize>get(j, F.LAB);
  const dist = <usize>get(j, F.DIST);
  const sk = <usize>get(j, F.SK);
  const labels = <usize>get(j, F.WORK);
  const piece = takeList(j, n);
  const vox = takeList(j, inside);
  if (!piece || !vox) return OUT_OF_MEMORY;
  const count = pieces(j, sk, n, piece);
  if (count < 0) return OUT_OF_MEMORY;
  const starts = takeList(j, count + 2);
  const length = takeList(j, count + 2);
  const records = takeList(j, 6 * (count + 1));
  if (!starts || !length || !records) return OUT_OF_MEMORY;
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
    if (size >= LEAST && size <= MOST) addRecord(j, BRANCH, -1, 0, at(length, k), at(starts, k), size);
  }
  return OK;
}

/** Free what the step before took. */
function begin(j: usize): void {
  job.setUsed(j, get(j, F.SHARED));
  set(j, F.COUNT, 0);
}

/** Turn the voxels of the records into indices of the volume without padding. */
function finish(j: usize, status: i32): i32 {
  if (status != OK) return status;
  const sy = <i32>get(j, F.SY);
  const sz = <i32>get(j, F.SZ);
  const sizeY = <i32>job.sizeY(j);
  const sizeX = <i32>job.sizeX(j);
  for (let c = 0; c < <i32>get(j, F.COUNT); c++) {
    const r = <usize>get(j, F.RECORDS) + <usize>c * 24;
    for (let q = at(r, 4); q < at(r, 4) + at(r, 5); q++) {
      const i = at(get(j, F.VOX), q);
      const z = i / sz;
      const y = (i - z * sz) / sy;
      const x = i - z * sz - y * sy;
      put(get(j, F.VOX), q, ((z - 1) * sizeY + y - 1) * sizeX + x - 1);
    }
  }
  return status;
}

/** The centre line of the mask whose parts are counted. */
import * as B from './consequence-block';
import { invert } from './consequence-block';
import * as job from './job';
import { checkVoxels, take } from './job';
import * as F from './variants-block';
import { at, fillOffsets, put } from './variants-block';
import { thin } from './variants-thin';

/** Bytes of the steps to 26 neighbours. */
const OFFSETS: usize = 128;

/** Thin the mask to its centre line. Two bytes a voxel and 12 a voxel of the mask are needed meanwhile; they are free again. */
export function drawLine(): void {
  const sy = job.sizeX + 2;
  const sz = sy * (job.sizeY + 2);
  const total = checkVoxels(<u64>sz * (job.sizeZ + 2));
  const end = job.used;
  const offsets = take(OFFSETS + 2 * total + 64);
  memory.fill(offsets, 0, OFFSETS + 2 * <usize>total);
  F.off = offsets;
  F.obj = <u32>(offsets + OFFSETS);
  F.flag = <u32>(offsets + OFFSETS + <usize>total);
  F.sy = sy;
  F.sz = sz;
  fillOffsets();
  const count = unpack(0);
  const bytes = <u64>count << 2;
  const list = take(3 * bytes);
  F.marks = <u32>(list + <usize>bytes);
  F.ringv = <u32>(list + 2 * <usize>bytes);
  unpack(list);
  const left = thin(list, count);
  for (let q = 0; q < left; q++) {
    const i = <usize>at(list, q);
    const row = (i / sz) * B.rows + (i % sz) / sy;
    invert(B.line, ((row * B.wide) << 6) + ((i % sz) % sy));
  }
  job.used = end;
}

/** Write the mask to bytes, and where its voxels lie to a list if there is one; returns how many they are. */
function unpack(list: usize): i32 {
  let count = 0;
  for (let w: usize = 0; w < B.count << 6; w++) {
    let bits = load<u64>(B.now + (w << 3));
    if (!bits) continue;
    const row = w / B.wide;
    const base = (row / B.rows) * F.sz + (row % B.rows) * F.sy + ((w % B.wide) << 6);
    for (; bits; bits &= bits - 1) {
      const i = base + <usize>ctz(bits);
      store<u8>(F.obj + i, 1);
      if (list) put(list, count, <i32>i);
      count++;
    }
  }
  return count;
}

/** The centre line of the mask whose parts are counted. */
import { B, invert, know, learn } from './consequence-block';
import { job, mostVoxels, take } from './job';
import { F, at, fillOffsets, get, put, set } from './variants-block';
import { thin } from './variants-thin';

/** Bytes of the steps to 26 neighbours. */
const OFFSETS: usize = 128;

/** Thin the mask to its centre line. Two bytes a voxel and 12 a voxel of the mask are needed meanwhile. */
export function drawLine(j: usize, sizeZ: usize, sizeY: usize, sizeX: usize): void {
  const words = <usize>know(j, B.COUNT) << 9;
  const sy = sizeX + 2;
  const sz = sy * (sizeY + 2);
  const total = mostVoxels(<u64>sz * (sizeZ + 2));
  const line = take(j, words);
  const end = load<u32>(j, 116);
  const offsets = take(j, OFFSETS + 2 * total + 64);
  memory.fill(line, 0, words);
  memory.fill(offsets, 0, OFFSETS + 2 * <usize>total);
  set(j, F.OFF, <u32>offsets);
  set(j, F.OBJ, <u32>(offsets + OFFSETS));
  set(j, F.FLAG, <u32>(offsets + OFFSETS + <usize>total));
  set(j, F.SY, <u32>sy);
  set(j, F.SZ, <u32>sz);
  fillOffsets(j);
  const count = unpack(j, 0);
  const bytes = <u64>count << 2;
  const list = take(j, 3 * bytes);
  set(j, F.MARK, <u32>(list + <usize>bytes));
  set(j, F.RINGV, <u32>(list + 2 * <usize>bytes));
  unpack(j, list);
  const left = thin(j, list, count);
  for (let q = 0; q < left; q++) {
    const i = <usize>at(list, q);
    const row = (i / sz) * know(j, B.ROWS) + (i % sz) / sy;
    invert(line, ((row * know(j, B.WIDE)) << 6) + ((i % sz) % sy));
  }
  learn(j, B.LINE, line);
  job.setUsed(j, end);
}

/** Write the mask to bytes, and where its voxels lie to a list if there is one; returns how many they are. */
function unpack(j: usize, list: usize): i32 {
  let count = 0;
  const across = know(j, B.WIDE);
  for (let w: usize = 0; w < know(j, B.COUNT) << 6; w++) {
    let bits = load<u64>(know(j, B.NOW) + (w << 3));
    if (!bits) continue;
    const row = w / across;
    const base = (row / know(j, B.ROWS)) * get(j, F.SZ) + (row % know(j, B.ROWS)) * get(j, F.SY) + ((w % across) << 6);
    for (; bits; bits &= bits - 1) {
      const i = base + <usize>ctz(bits);
      store<u8>(<usize>get(j, F.OBJ) + i, 1);
      if (list) put(list, count, <i32>i);
      count++;
    }
  }
  return count;
}

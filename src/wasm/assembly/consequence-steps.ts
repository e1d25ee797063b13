/** The 26 steps around a voxel: length along the centre line, and the Euler characteristic. */
import * as B from './consequence-block';

/** Half the smallest edge of a voxel. */
const HALF: f64 = 8192;

/** Fill the table of steps; see `consequence-block.ts`. */
export function fillSteps(steps: usize, edgeZ: f64, edgeY: f64, edgeX: f64): void {
  const unit = HALF / min(edgeZ, min(edgeY, edgeX));
  for (let k = 0; k < 27; k++) {
    const z = k / 9 - 1;
    const y = ((k / 3) % 3) - 1;
    const x = (k % 3) - 1;
    let shared: u32 = 0;
    for (let s = 1; s < 8; s++) shared |= 1 << (13 + 9 * z * (s >> 2) + 3 * y * ((s >> 1) & 1) + x * (s & 1));
    shared &= ~(1 << 13);
    store<u32>(steps, shared);
    // A face is shared with one neighbour, an edge with three, a corner with seven; the 13th step is the voxel itself.
    store<i64>(steps, popcnt(shared) == 3 || !shared ? -1 : 1, 8);
    const length = <f64>(z * z) * edgeZ * edgeZ + <f64>(y * y) * edgeY * edgeY + <f64>(x * x) * edgeX * edgeX;
    store<i64>(steps, <i64>nearest(unit * sqrt(length)), 16);
    steps += 24;
  }
}

/**
 * Sum up a field of the steps from a voxel (8 or 16), of those with a neighbour of `bits` at their end and none on their way (16), or of
 * those without either (8).
 */
function sumSteps(bits: usize, voxel: usize, field: usize): i64 {
  const row = B.wide << 6;
  let near: u32 = 0;
  for (let d: u32 = 0; d < 9; d++) {
    const first = voxel - 1 + ((<usize>(d / 3) - 1) * B.rows + <usize>(d % 3) - 1) * row;
    near |= ((load<u16>(bits + (first >> 3)) >> <u16>(first & 7)) & 7) << (3 * d);
  }
  let sum: i64 = 0;
  let step = B.steps;
  for (let k: u32 = 0; k < 27; k++) {
    if ((near & load<u32>(step)) == (field == 16 ? 1 << k : 0)) sum += load<i64>(step + field);
    step += 24;
  }
  return sum;
}

/** Measure of a voxel of the centre line: half the steps to its neighbours, but for those that shorter ones replace. */
export function lineAt(voxel: usize): u64 {
  return (<u64>1 << 40) + sumSteps(B.line, voxel, 16);
}

/** How the Euler characteristic of the mask, as closed cubes, rises with this voxel: its faces, edges and corners that no other has. */
export function eulerAt(voxel: usize): i32 {
  return <i32>sumSteps(B.now, voxel, 8);
}

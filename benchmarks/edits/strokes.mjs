/** Strokes on a segmentation, one after the other: what each does to its pieces, told by the product's own code; runs in Node. */
import { rankHere } from '../../src/wasm/drive.ts';
import { Labeller } from '../../src/wasm/labeller.ts';
import { Pieces, pieceParameters } from '../../src/wasm/pieces.ts';

const CONNECTIVITY = 26;
const WEIGHTS = Uint32Array.from({ length: 256 }, (_, code) => code);
const RADII = [2, 10];
const WARM_UP = 50;

/**
 * Paint and erase balls, of a radius of 2 to 10 voxels, whose centres lie within a radius of the foreground.
 * @param codes - label indices of a cube, changed in place
 * @returns milliseconds of each stroke, of whole passes before and after them, and bytes kept
 */
export async function measure({ wasm, codes, size, strokes, seed = 1 }) {
  const labeller = await Labeller.load(wasm, 'simd');
  const shape = { z: size, y: size, x: size };
  const full = async () => {
    const start = performance.now();
    const { found } = await rankHere(
      labeller,
      codes,
      shape,
      WEIGHTS,
      pieceParameters(CONNECTIVITY),
      {}
    );
    return { found, milliseconds: performance.now() - start };
  };
  const passes = [];
  for (let pass = 0; pass < 3; pass++) {
    passes.push((await full()).milliseconds);
  }
  const pieces = new Pieces((await full()).found, CONNECTIVITY);
  const before = pieces.count;
  const random = numbers(seed);
  const foreground = someForeground(codes, random);
  const times = [];
  const tally = { joined: 0, parted: 0 };
  for (let stroke = -WARM_UP; stroke < strokes; stroke++) {
    const { box, inside } = paint(codes, size, foreground, random);
    const start = performance.now();
    const change = toEnd(pieces.edit(box, inside));
    if (stroke >= 0) {
      times.push(performance.now() - start);
      tally.joined += change.joined > 0 ? 1 : 0;
      tally.parted += change.parted > 0 ? 1 : 0;
    }
  }
  const last = await full();
  passes.push(last.milliseconds);
  assertSame(pieces, new Pieces(last.found, CONNECTIVITY));
  return { before, after: pieces.count, bytes: pieces.bytes, times, passes, ...tally };
}

/** The same runs, in pieces of the same voxels: numbers may differ, but each stands for one other. */
function assertSame(pieces, anew) {
  const [there, back] = [new Map(), new Map()];
  const others = anew.runs();
  for (const run of pieces.runs()) {
    const { value: other } = others.next();
    const isSameRun = other?.row === run.row && other.start === run.start && other.end === run.end;
    const isSamePiece =
      (there.get(run.piece) ?? other?.piece) === other?.piece &&
      (back.get(other?.piece) ?? run.piece) === run.piece;
    if (!isSameRun || !isSamePiece) {
      throw new Error(`row ${run.row}: found other pieces than labelling it anew does`);
    }
    there.set(run.piece, other.piece);
    back.set(other.piece, run.piece);
  }
  if (!others.next().done) {
    throw new Error('found fewer runs than labelling it anew does');
  }
}

function paint(codes, size, foreground, random) {
  const radius = RADII[0] + random() * (RADII[1] - RADII[0]);
  const voxel = foreground[Math.floor(random() * foreground.length)];
  const place = [Math.floor(voxel / size ** 2), Math.floor(voxel / size) % size, voxel % size];
  const centre = place.map(at => at + (2 * random() - 1) * radius);
  const low = centre.map(at => Math.max(0, Math.ceil(at - radius)));
  const high = centre.map(at => Math.min(size, Math.floor(at + radius) + 1));
  if (low.some((at, axis) => at >= high[axis])) {
    return paint(codes, size, foreground, random);
  }
  const code = random() < 0.5 ? 0 : codes[voxel] || 1;
  const inside = new Uint8Array(low.reduce((count, at, axis) => count * (high[axis] - at), 1));
  let offset = 0;
  for (let z = low[0]; z < high[0]; z++) {
    for (let y = low[1]; y < high[1]; y++) {
      for (let x = low[2]; x < high[2]; x++, offset++) {
        const at = (z * size + y) * size + x;
        if ((z - centre[0]) ** 2 + (y - centre[1]) ** 2 + (x - centre[2]) ** 2 <= radius ** 2) {
          codes[at] = code;
        }
        inside[offset] = codes[at];
      }
    }
  }
  const [z0, y0, x0] = low;
  const [z1, y1, x1] = high;
  return { box: { z0, z1, y0, y1, x0, x1 }, inside };
}

function someForeground(codes, random) {
  const voxels = [];
  while (voxels.length < 100_000) {
    const voxel = Math.floor(random() * codes.length);
    if (codes[voxel] > 0) {
      voxels.push(voxel);
    }
  }
  return voxels;
}

function toEnd(steps) {
  for (;;) {
    const step = steps.next();
    if (step.done) {
      return step.value;
    }
  }
}

/** 0 to 1, the same on every machine. */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Ranks a map in the page's memory as the extension does: the page's own ranker, and the worker behind it. */
import { createRanker } from '../../src/wasm/index.ts';
import { viewOf, weightsOf } from './weights.mjs';

const ranker = createRanker();
let rank;

globalThis.prepare = async ({ shape, parameters, bits, masked }) => {
  const codes = viewOf(new Uint8Array(await (await fetch('codes')).arrayBuffer()), bits);
  const [z, y, x] = shape;
  const mask = masked ? bitsOf(codes, x) : undefined;
  const weights = weightsOf(codes);
  await ranker.ready;
  rank = () => ranker.rank(codes, { z, y, x }, weights, parameters, { mask });
  return { engine: ranker.engine };
};

globalThis.measure = async () => {
  const start = performance.now();
  const { count, smaller } = await rank();
  return { milliseconds: performance.now() - start, regions: count + smaller.count };
};

/** One bit for each voxel that is not 0, lowest first, rows of whole bytes. */
function bitsOf(codes, width) {
  const bytes = Math.ceil(width / 8);
  const mask = new Uint8Array((codes.length / width) * bytes);
  for (let row = 0; row < codes.length / width; row++) {
    for (let x = 0; x < width; x++) {
      if (codes[row * width + x] !== 0) {
        mask[row * bytes + (x >> 3)] |= 1 << (x & 7);
      }
    }
  }
  return mask;
}

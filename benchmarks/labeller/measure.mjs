/** Ranks one map again and again with the product's own labeller; runs in Node and in a browser's worker. */
import { rankHere } from '../../src/wasm/drive.ts';
import { Labeller } from '../../src/wasm/labeller.ts';

let rank;

/** Compile the labeller and keep the map at hand. */
export async function prepare({ wasm, codes, shape, parameters }) {
  const labeller = await Labeller.load(wasm, 'simd');
  const [z, y, x] = shape;
  const weights = Uint32Array.from({ length: 256 }, (_, code) =>
    Math.round((code * 1048575) / 255)
  );
  rank = () => rankHere(labeller, codes, { z, y, x }, weights, parameters);
}

/** From the codes in memory to runs, region table and order. */
export async function measure() {
  const start = performance.now();
  const { count, smaller } = await rank();
  return { milliseconds: performance.now() - start, regions: count + smaller.count };
}

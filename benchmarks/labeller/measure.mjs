/** Ranks one map again and again with the product's own labeller; runs in Node and in a browser's worker. */
import { rankHere } from '../../src/wasm/drive.ts';
import { Labeller } from '../../src/wasm/labeller.ts';
import { requestFor } from '../../src/wasm/ranker.ts';
import { weightsOf } from './weights.mjs';

let map;
let kept;

/** Compile the labeller and keep the map at hand. */
export async function prepare({ wasm, codes, shape, parameters, ...maps }) {
  const labeller = await Labeller.load(wasm, 'simd');
  const [z, y, x] = shape;
  map = { labeller, codes, shape: { z, y, x }, weights: weightsOf(codes), parameters, ...maps };
  kept?.release();
  kept = undefined;
}

/** From the codes in memory to runs, region table and order, or `{run: 'recut', granularity}`. */
export async function measure({ run, granularity }) {
  return run === 'recut' ? recut(granularity) : rank();
}

async function rank() {
  const { labeller, codes, shape, weights, parameters, heights } = map;
  const start = performance.now();
  let first = null;
  const onPartial = () => (first ??= performance.now() - start);
  const options = { heights, onPartial };
  const { count, smaller } = await rankHere(labeller, codes, shape, weights, parameters, options);
  return { milliseconds: performance.now() - start, first, regions: count + smaller.count };
}

/** Milliseconds until the list of another granularity is there, and until its rows are; the first one grows the hierarchy and is no such. */
function recut(granularity) {
  kept ??= keep();
  const start = performance.now();
  const steps = kept.recut({ ...map.parameters, granularity });
  let list = null;
  for (;;) {
    const { done, value } = steps.next();
    if (done) {
      return { list, rows: performance.now() - start, regions: value.count + value.smaller.count };
    }
    if (typeof value !== 'number') {
      list = performance.now() - start;
    }
  }
}

function keep() {
  const { labeller, codes, shape, weights, parameters } = map;
  const job = labeller.begin(requestFor(codes, shape, weights, parameters, {}));
  job.scan(codes);
  exhaust(job.settle());
  exhaust(job.finish());
  job.result();
  exhaust(job.kept.recut(parameters));
  return job.kept;
}

function exhaust(steps) {
  while (!steps.next().done);
}

/** One table over the SIMD build, the scalar build and the plain version. */
import type { Shape } from '../core/axes';
import type { RankParameters, Ranking } from '../core/regions';
import { WEIGHT_ONE, regionAt, regionBox } from '../core/regions';
import { rankHere } from './drive';
import type { LabelEngine } from './ranker';
import { PLAIN } from '../core/testing';
import { ENGINES, inText } from './testing';

const PLATEAU = PLAIN;
const TREE: RankParameters = { ...PLATEAU, mode: 'tree', maxVoxels: 4 };

/** Weights that rise evenly with the code; `top` has the largest. */
function evenWeights(top: number, length = top + 1): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length }, (_, code) =>
    Math.round((Math.min(code, top) / top) * WEIGHT_ONE)
  );
}

const SLICES: Shape = { z: 2, y: 3, x: 5 };
// prettier-ignore
const TWO_SLICES = Uint8Array.of(
  3, 3, 0, 0, 1,
  0, 0, 2, 0, 1,
  0, 0, 2, 0, 0,

  0, 0, 0, 0, 0,
  0, 0, 0, 1, 0,
  2, 0, 0, 0, 3
);

describe.each(Object.entries(ENGINES))('%s', (_, load) => {
  let engine: LabelEngine;
  beforeAll(async () => {
    engine = await load();
  });

  const sizes = (ranking: Ranking) => Array.from(ranking.table.voxels);

  it('lists plateaus by mean times the logarithm of the size', async () => {
    const ranking = await rankHere(engine, TWO_SLICES, SLICES, evenWeights(3), PLATEAU);
    expect(sizes(ranking)).toEqual([2, 2, 1, 3, 1]);
    expect(Array.from(ranking.table.firstVoxel)).toEqual([0, 7, 29, 4, 25]);
    expect(Array.from(ranking.table.mean)).toEqual(
      [3, 2, 3, 1, 2].map(code => evenWeights(3)[code] / WEIGHT_ONE)
    );
  });

  it.each([
    [6, [2, 2, 1, 1, 2, 1]],
    [18, [2, 2, 1, 3, 1]],
    [26, [2, 2, 1, 3, 1]]
  ] as const)('joins plateaus through %i neighbours', async (connectivity, expected) => {
    const ranking = await rankHere(engine, TWO_SLICES, SLICES, evenWeights(3), {
      ...PLATEAU,
      connectivity
    });
    expect(sizes(ranking)).toEqual(expected);
  });

  it('gives box, centroid, sum and maximum', async () => {
    const ranking = await rankHere(engine, TWO_SLICES, SLICES, evenWeights(3), PLATEAU);
    expect(regionBox(ranking, 3)).toEqual({ z0: 0, z1: 2, y0: 0, y1: 2, x0: 3, x1: 5 });
    expect(Array.from(ranking.table.centroid.slice(9, 12))).toEqual([1 / 3, 2 / 3, 11 / 3]);
    expect(ranking.table.sum[3]).toBe(3 * evenWeights(3)[1]);
    expect(ranking.table.maxWeight[0]).toBe(WEIGHT_ONE);
  });

  it('counts what is below the least size without listing it', async () => {
    const ranking = await rankHere(engine, TWO_SLICES, SLICES, evenWeights(3), {
      ...PLATEAU,
      minVoxels: 2
    });
    expect(sizes(ranking)).toEqual([2, 2, 3]);
    expect(ranking.smaller).toEqual({ count: 2, voxels: 2 });
    expect(regionAt(ranking, 29)).toBeNull();
    expect(regionAt(ranking, 7)).toBe(1);
  });

  it('writes rows of runs in scan order', async () => {
    const { rows } = await rankHere(engine, TWO_SLICES, SLICES, evenWeights(3), PLATEAU);
    expect(Array.from(rows.rowStart)).toEqual([0, 2, 4, 5, 5, 6, 8]);
    expect(Array.from(rows.start)).toEqual([0, 4, 2, 4, 2, 3, 0, 4]);
    expect(Array.from(rows.end)).toEqual([2, 5, 3, 5, 3, 4, 1, 5]);
    expect(Array.from(rows.rank)).toEqual([1, 4, 2, 4, 2, 4, 5, 3]);
  });

  it('cuts the tree at the lowest level where a component is small enough', async () => {
    // Two hills of 3 and 4 voxels on a plain that is too large, and a low hill apart.
    const codes = Uint8Array.of(1, 2, 3, 2, 1, 2, 2, 4, 2, 1, 0, 1, 1);
    const ranking = await rankHere(engine, codes, { z: 1, y: 1, x: 13 }, evenWeights(4), TREE);
    expect(sizes(ranking)).toEqual([4, 3, 2]);
    expect(Array.from(ranking.table.firstVoxel)).toEqual([5, 1, 11]);
    expect(ranking.uncovered).toBe(3);
  });

  it('leaves out of the tree what is below 5 % of the maximum', async () => {
    const codes = Uint16Array.of(5, 4, 100, 0, 4);
    const weights = Uint32Array.from({ length: 101 }, (_, code) => code * 10485);
    const ranking = await rankHere(engine, codes, { z: 5, y: 1, x: 1 }, weights, TREE);
    expect(sizes(ranking)).toEqual([1]);
  });

  it.each([1, 2, 3, 4] as const)(
    'a plateau larger than the most voxels is in no region (%i)',
    async z => {
      const codes = new Uint8Array(z * 6 * 70).fill(9);
      const ranking = await rankHere(engine, codes, { z, y: 6, x: 70 }, evenWeights(9), TREE);
      expect(ranking.count).toBe(0);
      expect(ranking.uncovered).toBe(codes.length);
    }
  );

  it('finds nothing in a map without doubt', async () => {
    const nothing = new Uint16Array(30);
    for (const parameters of [PLATEAU, TREE]) {
      const ranking = await rankHere(engine, nothing, SLICES, Uint32Array.of(0), parameters);
      expect(ranking.count).toBe(0);
      expect(ranking.rows.rowStart).toEqual(new Uint32Array(7));
    }
  });

  it('takes codes without a weight as weightless', async () => {
    const ranking = await rankHere(engine, TWO_SLICES, SLICES, Uint32Array.of(0, 7), PLATEAU);
    expect(Array.from(ranking.table.sum)).toEqual([21, 0, 0, 0, 0]);
  });
});

it('shares the work of several calls at once', async () => {
  const labeller = await ENGINES['simd']();
  const once = await rankHere(labeller, TWO_SLICES, SLICES, evenWeights(3), PLATEAU);
  const many = await Promise.all(
    [1, 2, 3].map(() => rankHere(labeller, TWO_SLICES, SLICES, evenWeights(3), PLATEAU))
  );
  many.forEach(ranking => expect(inText(ranking)).toEqual(inText(once)));
});

/** Laws of ranking, on random volumes of unequal sizes: every engine gives the same, bit for bit. */
import fc from 'fast-check';
import type { RankParameters, Ranking } from '../core/regions';
import { WEIGHT_ONE, granularityStep, runsOfRegion } from '../core/regions';
import { rankHere } from './drive';
import { flood, neighbourhood } from './oracle-flood';
import type { Codes, LabelEngine, LabelJob } from './ranker';
import { requestFor } from './ranker';
import { ENGINES, inText } from './testing';

const SEED = 20251124;
const TIMEOUT_MS = 120_000;

interface Case {
  readonly codes: Codes;
  readonly shape: { readonly z: number; readonly y: number; readonly x: number };
  readonly weights: Uint32Array;
  /** Bits of the segmentation, or none. */
  readonly mask: Uint8Array | undefined;
  readonly parameters: RankParameters;
}

const MODES = ['plateau', 'delta', 'threshold', 'tree'] as const;

/** Sizes that reach over a SIMD lane and over a word of the tree's masks now and then. */
const shapes = fc.record({
  z: fc.integer({ min: 1, max: 5 }),
  y: fc.integer({ min: 1, max: 6 }),
  x: fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: 1, max: 12 }) },
    fc.integer({ min: 60, max: 150 })
  )
});

const parameters: fc.Arbitrary<RankParameters> = fc.record({
  mode: fc.constantFrom(...MODES),
  connectivity: fc.constantFrom(6 as const, 18 as const, 26 as const),
  granularity: fc.constantFrom(0, 0.05, 1 / 9, 0.12, 0.3, 0.5),
  minVoxels: fc.integer({ min: 1, max: 4 }),
  maxVoxels: fc.integer({ min: 4, max: 60 }),
  score: fc.constantFrom('default', 'mean', 'max', 'sum', 'size', 'vessqc'),
  ascending: fc.boolean(),
  stopWindow: fc.record({
    z: fc.integer({ min: 1, max: 6 }),
    y: fc.integer({ min: 1, max: 8 }),
    x: fc.integer({ min: 1, max: 200 })
  }),
  stopRegions: fc.integer({ min: 1, max: 9 })
});

/** Noise, or stretches that keep their code for `stay` voxels on average. */
const cases: fc.Arbitrary<Case> = fc
  .record({
    shape: shapes,
    wide: fc.boolean(),
    hasMask: fc.boolean(),
    levels: fc.integer({ min: 1, max: 9 }),
    stay: fc.integer({ min: 1, max: 12 }),
    seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
    parameters
  })
  .map(({ shape, wide, hasMask, levels, stay, seed, ...rest }) => {
    const random = xorshift(seed);
    const length = shape.z * shape.y * shape.x;
    const codes = wide ? new Uint16Array(length) : new Uint8Array(length);
    const scale = wide ? 7000 : 28;
    let level = 0;
    for (let voxel = 0; voxel < length; voxel++) {
      level = random(stay) === 0 ? random(levels + 1) : level;
      codes[voxel] = level * scale;
    }
    const weights = Uint32Array.from({ length: levels * scale + 1 }, (_, code) =>
      Math.round((code / (9 * scale)) * WEIGHT_ONE)
    );
    const maskBytes = shape.z * shape.y * Math.ceil(shape.x / 8);
    const mask = hasMask ? Uint8Array.from({ length: maskBytes }, () => random(256)) : undefined;
    return { codes, shape, weights, mask, ...rest };
  });

function xorshift(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

function rank(
  engine: LabelEngine,
  { codes, shape, weights, mask, parameters }: Case
): Promise<Ranking> {
  return rankHere(engine, codes, shape, weights, parameters, { mask });
}

/** Voxels that weigh less are in no region. */
function leastWeight({ mode, granularity }: RankParameters): number {
  const step = granularityStep(granularity, 1);
  return { plateau: step / 2, delta: 0, threshold: step, tree: 52429 }[mode as string] ?? 0;
}

/** A job whose result is there. */
function finished(
  engine: LabelEngine,
  { codes, shape, weights, mask, parameters }: Case
): LabelJob {
  const job = engine.begin(requestFor(codes, shape, weights, parameters, { mask }));
  job.scan(codes);
  for (const steps of [job.settle(), job.finish()]) {
    Array.from(steps);
  }
  return job;
}

/** Rank of each voxel; 0 outside. */
function labelsOf(ranking: Ranking, length: number): Uint16Array {
  const { y: sizeY, x: sizeX } = ranking.shape;
  const labels = new Uint16Array(length);
  for (let index = 0; index < ranking.count; index++) {
    for (const { z, y, x0, x1 } of runsOfRegion(ranking, index)) {
      const row = (z * sizeY + y) * sizeX;
      labels.fill(index + 1, row + x0, row + x1);
    }
  }
  return labels;
}

/** Everything that a generator yields, and what it returns. */
function* withResult(
  steps: Generator<number | Ranking, Ranking, undefined> | undefined
): Generator<number | Ranking, void, undefined> {
  if (steps !== undefined) {
    yield yield* steps;
  }
}

/** Granularity and most voxels. */
const CUTS = [
  [0.2, 30],
  [0, 7],
  [0.12, 600]
] as const;

function law(
  name: string,
  numRuns: number,
  holds: (volume: Case, engines: Engines) => Promise<void>
): void {
  const check = async () => {
    const [simd, scalar, script] = await Promise.all(
      [ENGINES['simd'], ENGINES['scalar'], ENGINES['script']].map(load => load())
    );
    const property = fc.asyncProperty(cases, volume => holds(volume, { simd, scalar, script }));
    await fc.assert(property, { seed: SEED, numRuns });
  };
  it(name, check, TIMEOUT_MS);
}

interface Engines {
  readonly simd: LabelEngine;
  readonly scalar: LabelEngine;
  readonly script: LabelEngine;
}

describe('ranking', () => {
  law('is the same in all engines', 2000, async (volume, engines) => {
    const script = inText(await rank(engines.script, volume));
    expect(inText(await rank(engines.simd, volume))).toEqual(script);
    expect(inText(await rank(engines.scalar, volume))).toEqual(script);
  });

  law(
    'writes rows that are sorted and apart, and joined within a region',
    300,
    async (volume, { simd }) => {
      const { rows, shape } = await rank(simd, volume);
      for (let row = 0; row < shape.z * shape.y; row++) {
        const [from, to] = [rows.rowStart[row], rows.rowStart[row + 1]];
        for (let run = from; run < to; run++) {
          const gap = run === from ? 1 : rows.start[run] - rows.end[run - 1];
          const isNext = run > from && rows.rank[run] > 0 && rows.rank[run] === rows.rank[run - 1];
          expect([rows.end[run] > rows.start[run], gap >= (isNext ? 1 : 0)]).toEqual([true, true]);
        }
      }
    }
  );

  law('of another granularity, or size, is a cut of what is kept', 300, async (volume, engines) => {
    for (const engine of [engines.simd, engines.scalar]) {
      const job = finished(engine, volume);
      for (const [granularity, maxVoxels] of volume.parameters.mode === 'plateau' ? [] : CUTS) {
        const parameters = { ...volume.parameters, granularity, maxVoxels, minVoxels: 2 };
        const steps = Array.from(withResult(job.kept?.recut(parameters)));
        const [list, ranking] = steps.filter(step => typeof step !== 'number');
        const fresh = await rank(engine, { ...volume, parameters });
        expect(inText(ranking)).toEqual(inText(fresh));
        expect(list.rows.start).toHaveLength(0);
        if (volume.mask === undefined) {
          const { rows, found } = fresh;
          expect(inText({ ...list, rows, found })).toEqual(inText(fresh));
        }
      }
      job.release();
    }
  });

  law('counts every voxel of the mask once', 300, async (volume, { simd }) => {
    const { table, smaller, larger, uncovered } = await rank(simd, volume);
    const { codes, weights, parameters } = volume;
    const mask = Array.from(codes).filter(
      code => code > 0 && weights[code] >= leastWeight(parameters)
    ).length;
    const listed = table.voxels.reduce((sum, voxels) => sum + voxels, 0);
    expect(listed + smaller.voxels + larger.voxels + uncovered).toBe(mask);
  });

  law('finds connected regions, each as large as its row says', 300, async (volume, { simd }) => {
    const ranking = await rank(simd, volume);
    const labels = labelsOf(ranking, volume.codes.length);
    const around = neighbourhood(volume.shape, volume.parameters.connectivity);
    const reached = Array.from(ranking.table.firstVoxel, (first, index) =>
      flood(first, around, next => {
        const joins = labels[next] === index + 1;
        labels[next] = joins ? 0 : labels[next];
        return joins;
      })
    );
    expect(reached.map(voxels => voxels.length)).toEqual(Array.from(ranking.table.voxels));
    expect(reached.map(voxels => Math.min(...voxels))).toEqual(
      Array.from(ranking.table.firstVoxel)
    );
    expect(labels.some(label => label > 0)).toBe(false);
  });

  law('of its own labels finds the same regions', 300, async (volume, { simd }) => {
    const ranking = await rank(simd, volume);
    const labels = labelsOf(ranking, volume.codes.length);
    const again = await rankHere(simd, labels, volume.shape, Uint32Array.of(0), {
      ...volume.parameters,
      mode: 'plateau',
      granularity: 0,
      minVoxels: 1
    });
    const firsts = (each: Ranking) => Array.from(each.table.firstVoxel).sort((a, b) => a - b);
    expect(firsts(again)).toEqual(firsts(ranking));
  });
});

/** Mode variants against rankings written by `tests/fixtures/variants/generate.py` with scipy; pytest reads the same files. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Spacing } from '../core/axes';
import type { RankParameters, Ranking } from '../core/regions';
import { regionId, regionIndex } from '../core/regions';
import { PLAIN } from '../core/testing';
import { rankHere } from './drive';
import { ENGINES } from './testing';

const FOLDER = join(__dirname, '..', '..', 'tests', 'fixtures', 'variants');
const FILES = readdirSync(FOLDER).filter(name => name.endsWith('.json'));
const PARAMETERS: RankParameters = {
  ...PLAIN,
  mode: 'variants',
  minVoxels: 8,
  maxVoxels: 600,
  stopWindow: { z: 6, y: 9, x: 12 },
  stopRegions: 4
};

interface Golden {
  readonly shape: readonly [number, number, number];
  readonly dtype: 'uint8' | 'uint16';
  readonly spacing: readonly [number, number, number];
  readonly weights: readonly number[];
  readonly codes: readonly number[];
  readonly heights: readonly number[];
  readonly expected: Readonly<Record<string, readonly number[] | readonly number[][]>> & {
    readonly shown: number;
  };
}

async function rank(file: string, name: string, onPartial?: (found: Ranking) => void) {
  const golden = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Golden;
  const [z, y, x] = golden.shape;
  const [edgeZ, edgeY, edgeX] = golden.spacing;
  const spacing: Spacing = { z: edgeZ, y: edgeY, x: edgeX };
  const codes =
    golden.dtype === 'uint8' ? Uint8Array.from(golden.codes) : Uint16Array.from(golden.codes);
  const ranking = await rankHere(
    await ENGINES[name](),
    codes,
    { z, y, x },
    Uint32Array.from(golden.weights),
    PARAMETERS,
    { heights: Uint8Array.from(golden.heights), spacing, onPartial }
  );
  return { ranking, expected: golden.expected };
}

describe.each(['simd', 'scalar'])('%s', name => {
  it.each(FILES)('gives what a plain version gives: %s', async file => {
    const { ranking, expected } = await rank(file, name);
    const { table, facts } = ranking;
    expect({
      voxels: Array.from(table.voxels),
      firstVoxel: Array.from(table.firstVoxel),
      box: Array.from(table.box),
      sum: Array.from(table.sum),
      stop: Array.from(table.stop),
      kind: Array.from(facts?.kind ?? []),
      cut: Array.from(facts?.cut ?? []),
      step: Array.from(facts?.step ?? []),
      pieces: Array.from(facts?.pieces ?? []),
      length: Array.from(facts?.length ?? []),
      shown: facts?.shown
    }).toEqual({
      voxels: expected.voxels,
      firstVoxel: expected.first_voxel,
      box: expected.box.flat(),
      sum: expected.sum,
      stop: expected.stop,
      kind: expected.kind,
      cut: expected.cut,
      step: expected.step,
      pieces: expected.pieces,
      length: expected.length,
      shown: expected.shown
    });
    for (const [index, score] of expected.score.flat().entries()) {
      expect(table.score[index]).toBeCloseTo(score, 12);
    }
  });

  it('finds each region by its id', async () => {
    const { ranking } = await rank(FILES[0], name);
    for (let index = 0; index < ranking.count; index++) {
      expect(regionIndex(2, ranking, regionId(2, ranking, index))).toBe(index);
    }
  });
});

it('tells what the first cuts have found before the search ends', async () => {
  const partial: Ranking[] = [];
  const { ranking } = await rank('flat-voxels.json', 'simd', found => partial.push(found));
  expect(partial).toHaveLength(1);
  const [first] = partial;
  expect(first.count).toBeGreaterThan(0);
  expect(Math.max(...(first.facts?.step ?? []))).toBeLessThanOrEqual(2);
  expect(ranking.count).toBeGreaterThan(first.count);
});

it('refuses heights of another size', async () => {
  const engine = await ENGINES.simd();
  const request = rankHere(
    engine,
    new Uint8Array(8),
    { z: 2, y: 2, x: 2 },
    Uint32Array.of(0),
    PARAMETERS,
    { heights: new Uint8Array(7) }
  );
  await expect(request).rejects.toThrow('found 7 heights, expected 8 for the shape');
});

it('says that it needs WebAssembly where there is none', async () => {
  const request = rankHere(
    await ENGINES.script(),
    new Uint8Array(8),
    { z: 2, y: 2, x: 2 },
    Uint32Array.of(0),
    PARAMETERS,
    { heights: new Uint8Array(8) }
  );
  await expect(request).rejects.toMatchObject({ code: 'wasm' });
});

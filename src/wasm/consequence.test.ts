/**
 * @jest-environment node
 *
 * Golden consequences written by `tests/fixtures/consequence/generate.py`, counted by scipy and scikit-image on whole volumes; pytest
 * reads the same files. And what holds for all consequences.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Shape } from '../core/axes';
import type { Consequence } from '../core/consequence';
import { maskBytes } from '../core/consequence';
import { rankingOf } from '../core/testing';
import { drive } from './drive';
import { PageRanker } from './page-ranker';
import { ENGINES } from './testing';

const FOLDER = join(__dirname, '..', '..', 'tests', 'fixtures', 'consequence');
const FILES = readdirSync(FOLDER).filter(name => name.endsWith('.json'));
const CUBE = { z: 1, y: 1, x: 1 };

interface Golden {
  readonly shape: readonly [number, number, number];
  readonly spacing: readonly [number, number, number];
  readonly mask: readonly number[];
  readonly regions: readonly number[][];
  /** Pieces, loops, cavities, hanging, its length, flipped. */
  readonly expected: readonly [number, number, number, number, number, number][];
}

async function flipsOf(
  engine: string,
  shape: Shape,
  mask: Uint8Array<ArrayBuffer>,
  spacing = CUBE
): Promise<(regions: readonly (readonly number[])[]) => Consequence[]> {
  const job = (await ENGINES[engine]()).flips({ shape, spacing, mask });
  await drive(job.prepare());
  return regions =>
    job.flip({
      counts: Uint32Array.from(regions, region => region.length),
      voxels: Uint32Array.from(regions.flat())
    });
}

/** A mask as bits, rows of whole bytes. */
function bits(shape: Shape, isInside: (voxel: number) => boolean): Uint8Array<ArrayBuffer> {
  const mask = new Uint8Array(maskBytes(shape));
  const pitch = Math.ceil(shape.x / 8);
  for (let voxel = 0; voxel < shape.z * shape.y * shape.x; voxel++) {
    const x = voxel % shape.x;
    mask[((voxel - x) / shape.x) * pitch + (x >> 3)] |= Number(isInside(voxel)) << (x & 7);
  }
  return mask;
}

/** The same numbers on every run. */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

describe.each(['simd', 'scalar'])('%s', engine => {
  it.each(FILES)('gives what a full count gives: %s', async file => {
    const golden = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Golden;
    const [z, y, x] = golden.shape;
    const [sz, sy, sx] = golden.spacing;
    const flip = await flipsOf(engine, { z, y, x }, Uint8Array.from(golden.mask), {
      z: sz,
      y: sy,
      x: sx
    });
    const found = flip(golden.regions);
    expect(found.map(({ hangingLength, ...counts }) => counts)).toEqual(
      golden.expected.map(([pieces, loops, cavities, hanging, , flipped]) => ({
        pieces,
        loops,
        cavities,
        hanging,
        flipped
      }))
    );
    golden.expected.forEach(([, , , , length], i) =>
      expect(Math.abs(found[i].hangingLength - length)).toBeLessThanOrEqual(1e-4 * length)
    );
  });

  it.each([1, 2, 3, 4, 5, 6])('takes back what flipping back brings (%i)', async seed => {
    const random = noise(seed);
    const shape = { z: 9, y: 11, x: 70 };
    const volume = Array.from({ length: shape.z * shape.y * shape.x }, () => random() < seed / 7);
    const before = await flipsOf(
      engine,
      shape,
      bits(shape, voxel => volume[voxel])
    );
    for (let i = 0; i < 5; i++) {
      const side = random() < 0.5;
      const start = Math.floor(random() * (volume.length - 90));
      const region = volume.flatMap((inside, voxel) =>
        voxel >= start && voxel < start + 90 && inside === side ? [voxel] : []
      );
      const after = await flipsOf(
        engine,
        shape,
        bits(shape, voxel => volume[voxel] !== region.includes(voxel))
      );
      const [there] = before([region]);
      const [back] = after([region]);
      expect(
        [back.pieces, back.loops, back.cavities, back.flipped].map(change => 0 - change)
      ).toEqual([there.pieces, there.loops, there.cavities, there.flipped]);
    }
  });
});

const SHAPE = { z: 1, y: 3, x: 9 };
/** Two bars with a gap of two voxels, and a ring's hole to be filled. */
const BARS = bits(SHAPE, voxel => voxel >= 9 && voxel < 18 && voxel !== 12 && voxel !== 13);
const RANKING = rankingOf(SHAPE, [[[0, 1, 3, 5]], [[0, 1, 6, 7]], [[0, 0, 0, 1]]]);

describe('a source of consequences', () => {
  it('answers on the page where no worker starts', async () => {
    const ranker = new PageRanker(() => {
      throw new Error('forbidden');
    }, ENGINES['simd']);
    const source = ranker.consequences(BARS, SHAPE, CUBE);
    const joining = await source.of(RANKING, 0);
    expect(joining).toEqual({
      pieces: -1,
      loops: 0,
      cavities: 0,
      hanging: 3,
      hangingLength: 2,
      flipped: 2
    });
    expect(source.known(RANKING, 0)).toBe(joining);
    expect(source.known(RANKING, 1)).toBeNull();
    ranker.dispose();
  });

  it('refuses a mask of another shape', () => {
    const ranker = new PageRanker(() => {
      throw new Error('forbidden');
    }, ENGINES['simd']);
    expect(() => ranker.consequences(new Uint8Array(4), SHAPE, CUBE)).toThrow(
      'found a mask of 4 bytes, expected 6'
    );
    ranker.dispose();
  });

  it('says that the plain version cannot try flips', async () => {
    const ranker = new PageRanker(() => {
      throw new Error('forbidden');
    }, ENGINES['script']);
    const source = ranker.consequences(BARS, SHAPE, CUBE);
    await expect(source.of(RANKING, 0)).rejects.toMatchObject({ code: 'wasm' });
    ranker.dispose();
  });
});

/** The order of what was found, against `tests/fixtures/order/generate.py` (NumPy); pytest reads the same file. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Found } from '../core/found';
import { maskOfHeights } from '../core/consequence';
import { rankingFrom } from '../core/listed';
import type { RankParameters, Ranking } from '../core/regions';
import { PLAIN } from '../core/testing';
import { rankHere } from './drive';
import { PageRanker } from './page-ranker';
import { ENGINES, inText } from './testing';

interface Golden {
  readonly records: readonly number[];
  readonly maximum: number;
  readonly spacing: readonly [number, number, number];
  readonly listing: {
    readonly min_voxels: number;
    readonly max_voxels: number;
    readonly stop_window: readonly [number, number, number];
    readonly stop_regions: number;
  };
  readonly scores: Readonly<Record<string, readonly (number | null)[]>>;
  readonly orders: readonly {
    readonly score: string;
    readonly ascending: boolean;
    readonly records: readonly number[];
    readonly stop: readonly number[];
    readonly smaller: readonly [number, number];
    readonly larger: readonly [number, number];
    readonly unscored: number;
  }[];
  readonly unreadable: Readonly<Record<string, string>>;
}

const FILE = join(__dirname, '..', '..', 'tests', 'fixtures', 'order', 'formulas.json');
const GOLDEN = JSON.parse(readFileSync(FILE, 'utf8')) as Golden;
const [WINDOW_Z, WINDOW_Y, WINDOW_X] = GOLDEN.listing.stop_window;
const LISTING: RankParameters = {
  ...PLAIN,
  minVoxels: GOLDEN.listing.min_voxels,
  maxVoxels: GOLDEN.listing.max_voxels,
  stopWindow: { z: WINDOW_Z, y: WINDOW_Y, x: WINDOW_X },
  stopRegions: GOLDEN.listing.stop_regions
};
const FOUND = foundOf(Uint8Array.from(GOLDEN.records));

function foundOf(records: Uint8Array<ArrayBuffer>): Found {
  const [z, y, x] = GOLDEN.spacing;
  return {
    mode: 'plateau',
    key: 'plateau26',
    least: 1,
    shape: { z: 72, y: 72, x: 72 },
    spacing: { z, y, x },
    maximum: GOLDEN.maximum,
    records,
    hasPieces: true,
    rowStart: new Uint32Array(72 * 72 + 1),
    start: new Uint16Array(0),
    end: new Uint16Array(0),
    owner: new Uint32Array(0),
    dropped: { count: 0, voxels: 0 },
    uncovered: 0
  };
}

describe.each(['simd', 'scalar'])('%s', name => {
  it.each(Object.entries(GOLDEN.scores))('gives what NumPy gives: %s', async (score, expected) => {
    const engine = await ENGINES[name]();
    const all = { ...LISTING, score, minVoxels: 1, maxVoxels: 0xfffffd };
    const order = engine.order(FOUND, all);
    expect(order.records).toHaveLength(expected.length);
    order.records.forEach((record, index) => {
      const wanted = expected[record] ?? NaN;
      const error = Math.abs(order.score[index] - wanted);
      expect(error <= 4e-15 * Math.abs(wanted) || Number.isNaN(wanted)).toBe(true);
      expect(Number.isNaN(order.score[index])).toBe(Number.isNaN(wanted));
    });
  });

  it.each(GOLDEN.orders)(
    'puts regions in order by $score, ascending $ascending',
    async ({ score, ascending, ...expected }) => {
      const engine = await ENGINES[name]();
      const order = engine.order(FOUND, { ...LISTING, score, ascending });
      expect({
        records: [...order.records],
        stop: [...order.stop],
        smaller: [order.smaller.count, order.smaller.voxels],
        larger: [order.larger.count, order.larger.voxels],
        unscored: order.unscored
      }).toEqual(expected);
    }
  );

  it.each(Object.entries(GOLDEN.unreadable))('does not read %s', async (score, message) => {
    const engine = await ENGINES[name]();
    const order = () => engine.order(FOUND, { ...LISTING, score });
    expect(order).toThrow(RangeError);
    expect(order).toThrow(`score: ${message}.`);
  });
});

it('the plain version has names only, and gives the same by them', async () => {
  const [script, simd] = await Promise.all([ENGINES.script(), ENGINES.simd()]);
  for (const score of ['default', 'mean', 'max', 'sum', 'size', 'vessqc']) {
    const parameters = { ...LISTING, score, ascending: score === 'sum' };
    expect(script.order(FOUND, parameters)).toEqual(simd.order(FOUND, parameters));
  }
  expect(() => script.order(FOUND, { ...LISTING, score: 'mean + 1' })).toThrow('no WebAssembly');
});

it('nothing found is an empty list', async () => {
  const simd = await ENGINES.simd();
  const none = foundOf(new Uint8Array(0));
  const ranking = rankingFrom(none, LISTING, simd.order(none, LISTING));
  expect(ranking).toMatchObject({ count: 0, unscored: 0, smaller: { count: 0 } });
});

describe('another list', () => {
  const SHAPE = { z: 6, y: 20, x: 70 };
  const WEIGHTS = Uint32Array.from({ length: 256 }, (_, code) => code * 4000);
  const HEIGHTS = blobs();
  const CODES = HEIGHTS.map(height => 255 - Math.abs(2 * height - 255));
  const OPTIONS = {
    heights: HEIGHTS,
    mask: new Uint8Array(6 * 20 * 9).fill(0x3c),
    spacing: { z: 2, y: 1, x: 0.5 },
    maximum: 0.7
  };

  /** Smooth enough for regions of all kinds. */
  function blobs(): Uint8Array {
    return Uint8Array.from({ length: 6 * 20 * 70 }, (_, voxel) => {
      const x = voxel % 70;
      const y = Math.floor(voxel / 70) % 20;
      const z = Math.floor(voxel / 1400);
      return Math.round(127 + 120 * Math.sin(x / 3 + z) * Math.cos(y / 2 - x / 11));
    });
  }

  async function rank(parameters: RankParameters): Promise<Ranking> {
    return rankHere(await ENGINES.simd(), CODES, SHAPE, WEIGHTS, parameters, OPTIONS);
  }

  function ranker(): PageRanker {
    const noWorker = () => {
      throw new Error('no workers here');
    };
    return new PageRanker(noWorker, () => ENGINES.simd());
  }

  it.each([
    ['plateau' as const, { minVoxels: 9, maxVoxels: 40 }],
    ['plateau' as const, { score: 'mean * x', ascending: true }],
    ['variants' as const, { score: 'size', ascending: true, minVoxels: 12 }],
    ['variants' as const, { maxVoxels: 80, stopRegions: 2, score: 'pieces - mean' }]
  ])('of mode %s is what a new search gives: %j', async (mode, change) => {
    const parameters: RankParameters = { ...LISTING, mode, minVoxels: 8, maxVoxels: 600 };
    const first = await rank(parameters);
    const before = inText(first);
    expect(first.count).toBeGreaterThan(5);
    const adjusted = await ranker().adjust(first, { ...parameters, ...change });
    expect(inText(adjusted ?? first)).toEqual(inText(await rank({ ...parameters, ...change })));
    expect(inText(first)).toEqual(before);
  });

  it.each(['plateau' as const, 'delta' as const, 'variants' as const])(
    'by consequence has what flipping each region found does (%s)',
    async mode => {
      const told: number[] = [];
      const onProgress = (fraction: number) => told.push(fraction);
      const asked: RankParameters = {
        ...LISTING,
        mode,
        minVoxels: 8,
        maxVoxels: 600,
        granularity: 0.01,
        score: 'consequence'
      };
      const options = { ...OPTIONS, onProgress };
      const page = ranker();
      const ranking = await page.rank(CODES, SHAPE, WEIGHTS, asked, options);
      const mask = mode === 'variants' ? await maskOfHeights(HEIGHTS, SHAPE) : OPTIONS.mask;
      const source = page.consequences(mask, SHAPE, OPTIONS.spacing);
      const scores: number[] = [];
      for (let index = 0; index < ranking.count; index++) {
        const { pieces, loops, cavities, hanging } = await source.of(ranking, index);
        const changes = Math.abs(pieces) + Math.abs(loops) + Math.abs(cavities);
        scores.push(changes + hanging / (1 + hanging));
      }
      expect(new Set(scores).size).toBeGreaterThan(2);
      expect([...ranking.table.score]).toEqual(scores);
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
      expect(told[told.length - 1]).toBe(1);
      const score =
        'abs(pieces_change) + abs(loops_change) + abs(cavities_change) + hanging / (1 + hanging)';
      const again = await page.adjust(ranking, { ...asked, score }, OPTIONS);
      expect([...(again?.table.score ?? [])]).toEqual(scores);
    }
  );

  it('by consequence says what cannot be read before it measures anything', async () => {
    const first = await rank({ ...LISTING, minVoxels: 8 });
    const page = ranker();
    const asked = { ...LISTING, minVoxels: 8, score: 'hanging +' };
    await expect(page.adjust(first, asked)).rejects.toThrow('found the end at character 10');
    const readable = { ...asked, score: 'hanging' };
    await expect(page.adjust(first, readable)).rejects.toThrow('found no segmentation');
    const stop = new AbortController();
    const stopped = page.adjust(first, readable, { ...OPTIONS, signal: stop.signal });
    stop.abort();
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('of regions that were not searched for takes a search', async () => {
    const first = await rank({ ...LISTING, minVoxels: 8 });
    const page = ranker();
    expect(page.adjust(first, { ...LISTING, minVoxels: 7 })).toBeNull();
    expect(page.adjust(first, { ...LISTING, minVoxels: 8, connectivity: 6 })).toBeNull();
    expect(page.adjust({ ...first, found: null }, LISTING)).toBeNull();
  });

  it('by a score that cannot be read is refused, before and without a search', async () => {
    const first = await rank({ ...LISTING, minVoxels: 8 });
    const unreadable: RankParameters = { ...LISTING, minVoxels: 8, score: 'mean +' };
    await expect(ranker().adjust(first, unreadable)).rejects.toThrow(RangeError);
    await expect(rank(unreadable)).rejects.toThrow('score: found the end at character 7');
    await expect(rank({ ...unreadable, score: '' })).rejects.toThrow('found 0 bytes');
  });
});

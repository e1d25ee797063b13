/** @jest-environment node */
import { deflateSync } from 'node:zlib';
import { drawPicture } from '../core/picture';
import { pictureSamples } from '../core/picture-samples';
import type { RankParameters, Ranking } from '../core/regions';
import { PLAIN, rankingOf } from '../core/testing';
import { rankHere } from './drive';
import { withWorkers } from './fake-worker';
import { createRanker } from './index';
import { ScriptLabeller } from './oracle';
import { PageRanker } from './page-ranker';
import type { Codes, LabelEngine } from './ranker';
import { ENGINES, inText } from './testing';

const SHAPE = { z: 40, y: 300, x: 401 };
const WEIGHTS = Uint32Array.from({ length: 256 }, (_, code) => code * 4000);
const TREE: RankParameters = { ...PLAIN, mode: 'tree', minVoxels: 2, maxVoxels: 50 };
const PLATEAU: RankParameters = { ...TREE, mode: 'plateau' };

/** Blobs of different doubt, over 4 MB: several slabs. */
function blobs(): Uint8Array {
  const codes = new Uint8Array(SHAPE.z * SHAPE.y * SHAPE.x);
  for (let i = 0; i < 400; i++) {
    const start = (i * 1_203_001) % (codes.length - 9);
    codes.fill(1 + ((i * 37) % 255), start, start + 1 + (i % 9));
  }
  return codes;
}

const wasm = ENGINES['simd'];

/** What a labeller on this thread finds. */
async function expected(codes: Codes, weights: Uint32Array, parameters: RankParameters) {
  return inText(await rankHere(await wasm(), codes, SHAPE, weights, parameters));
}

/** Lets everything that is settled go on. */
function turn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}

/** Resolves once `ranker` has told some progress of a ranking that can go no further. */
async function rankingInHalf(ranker: ReturnType<typeof createRanker>, signal?: AbortSignal) {
  let begun: () => void = () => undefined;
  const told = new Promise<void>(resolve => (begun = resolve));
  const job = ranker.begin(blobs(), SHAPE, WEIGHTS, PLATEAU, { signal, onProgress: () => begun() });
  job.advance(SHAPE.z - 1);
  await told;
  return job;
}

describe('a ranker with a worker', () => {
  it.each([
    ['plateau', PLATEAU],
    ['tree', TREE]
  ])('ranks as the labeller on this thread does (%s)', async (_, parameters) => {
    const { ranker } = withWorkers();
    const ranking = await ranker.rank(blobs(), SHAPE, WEIGHTS, parameters);
    expect(ranking.count).toBeGreaterThan(100);
    expect(inText(ranking)).toEqual(await expected(blobs(), WEIGHTS, parameters));
    expect(ranker.engine).toBe('simd');
    expect(ranker.note).toBeNull();
  });

  it('cuts what it has kept for another granularity, the list before its rows', async () => {
    const delta: RankParameters = { ...PLATEAU, mode: 'delta', granularity: 0.1 };
    const { ranker, workers } = withWorkers();
    let ranking = await ranker.rank(blobs(), SHAPE, WEIGHTS, delta);
    for (const granularity of [0.3, 0.02]) {
      const lists: Ranking[] = [];
      const onPartial = (list: Ranking) => lists.push(list);
      const parameters = { ...delta, granularity };
      ranking = (await ranker.adjust(ranking, parameters, { onPartial })) ?? ranking;
      expect(inText(ranking)).toEqual(await expected(blobs(), WEIGHTS, parameters));
      expect(lists.map(list => [list.count, list.rows.start.length])).toEqual([[ranking.count, 0]]);
    }
    expect(workers[0].sent.filter(kind => kind === 'begin')).toHaveLength(1);
    expect(ranker.adjust(ranking, { ...delta, connectivity: 6 })).toBeNull();
    expect(ranker.adjust(ranking, { ...delta, mode: 'threshold' })).toBeNull();
  });

  it('keeps several rankings, so that lists of other volumes leave one as it is', async () => {
    const delta: RankParameters = { ...PLATEAU, mode: 'delta', granularity: 0.1 };
    const { ranker } = withWorkers();
    const first = await ranker.rank(blobs(), SHAPE, WEIGHTS, delta);
    const second = await ranker.rank(blobs(), SHAPE, WEIGHTS, TREE);
    const third = ranker.rank(blobs(), SHAPE, WEIGHTS, PLATEAU);
    const cut = { ...delta, granularity: 0.2 };
    const other = (await ranker.adjust(first, cut)) ?? first;
    expect(inText(other)).toEqual(await expected(blobs(), WEIGHTS, cut));
    expect((await ranker.adjust(second, { ...TREE, maxVoxels: 9 }))?.key).toBe('tree26x9');
    expect((await third).key).toBe('plateau26');
  });

  it('lets go of those used longest ago when memory is short', async () => {
    const delta: RankParameters = { ...PLATEAU, mode: 'delta', granularity: 0.1 };
    const { ranker } = withWorkers(ENGINES['simd'], 0);
    const first = await ranker.rank(blobs(), SHAPE, WEIGHTS, delta);
    const second = await ranker.rank(blobs(), SHAPE, WEIGHTS, TREE);
    const lost = ranker.adjust(first, { ...delta, granularity: 0.2 });
    await expect(lost).rejects.toMatchObject({ code: 'lost', remedy: 'Rank anew.' });
    expect((await ranker.adjust(second, { ...TREE, maxVoxels: 9 }))?.key).toBe('tree26x9');
  });

  it('drops a cut that is no longer wanted', async () => {
    const { ranker } = withWorkers();
    const ranking = await ranker.rank(blobs(), SHAPE, WEIGHTS, TREE);
    const stop = new AbortController();
    const old = ranker.adjust(ranking, { ...TREE, maxVoxels: 9 }, { signal: stop.signal });
    const next = ranker.adjust(ranking, { ...TREE, maxVoxels: 20 });
    stop.abort();
    await expect(old).rejects.toThrow('cancelled');
    expect((await next)?.key).toBe('tree26x20');
  });

  it('ranks heights as the labeller on this thread does', async () => {
    const options = { heights: blobs() };
    const variants: RankParameters = { ...TREE, mode: 'variants' };
    const { ranker } = withWorkers();
    const ranking = await ranker.rank(blobs(), SHAPE, WEIGHTS, variants, options);
    const here = await rankHere(await wasm(), blobs(), SHAPE, WEIGHTS, variants, options);
    expect(ranking.count).toBeGreaterThan(10);
    expect(inText(ranking)).toEqual(inText(here));
  });

  it('counts pieces of a mask that comes with the last slices', async () => {
    const mask = new Uint8Array(SHAPE.z * SHAPE.y * Math.ceil(SHAPE.x / 8));
    const { ranker } = withWorkers();
    const job = ranker.begin(blobs(), SHAPE, WEIGHTS, PLATEAU, { mask });
    job.advance(SHAPE.z - 1);
    await turn();
    mask.fill(0x5b);
    job.advance(SHAPE.z);
    const ranking = await job.result;
    const here = await rankHere(await wasm(), blobs(), SHAPE, WEIGHTS, PLATEAU, { mask });
    expect(Math.max(...(ranking.table.pieces ?? []))).toBeGreaterThan(1);
    expect(inText(ranking)).toEqual(inText(here));
  });

  it('puts what it has found in another order', async () => {
    const { ranker, workers } = withWorkers();
    const heights = { heights: blobs() };
    for (const [mode, options] of [['plateau', {}] as const, ['variants', heights] as const]) {
      const parameters: RankParameters = { ...PLATEAU, mode, minVoxels: 8, maxVoxels: 600 };
      const asked = { ...parameters, minVoxels: 9, score: 'sum / (1 + z)', stopRegions: 2 };
      const ranking = await ranker.rank(blobs(), SHAPE, WEIGHTS, parameters, options);
      const other = await ranker.adjust(ranking, asked);
      const fresh = await rankHere(await wasm(), blobs(), SHAPE, WEIGHTS, asked, options);
      expect({ ...inText(other ?? ranking), found: null }).toEqual({
        ...inText(fresh),
        found: null
      });
    }
    expect(workers[0].sent.filter(kind => kind === 'order')).toHaveLength(2);
  });

  it('drops an order that a newer one replaces', async () => {
    const { ranker, workers } = withWorkers();
    const ranking = await ranker.rank(blobs(), SHAPE, WEIGHTS, PLATEAU);
    const stop = new AbortController();
    const dropped = ranker.adjust(ranking, { ...PLATEAU, score: 'max' }, { signal: stop.signal });
    await turn();
    stop.abort();
    await expect(dropped).rejects.toMatchObject({ name: 'AbortError' });
    const other = await ranker.adjust(ranking, { ...PLATEAU, score: 'size' });
    expect(other?.parameters.score).toBe('size');
    expect(workers[0].sent).toContain('cancel');
  });

  it('says where a score cannot be read', async () => {
    const { ranker } = withWorkers();
    const asked = { ...PLATEAU, score: 'mean * (2' };
    const message = 'score: found the end at character 10, expected ).';
    await expect(ranker.rank(blobs(), SHAPE, WEIGHTS, asked)).rejects.toThrow(
      new RangeError(message)
    );
    const ranking = await ranker.rank(blobs(), SHAPE, WEIGHTS, PLATEAU);
    await expect(ranker.adjust(ranking, asked)).rejects.toThrow(RangeError);
  });

  it('leaves the codes where they are', async () => {
    const codes = blobs();
    const { ranker } = withWorkers();
    await ranker.rank(codes, SHAPE, WEIGHTS, TREE);
    expect(Buffer.compare(codes, blobs())).toBe(0);
  });

  it('ranks while codes arrive, and reads no slice before it is there', async () => {
    const all = blobs();
    const codes = new Uint8Array(all.length);
    const { ranker } = withWorkers();
    const job = ranker.begin(codes, SHAPE, WEIGHTS, PLATEAU);
    for (let z = 0; z < SHAPE.z; z++) {
      const slice = SHAPE.y * SHAPE.x;
      codes.set(all.subarray(z * slice, (z + 1) * slice), z * slice);
      job.advance(z + 1);
      await ranker.ready;
    }
    expect(inText(await job.result)).toEqual(await expected(all, WEIGHTS, PLATEAU));
  });

  it('ranks 16-bit codes', async () => {
    const codes = Uint16Array.from(blobs(), code => 200 * code);
    const weights = Uint32Array.from({ length: 51001 }, (_, code) => code * 20);
    const { ranker } = withWorkers();
    expect(inText(await ranker.rank(codes, SHAPE, weights, TREE))).toEqual(
      await expected(codes, weights, TREE)
    );
  });

  it('serves several requests at once', async () => {
    const { ranker, workers } = withWorkers();
    const rankings = await Promise.all(
      [PLATEAU, TREE, PLATEAU].map(each => ranker.rank(blobs(), SHAPE, WEIGHTS, each))
    );
    expect(inText(rankings[0])).toEqual(inText(rankings[2]));
    expect(rankings[1].key).toBe('tree26x50');
    expect(workers).toHaveLength(1);
  });

  it('tells rising progress', async () => {
    const fractions: number[] = [];
    const { ranker } = withWorkers();
    await ranker.rank(blobs(), SHAPE, WEIGHTS, TREE, { onProgress: f => fractions.push(f) });
    expect(fractions.length).toBeGreaterThan(1);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions[fractions.length - 1]).toBeLessThanOrEqual(1);
  });

  it('cancels with the reason of the signal, and the worker hears of it', async () => {
    const { ranker, workers } = withWorkers();
    const stop = new AbortController();
    const job = await rankingInHalf(ranker, stop.signal);
    stop.abort();
    await expect(job.result).rejects.toMatchObject({ name: 'AbortError' });
    expect(workers[0].sent.at(-1)).toBe('cancel');
  });

  it('refuses arguments that do not fit together', async () => {
    const { ranker } = withWorkers();
    await expect(ranker.rank(new Uint8Array(5), SHAPE, WEIGHTS, TREE)).rejects.toThrow(
      'found 5 codes, expected 4812000 for the shape'
    );
  });

  it('passes on what goes wrong in the worker', async () => {
    const broken: LabelEngine = {
      name: 'simd',
      begin: () => {
        throw new RangeError('no memory');
      },
      order: () => {
        throw new RangeError('no memory');
      },
      flips: () => {
        throw new RangeError('no memory');
      }
    };
    const { ranker } = withWorkers(() => Promise.resolve(broken));
    await expect(ranker.rank(blobs(), SHAPE, WEIGHTS, TREE)).rejects.toMatchObject({
      name: 'LabellerError',
      code: 'memory'
    });
  });
});

describe('a worker that stops', () => {
  it('is started once more and begins its tasks anew', async () => {
    const { ranker, workers } = withWorkers();
    const job = await rankingInHalf(ranker);
    workers[0].crash();
    job.advance(SHAPE.z);
    expect(inText(await job.result)).toEqual(await expected(blobs(), WEIGHTS, PLATEAU));
    expect(workers).toHaveLength(2);
    expect(workers[0].isTerminated).toBe(true);
  });

  it('gives up a task that it stops at twice, and goes on with others', async () => {
    const { ranker, workers } = withWorkers();
    const job = await rankingInHalf(ranker);
    workers[0].crash();
    await ranker.inflate(Uint8Array.from(deflateSync('begun anew')));
    workers[1].crash();
    await expect(job.result).rejects.toMatchObject({ code: 'lost' });
    expect((await ranker.rank(blobs(), SHAPE, WEIGHTS, PLATEAU)).count).toBeGreaterThan(100);
  });

  it('without a word is started once more, and then the page inflates itself', async () => {
    const { ranker, workers } = withWorkers();
    await ranker.ready;
    jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick', 'setImmediate'] });
    workers[0].terminate();
    const inflated = ranker.inflate(Uint8Array.from(deflateSync('abc')), 3);
    await turn();
    jest.advanceTimersByTime(40_000);
    await turn();
    workers[1].terminate();
    jest.advanceTimersByTime(40_000);
    jest.useRealTimers();
    expect(Buffer.from(await inflated).toString()).toBe('abc');
    expect(workers.length).toBeGreaterThan(1);
  });

  it('that waits for slices is not taken for one that has stopped', async () => {
    const { ranker, workers } = withWorkers();
    await ranker.ready;
    jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick', 'setImmediate'] });
    const job = await rankingInHalf(ranker);
    await turn();
    jest.advanceTimersByTime(100_000);
    jest.useRealTimers();
    job.advance(SHAPE.z);
    expect((await job.result).count).toBeGreaterThan(100);
    expect(workers).toHaveLength(1);
  });

  it('is replaced by the page itself when it cannot start', async () => {
    const createWorker = () => {
      throw new Error('refused by the content security policy');
    };
    const ranker = new PageRanker(createWorker, () => Promise.resolve(new ScriptLabeller()));
    const ranking = await ranker.rank(blobs(), SHAPE, WEIGHTS, PLATEAU);
    expect(inText(ranking)).toEqual(await expected(blobs(), WEIGHTS, PLATEAU));
    expect(ranker.note).toContain('content security policy');
    expect(ranker.note).toContain('no WebAssembly, or not its file');
    expect(await ranker.inflate(Uint8Array.from(deflateSync('abc')))).toHaveLength(3);
  });

  it('lets go of everything when disposed, twice', async () => {
    const { ranker, workers } = withWorkers();
    const job = await rankingInHalf(ranker);
    ranker.dispose();
    ranker.dispose();
    await expect(job.result).rejects.toMatchObject({ name: 'AbortError' });
    expect(workers[0].isTerminated).toBe(true);
  });
});

describe('inflating', () => {
  const text = Uint8Array.from({ length: 100_000 }, (_, i) => (i * i) % 251);

  it('undoes deflate, and leaves the bytes it was given', async () => {
    const { ranker } = withWorkers();
    const deflated = Uint8Array.from(deflateSync(text));
    const before = deflated.slice();
    expect(Array.from(await ranker.inflate(deflated, text.length))).toEqual(Array.from(text));
    expect(deflated).toEqual(before);
  });

  it('goes on between the slices of a ranking, which loses nothing by it', async () => {
    const { ranker } = withWorkers();
    const job = await rankingInHalf(ranker);
    const block = Uint8Array.from(deflateSync(text));
    const inflateAll = async () => {
      const blocks = await Promise.all([1, 2, 3].map(() => ranker.inflate(block, text.length)));
      return blocks.every(bytes => Buffer.compare(bytes, text) === 0);
    };
    expect(await inflateAll()).toBe(true);
    job.advance(SHAPE.z);
    const [areSame, ranking] = await Promise.all([inflateAll(), job.result]);
    expect(areSame).toBe(true);
    expect(inText(ranking)).toEqual(await expected(blobs(), WEIGHTS, PLATEAU));
  });

  it.each([
    ['damaged bytes', Uint8Array.of(0x78, 0x9c, 7, 7, 7, 7), null],
    ['a stream cut short', Uint8Array.from(deflateSync(text)).slice(0, 500), null],
    ['another length', Uint8Array.from(deflateSync(text)), 99_999]
  ])('rejects %s', async (_, bytes, size) => {
    const { ranker } = withWorkers();
    await expect(ranker.inflate(bytes, size)).rejects.toMatchObject({ code: 'data' });
  });
});

describe('consequences from a worker', () => {
  const BARS = Uint8Array.of(0, 0, 0b11100111, 1, 0, 0);
  const SMALL = { z: 1, y: 3, x: 9 };
  const CUBE = { z: 1, y: 1, x: 1 };
  const RANKING = rankingOf(SMALL, [[[0, 1, 3, 5]], [[0, 1, 6, 7]], [[0, 0, 0, 1]]]);

  it('come together for what is asked for together, once', async () => {
    const { ranker, workers } = withWorkers();
    const source = ranker.consequences(BARS, SMALL, CUBE);
    const all = await Promise.all([0, 1, 2, 0].map(index => source.of(RANKING, index)));
    expect(all.map(({ pieces, hanging }) => [pieces, hanging])).toEqual([
      [-1, 3],
      [1, 1],
      [0, 0],
      [-1, 3]
    ]);
    await source.of(RANKING, 1);
    expect(workers[0].sent).toEqual(['flips', 'flip']);
    ranker.dispose();
  });

  it('are asked of a new worker when one is lost', async () => {
    const { ranker, workers } = withWorkers();
    const source = ranker.consequences(BARS, SMALL, CUBE);
    const asked = source.of(RANKING, 0);
    await ranker.ready;
    workers[0].crash();
    expect((await asked).pieces).toBe(-1);
    expect(workers).toHaveLength(2);
    ranker.dispose();
  });

  it('are rejected when the source is closed', async () => {
    const { ranker, workers } = withWorkers();
    const source = ranker.consequences(BARS, SMALL, CUBE);
    await source.of(RANKING, 0);
    const asked = source.of(RANKING, 1);
    source.dispose();
    source.dispose();
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
    await turn();
    expect(workers[0].sent).toContain('cancel');
    ranker.dispose();
  });
});

describe('drawing', () => {
  const ACCENT = [255, 138, 31] as const;
  const samples = () => {
    const shape = { z: 6, y: 20, x: 30 };
    const data = Uint8Array.from({ length: 6 * 20 * 30 }, (_, i) => (i * i) % 251);
    const ranking = rankingOf(shape, [[[2, 8, 10, 13]]]);
    return pictureSamples({ dtype: 'uint8', shape, data }, ranking, [0], { z: 1, y: 1, x: 1 });
  };

  it('gives what the page itself would draw, and takes the samples over', async () => {
    const { ranker } = withWorkers();
    const given = samples();
    const pixels = await ranker.draw(given, ACCENT);
    expect(pixels).toEqual(drawPicture(samples(), ACCENT));
    expect(given.values.buffer.byteLength).toBe(0);
  });

  it('is done by the page where no worker starts', async () => {
    const createWorker = () => {
      throw new Error('refused');
    };
    const ranker = new PageRanker(createWorker, () => Promise.resolve(new ScriptLabeller()));
    expect(await ranker.draw(samples(), ACCENT)).toEqual(drawPicture(samples(), ACCENT));
  });

  it('is given up when the worker stops, so that it can be asked for again', async () => {
    const { ranker, workers } = withWorkers();
    await ranker.ready;
    const drawn = ranker.draw(samples(), ACCENT);
    await Promise.resolve();
    await Promise.resolve();
    workers[0].crash();
    await expect(drawn).rejects.toMatchObject({ code: 'lost' });
    expect((await ranker.draw(samples(), ACCENT)).length).toBeGreaterThan(0);
  });
});

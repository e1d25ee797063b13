/** The list by other parameters: made here at once, told to the kernel, adopted from it; verdicts carry over. */
import type { RankParameters, Ranking } from '../core/regions';
import { FakeKernel, SHAPE } from './fake-kernel';
import type { FeedRanker } from './ranking-feed';
import type { Page } from './testing';
import { REGION, inflateHere, rankingOf, readyPage, turns } from './testing';

type Begin = FeedRanker['begin'];

/** Each of the five voxels of a row a region, by mode `plateau`; all of them one, by any other. */
function listOf(parameters: RankParameters): Ranking {
  const fine = rankingOf(SHAPE, [5, 6, 7, 8, 9]);
  const rows = {
    rowStart: fine.rows.rowStart.map((_, row) => (row > 1 ? 5 : 0)),
    start: Uint16Array.of(0, 1, 2, 3, 4),
    end: Uint16Array.of(1, 2, 3, 4, 5),
    rank: Uint32Array.of(1, 2, 3, 4, 5)
  };
  if (parameters.mode === 'plateau') {
    return { ...fine, parameters, rows };
  }
  const coarse = rankingOf(SHAPE, [5]);
  const box = Uint16Array.of(0, 1, 1, 2, 0, 5);
  return {
    ...coarse,
    key: `${parameters.mode}26`,
    parameters,
    table: { ...coarse.table, voxels: Uint32Array.of(5), box },
    rows: { ...rows, rank: Uint32Array.of(1, 1, 1, 1, 1) }
  };
}

const begin: jest.MockedFunction<Begin> = jest.fn();
const ranker = { inflate: inflateHere, adjust: () => null, begin };

beforeEach(() => {
  jest.useFakeTimers();
  begin.mockReset();
  begin.mockImplementation((_codes, _shape, _weights, parameters) => ({
    advance: () => undefined,
    result: Promise.resolve(listOf(parameters))
  }));
});

afterEach(() => {
  jest.useRealTimers();
});

/** Until the kernel has heard of the list that was asked for last. */
async function settle({ wire }: Pick<Page, 'wire'>): Promise<void> {
  await wire.settle();
  jest.advanceTimersByTime(250);
  await wire.settle();
}

const asked = (mode: 'threshold' | 'tree') => ({ mode, granularity: 0.5 });

describe('asked in the page', () => {
  it('the list is made at once, and the kernel hears of it before it hears of its regions', async () => {
    const kernel = new FakeKernel();
    const { model, wire } = await readyPage(kernel, { ranker });
    model.askRanking(asked('threshold'));
    expect(model.parameters?.mode).toBe('threshold');
    expect(model.ranking?.count).toBe(5);
    expect(model.state.isRanking).toBe(true);
    await turns();
    expect(model.ranking?.key).toBe('threshold26');
    expect(model.state.isRanking).toBe(false);
    model.select(0);
    model.judge('correct');
    await wire.settle();
    const types = wire.sent.map(({ content }) => content['type']);
    expect(types.indexOf('rank')).toBeLessThan(types.indexOf('verdict'));
    expect(kernel.ranking).toMatchObject({ mode: 'threshold', granularity: 0.5 });
    expect(model.volume?.ranking.reason).toBe('chosen by the reviewer');
    expect(model.state.saving.pending).toBe(0);
  });

  it('what is asked meanwhile replaces it, and only what made a list is told', async () => {
    const kernel = new FakeKernel();
    const { model, wire } = await readyPage(kernel, { ranker });
    begin.mockReturnValueOnce({ advance: () => undefined, result: new Promise(() => undefined) });
    model.askRanking(asked('threshold'));
    model.askRanking(asked('tree'));
    await settle({ wire });
    expect(begin.mock.calls[1][4]?.signal?.aborted).toBe(true);
    expect(model.ranking?.key).toBe('tree26');
    expect(wire.ofType('rank')).toHaveLength(1);
  });

  it('taken back while it runs leaves the list and says nothing', async () => {
    const { model, wire } = await readyPage(new FakeKernel(), { ranker });
    begin.mockReturnValueOnce({ advance: () => undefined, result: new Promise(() => undefined) });
    model.askRanking(asked('threshold'));
    model.cancelRanking();
    await settle({ wire });
    expect(model.state.isRanking).toBe(false);
    expect(model.parameters?.mode).toBe('plateau');
    expect(wire.ofType('rank')).toEqual([]);
  });

  it('a formula that cannot be read is told at the control, and nothing changes', async () => {
    const { model, wire } = await readyPage(new FakeKernel(), { ranker });
    const error = new RangeError('score: found "mean +", expected a number after +');
    begin.mockReturnValueOnce({ advance: () => undefined, result: Promise.reject(error) });
    model.askRanking({ score: 'mean +' });
    await settle({ wire });
    expect(model.state).toMatchObject({ isRanking: false, rankingProblem: error.message });
    expect(model.parameters?.score).toBe('default');
    expect(model.ranking?.count).toBe(5);
    expect(wire.ofType('rank')).toEqual([]);
    model.askRanking({ score: 'mean' });
    await settle({ wire });
    expect(model.state.rankingProblem).toBeNull();
    expect(wire.ofType('rank')).toHaveLength(1);
  });

  it('is made from the list that is there where that is enough', async () => {
    const adjust = jest.fn((_: Ranking, parameters: RankParameters) =>
      parameters.mode === 'plateau' ? Promise.resolve(listOf(parameters)) : null
    );
    const { model, wire } = await readyPage(new FakeKernel(), { ranker: { ...ranker, adjust } });
    model.askRanking({ minVoxels: 2 });
    await wire.settle();
    expect(begin).toHaveBeenCalledTimes(1);
    expect(model.ranking?.parameters.minVoxels).toBe(2);
    model.askRanking(asked('tree'));
    await wire.settle();
    expect(begin).toHaveBeenCalledTimes(2);
  });

  it('that the kernel refuses, the list goes back to how the kernel makes it', async () => {
    const kernel = new FakeKernel();
    const { model, wire } = await readyPage(kernel, { ranker });
    kernel.refusal = 'journal';
    model.askRanking(asked('tree'));
    await settle({ wire });
    expect(model.parameters?.mode).toBe('plateau');
    expect(model.ranking?.count).toBe(5);
    expect(model.state.saving.refused).toContain('journal');
  });

  it('heights are fetched when a mode needs them', async () => {
    const { model, wire } = await readyPage(new FakeKernel(), { ranker });
    expect(model.arrays?.heights).toBeNull();
    model.askRanking({ mode: 'variants' });
    await wire.settle();
    expect(wire.ofType('fetch').map(({ array }) => array)).toContain('heights');
    expect(begin.mock.calls.at(-1)?.[4]?.heights).toBe(model.arrays?.heights?.data);
    expect(model.state.phase.kind).toBe('ready');
    expect(model.parameters).toMatchObject({ connectivity: 26, maxVoxels: 600 });
  });

  it('is said again to a kernel that has lost it', async () => {
    const kernel = new FakeKernel();
    const { model, link, wire } = await readyPage(kernel, { ranker });
    model.askRanking(asked('tree'));
    await turns();
    wire.cut();
    kernel.session = 'session-2';
    link.reconnected();
    await wire.settle();
    expect(kernel.ranking).toMatchObject({ mode: 'tree' });
    expect(model.ranking?.key).toBe('tree26');
  });
});

it('a slider that moves on is told once it rests, or before the next act', async () => {
  const { model, wire } = await readyPage(new FakeKernel(), { ranker });
  for (const minVoxels of [2, 3, 4]) {
    model.askRanking({ minVoxels });
    await turns();
    jest.advanceTimersByTime(100);
  }
  expect(wire.ofType('rank')).toEqual([]);
  model.reopen(REGION);
  await settle({ wire });
  expect(wire.ofType('rank').map(({ ranking }) => ranking)).toMatchObject([{ min_voxels: 4 }]);
  model.askRanking({ minVoxels: 5 });
  await settle({ wire });
  expect(wire.ofType('rank')).toHaveLength(2);
});

describe('asked elsewhere', () => {
  it('the list follows, without a word to the kernel', async () => {
    const kernel = new FakeKernel();
    const one = await readyPage(kernel, { ranker });
    const other = await readyPage(kernel, { ranker, client: 'page-2' });
    one.model.askRanking(asked('tree'));
    await settle(one);
    await settle(other);
    await turns();
    expect(other.model.ranking?.key).toBe('tree26');
    expect(other.model.parameters?.granularity).toBe(0.5);
    expect(other.wire.ofType('rank')).toEqual([]);
  });

  it('and missed, it is noticed when kernel and page are compared', async () => {
    const kernel = new FakeKernel();
    const { model, link, wire } = await readyPage(kernel, { ranker });
    kernel.rank({ ...kernel.ranking, mode: 'tree' });
    wire.cut();
    link.compare();
    jest.advanceTimersByTime(500);
    await wire.settle();
    expect(model.ranking?.key).toBe('tree26');
  });
});

describe('verdicts', () => {
  const told = { verdict: 'fixed', note: 'bridge', time: '2026-11-25T19:20:00.123Z' } as const;

  it('carry over to a region that judged ones cover, and are undone with them', async () => {
    const kernel = new FakeKernel();
    const { model, wire } = await readyPage(kernel, { ranker });
    for (const index of [0, 1, 2]) {
      model.select(index);
      model.judge('correct');
    }
    model.askRanking(asked('tree'));
    await wire.settle();
    expect(model.verdictAt(0)).toMatchObject({ verdict: 'correct', carried: true });
    expect(model.openRegions).toBe(0);
    expect(model.ownVerdicts.size).toBe(3);
    model.undo();
    await wire.settle();
    expect(model.verdictAt(0)).toBeNull();
    expect(wire.ofType('voxels')).toEqual([]);
  });

  it('of regions that no list here has had come with their voxels from the kernel', async () => {
    const kernel = new FakeKernel();
    kernel.ranking = { ...kernel.ranking, mode: 'tree' };
    kernel.verdicts.set(REGION, told);
    kernel.inherited.set('g-1/delta26d5/7', { ...told, verdict: 'correct', carried: true });
    kernel.areas.set(REGION, [6, 1]).set('g-1/delta26d5/7', [7, 3]);
    const { model } = await readyPage(kernel, { ranker });
    expect(model.verdictAt(0)).toEqual({ ...told, verdict: 'correct', carried: true });
  });

  it('a region that was opened again stays open, whatever covers it', async () => {
    const kernel = new FakeKernel();
    const { model, wire } = await readyPage(kernel, { ranker });
    for (const index of [0, 1, 2]) {
      model.select(index);
      model.judge('correct');
    }
    model.askRanking(asked('tree'));
    await turns();
    model.reopen(model.regionIdAt(0)!);
    expect(model.verdictAt(0)).toBeNull();
    await wire.settle();
    expect(model.verdictAt(0)).toBeNull();
    expect([...kernel.reopened.keys()]).toEqual(['g0/tree26/5']);
    const again = await readyPage(kernel, { ranker, client: 'page-2' });
    expect(again.model.verdictAt(0)).toBeNull();
  });

  it('the region in hand makes way for the one that shares most voxels with it', async () => {
    const kernel = new FakeKernel();
    const { model, wire } = await readyPage(kernel, { ranker });
    model.select(3);
    const { crop, cursor } = model.state;
    model.askRanking(asked('tree'));
    await wire.settle();
    expect(model.state).toMatchObject({ selected: 0, crop, cursor });
    expect(wire.ofType('select').at(-1)).toMatchObject({ region: 'g0/tree26/5' });
  });

  it('marks tell what the last prediction brought, and brought back', async () => {
    const kernel = new FakeKernel();
    kernel.generation = 1;
    kernel.before = { listed: [5, 2, 8, 2], settled: [6, 1] };
    const { model } = await readyPage(kernel, { ranker });
    expect([0, 1, 2, 3, 4].map(index => model.markOf(index))).toEqual([
      null,
      'returning',
      'new',
      null,
      null
    ]);
  });
});

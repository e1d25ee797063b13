import type { VolumeDescription } from '../core/state';
import type { PendingAct, Welcome } from '../kernel';
import type { ActShelf, Changes, KeptAct, KeptPage } from './act-shelf';
import { moved } from './act-shelf';
import type { KeptActsOptions } from './kept-acts';
import { KeptActs } from './kept-acts';
import { leftBehind } from './left-acts';
import { RecentActs } from './recent-acts';

const VOLUME = {
  name: 'mouse-07',
  generation: 0,
  revision: 12,
  shape: { z: 3, y: 4, x: 5 },
  segmentation: { dtype: 'uint8', index: 'uint8', labels: ['0', '7'] }
} as unknown as Welcome['volume'];

const BOX = { z0: 0, z1: 1, y0: 0, y1: 1, x0: 0, x1: 2 };

const opened: KeptActs[] = [];

afterEach(() => {
  opened.splice(0).forEach(kept => {
    kept.forget();
  });
});

/** A shelf that outlives pages, and can be out of order. */
class FakeShelf implements ActShelf {
  isFull = false;
  readonly held = new Map<string, KeptAct>();
  private readonly _pages = new Map<string, KeptPage>();

  pages = () => Promise.resolve([...this._pages.values()]);
  acts = (client: string) =>
    Promise.resolve([...this.held.values()].filter(act => act.client === client));

  write({ page, acts, dropped }: Changes): Promise<void> {
    if (this.isFull) {
      return Promise.reject(new Error('no room'));
    }
    if (page !== null) {
      this._pages.set(page.client, page);
    }
    acts.forEach(act => this.held.set(`${act.client}/${act.order}`, act));
    dropped.forEach(([client, order]) => this.held.delete(`${client}/${order}`));
    return Promise.resolve();
  }

  forget(client: string): Promise<void> {
    this._pages.delete(client);
    return Promise.resolve();
  }

  move(from: string, to: string): Promise<void> {
    for (const page of this._pages.values()) {
      this._pages.set(page.client, { ...page, document: moved(page.document, from, to) });
    }
    return Promise.resolve();
  }

  /** Ids with `!` where the kernel has answered. */
  get words(): readonly string[] {
    return [...this.held.values()].map(
      ({ client, revision, entry }) => `${client}:${entry.id}${revision === null ? '' : '!'}`
    );
  }
}

async function pageAt(
  shelf: ActShelf,
  client: string,
  change: Partial<KeptActsOptions> = {}
): Promise<KeptActs> {
  const kept = new KeptActs({
    ...{ client, document: () => 'a.ipynb', name: 'mouse-07', shelf: Promise.resolve(shelf) },
    failed: () => undefined,
    worked: () => undefined,
    ...change
  });
  opened.push(kept);
  await kept.ready;
  return kept;
}

function verdict(seq: number, id: string): PendingAct {
  const act = { kind: 'verdict', region: 'g0/plateau26/6', verdict: 'done', note: '' } as const;
  return { seq, id, of: null, labels: null, act, generation: 0 };
}

function edit(seq: number, id: string, rows = 1): PendingAct {
  const act = { kind: 'edit', edit: { id, box: BOX, runs: new Uint32Array(4 * rows) } };
  return { seq, id, of: null, labels: null, act, generation: 0 } as unknown as PendingAct;
}

function welcome(
  missing: Welcome['missing'] = null,
  volume: Partial<VolumeDescription> = {}
): Pick<Welcome, 'volume' | 'missing'> {
  return { volume: { ...VOLUME, ...volume }, missing };
}

const idsOf = (left: readonly { readonly acts: readonly PendingAct[] }[]) =>
  left.map(({ acts }) => acts.map(({ id }) => id));

/** Until what was begun has reached the shelf. */
async function written(): Promise<void> {
  for (let turn = 0; turn < 8; turn++) {
    await Promise.resolve();
  }
}

it('an act is on its way to the shelf before the task ends that made it, and leaves when it is let go', async () => {
  const shelf = new FakeShelf();
  const kept = await pageAt(shelf, 'page-1');
  kept.keep([verdict(1, 'a')], VOLUME, 'session-1');
  await Promise.resolve();
  expect(shelf.words).toEqual(['page-1:a']);
  kept.keep([], VOLUME, 'session-1');
  await Promise.resolve();
  expect(shelf.words).toEqual([]);
});

it('the next page gets in order what has no answer, once, and the shelf has it all the time', async () => {
  const shelf = new FakeShelf();
  const first = await pageAt(shelf, 'page-1');
  const [a, b, c] = [edit(1, 'a'), verdict(2, 'b'), edit(3, 'c')];
  first.keep([a, b, c], VOLUME, 'session-1');
  await written();
  first.answered(a, 12);
  first.keep([b, c], VOLUME, 'session-1');
  await written();
  const next = await pageAt(shelf, 'page-2');
  const { unsent, others, lost } = next.claim(welcome());
  expect([idsOf(unsent), others, lost]).toEqual([[['b', 'c']], [], []]);
  next.keep(unsent[0].acts, VOLUME, 'session-1');
  await written();
  expect(shelf.words).toEqual(['page-1:a!', 'page-2:b', 'page-2:c']);
  expect(next.claim(welcome()).unsent).toEqual([]);
});

it.each([
  ['notebook', { document: () => 'b.ipynb' }],
  ['volume', { name: 'mouse-08' }]
])('another %s gets nothing', async (_, change) => {
  const shelf = new FakeShelf();
  const first = await pageAt(shelf, 'page-1');
  first.keep([verdict(1, 'a')], VOLUME, 'session-1');
  await written();
  const next = await pageAt(shelf, 'page-2', change);
  expect(next.unclaimed()).toEqual([]);
  expect(idsOf(await leftBehind(shelf, 'a.ipynb', 'mouse-07'))).toEqual([['a']]);
});

it('what was kept of a notebook is found under its new name, and so is what comes after', async () => {
  const shelf = new FakeShelf();
  let document = 'a.ipynb';
  const first = await pageAt(shelf, 'page-1', { document: () => document });
  const a = verdict(1, 'a');
  first.keep([a], VOLUME, 'session-1');
  await written();
  document = 'b.ipynb';
  await shelf.move('a.ipynb', document);
  first.keep([a, verdict(2, 'b')], VOLUME, 'session-1');
  await written();
  const next = await pageAt(shelf, 'page-2', { document: () => document });
  expect(idsOf(next.claim(welcome()).unsent)).toEqual([['a', 'b']]);
});

it.each([
  ['the notebook', 'lab/a.ipynb', 'lab/b.ipynb', 'lab/b.ipynb'],
  ['its folder', 'lab', 'old/lab', 'old/lab/a.ipynb'],
  ['a namesake', 'la', 'other', 'lab/a.ipynb'],
  ['another notebook', 'lab/c.ipynb', 'x.ipynb', 'lab/a.ipynb']
])('when %s is renamed', (_, from, to, document) => {
  expect(moved('lab/a.ipynb', from, to)).toBe(document);
});

it('what was drawn on another generation is told apart', async () => {
  const shelf = new FakeShelf();
  const first = await pageAt(shelf, 'page-1');
  first.keep([edit(1, 'a')], VOLUME, 'session-1');
  await written();
  const next = await pageAt(shelf, 'page-2');
  const { unsent, others } = next.claim(welcome(null, { generation: 1 }));
  expect([unsent, idsOf(others)]).toEqual([[], [['a']]]);
});

it('a damaged journal gets back what came after its last whole revision, from this page and those that are gone', async () => {
  const shelf = new FakeShelf();
  const first = await pageAt(shelf, 'page-1');
  const acts = [edit(1, 'a'), edit(2, 'b'), verdict(3, 'c'), edit(4, 'd')];
  first.keep(acts, VOLUME, 'session-1');
  await written();
  [10, 11, 11, 12].forEach((revision, at) => {
    first.answered(acts[at], revision);
  });
  first.keep([], VOLUME, 'session-1');
  await written();
  first.dispose();
  const next = await pageAt(shelf, 'page-2');
  const { lost } = next.claim(welcome({ count: 3, revision: 10 }));
  expect(idsOf(lost)).toEqual([['b', 'c', 'd']]);
  await written();
  expect(shelf.words).toEqual(['page-1:a!']);
});

it('a journal that was begun anew gets nothing of the one before', async () => {
  const shelf = new FakeShelf();
  const first = await pageAt(shelf, 'page-1');
  const a = edit(1, 'a');
  first.keep([a], VOLUME, 'session-1');
  await written();
  first.answered(a, 40);
  first.keep([], VOLUME, 'session-1');
  await written();
  const next = await pageAt(shelf, 'page-2');
  expect(next.claim(welcome()).lost).toEqual([]);
  await written();
  expect(shelf.words).toEqual([]);
});

it('a shelf without room is told once, and what it lacks is tried again, until it has some', async () => {
  const shelf = new FakeShelf();
  const [failed, worked] = [jest.fn(), jest.fn()];
  const kept = await pageAt(shelf, 'page-1', { failed, worked });
  shelf.isFull = true;
  const acts = [verdict(1, 'a')];
  kept.keep(acts, VOLUME, null);
  await written();
  kept.keep(acts, VOLUME, null);
  await written();
  expect(failed).toHaveBeenCalledTimes(1);
  expect(worked).not.toHaveBeenCalled();
  shelf.isFull = false;
  kept.keep([...acts, verdict(2, 'b')], VOLUME, null);
  await written();
  expect(shelf.words).toEqual(['page-1:a', 'page-1:b']);
  expect(worked).toHaveBeenCalledTimes(1);
});

it('of recent acts the oldest go first, by number and by size', () => {
  const recent = new RecentActs();
  const kept = (order: number, rows: number): KeptAct => ({
    ...{ client: 'page-1', order, revision: order },
    entry: edit(order, `edit-${order}`, rows)
  });
  expect(recent.add(Array.from({ length: 501 }, (_, order) => kept(order, 1)))).toEqual([
    ['page-1', 0]
  ]);
  const large = (3 << 20) / 16;
  recent.add([kept(601, large), kept(602, large), kept(603, large)]);
  expect(recent.all.map(({ order }) => order)).toEqual([602, 603]);
});

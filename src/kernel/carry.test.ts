import type { PendingAct } from './act-queue';
import { carryOver } from './carry';
import { FakeKernel } from './fake-kernel';
import type { Page } from './testing';
import { REGION, paint, ranker, readyPage, voxelsOf } from './testing';

/** A page whose kernel is gone with `act` unsent, and the kernel that was started after it. */
async function left(act: (page: Page) => void): Promise<{ page: Page; restarted: FakeKernel }> {
  const page = await readyPage(new FakeKernel(), { ranker });
  page.link.setConnection('reconnecting');
  act(page);
  page.link.setConnection('gone');
  const restarted = new FakeKernel();
  restarted.session = 'session-2';
  return { page, restarted };
}

/** The cell was run again: another model in the same page. */
async function next(old: Page, kernel: FakeKernel): Promise<Page> {
  const claim = () => {
    const unsent = old.link.unsent();
    old.link.letGo();
    return { unsent: unsent === null ? [] : [unsent], lost: [] };
  };
  return readyPage(kernel, { client: 'page-2', ranker, claim });
}

it('what a kernel never got is done by the one of the next session', async () => {
  const { page, restarted } = await left(({ model }) => {
    model.select(0);
    paint(model, 1, 2, 1, 4, 1);
    model.select(0);
    model.judge('done');
  });
  restarted.labels = ['0', '-2', '7'];
  restarted.segmentation.data.fill(0);
  const { model, ...after } = await next(page, restarted);
  expect(restarted.applied).toEqual(['page-2/1', 'page-2/2']);
  expect([...restarted.segmentation.data.subarray(31, 34)]).toEqual([2, 2, 2]);
  expect(voxelsOf({ model, ...after })).toEqual([...restarted.segmentation.data]);
  expect(model.verdicts.get(REGION)?.verdict).toBe('fixed');
  expect(model.state).toMatchObject({
    announcement: '2 changes that the kernel never got were made again.',
    isLasting: true,
    saving: { pending: 0 }
  });
  expect(page.model.state.saving.pending).toBe(0);
  expect(page.link.unsent()).toBeNull();
});

it('what does not fit any more is told', async () => {
  const { page, restarted } = await left(({ model }) => {
    paint(model, 1, 2, 1, 4, 1);
    paint(model, 0, 0, 0, 2, 1);
  });
  restarted.segmentation.data.fill(2, 31, 34);
  const after = await next(page, restarted);
  expect(voxelsOf(after)).toEqual([...restarted.segmentation.data]);
  expect(after.model.state.announcement).toBe(
    '1 of 2 changes that the kernel never got was made again. Refused: refused: conflict'
  );
});

it('what was undone is undone again, and steps that reach further back are told', async () => {
  const { page, restarted } = await left(({ model }) => {
    model.undo();
    paint(model, 1, 2, 1, 4, 1);
    paint(model, 0, 0, 0, 2, 1);
    model.undo();
  });
  const after = await next(page, restarted);
  expect(restarted.applied).toEqual(['page-2/1', 'page-2/2', 'page-2/3']);
  expect([...restarted.segmentation.data.subarray(31, 34)]).toEqual([1, 1, 1]);
  expect([...restarted.segmentation.data.subarray(0, 2)]).toEqual([0, 0]);
  expect(voxelsOf(after)).toEqual([...restarted.segmentation.data]);
  expect(after.model.state.announcement).toContain('An undo or redo that had not arrived');
});

it('what a damaged journal has lost is brought back, before what had no answer', async () => {
  const { page, restarted } = await left(({ model }) => {
    paint(model, 1, 2, 1, 4, 1);
    paint(model, 0, 0, 0, 2, 1);
  });
  const { volume, acts, text } = page.link.unsent() ?? { acts: [], text: '' };
  const part = (from: number, to: number) =>
    volume === undefined ? [] : [{ volume, acts: acts.slice(from, to), text }];
  const claim = () => ({ lost: part(0, 1), unsent: part(1, 2) });
  const after = await readyPage(restarted, { client: 'page-2', ranker, claim });
  expect(restarted.applied).toEqual(['page-2/1', 'page-2/2']);
  expect(voxelsOf(after)).toEqual([...restarted.segmentation.data]);
  expect([...restarted.segmentation.data.subarray(31, 34)]).toEqual([1, 1, 1]);
});

it('how much was brought back is told', async () => {
  const { page, restarted } = await left(({ model }) => {
    paint(model, 1, 2, 1, 4, 1);
    paint(model, 0, 0, 0, 2, 1);
  });
  const unsent = page.link.unsent();
  const claim = () => ({ lost: unsent === null ? [] : [unsent], unsent: [] });
  const { model } = await readyPage(restarted, { client: 'page-2', ranker, claim });
  expect(model.state.announcement).toBe(
    '2 changes that the journal had lost were brought back from this browser.'
  );
});

it('an undo is about what it was about, or about nothing', async () => {
  const { page, restarted } = await left(({ model }) => {
    paint(model, 1, 2, 1, 4, 1);
    model.undo();
  });
  restarted.refusal = 'conflict';
  const { model } = await next(page, restarted);
  expect(restarted.applied).toEqual([]);
  expect(model.state.announcement).toContain('0 of 2 changes');
});

it('acts keep their names, and undo and redo say which they are about', () => {
  const named = (id: string, act: PendingAct['act']): PendingAct => ({
    ...{ seq: 4, id, of: null, generation: 0 },
    act
  });
  const judge = { kind: 'verdict', region: REGION, verdict: 'done', note: '' } as const;
  const pending = [
    named('a', { kind: 'redo' }),
    named('b', judge),
    named('c', { kind: 'label', id: '12' }),
    named('d', { kind: 'undo' }),
    named('e', { kind: 'redo' }),
    named('f', { kind: 'revert', edit: 'x', region: null })
  ];
  const { acts, loose } = carryOver(pending, ['0'], ['0']);
  expect(acts.map(({ id, of }) => [id, of])).toEqual([
    ['b', null],
    ['c', null],
    ['d', 'b'],
    ['e', 'b'],
    ['f', null]
  ]);
  expect(loose).toBe(1);
});

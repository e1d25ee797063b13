import { FakeKernel } from './fake-kernel';
import { REGION, paint, ranker, readyPage, voxelsOf } from './testing';

function statesOf({ model }: Awaited<ReturnType<typeof readyPage>>): readonly string[] {
  return model.history.rows().map(({ entry, state }) => `${entry.kind} ${state}`);
}

describe('the history on a page', () => {
  it('is asked for while somebody looks, in pages, and then only what is new', async () => {
    const kernel = new FakeKernel();
    const page = await readyPage(kernel, { ranker });
    paint(page.model, 0, 0, 0, 2, 1);
    paint(page.model, 1, 0, 0, 2, 1);
    await page.wire.settle();
    expect(page.wire.ofType('history')).toEqual([]);
    kernel.page = 1;
    const end = page.model.history.watch();
    await page.wire.settle();
    expect(statesOf(page)).toEqual(['edit stands', 'edit stands']);
    page.model.undo();
    await page.wire.settle();
    expect(statesOf(page)).toEqual(['edit undone', 'edit stands']);
    expect(page.wire.ofType('history').map(({ after }) => after)).toEqual([0, 1, 2]);
    end();
    paint(page.model, 2, 0, 0, 2, 1);
    await page.wire.settle();
    expect(page.wire.ofType('history')).toHaveLength(3);
  });

  it('an edit is reverted out of order by one message, and the page says so', async () => {
    const kernel = new FakeKernel();
    const page = await readyPage(kernel, { ranker });
    page.model.history.watch();
    page.model.select(0);
    const before = voxelsOf(page);
    paint(page.model, 0, 0, 0, 2, 1);
    const [{ id: edit }] = page.link.pendingEdits();
    page.model.judge('done');
    await page.wire.settle();
    page.model.revert({ edit, region: null });
    await page.wire.settle();
    expect(voxelsOf(page)).toEqual(before);
    expect(page.wire.ofType('revert')).toMatchObject([{ seq: 3, edit, region: null }]);
    expect(page.model.state).toMatchObject({ announcement: 'Reverted.', undo: 'revert' });
    expect(page.model.standing.get(REGION)).toBe(0);
    expect(statesOf(page)).toEqual(['revert stands', 'verdict stands', 'edit reverted']);
    page.model.undo();
    await page.wire.settle();
    expect(voxelsOf(page)).toEqual([...kernel.segmentation.data]);
    expect(statesOf(page)).toEqual(['revert undone', 'verdict stands', 'edit stands']);
  });

  it('a new prediction begins an empty one', async () => {
    const kernel = new FakeKernel();
    const page = await readyPage(kernel, { ranker });
    page.model.history.watch();
    paint(page.model, 0, 0, 0, 2, 1);
    await page.wire.settle();
    kernel.startGeneration();
    await page.wire.settle();
    expect(statesOf(page)).toEqual([]);
  });
});

import fc from 'fast-check';
import type { KernelAct } from './act-queue';
import { ActQueue } from './act-queue';
import { carryOver } from './carry';
import type { Packet } from './fake-kernel';
import { FakeKernel } from './fake-kernel';
import { isRecord } from './fields';
import type { Page } from './testing';
import { REGION, Wire, paint, ranker, readyPage, turns, voxelsOf } from './testing';

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

it('an undo on its way is about what was answered before it', async () => {
  const kernel = new FakeKernel();
  const page = await readyPage(kernel, { ranker });
  paint(page.model, 1, 2, 1, 4, 1);
  await page.wire.settle();
  page.link.setConnection('reconnecting');
  page.model.undo();
  page.link.setConnection('gone');
  kernel.restart('session-2');
  const { model } = await next(page, kernel);
  expect([...kernel.segmentation.data.subarray(31, 34)]).toEqual([0, 0, 0]);
  expect(model.state.announcement).toBe('1 change that the kernel never got was made again.');
});

it('an undo of what another page did on top meanwhile is about nothing', async () => {
  const kernel = new FakeKernel();
  const page = await readyPage(kernel, { ranker });
  paint(page.model, 1, 2, 1, 4, 1);
  await page.wire.settle();
  page.link.setConnection('reconnecting');
  page.model.undo();
  const other = await readyPage(kernel, { client: 'page-3', ranker });
  paint(other.model, 0, 0, 0, 2, 1);
  await other.wire.settle();
  page.link.setConnection('gone');
  kernel.restart('session-2');
  const { model } = await next(page, kernel);
  expect([...kernel.segmentation.data.subarray(31, 34)]).toEqual([1, 1, 1]);
  expect([...kernel.segmentation.data.subarray(0, 2)]).toEqual([1, 1]);
  expect(model.state.announcement).toContain('0 of 1 change');
});

it('an undo of an edit that is refused takes nothing else back', async () => {
  const kernel = new FakeKernel();
  const { model, wire } = await readyPage(kernel, { ranker });
  paint(model, 1, 2, 1, 4, 1);
  await wire.settle();
  paint(model, 0, 0, 0, 2, 1);
  model.undo();
  kernel.refusal = 'conflict';
  await wire.settle();
  expect([...kernel.segmentation.data.subarray(31, 34)]).toEqual([1, 1, 1]);
  model.undo();
  await wire.settle();
  expect([...kernel.segmentation.data.subarray(31, 34)]).toEqual([0, 0, 0]);
});

it('an undo that would be about what was missed here is refused once, and then takes it back', async () => {
  const kernel = new FakeKernel();
  const { model, wire } = await readyPage(kernel, { ranker });
  paint(model, 1, 2, 1, 4, 1);
  await wire.settle();
  const other = await readyPage(kernel, { client: 'page-3', ranker });
  other.model.select(0);
  other.model.judge('unsure');
  await other.wire.settle();
  wire.cut();
  model.undo();
  await wire.settle();
  expect(kernel.verdicts.get(REGION)?.verdict).toBe('unsure');
  model.undo();
  await wire.settle();
  expect(kernel.verdicts.has(REGION)).toBe(false);
  expect([...kernel.segmentation.data.subarray(31, 34)]).toEqual([1, 1, 1]);
});

it('an edit with a label that the next session lacks says which one it means', async () => {
  const { page, restarted } = await left(({ model }) => {
    paint(model, 1, 2, 1, 4, 2);
    paint(model, 0, 0, 0, 2, 1);
  });
  restarted.labels = ['0', '7'];
  restarted.segmentation.data.fill(0);
  const after = await next(page, restarted);
  expect(restarted.labels).toEqual(['0', '7', '-2']);
  expect([...restarted.segmentation.data.subarray(31, 34)]).toEqual([2, 2, 2]);
  expect([...restarted.segmentation.data.subarray(0, 2)]).toEqual([1, 1]);
  expect(voxelsOf(after)).toEqual([...restarted.segmentation.data]);
  expect(after.model.volume?.segmentation.labels).toEqual(['0', '7', '-2']);
});

it('acts keep their names, and undo and redo say which they are about', () => {
  const queue = new ActQueue();
  const judge = { kind: 'verdict', region: REGION, verdict: 'done', note: '' } as const;
  const acts: readonly KernelAct[] = [
    { kind: 'redo' },
    judge,
    { kind: 'label', id: '12' },
    { kind: 'undo' },
    { kind: 'undo' },
    { kind: 'redo' },
    { kind: 'redo' },
    { kind: 'revert', edit: 'x', region: null }
  ];
  const [, said, label, undo, , , redo, revert] = acts.map(act => queue.add(act, 0).id);
  const carried = carryOver(queue.pending, ['0'], ['0']);
  expect(carried.acts.map(({ id, of }) => [id, of])).toEqual([
    [said, null],
    [label, null],
    [undo, said],
    [redo, said],
    [revert, null]
  ]);
  expect(carried.loose).toBe(3);
});

it('whatever was answered when a kernel died, the next one makes of the acts what it would have made, or tells', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(STEP, { maxLength: 30 }), async steps => {
      const kernel = new FakeKernel();
      const page = await readyPage(kernel, { ranker });
      for (const step of steps) {
        await take(step, page);
      }
      page.link.setConnection('reconnecting');
      page.wire.cut();
      kernel.restart('session-2');
      page.link.reconnected();
      await page.wire.settle();
      const undying = await replayed(page.wire.sent);
      if (!page.model.state.announcement.includes('was left out')) {
        expect([...kernel.segmentation.data]).toEqual([...undying.segmentation.data]);
        expect(kernel.verdicts.get(REGION)).toEqual(undying.verdicts.get(REGION));
      }
      expect(voxelsOf(page)).toEqual([...kernel.segmentation.data]);
      expect(page.model.state.saving.pending).toBe(0);
      page.link.dispose();
    }),
    { numRuns: 300 }
  );
}, 60_000);

type Step =
  | { readonly kind: 'paint'; readonly x: number; readonly label: number }
  | { readonly kind: 'undo' | 'redo' | 'judge' | 'kernelReads' | 'browserReads' };

const STEP: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('paint' as const),
    x: fc.nat(3),
    label: fc.nat(2)
  }),
  fc.record({
    kind: fc.constantFrom('undo', 'redo', 'judge', 'kernelReads', 'browserReads' as const)
  })
);

async function take(step: Step, { model, wire }: Page): Promise<void> {
  switch (step.kind) {
    case 'paint':
      paint(model, 1, 2, step.x, step.x + 2, step.label);
      break;
    case 'judge':
      model.select(0);
      model.judge(model.verdicts.has(REGION) ? 'unsure' : 'done');
      break;
    case 'undo':
    case 'redo':
      model[step.kind]();
      break;
    default:
      wire[step.kind]();
      await turns();
  }
}

/** A kernel that lived to hear each act once. */
async function replayed(sent: readonly Packet[]): Promise<FakeKernel> {
  const kernel = new FakeKernel();
  const wire = new Wire(kernel);
  const acts = sent.filter(({ content }) => 'seq' in content);
  const byId = new Map(acts.map(packet => [packet.content['id'] ?? idOfEdit(packet), packet]));
  [...byId.values()].forEach(({ content, buffers }, at) => {
    wire.send({ ...content, seq: at + 1 }, buffers);
  });
  await wire.settle();
  return kernel;
}

function idOfEdit({ content: { edit } }: Packet): unknown {
  return isRecord(edit) ? edit['id'] : undefined;
}

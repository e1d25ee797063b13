import { labelIndex } from '../core/labels';
import { isShown } from '../core/stepping';
import { FakeKernel } from './fake-kernel';
import { REGION, boxOf, openPage, paint, ranker, readyPage, turns, voxelsOf } from './testing';
import type { Page } from './testing';

describe('opening', () => {
  it('says hello and asks for blocks in the same turn', async () => {
    const { wire } = await openPage(new FakeKernel());
    expect(wire.sent.map(({ content }) => content['type'])).toEqual([
      'hello',
      'fetch',
      'fetch',
      'fetch',
      'fetch'
    ]);
  });

  it('ends with the arrays of the kernel and a ranking', async () => {
    const kernel = new FakeKernel();
    const page = await readyPage(kernel, { ranker });
    expect(page.model.state.phase).toEqual({ kind: 'ready' });
    expect(voxelsOf(page)).toEqual([...kernel.segmentation.data]);
    expect(page.model.arrays!.image.data).toEqual(kernel.image.data);
    expect(page.model.ranking?.count).toBe(2);
    expect([...page.link.weights!]).toEqual(kernel.weights);
  });

  it('brings back verdicts, standing edits, history and the selected region', async () => {
    const kernel = new FakeKernel();
    kernel.verdicts.set(REGION, { verdict: 'fixed', note: 'bridge', time: '2026' });
    kernel.standing.set(REGION, 2);
    kernel.selected = 'g0/plateau26/21';
    const { model, wire } = await readyPage(kernel, { ranker });
    expect(model.verdictAt(0)).toMatchObject({ verdict: 'fixed', note: 'bridge' });
    expect(model.standing.get(REGION)).toBe(2);
    expect(model.state.selected).toBe(1);
    expect(wire.ofType('select')).toEqual([]);
  });

  it('goes on with the first open region when the selected one is settled', async () => {
    const kernel = new FakeKernel();
    kernel.verdicts.set(REGION, { verdict: 'fixed', note: '', time: '2026' });
    kernel.selected = REGION;
    const { model, wire } = await readyPage(kernel, { ranker });
    expect(model.state.selected).toBe(1);
    expect(wire.ofType('select')).toEqual([]);
    kernel.verdicts.set('g0/plateau26/21', { verdict: 'unsure', note: '', time: '2026' });
    const finished = await readyPage(kernel, { ranker, client: 'page-2' });
    expect(finished.model.state).toMatchObject({ selected: null, announcement: '' });
  });

  it('a description that cannot be read fails with found, expected and what to do', async () => {
    const { model, link } = await openPage(new FakeKernel());
    link.open({ name: 'x' });
    expect(model.state.phase).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining(
        'volume.generation: found nothing, expected a whole number'
      ) as string
    });
  });

  it('a ranking that fails leaves the volume usable and says so', async () => {
    const result = Promise.reject(new Error('out of memory'));
    const page = await readyPage(new FakeKernel(), {
      ranker: { ...ranker, begin: () => ({ advance: () => undefined, result }) }
    });
    expect(page.model.state.phase.kind).toBe('ready');
    expect(page.model.state.announcement).toContain('out of memory');
  });
});

describe('acts', () => {
  it('an edit is pending until it is applied, and lands in the kernel', async () => {
    const kernel = new FakeKernel();
    const { model, wire } = await readyPage(kernel);
    paint(model, 1, 2, 1, 4, 1);
    expect(model.state.saving.pending).toBe(1);
    await wire.settle();
    expect(model.state).toMatchObject({ revision: 1, undo: 'edit', saving: { pending: 0 } });
    expect([...kernel.segmentation.data]).toEqual([...model.arrays!.segmentation.data]);
    expect(kernel.applied).toEqual(['page-1/1']);
  });

  it('nothing comes down for an edit but its acknowledgement', async () => {
    const { model, wire } = await readyPage(new FakeKernel());
    const before = wire.sent.length;
    paint(model, 1, 2, 1, 4, 1);
    await wire.settle();
    expect(wire.sent.slice(before).map(({ content }) => content['type'])).toEqual(['edit']);
  });

  it.each([true, false])(
    'undo and redo are one message each (runs come with the answer: %s)',
    async givesRuns => {
      const kernel = new FakeKernel();
      kernel.givesRuns = givesRuns;
      const page = await readyPage(kernel);
      const original = voxelsOf(page);
      paint(page.model, 1, 2, 1, 4, 1);
      const painted = voxelsOf(page);
      page.model.undo();
      await page.wire.settle();
      expect(voxelsOf(page)).toEqual(original);
      expect(page.model.state.announcement).toBe('Undone: edit.');
      page.model.redo();
      await page.wire.settle();
      expect(voxelsOf(page)).toEqual(painted);
      expect(page.wire.ofType('undo')).toHaveLength(1);
    }
  );

  it('what a stroke, an undo or anything else has changed says so', async () => {
    const page = await readyPage(new FakeKernel());
    const causes: string[] = [];
    page.model.voxelsChanged.connect(({ cause }) => causes.push(cause));
    paint(page.model, 1, 2, 1, 4, 1);
    page.model.undo();
    await page.wire.settle();
    page.model.redo();
    await page.wire.settle();
    expect(causes.filter(cause => cause !== 'stroke')).toEqual(['undo', 'redo']);
  });

  it('a verdict is decided by the kernel and undone like an edit', async () => {
    const kernel = new FakeKernel();
    const { model, wire } = await readyPage(kernel, { ranker });
    model.select(0);
    model.judge('done');
    await wire.settle();
    expect(kernel.verdicts.get(REGION)?.verdict).toBe('correct');
    expect(model.state.selected).toBe(1);
    model.undo();
    await wire.settle();
    expect(model.verdicts.size).toBe(0);
    expect(model.state.selected).toBe(0);
  });

  it('undo of an edit goes to its region and shows the place', async () => {
    const page = await readyPage(new FakeKernel(), { ranker });
    page.model.select(0);
    paint(page.model, 2, 3, 1, 4, 1);
    await page.wire.settle();
    page.model.select(1);
    page.model.moveCursor({ z: 0, y: 0, x: 0 });
    page.model.undo();
    await page.wire.settle();
    expect(page.model.state.selected).toBe(0);
    expect(isShown({ z0: 2, z1: 3, y0: 3, y1: 4, x0: 1, x1: 4 }, page.model.state)).toBe(true);
  });

  it.each([
    ['correct', 'fixed', 'Region 1 is now fixed: it has an edit.'],
    [
      'fixed',
      'correct',
      'Region 1 now counts as correct: no edit of it is left. If it is not, open it again.'
    ]
  ])('a verdict that has turned from %s to %s is told', async (before, verdict, words) => {
    const kernel = new FakeKernel();
    kernel.verdicts.set(REGION, { verdict: before, note: '', time: '2026' });
    const { model, wire } = await readyPage(kernel, { ranker });
    const about = { region: REGION, verdict, note: '', time: '2026', undo: '', redo: null };
    kernel.say({ type: 'judged', client: null, seq: null, cause: 'verdict', ...about });
    await wire.settle();
    expect(model.state.announcement).toBe(words);
  });

  it('what an undo turns besides does not take its words', async () => {
    const kernel = new FakeKernel();
    const { model, wire } = await readyPage(kernel, { ranker });
    paint(model, 1, 2, 1, 4, 1);
    model.undo();
    await wire.settle();
    const { undo, redo } = model.state;
    const about = { region: REGION, verdict: 'correct', note: '', time: '2026', undo, redo };
    kernel.say({ type: 'judged', client: null, seq: null, cause: 'undo', ...about });
    await wire.settle();
    expect(model.state.announcement).toBe('Undone: edit.');
  });

  it('verdicts without an answer are known by their region', async () => {
    const { model, wire } = await readyPage(new FakeKernel(), { ranker });
    model.select(0);
    model.judge('done');
    expect([...model.unansweredVerdicts]).toEqual([REGION]);
    await wire.settle();
    expect(model.unansweredVerdicts.size).toBe(0);
  });

  it('an edit beyond 2 MiB of runs goes in parts below 4 MiB and is applied once', async () => {
    const kernel = new FakeKernel({ z: 5, y: 256, x: 256 });
    const { model, wire } = await readyPage(kernel);
    const stroke = model.beginStroke()!;
    for (let z = 0; z < 5; z++) {
      for (let y = 0; y < 256; y++) {
        for (let x = 0; x < 256; x += 2) {
          stroke.paintRow(z, y, x, x + 1, model.state.tool.label);
        }
      }
    }
    model.endStroke('brush');
    await wire.settle();
    const parts = wire.sent.filter(({ content }) => content['type'] === 'edit');
    expect(parts.map(({ content }) => content['part'])).toEqual([0, 1]);
    expect(Math.max(...parts.map(({ buffers }) => buffers[0].byteLength))).toBe(2 << 20);
    expect(kernel.applied).toEqual(['page-1/1']);
    expect(kernel.segmentation.data).toEqual(model.arrays!.segmentation.data);
  });

  it('a new label gets its index from the kernel, a known one at once', async () => {
    const { link, model, wire } = await readyPage(new FakeKernel());
    const given = link.addLabel('18446744073709551615');
    await wire.settle();
    expect(await given).toBe(3);
    expect(model.volume!.segmentation.labels).toEqual(['0', '7', '-2', '18446744073709551615']);
    expect(await link.addLabel('-2')).toBe(2);
    expect(wire.ofType('label')).toHaveLength(1);
  });

  it('a refused label rejects with the reason', async () => {
    const kernel = new FakeKernel();
    const { link, wire } = await readyPage(kernel);
    kernel.refusal = 'label';
    const given = expect(link.addLabel('300')).rejects.toThrow('refused: label');
    await wire.settle();
    await given;
  });

  it('ping comes back with its load', async () => {
    const { link, wire } = await readyPage(new FakeKernel());
    const time = link.ping(1000);
    await wire.settle();
    expect(await time).toBeGreaterThanOrEqual(0);
    expect(wire.sent.at(-1)!.buffers[0].byteLength).toBe(1000);
  });
});

describe('refusals', () => {
  it('put the voxels back, with later edits on top, and tell', async () => {
    const kernel = new FakeKernel();
    const page = await readyPage(kernel);
    const original = voxelsOf(page);
    kernel.refusal = 'journal';
    paint(page.model, 1, 2, 1, 4, 1);
    paint(page.model, 1, 2, 2, 5, 2);
    page.wire.kernelReads();
    page.wire.browserReads();
    expect(voxelsOf(page)).toEqual(original);
    await page.wire.settle();
    expect(voxelsOf(page)).toEqual(original);
    expect(kernel.applied).toEqual([]);
    expect(page.model.state.saving).toMatchObject({ pending: 0, refused: 'refused: conflict' });
  });

  it('spare later edits that do not touch the refused one', async () => {
    const kernel = new FakeKernel();
    const page = await readyPage(kernel);
    kernel.refusal = 'journal';
    paint(page.model, 1, 2, 1, 4, 1);
    paint(page.model, 2, 0, 0, 2, 1);
    await page.wire.settle();
    expect(voxelsOf(page)).toEqual([...kernel.segmentation.data]);
    expect(kernel.applied).toEqual(['page-1/2']);
  });

  it('a withdrawn edit that fits after all is drawn again', async () => {
    const kernel = new FakeKernel();
    const page = await readyPage(kernel);
    kernel.refusal = 'journal';
    paint(page.model, 1, 1, 0, 2, 1);
    // Its box meets that of the first, its voxels do not.
    const stroke = page.model.beginStroke()!;
    stroke.paintRow(1, 0, 0, 1, page.model.state.tool.label);
    stroke.paintRow(1, 2, 0, 1, page.model.state.tool.label);
    page.model.endStroke('brush');
    await page.wire.settle();
    expect(kernel.applied).toEqual(['page-1/2']);
    expect(voxelsOf(page)).toEqual([...kernel.segmentation.data]);
  });

  it('a refused verdict is taken back', async () => {
    const kernel = new FakeKernel();
    const { model, wire } = await readyPage(kernel, { ranker });
    model.select(0);
    kernel.refusal = 'journal';
    model.judge('unsure');
    expect(model.verdicts.get(REGION)?.verdict).toBe('unsure');
    await wire.settle();
    expect(model.verdicts.size).toBe(0);
  });

  it('nothing to undo is said, not counted as a failure to save', async () => {
    const { model, wire } = await readyPage(new FakeKernel());
    model.undo();
    await wire.settle();
    expect(model.state).toMatchObject({
      announcement: 'refused: nothing',
      saving: { refused: null, pending: 0 }
    });
  });
});

describe('others', () => {
  it('a second page fetches the box of an edit and takes the runs of an undo', async () => {
    const kernel = new FakeKernel();
    const first = await readyPage(kernel, { client: 'page-1' });
    const second = await readyPage(kernel, { client: 'page-2' });
    paint(first.model, 1, 2, 1, 4, 1);
    await first.wire.settle();
    await second.wire.settle();
    expect(second.wire.ofType('fetch').at(-1)).toMatchObject({
      array: 'segmentation',
      box: [1, 2, 2, 3, 1, 4]
    });
    expect(voxelsOf(second)).toEqual(voxelsOf(first));
    const asked = second.wire.ofType('fetch').length;
    second.model.undo();
    await second.wire.settle();
    await first.wire.settle();
    expect(voxelsOf(second)).toEqual(voxelsOf(first));
    expect(second.wire.ofType('fetch')).toHaveLength(asked);
  });

  it('what has no answer yet stays on top of what others do', async () => {
    const kernel = new FakeKernel();
    const first = await readyPage(kernel, { client: 'page-1' });
    const second = await readyPage(kernel, { client: 'page-2' });
    paint(second.model, 0, 0, 0, 3, 1);
    await second.wire.settle();
    await first.wire.settle();
    second.model.undo();
    await second.wire.settle();
    paint(first.model, 0, 0, 2, 5, 2);
    first.wire.browserReads();
    expect(voxelsOf(first).slice(0, 5)).toEqual([0, 0, 2, 2, 2]);
    await first.wire.settle();
    await second.wire.settle();
    expect(voxelsOf(first)).toEqual(voxelsOf(second));
  });

  it('an answer that comes late does not hide what others did since', async () => {
    const kernel = new FakeKernel();
    const first = await readyPage(kernel, { client: 'page-1' });
    const second = await readyPage(kernel, { client: 'page-2' });
    paint(first.model, 0, 0, 0, 3, 1);
    first.wire.kernelReads();
    first.wire.cut();
    await second.wire.settle();
    paint(second.model, 0, 0, 1, 2, 2);
    await second.wire.settle();
    await first.wire.settle();
    expect(first.model.state.saving.pending).toBe(0);
    expect(voxelsOf(first)).toEqual(voxelsOf(second));
  });

  it('an old message that comes again changes nothing', async () => {
    const kernel = new FakeKernel();
    const first = await readyPage(kernel, { client: 'page-1' });
    const second = await readyPage(kernel, { client: 'page-2' });
    paint(first.model, 0, 0, 0, 3, 1);
    first.model.undo();
    await first.wire.settle();
    await second.wire.settle();
    first.model.redo();
    await first.wire.settle();
    const [redone] = second.wire.down;
    await second.wire.settle();
    first.model.undo();
    await first.wire.settle();
    await second.wire.settle();
    second.wire.down.push(redone);
    await second.wire.settle();
    expect(voxelsOf(second)).toEqual(voxelsOf(first));
  });

  it("the user's own code shows after refresh()", async () => {
    const kernel = new FakeKernel();
    const page = await readyPage(kernel);
    kernel.code(boxOf(0, 2, 0, 2, 0, 3), 2);
    await page.wire.settle();
    expect(voxelsOf(page)).toEqual([...kernel.segmentation.data]);
  });

  it('what comes during a stroke waits for its end', async () => {
    const kernel = new FakeKernel();
    const page = await readyPage(kernel);
    const stroke = page.model.beginStroke()!;
    stroke.paintRow(2, 3, 0, 2, page.model.state.tool.label);
    kernel.code(boxOf(0, 1, 0, 2, 0, 3), 2);
    await page.wire.settle();
    expect(page.model.arrays!.segmentation.data[0]).toBe(0);
    page.model.endStroke('brush');
    expect(page.model.arrays!.segmentation.data[0]).toBe(2);
    await page.wire.settle();
    expect(voxelsOf(page)).toEqual([...kernel.segmentation.data]);
  });

  it('a call in Python selects, and is not echoed', async () => {
    const kernel = new FakeKernel();
    const { model, wire } = await readyPage(kernel, { ranker });
    kernel.say({ type: 'selected', client: null, region: 'g0/plateau26/21' });
    kernel.say({ type: 'selected', client: 'page-2', region: REGION });
    await wire.settle();
    expect(model.state.selected).toBe(1);
    expect(wire.ofType('select')).toEqual([]);
    model.select(0);
    expect(wire.ofType('select')).toMatchObject([{ region: REGION }]);
  });

  it('a new generation starts anew; edits of the old one are refused and do not show', async () => {
    const kernel = new FakeKernel();
    const page = await readyPage(kernel);
    kernel.segmentation.data.fill(1, 0, 5);
    kernel.startGeneration();
    paint(page.model, 1, 2, 1, 4, 1);
    await page.wire.settle();
    expect(page.model.volume!.generation).toBe(1);
    expect(page.model.state.phase.kind).toBe('ready');
    expect(voxelsOf(page)).toEqual([...kernel.segmentation.data]);
    expect(page.model.state.saving).toMatchObject({ pending: 0, refused: 'refused: generation' });
  });

  it('a stroke in hand when a generation starts is refused in words, not lost in silence', async () => {
    const kernel = new FakeKernel();
    const page = await readyPage(kernel);
    const stroke = page.model.beginStroke();
    stroke?.paintRow(1, 2, 1, 4, labelIndex(1));
    kernel.startGeneration();
    await page.wire.settle();
    expect(page.model.isStroking).toBe(false);
    stroke?.paintRow(1, 3, 1, 4, labelIndex(1));
    expect(page.model.endStroke('brush')).toBeNull();
    expect(page.model.state.saving).toMatchObject({ pending: 0, refused: 'refused: generation' });
    expect(voxelsOf(page)).toEqual([...kernel.segmentation.data]);
  });

  it('a message that is missed is noticed by the next one', async () => {
    const kernel = new FakeKernel();
    const page = await readyPage(kernel);
    kernel.code(boxOf(0, 1, 0, 1, 0, 5), 2);
    page.wire.cut();
    kernel.code(boxOf(1, 2, 1, 2, 0, 2), 1);
    await page.wire.settle();
    expect(voxelsOf(page)).toEqual([...kernel.segmentation.data]);
  });
});

describe('connection', () => {
  it('acts made while away are kept, sent when back, applied once', async () => {
    const kernel = new FakeKernel();
    const page = await readyPage(kernel);
    paint(page.model, 0, 0, 0, 2, 1);
    page.wire.kernelReads();
    page.wire.cut();
    page.link.setConnection('reconnecting');
    paint(page.model, 0, 1, 0, 2, 1);
    expect(page.model.state).toMatchObject({ connection: 'reconnecting', saving: { pending: 2 } });
    expect(page.wire.up).toEqual([]);
    page.link.setConnection('idle');
    page.link.reconnected();
    await page.wire.settle();
    expect(kernel.applied).toEqual(['page-1/1', 'page-1/2']);
    expect(page.model.state.saving.pending).toBe(0);
    expect(voxelsOf(page)).toEqual([...kernel.segmentation.data]);
  });

  it('changes that were missed while away are fetched', async () => {
    const kernel = new FakeKernel();
    const page = await readyPage(kernel);
    page.link.setConnection('reconnecting');
    kernel.code(boxOf(0, 1, 0, 4, 0, 5), 2);
    kernel.verdicts.set(REGION, { verdict: 'fixed', note: '', time: '' });
    page.wire.cut();
    page.link.reconnected();
    await page.wire.settle();
    expect(voxelsOf(page)).toEqual([...kernel.segmentation.data]);
    expect(page.model.verdicts.get(REGION)?.verdict).toBe('fixed');
  });

  it('what done means follows the edits on their way before it', async () => {
    const page = await readyPage(new FakeKernel(), { ranker });
    page.model.select(0);
    page.link.setConnection('reconnecting');
    page.wire.cut();
    paint(page.model, 0, 0, 0, 2, 1);
    page.model.judge('done');
    const shown: unknown[] = [];
    page.model.verdictsChanged.connect(() => {
      shown.push(page.model.verdicts.get(REGION)?.verdict);
    });
    page.link.reconnected();
    await page.wire.settle();
    expect(shown).toContain('fixed');
    expect(shown).not.toContain('correct');
  });

  it('a lost act makes a gap, and everything from there is sent again in order', async () => {
    const kernel = new FakeKernel();
    const page = await readyPage(kernel);
    paint(page.model, 0, 0, 0, 2, 1);
    page.wire.cut();
    paint(page.model, 0, 0, 1, 3, 2);
    paint(page.model, 0, 1, 1, 3, 2);
    await page.wire.settle();
    expect(kernel.applied).toEqual(['page-1/1', 'page-1/2', 'page-1/3']);
    expect(voxelsOf(page)).toEqual([...kernel.segmentation.data]);
  });

  it('a kernel that has forgotten the page takes its next acts, each once', async () => {
    const kernel = new FakeKernel();
    const page = await readyPage(kernel);
    paint(page.model, 0, 0, 0, 2, 1);
    paint(page.model, 0, 1, 0, 2, 1);
    await page.wire.settle();
    kernel.forgetClients();
    paint(page.model, 0, 2, 0, 2, 1);
    paint(page.model, 0, 3, 0, 2, 1);
    await page.wire.settle();
    expect(kernel.applied).toEqual(['page-1/1', 'page-1/2', 'page-1/1', 'page-1/2']);
    expect(kernel.revision).toBe(4);
    expect(page.model.state.saving).toMatchObject({ pending: 0, refused: null });
    expect(voxelsOf(page)).toEqual([...kernel.segmentation.data]);
  });

  it('a kernel that is gone leaves unsent edits to be saved', async () => {
    const page = await readyPage(new FakeKernel());
    page.link.setConnection('gone');
    paint(page.model, 1, 2, 1, 4, 1);
    expect(page.link.pendingEdits()).toMatchObject([{ tool: 'brush', voxels: 3 }]);
    expect(JSON.parse(page.link.exportPending())).toMatchObject({
      voxproof: 'unsent acts',
      name: 'mouse-07',
      shape: [3, 4, 5],
      acts: [{ kind: 'edit', edit: { box: [1, 2, 2, 3, 1, 4], runs: [0, 3, 0, 1] } }]
    });
  });

  it('a session that is closed is gone', async () => {
    const kernel = new FakeKernel();
    const { model, wire } = await readyPage(kernel);
    const about = { client: null, request: null, message: 'Run the cell again.' };
    kernel.say({ type: 'problem', code: 'closed', ...about });
    await wire.settle();
    expect(model.state).toMatchObject({ connection: 'gone', ended: about.message });
  });

  it('another session takes the edits that fit, under its own numbers', async () => {
    const kernel = new FakeKernel();
    const page = await readyPage(kernel);
    paint(page.model, 1, 2, 1, 4, 1);
    await page.wire.settle();
    page.link.setConnection('reconnecting');
    paint(page.model, 0, 0, 0, 2, 1);
    const restarted = new FakeKernel();
    restarted.session = 'session-2';
    restarted.segmentation.data.set(kernel.segmentation.data);
    page.wire.rejoin(restarted);
    page.link.reconnected();
    await page.wire.settle();
    expect(restarted.applied).toEqual(['page-1/1']);
    expect(voxelsOf(page)).toEqual([...restarted.segmentation.data]);
  });

  it('another session takes the stroke in hand', async () => {
    const page = await readyPage(new FakeKernel());
    page.model.beginStroke()?.paintRow(1, 2, 1, 4, labelIndex(1));
    const restarted = new FakeKernel();
    restarted.session = 'session-2';
    page.wire.rejoin(restarted);
    page.link.reconnected();
    await page.wire.settle();
    expect(restarted.applied).toEqual(['page-1/1']);
    expect(voxelsOf(page)).toEqual([...restarted.segmentation.data]);
  });

  it('another session that numbers its labels anew gets the labels that were painted', async () => {
    const page = await readyPage(new FakeKernel());
    page.link.setConnection('reconnecting');
    paint(page.model, 0, 0, 0, 2, 1);
    const restarted = new FakeKernel();
    restarted.session = 'session-2';
    restarted.labels = ['0', '-2', '7'];
    restarted.segmentation.data.fill(0);
    page.wire.rejoin(restarted);
    page.link.reconnected();
    await page.wire.settle();
    expect([...restarted.segmentation.data.subarray(0, 3)]).toEqual([2, 2, 0]);
    expect(voxelsOf(page)).toEqual([...restarted.segmentation.data]);
  });

  it.each([
    [true, 'busy-live'],
    [false, 'busy-waiting']
  ])('a busy kernel with subshells (%s) is %s', async (subshell, connection) => {
    const kernel = new FakeKernel();
    kernel.subshell = subshell;
    const { link, model } = await readyPage(kernel);
    link.setConnection('busy');
    expect(model.state.connection).toBe(connection);
  });

  it('an answer that does not come is asked for after a while', async () => {
    const kernel = new FakeKernel();
    const page = await readyPage(kernel);
    jest.useFakeTimers();
    paint(page.model, 1, 2, 1, 4, 1);
    page.wire.cut();
    jest.advanceTimersByTime(8000);
    jest.useRealTimers();
    await page.wire.settle();
    expect(kernel.applied).toEqual(['page-1/1']);
    expect(page.model.state.saving.pending).toBe(0);
  });

  it('a channel that throws keeps the act', async () => {
    const page = await readyPage(new FakeKernel());
    page.wire.send = () => {
      throw new Error('comm closed');
    };
    paint(page.model, 1, 2, 1, 4, 1);
    expect(page.link.pendingEdits()).toHaveLength(1);
  });

  it('nothing is heard after dispose', async () => {
    const kernel = new FakeKernel();
    const page = await openPage(kernel);
    page.link.dispose();
    page.link.dispose();
    await page.wire.settle();
    await turns();
    expect(page.model.state.phase.kind).toBe('loading');
  });
});

describe('a message that was dropped', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  /** Everything after the end of a cell. */
  async function compared({ link, wire }: Page): Promise<void> {
    wire.cut();
    link.compare();
    jest.advanceTimersByTime(1000);
    await wire.settle();
  }

  it.each<[string, (kernel: FakeKernel) => void]>([
    [
      'of an edit',
      kernel => {
        kernel.code(boxOf(0, 1, 0, 4, 0, 5), 2);
      }
    ],
    [
      'of a generation',
      kernel => {
        kernel.segmentation.data.fill(1, 0, 5);
        kernel.startGeneration();
      }
    ],
    [
      'of a verdict',
      kernel => {
        kernel.verdicts.set(REGION, { verdict: 'fixed', note: '', time: '2026-11-25T19:20:01Z' });
      }
    ]
  ])('%s is noticed when the kernel is idle again', async (_, change) => {
    const kernel = new FakeKernel();
    const page = await readyPage(kernel, { ranker });
    change(kernel);
    await compared(page);
    expect(voxelsOf(page)).toEqual([...kernel.segmentation.data]);
    expect(page.model.volume?.generation).toBe(kernel.generation);
    expect([...page.model.verdicts.keys()]).toEqual([...kernel.verdicts.keys()]);
  });

  it('nothing is asked for when all is the same', async () => {
    const page = await readyPage(new FakeKernel());
    const before = page.wire.sent.length;
    const shown = jest.fn();
    page.model.stateChanged.connect(shown);
    await compared(page);
    expect(page.wire.sent.slice(before)).toMatchObject([{ content: { type: 'compare' } }]);
    expect(shown).not.toHaveBeenCalled();
  });

  it('an answer that is dropped too is asked for again, a few times', async () => {
    const kernel = new FakeKernel();
    const { link, wire } = await readyPage(kernel);
    link.compare();
    for (let second = 0; second < 100; second++) {
      jest.advanceTimersByTime(1000);
      wire.cut();
    }
    expect(wire.ofType('compare')).toHaveLength(4);
  });

  it('nothing is asked while an act is on its way or a stroke in hand', async () => {
    const { link, model, wire } = await readyPage(new FakeKernel());
    model.beginStroke()?.paintRow(1, 2, 1, 4, labelIndex(1));
    link.compare();
    jest.advanceTimersByTime(1000);
    model.endStroke('brush');
    link.compare();
    jest.advanceTimersByTime(1000);
    expect(wire.ofType('compare')).toEqual([]);
  });
});

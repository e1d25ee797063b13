/** Proposals of the kernel in hand: shown, widened, taken, left. */
import type { CurationModel } from '../core/model';
import type { Proposal } from '../core/proposals';
import { runCommand } from './commands';
import type { CommandName } from './command-list';
import { seedAt, traceTo } from './clicked-tools';
import { DrawnStroke } from './drawn-tools';
import { OfferInHand, offerOf } from './offer';
import { fakeScene, FakeTools, openSession, rankingOf } from './testing';

let model: CurationModel;
let kernel: FakeTools;
let asked: FakeTools['asked'];

/** Two voxels of label index 1, in row (z 1, y 1). */
const PROPOSAL: Proposal = {
  box: { z0: 1, z1: 2, y0: 1, y1: 2, x0: 1, x1: 4 },
  runs: Uint32Array.of(0, 2, 0, 1)
};
const WIDER: Proposal = { box: PROPOSAL.box, runs: Uint32Array.of(0, 3, 0, 1) };

beforeEach(() => {
  model = openSession();
  model.setRanking(rankingOf([[210, 0.9]]));
  kernel = new FakeTools(model);
  asked = kernel.asked;
});

const answer = (proposal: Proposal | null | Error): Promise<void> => kernel.answer(proposal);

function run(name: CommandName): void {
  const scene = fakeScene(model);
  const root = document.createElement('div');
  runCommand(name, { model, scene, root, view: 'z', pointer: null });
}

function painted(): number {
  const { data } = model.arrays?.segmentation ?? { data: [] };
  return Array.from(data).filter(label => label === 1).length;
}

test('y shows what the region proposes, y again makes the edit', async () => {
  const acts: unknown[] = [];
  model.acted.connect(act => acts.push(act));
  model.select(0);
  const before = painted();
  run('accept-region');
  await answer(PROPOSAL);
  expect(asked).toEqual([{ tool: 'accept', given: { proposal: model.regionIdAt(0) } }]);
  expect(model.state.offer).toMatchObject({ tool: 'accept', steps: 0, voxels: 2 });
  expect(painted()).toBe(before + 2);
  expect(acts).toEqual([]);
  run('accept-region');
  expect(model.state.offer).toBeNull();
  expect(acts).toMatchObject([{ kind: 'edit', edit: { tool: 'accept', voxels: 2 } }]);
  expect(painted()).toBe(before + 2);
});

test('a line that is let go where it was asked about last is not asked about again', async () => {
  const stroke = DrawnStroke.begin(model, 'z', 'add');
  stroke?.moveTo([{ z: 1, y: 1, x: 1 }]);
  await answer(null);
  stroke?.moveTo([{ z: 1, y: 1, x: 3 }]);
  await answer(PROPOSAL);
  expect(asked).toHaveLength(2);
  await stroke?.end();
  expect(asked).toHaveLength(2);
  expect(painted()).toBe(2);
  expect(offerOf(model)).toBeNull();
});

test.each([
  ['add', Uint32Array.of(0, 2, 0, 1)],
  ['remove', Uint32Array.of(0, 2, 1, 0)],
  ['change', Uint32Array.of(0, 1, 0, 1, 1, 1, 1, 0)]
])('what is proposed says that it would %s', async (does, runs) => {
  model.arrays?.segmentation.data.fill(does === 'add' ? 0 : 1);
  model.select(0);
  run('accept-region');
  await answer({ ...PROPOSAL, runs });
  expect(model.state.offer).toMatchObject({ does });
});

test('brackets make it wider and narrower', async () => {
  model.select(0);
  run('accept-region');
  await answer(PROPOSAL);
  run('larger-brush');
  await answer(WIDER);
  expect(asked.at(-1)?.given).toMatchObject({ steps: 1 });
  expect(model.state.offer).toMatchObject({ steps: 1, voxels: 3 });
  run('smaller-brush');
  await answer(PROPOSAL);
  expect(model.state.offer).toMatchObject({ steps: 0, voxels: 2 });
});

test.each(['undo', 'mark-done', 'next-open'] as const)('%s puts it back', async command => {
  model.select(0);
  const before = painted();
  run('accept-region');
  await answer(PROPOSAL);
  run(command);
  expect(painted()).toBe(before);
  expect(offerOf(model)).toBeNull();
  expect(model.isStroking).toBe(false);
});

test('what comes after it was left is not shown', async () => {
  model.select(0);
  const before = painted();
  run('accept-region');
  offerOf(model)?.leave();
  await answer(PROPOSAL);
  expect(painted()).toBe(before);
  expect(model.state.offer).toBeNull();
});

test('x deletes what is at the crosshair in one edit, and says why not', async () => {
  const edits: number[] = [];
  model.acted.connect(act => act.kind === 'edit' && edits.push(act.edit.voxels));
  run('delete-branch');
  await answer(PROPOSAL);
  expect(asked[0]).toMatchObject({ tool: 'delete', given: { what: 'branch' } });
  expect(edits).toEqual([2]);
  run('delete-branch');
  await answer(new Error('point: found background'));
  expect(model.state.announcement).toBe('point: found background');
  run('delete-piece');
  await answer(null);
  expect(model.state.announcement).toContain('Nothing would change');
  expect(edits).toEqual([2]);
  expect(model.isStroking).toBe(false);
});

test('while the kernel thinks only the newest stroke waits', async () => {
  const stroke = DrawnStroke.begin(model, 'z', 'add');
  for (let x = 0; x < 5; x++) {
    stroke?.moveTo([{ z: 1, y: 1, x }]);
  }
  expect(asked).toHaveLength(1);
  const end = stroke?.end();
  await answer(PROPOSAL);
  expect(asked).toHaveLength(2);
  expect(asked[1].given.points).toHaveLength(5);
  await answer(WIDER);
  await end;
  expect(model.state.offer).toBeNull();
  expect(painted()).toBeGreaterThanOrEqual(3);
});

test.each([
  ['a key', () => run('larger-brush')],
  ['the wheel', (stroke: DrawnStroke | null) => stroke?.widen(1)]
])('a stroke made wider by %s stays so while the line goes on', async (_, widen) => {
  const stroke = DrawnStroke.begin(model, 'z', 'add');
  stroke?.moveTo([{ z: 1, y: 1, x: 1 }]);
  await answer(PROPOSAL);
  widen(stroke);
  await answer(WIDER);
  stroke?.moveTo([{ z: 1, y: 1, x: 4 }]);
  expect(asked.map(({ given }) => given.steps)).toEqual([0, 1, 1]);
  widen(stroke);
  await answer(WIDER);
  await answer(WIDER);
  expect(asked.at(-1)?.given.steps).toBe(2);
  stroke?.cancel();
});

test('why a line proposed nothing is not said any more once it does, or was taken', async () => {
  const stroke = DrawnStroke.begin(model, 'z', 'cut');
  stroke?.moveTo([{ z: 1, y: 1, x: 0 }]);
  await answer(new Error('point: found background'));
  expect(model.state.announcement).toBe('point: found background');
  stroke?.moveTo([{ z: 1, y: 1, x: 4 }]);
  await answer(PROPOSAL);
  expect(model.state.announcement).toBe('');
  model.update({ announcement: 'Trace begun.' });
  await stroke?.end();
  expect(model.state.announcement).toBe('');
});

test('a stroke that the kernel refuses changes nothing', async () => {
  const before = painted();
  const stroke = DrawnStroke.begin(model, 'z', 'remove');
  stroke?.moveTo([{ z: 1, y: 1, x: 1 }]);
  await answer(PROPOSAL);
  stroke?.moveTo([{ z: 1, y: 1, x: 4 }]);
  const end = stroke?.end();
  await answer(new Error('points: found none'));
  await end;
  expect(painted()).toBe(before);
  expect(model.isStroking).toBe(false);
});

test('without a kernel that answers there is no offer', () => {
  model.update({ connection: 'busy-waiting' });
  expect(OfferInHand.begin(model)).toBeNull();
  expect(model.state.announcement).toContain('running a cell');
});

test('a trace grows click by click, loses the last, and is taken', async () => {
  const edits: string[] = [];
  model.acted.connect(act => act.kind === 'edit' && edits.push(act.edit.tool));
  traceTo(model, { z: 1, y: 1, x: 0 });
  expect(asked).toHaveLength(0);
  expect(model.state.offer).toMatchObject({
    tool: 'trace',
    voxels: 0,
    trail: [{ z: 1, y: 1, x: 0 }]
  });
  traceTo(model, { z: 1, y: 1, x: 3 });
  await answer(PROPOSAL);
  traceTo(model, { z: 1, y: 1, x: 4 });
  await answer(WIDER);
  expect(asked.map(({ given }) => given.points)).toEqual([
    [
      [1, 1, 0],
      [1, 1, 3]
    ],
    [
      [1, 1, 0],
      [1, 1, 3],
      [1, 1, 4]
    ]
  ]);
  offerOf(model)?.back?.();
  await answer(PROPOSAL);
  expect(model.state.offer).toMatchObject({ voxels: 2 });
  run('larger-brush');
  await answer(WIDER);
  expect(asked.at(-1)?.given).toMatchObject({ steps: 1 });
  offerOf(model)?.take();
  expect(edits).toEqual(['trace']);
  traceTo(model, { z: 1, y: 1, x: 0 });
  offerOf(model)?.back?.();
  expect(offerOf(model)).toBeNull();
});

test('a knife tells its slice', async () => {
  const stroke = DrawnStroke.begin(model, 'y', 'cut');
  stroke?.moveTo([
    { z: 0, y: 2, x: 0 },
    { z: 0, y: 2, x: 3 }
  ]);
  expect(asked[0]).toMatchObject({ tool: 'cut', given: { axis: 'y', steps: 0 } });
  stroke?.cancel();
  await answer(PROPOSAL);
  expect(model.state.offer).toBeNull();
});

test('f fills with the label in hand, shift f in the slice alone', async () => {
  run('fill');
  await answer(PROPOSAL);
  run('fill-slice');
  await answer(PROPOSAL);
  const label = model.volume?.segmentation.labels[model.state.tool.label];
  expect(asked).toMatchObject([
    { tool: 'fill', given: { label, plane: null } },
    { tool: 'fill', given: { label, plane: 'z' } }
  ]);
});

describe('a cut between seeds', () => {
  const SEEDS = [0, 3, 1].map(x => ({ z: 1, y: 1, x }));

  beforeEach(() => {
    const { shape, data } = model.arrays!.segmentation;
    data.fill(2, (shape.y + 1) * shape.x, (shape.y + 1) * shape.x + 5);
  });

  test('is asked for by clicks in the one part and the other by turns, and taken', async () => {
    const edits: string[] = [];
    model.acted.connect(act => act.kind === 'edit' && edits.push(act.edit.tool));
    seedAt(model, SEEDS[0]);
    expect(asked).toEqual([]);
    expect(model.state.offer).toMatchObject({ tool: 'cut', marks: 'seeds', stays: true });
    seedAt(model, SEEDS[1]);
    await answer(PROPOSAL);
    seedAt(model, SEEDS[2]);
    await answer(PROPOSAL);
    expect(asked.at(-1)).toEqual({
      tool: 'cut',
      given: {
        seeds: [
          [
            [1, 1, 0],
            [1, 1, 1]
          ],
          [[1, 1, 3]]
        ],
        label: null,
        steps: 0
      }
    });
    offerOf(model)?.back?.();
    await answer(PROPOSAL);
    expect(asked.at(-1)?.given.seeds).toEqual([[[1, 1, 0]], [[1, 1, 3]]]);
    offerOf(model)?.take();
    expect(edits).toEqual(['cut']);
  });

  test('gives the second part the label that was chosen, where the piece has another', async () => {
    model.update({ isLabelPinned: true });
    seedAt(model, SEEDS[0]);
    seedAt(model, SEEDS[1]);
    await answer(PROPOSAL);
    expect(asked.at(-1)?.given.label).toBe('7');
  });

  test('takes no seed on background, and a trace begins anew', () => {
    seedAt(model, { z: 3, y: 3, x: 3 });
    expect(offerOf(model)).toBeNull();
    expect(model.state.announcement).toContain('Background here');
    seedAt(model, SEEDS[0]);
    traceTo(model, SEEDS[1]);
    expect(model.state.offer).toMatchObject({ tool: 'trace', trail: [SEEDS[1]] });
  });
});

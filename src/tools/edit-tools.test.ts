/** Tools of the Edit menu: what the kernel is asked for, and that nothing is made before it is taken. */
import { labelIndex } from '../core/labels';
import type { Act, CurationModel } from '../core/model';
import { runCommand } from './commands';
import type { EditToolName } from './edit-tools';
import { setEditing } from './edit-tools';
import { offerOf } from './offer';
import { fakeScene, FakeTools, fill, openSession } from './testing';

let model: CurationModel;
let kernel: FakeTools;
let acts: Act[];

/** Two voxels of label index 1, in row (z 1, y 1). */
const PROPOSAL = {
  box: { z0: 1, z1: 2, y0: 1, y1: 2, x0: 1, x1: 4 },
  runs: Uint32Array.of(0, 2, 0, 1),
  sizes: [2]
};
const CROP = { z0: 1, z1: 5, y0: 2, y1: 12, x0: 3, x1: 23 };

beforeEach(() => {
  model = openSession();
  fill(model, { z0: 3, z1: 4, y0: 8, y1: 9, x0: 9, x1: 11 }, 2);
  model.moveCursor({ z: 3, y: 8, x: 9 });
  kernel = new FakeTools(model);
  acts = [];
  model.acted.connect(act => acts.push(act));
});

function run(name: EditToolName | 'larger-brush' | 'smaller-brush'): void {
  const scene = fakeScene(model);
  const root = document.createElement('div');
  runCommand(name, { model, scene, root, view: 'z', pointer: null });
}

test.each<[EditToolName, string, Record<string, unknown>, string]>([
  ['keep-only', 'delete', { point: [3, 8, 9], what: 'others' }, 'Other pieces of its label'],
  ['delete-side', 'delete', { point: [3, 8, 9], what: 'side' }, 'Side branch'],
  ['relabel-piece', 'fill', { point: [3, 8, 9], label: '7' }, 'Becomes label 7'],
  ['smooth-piece', 'smooth', { where: [3, 8, 9], by: 0.75 }, 'Smoothed by 0.75 µm'],
  ['grow-piece', 'grow', { point: [3, 8, 9], by: 0.5 }, 'Grown by 0.5 µm'],
  ['shrink-piece', 'grow', { point: [3, 8, 9], by: -0.5 }, 'Shrunk by 0.5 µm'],
  [
    'fill-between',
    'interpolate',
    { label: '7', axis: 'z', box: null },
    'Label 7 between its slices along z'
  ],
  [
    'merge-labels',
    'merge',
    { labels: ['9223372036854775807'], into: '7' },
    'Label 9223372036854775807 becomes 7'
  ],
  ['remove-islands', 'islands', { below: 30, box: null }, 'Islands of fewer than 30 voxels'],
  ['fill-holes', 'holes', { below: 30, box: null }, 'Holes of fewer than 30 voxels']
])('%s is asked for, shown, and made when it is taken', async (name, tool, given, about) => {
  run(name);
  expect(kernel.asked).toEqual([{ tool, given }]);
  await kernel.answer(PROPOSAL);
  expect(model.state.offer).toMatchObject({ tool, about, voxels: 2, sizes: [2], stays: true });
  expect(acts).toEqual([]);
  offerOf(model)?.take();
  expect(acts).toMatchObject([{ kind: 'edit', edit: { tool, voxels: 2 } }]);
});

test.each<[EditToolName, readonly number[]]>([
  ['smooth-piece', [0.75, 0.9375, 0.75, 0.6]],
  ['grow-piece', [0.5, 1, 0.5, 0.25]],
  ['shrink-piece', [-0.5, -1, -0.5, -0.25]],
  ['remove-islands', [30, 60, 30, 15]],
  ['fill-holes', [30, 60, 30, 15]]
])('brackets change how much %s does, now and next time', async (name, amounts) => {
  run(name);
  await kernel.answer(PROPOSAL);
  for (const step of ['larger-brush', 'smaller-brush', 'smaller-brush'] as const) {
    run(step);
    await kernel.answer(PROPOSAL);
  }
  const asked = (): unknown[] => kernel.asked.map(({ given }) => given.by ?? given.below);
  expect(asked()).toEqual(amounts);
  offerOf(model)?.leave();
  run(name);
  expect(asked().at(-1)).toBe(amounts.at(-1));
});

test("small parts are looked for in the region's view, or everywhere", async () => {
  model.update({ crop: CROP });
  run('remove-islands');
  await kernel.answer(PROPOSAL);
  setEditing(model, { everywhere: true });
  await kernel.answer(PROPOSAL);
  expect(kernel.asked.map(({ given }) => given.box)).toEqual([[1, 5, 2, 12, 3, 23], null]);
});

test('what has no amount says so when it is to be wider', async () => {
  run('keep-only');
  await kernel.answer(PROPOSAL);
  expect(model.state.offer?.widens).toBe(false);
  run('larger-brush');
  expect(model.state.announcement).toContain('nothing wider or narrower');
  expect(kernel.asked).toHaveLength(1);
});

test.each<EditToolName>(['relabel-piece', 'fill-between', 'merge-labels'])(
  '%s needs a label in hand',
  name => {
    model.update({ tool: { ...model.state.tool, label: labelIndex(0) } });
    run(name);
    expect(kernel.asked).toEqual([]);
    expect(model.state.announcement).toContain('No label in hand');
  }
);

test('where there is none the reviewer is told, and nothing stays in hand', async () => {
  run('remove-islands');
  await kernel.answer(null);
  expect(model.state.offer).toBeNull();
  expect(model.state.announcement).toContain('Nothing would change');
});

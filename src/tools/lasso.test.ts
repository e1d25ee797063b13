/** Lasso and polygon, by pointer and keys: what the kernel is asked, and when the edit is made. */
import { fireEvent } from '@testing-library/dom';
import type { Act, CurationModel } from '../core/model';
import type { SlicePlane } from '../core/state';
import type { CurationScene } from '../scene';
import { attachKeyboard } from './keyboard';
import { attachTools } from './pointer';
import { fakeScene, FakeTools, openSession, PIXELS } from './testing';

let model: CurationModel;
let scene: CurationScene;
let kernel: FakeTools;
let acts: Act[];
let root: HTMLElement;
let detach: readonly (() => void)[];

/** Three voxels of label index 1, in row (z 3, y 2). */
const FILLED = {
  box: { z0: 3, z1: 4, y0: 2, y1: 3, x0: 2, x1: 5 },
  runs: Uint32Array.of(0, 3, 0, 1)
};

beforeEach(() => {
  jest.spyOn(Date, 'now').mockReturnValue(0);
  model = openSession();
  scene = fakeScene(model);
  kernel = new FakeTools(model);
  acts = [];
  model.acted.connect(act => acts.push(act));
  model.moveCursor({ z: 3, y: 8, x: 9 });
  model.update({ tool: { ...model.state.tool, name: 'lasso' } });
  root = document.createElement('div');
  root.tabIndex = 0;
  root.append(...Object.values(scene.views).map(({ canvas }) => canvas));
  document.body.append(root);
  detach = [attachTools(scene, model), attachKeyboard(root, model, scene)];
  root.focus();
});

afterEach(() => {
  detach.forEach(each => {
    each();
  });
  root.remove();
  jest.restoreAllMocks();
});

type Place = readonly [u: number, v: number];

const at = ([u, v]: Place, init: MouseEventInit) => ({
  ...init,
  clientX: u * PIXELS,
  clientY: v * PIXELS
});

function drag(view: SlicePlane, places: readonly Place[], init: MouseEventInit = {}): void {
  const { canvas } = scene.views[view];
  fireEvent.pointerDown(canvas, at(places[0], init));
  places.slice(1).forEach(place => fireEvent.pointerMove(canvas, at(place, init)));
  fireEvent.pointerUp(canvas, at(places[places.length - 1], init));
}

const click = (view: SlicePlane, place: Place, init?: MouseEventInit) => drag(view, [place], init);

/** What is in hand ends in a task of its own. */
const press = (key: string): void => {
  fireEvent.keyDown(root, { key });
  fireEvent.keyUp(root, { key });
};

const trail = () => model.state.offer?.trail.map(({ z, y, x }) => [z, y, x]);

test.each<[SlicePlane, number]>([
  ['z', 3],
  ['y', 8],
  ['x', 9]
])('a drag in the %s slice asks for what it goes around, and is one edit', async (plane, depth) => {
  drag(plane, [
    [1.5, 1.5],
    [5.5, 1.5],
    [4.2, 3.5]
  ]);
  press('Shift');
  expect(kernel.asked.at(-1)).toEqual({
    tool: 'lasso',
    given: {
      corners: [
        [1.5, 1.5],
        [1.5, 5.5],
        [3.5, 4.2]
      ],
      label: '7',
      plane,
      depth,
      slices: 1
    }
  });
  expect(model.state.offer?.stays).toBe(false);
  await kernel.answer(FILLED);
  await kernel.answer(FILLED);
  expect(acts).toMatchObject([{ kind: 'edit', edit: { tool: 'lasso', voxels: 3 } }]);
  expect(model.state.offer).toBeNull();
});

test('clicks set corners, a line leads on to the pointer, Enter closes', async () => {
  click('z', [1.5, 1.5]);
  click('z', [5.5, 1.5]);
  expect(kernel.asked).toEqual([]);
  fireEvent.pointerMove(scene.views.z.canvas, at([6, 6], {}));
  expect(trail()).toEqual([
    [3, 1.5, 1.5],
    [3, 1.5, 5.5],
    [3, 6, 6]
  ]);
  click('z', [4, 3.5]);
  press('Shift');
  await kernel.answer(FILLED);
  expect(model.state.offer).toMatchObject({ stays: true, voxels: 3 });
  expect(acts).toEqual([]);
  press('Enter');
  await Promise.resolve();
  expect(acts).toMatchObject([{ kind: 'edit', edit: { tool: 'lasso', voxels: 3 } }]);
});

test('Enter waits for the answer that is on its way', async () => {
  for (const place of [
    [1.5, 1.5],
    [5.5, 1.5],
    [4, 3.5]
  ] as const) {
    click('z', place);
  }
  press('Enter');
  expect(acts).toEqual([]);
  await kernel.answer(FILLED);
  expect(acts).toHaveLength(1);
});

test('a double click closes, and sets no corner of its own', async () => {
  const corners: readonly Place[] = [
    [1.5, 1.5],
    [5.5, 1.5],
    [4, 3.5]
  ];
  corners.forEach(place => click('z', place));
  click('z', [4.1, 3.5]);
  fireEvent.doubleClick(scene.views.z.canvas);
  await kernel.answer(FILLED);
  await kernel.answer(FILLED);
  expect(kernel.asked.at(-1)?.given.corners).toEqual([
    [1.5, 1.5],
    [1.5, 5.5],
    [3.5, 4]
  ]);
  expect(acts).toHaveLength(1);
  expect(model.state.maximised).toBeNull();
});

test('Backspace drops the last corner, and Escape all', async () => {
  click('z', [1.5, 1.5]);
  click('z', [5.5, 1.5]);
  click('z', [4, 3.5]);
  press('Backspace');
  await kernel.answer(FILLED);
  expect(model.state.offer).toMatchObject({ voxels: 0 });
  expect(trail()).toHaveLength(2);
  press('Escape');
  expect(model.state.offer).toBeNull();
  expect(acts).toEqual([]);
  click('z', [1.5, 1.5]);
  press('Backspace');
  expect(model.state.offer).toBeNull();
});

test.each(['altKey', 'shiftKey'])('%s erases inside, with no label in hand too', async modifier => {
  model.update({ tool: { ...model.state.tool, label: 0 as never } });
  drag(
    'z',
    [
      [1.5, 1.5],
      [5.5, 1.5],
      [4, 3.5]
    ],
    { [modifier]: true }
  );
  press('Shift');
  expect(kernel.asked.at(-1)?.given.label).toBe('0');
  await kernel.answer(null);
  await kernel.answer(null);
  expect(model.state.announcement).toContain('encloses nothing');
});

test('brackets add slices before and while it is in hand', async () => {
  press(']');
  expect(model.state.tool.slices).toBe(2);
  click('z', [1.5, 1.5]);
  click('z', [5.5, 1.5]);
  click('z', [4, 3.5]);
  press(']');
  await kernel.answer(FILLED);
  await kernel.answer(FILLED);
  expect(kernel.asked.at(-1)?.given.slices).toBe(3);
  press('Escape');
  press('[');
  press('[');
  press('[');
  expect(model.state.tool.slices).toBe(1);
});

test('a line so far around nothing is not told of, one that is let go is', async () => {
  click('z', [1.1, 1.1]);
  click('z', [1.4, 1.1]);
  click('z', [1.1, 1.4]);
  press('Shift');
  const { announcement } = model.state;
  await kernel.answer(new Error('corners: found a line around no centre'));
  expect(model.state.announcement).toBe(announcement);
  fireEvent.doubleClick(scene.views.z.canvas);
  await kernel.answer(null);
  expect(model.state.announcement).toContain('encloses nothing');
});

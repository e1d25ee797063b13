import { fireEvent } from '@testing-library/dom';
import { labelIndex } from '../core/labels';
import type { Act, CurationModel } from '../core/model';
import type { SlicePlane } from '../core/state';
import type { CurationScene } from '../scene';
import { BrushStroke } from './brush';
import { attachTools } from './pointer';
import { fakeScene, fill, offsetsWithout, openSession, PIXELS, SHAPE } from './testing';

let model: CurationModel;
let scene: CurationScene;
let acts: Act[];
let detach: () => void;

beforeEach(() => {
  model = openSession();
  scene = fakeScene(model);
  acts = [];
  model.acted.connect(act => acts.push(act));
  model.moveCursor({ z: 3, y: 8, x: 9 });
  detach = attachTools(scene, model);
});

afterEach(() => detach());

function take(name: 'look' | 'brush' | 'erase', radius = 0.8, disc = false): void {
  model.update({ tool: { ...model.state.tool, name, radius, disc } });
}

/** Press at one voxel of a slice, move over others and let go. */
function drag(
  view: SlicePlane,
  voxels: readonly (readonly [u: number, v: number])[],
  init: MouseEventInit = {}
): void {
  const { canvas } = scene.views[view];
  const at = ([u, v]: readonly [number, number]) => ({
    ...init,
    clientX: u * PIXELS,
    clientY: v * PIXELS
  });
  fireEvent.pointerDown(canvas, at(voxels[0]));
  voxels.slice(1).forEach(voxel => fireEvent.pointerMove(canvas, at(voxel)));
  fireEvent.pointerUp(canvas, at(voxels[voxels.length - 1]));
}

const offset = (z: number, y: number, x: number): number => (z * SHAPE.y + y) * SHAPE.x + x;

test('a disc of one voxel paints the slice on show with the chosen label, as one edit', () => {
  take('brush', 0.1, true);
  drag('z', [
    [9, 8],
    [12, 8]
  ]);
  expect(offsetsWithout(model, 0)).toEqual([9, 10, 11, 12].map(x => offset(3, 8, x)));
  expect(acts).toHaveLength(1);
  expect(acts[0]).toMatchObject({ kind: 'edit', edit: { tool: 'brush', voxels: 4 } });
});

test.each<[SlicePlane, number[]]>([
  ['z', [offset(3, 8, 9), offset(3, 8, 10)]],
  ['y', [offset(3, 8, 9), offset(3, 8, 10)]],
  ['x', [offset(3, 8, 9), offset(3, 9, 9)]]
])('the %s slice paints along its own axes', (plane, expected) => {
  take('brush', 0.1, true);
  const { z, y, x } = model.state.cursor;
  const start = { z: [x, y], y: [x, z], x: [y, z] }[plane] as [number, number];
  drag(plane, [start, [start[0] + 1, start[1]]]);
  expect(offsetsWithout(model, 0)).toEqual(expected);
});

test('a ball reaches the neighbouring slices only as far as their spacing allows', () => {
  take('brush', 2.1);
  drag('z', [[9, 8]]);
  const slices = new Set(
    offsetsWithout(model, 0).map(each => Math.floor(each / (SHAPE.y * SHAPE.x)))
  );
  expect([...slices].sort()).toEqual([2, 3, 4]);
});

test.each(['altKey', 'shiftKey'])('%s held swaps brush and eraser for the stroke', key => {
  fill(model, {}, 1);
  take('brush', 0.1);
  drag('z', [[9, 8]], { [key]: true });
  expect(offsetsWithout(model, 1)).toEqual([offset(3, 8, 9)]);
  expect(acts[0]).toMatchObject({ edit: { tool: 'erase' } });
});

test('the eraser clears every label', () => {
  fill(model, { x0: 0, x1: 10 }, 1);
  fill(model, { x0: 10, x1: 30 }, 2);
  take('erase', 0.1);
  drag('z', [
    [9, 8],
    [10, 8]
  ]);
  const { data } = model.arrays!.segmentation;
  expect([data[offset(3, 8, 9)], data[offset(3, 8, 10)]]).toEqual([0, 0]);
});

test('strokes that leave the volume are clipped', () => {
  take('brush', 3);
  drag('z', [
    [1, 1],
    [-20, -20],
    [40, 30]
  ]);
  expect(acts).toHaveLength(1);
  expect(model.arrays!.segmentation.data[offset(3, 0, 0)]).toBe(1);
});

test('a ball larger than the volume paints all of it once, and later moves touch nothing', () => {
  const boxes: unknown[] = [];
  model.voxelsChanged.connect(({ box }) => boxes.push(box));
  take('brush', 100);
  drag('z', [
    [9, 8],
    [14, 8],
    [2, 3]
  ]);
  expect(offsetsWithout(model, 1)).toEqual([]);
  expect(boxes).toHaveLength(1);
  expect(acts).toMatchObject([{ edit: { voxels: SHAPE.z * SHAPE.y * SHAPE.x } }]);
});

test.each([['brush'], ['erase']] as const)('a stroke of no length is one edit: %s', tool => {
  fill(model, { x0: 9, x1: 30 }, tool === 'brush' ? 0 : 1);
  take(tool, 0.1);
  drag('z', [
    [9, 8],
    [9, 8]
  ]);
  expect(acts).toMatchObject([{ edit: { voxels: 1 } }]);
});

test('a label in hand beyond what the array holds is refused before anything changes', () => {
  take('brush', 1);
  const label = labelIndex(256);
  model.update({ tool: { ...model.state.tool, label } });
  expect(() => BrushStroke.begin(model, 'z', 'brush')?.moveTo([{ z: 3, y: 8, x: 9 }])).toThrow(
    'found label index 256, expected at most 255'
  );
  expect(offsetsWithout(model, 0)).toEqual([]);
});

test('Escape puts the stroke back, and the rest of the drag paints nothing', () => {
  take('brush', 1);
  const { canvas } = scene.views.z;
  fireEvent.pointerDown(canvas, { clientX: 90, clientY: 80 });
  fireEvent.pointerMove(canvas, { clientX: 120, clientY: 80 });
  expect(offsetsWithout(model, 0)).not.toEqual([]);
  fireEvent.keyDown(document.body, { key: 'Escape' });
  fireEvent.pointerMove(canvas, { clientX: 160, clientY: 80 });
  fireEvent.pointerUp(canvas, { clientX: 160, clientY: 80 });
  expect(offsetsWithout(model, 0)).toEqual([]);
  expect(acts).toEqual([]);
});

test('changed boxes are announced once per event', () => {
  const boxes: unknown[] = [];
  model.voxelsChanged.connect(({ box }) => boxes.push(box));
  take('brush', 0.1, true);
  drag('z', [
    [9, 8],
    [11, 8],
    [11, 8]
  ]);
  expect(boxes).toEqual([
    { z0: 3, z1: 4, y0: 8, y1: 9, x0: 9, x1: 10 },
    { z0: 3, z1: 4, y0: 8, y1: 9, x0: 10, x1: 12 }
  ]);
});

test.each([
  ['blocks are missing', { phase: { kind: 'loading', fraction: 0.5, what: 'image' } }, /whole/],
  ['the kernel is gone', { connection: 'gone' }, /run the cell again/]
] as const)('nothing is painted while %s, and the reviewer is told', (_, change, told) => {
  take('brush');
  model.update(change);
  drag('z', [[9, 8]]);
  expect(offsetsWithout(model, 0)).toEqual([]);
  expect(model.state.announcement).toMatch(told);
});

test('a stroke ends what was told of the act before', () => {
  model.update({ announcement: 'Redone: brush, region 1.' });
  take('brush', 0.1);
  drag('z', [[9, 8]]);
  expect(model.state.announcement).toBe('');
});

test('painting begins when the segmentation is here, while the rest is still coming', () => {
  take('brush', 0.1, true);
  model.update({ phase: { kind: 'loading', fraction: 0.5, what: 'image', editable: true } });
  drag('z', [[9, 8]]);
  expect(offsetsWithout(model, 0)).toEqual([offset(3, 8, 9)]);
});

test('the look tool moves the crosshair and paints nothing', () => {
  take('look');
  drag('z', [
    [2, 3],
    [12, 15]
  ]);
  expect(model.state.cursor).toEqual({ z: 3, y: 15, x: 12 });
  expect(acts).toEqual([]);
});

test('ctrl or the middle button pan, without a drag they move the crosshair', () => {
  take('brush');
  drag(
    'y',
    [
      [2, 3],
      [4, 3]
    ],
    { ctrlKey: true }
  );
  expect(scene.views.y.panBy).toHaveBeenCalledWith({ left: 20, top: 0 });
  drag('y', [[5, 4]], { button: 1 });
  expect(model.state.cursor).toEqual({ z: 4, y: 8, x: 5 });
  expect(offsetsWithout(model, 0)).toEqual([]);
});

test('the right button changes brightness and contrast', () => {
  drag(
    'z',
    [
      [9, 8],
      [9, 30]
    ],
    { button: 2 }
  );
  const [low, high] = model.state.window;
  expect(high - low).toBeCloseTo(190);
  expect(low).toBeGreaterThan(10);
});

test('the wheel moves slices, with ctrl it zooms, with shift it sizes the brush', () => {
  take('brush', 1);
  const { canvas } = scene.views.y;
  fireEvent.wheel(canvas, { deltaY: 120 });
  expect(model.state.cursor).toEqual({ z: 3, y: 9, x: 9 });
  fireEvent.wheel(canvas, { deltaY: -120, ctrlKey: true });
  expect(scene.views.y.zoomAt).toHaveBeenCalledTimes(1);
  fireEvent.wheel(canvas, { deltaY: -120, shiftKey: true });
  expect(model.state.tool.radius).toBe(1.25);
});

test('the brush is drawn where it would paint, as an eraser while alt is held', () => {
  take('brush');
  fireEvent.pointerMove(scene.views.z.canvas, { clientX: 90, clientY: 80 });
  expect(scene.setBrush).toHaveBeenLastCalledWith(
    'z',
    expect.objectContaining({ point: { z: 3, y: 8, x: 9 }, erasing: false })
  );
  fireEvent.keyDown(document.body, { key: 'Alt', altKey: true });
  expect(scene.setBrush).toHaveBeenLastCalledWith('z', expect.objectContaining({ erasing: true }));
  fireEvent.pointerLeave(scene.views.z.canvas);
  expect(scene.setBrush).toHaveBeenLastCalledWith(null, null);
});

test('the voxel under the pointer is told, also when the slice under it changes', () => {
  const { canvas } = scene.views.z;
  fireEvent.pointerMove(canvas, { clientX: 90, clientY: 80 });
  expect(scene.pointed).toEqual({ z: 3, y: 8, x: 9 });
  fireEvent.wheel(canvas, { deltaY: 120 });
  expect(scene.pointed).toEqual({ z: 4, y: 8, x: 9 });
  fireEvent.pointerLeave(canvas);
  expect(scene.pointed).toBeNull();
});

test('a stroke let go after a rest ends in a task of its own, or with the next key', () => {
  Object.assign(scene, { isResting: true });
  const ended = jest.fn();
  model.acted.connect(ended);
  take('brush');
  const { canvas } = scene.views.z;
  for (const clientX of [40, 90]) {
    fireEvent.pointerDown(canvas, { button: 0, pointerId: 1, clientX, clientY: 80 });
    fireEvent.pointerUp(canvas, { button: 0, pointerId: 1, clientX, clientY: 80 });
  }
  expect(ended).toHaveBeenCalledTimes(1);
  fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true });
  expect(ended).toHaveBeenCalledTimes(2);
});

describe('the outline of the brush', () => {
  const erasing = (): unknown => {
    const [, mark] = jest.mocked(scene.setBrush).mock.lastCall ?? [];
    return mark?.erasing;
  };
  const { body } = document;
  const keepsItsKeys = (event: Event): void => event.stopPropagation();

  beforeEach(() => {
    take('brush');
    fireEvent.pointerMove(scene.views.z.canvas, { clientX: 90, clientY: 80 });
    body.addEventListener('keyup', keepsItsKeys);
  });

  afterEach(() => body.removeEventListener('keyup', keepsItsKeys));

  test('follows Shift down and up at once, whoever has the keyboard', () => {
    fireEvent.keyDown(body, { key: 'Shift', shiftKey: true });
    expect(erasing()).toBe(true);
    fireEvent.keyUp(body, { key: 'Shift' });
    expect(erasing()).toBe(false);
  });

  test('does not keep a key that was let go in another window', () => {
    fireEvent.keyDown(body, { key: 'Shift', shiftKey: true });
    fireEvent.blur(window);
    expect(erasing()).toBe(false);
  });

  test('shows the tool that a stroke began with, whatever happens to the key', () => {
    const { canvas } = scene.views.z;
    fireEvent.pointerDown(canvas, { clientX: 90, clientY: 80, shiftKey: true });
    fireEvent.keyUp(body, { key: 'Shift' });
    fireEvent.pointerMove(canvas, { clientX: 120, clientY: 80 });
    expect(erasing()).toBe(true);
    fireEvent.pointerUp(canvas, { clientX: 120, clientY: 80 });
    expect(erasing()).toBe(false);
  });
});

test('what is detached hears nothing any more', () => {
  take('brush');
  detach();
  drag('z', [[9, 8]]);
  expect(offsetsWithout(model, 0)).toEqual([]);
});

test('a double click in 3D fills the area and leaves the crosshair where it was', () => {
  const { canvas } = scene.views.volume;
  const at = { clientX: 40, clientY: 50 };
  for (let click = 0; click < 2; click++) {
    fireEvent.pointerDown(canvas, at);
    fireEvent.pointerUp(canvas, at);
  }
  expect(model.state.cursor).toMatchObject({ y: 5, x: 4 });
  fireEvent.dblClick(canvas, at);
  expect(model.state).toMatchObject({ maximised: 'volume', cursor: { z: 3, y: 8, x: 9 } });
});

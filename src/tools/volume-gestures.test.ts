import { fireEvent } from '@testing-library/dom';
import type { Act, CurationModel } from '../core/model';
import type { ToolState } from '../core/state';
import type { CurationScene } from '../scene';
import { attachTools } from './pointer';
import { fakeScene, fill, offsetsWithout, openSession, PIXELS, SHAPE } from './testing';

let model: CurationModel;
let scene: CurationScene;
let acts: Act[];
let asked: { tool: string; given: Readonly<Record<string, unknown>> }[];
let detach: () => void;

beforeEach(() => {
  model = openSession();
  scene = fakeScene(model);
  acts = [];
  asked = [];
  model.acted.connect(act => acts.push(act));
  model.propose = (tool, given) => {
    asked.push({ tool, given });
    return Promise.resolve(null);
  };
  detach = attachTools(scene, model);
});

afterEach(() => detach());

function take(name: ToolState['name'], radius = 0.1): void {
  model.update({ tool: { ...model.state.tool, name, radius } });
}

/** Press at one voxel of the 3D view, move over others and let go. */
function drag(
  voxels: readonly (readonly [x: number, y: number])[],
  init: MouseEventInit = {}
): void {
  const { canvas } = scene.volume;
  const at = ([x, y]: readonly [number, number]) => ({
    ...init,
    clientX: x * PIXELS,
    clientY: y * PIXELS
  });
  fireEvent.pointerDown(canvas, at(voxels[0]));
  voxels.slice(1).forEach(voxel => fireEvent.pointerMove(canvas, at(voxel)));
  fireEvent.pointerUp(canvas, at(voxels[voxels.length - 1]));
}

const ACROSS = [
  [3, 4],
  [8, 4]
] as const;
const offset = (z: number, y: number, x: number): number => (z * SHAPE.y + y) * SHAPE.x + x;

test.each(['look', 'trace'] as const)('with %s in hand a drag turns the scene', name => {
  take(name);
  drag(ACROSS);
  expect(scene.volume.rotateBy).toHaveBeenCalledWith({ left: 50, top: 0 });
  drag(ACROSS, { shiftKey: true });
  expect(scene.volume.panBy).toHaveBeenCalledWith({ left: 50, top: 0 });
});

describe.each(['add', 'remove', 'brush', 'erase', 'cut'] as const)('with %s in hand', name => {
  beforeEach(() => take(name));

  test('a drag draws, and the scene keeps still', () => {
    drag(ACROSS);
    expect(scene.volume.rotateBy).not.toHaveBeenCalled();
    expect(scene.volume.panBy).not.toHaveBeenCalled();
  });

  test.each([{ button: 1 }, { ctrlKey: true }, { metaKey: true }])('%j turns it', init => {
    drag(ACROSS, init);
    expect(scene.volume.rotateBy).toHaveBeenCalledWith({ left: 50, top: 0 });
    expect(asked).toEqual([]);
    expect(acts).toEqual([]);
  });

  test.each([{ button: 1 }, { ctrlKey: true }])('%j with shift pans', init => {
    drag(ACROSS, { ...init, shiftKey: true });
    expect(scene.volume.panBy).toHaveBeenCalledWith({ left: 50, top: 0 });
    expect(scene.volume.rotateBy).not.toHaveBeenCalled();
  });

  test('a double click leaves the four views', () => {
    fireEvent.dblClick(scene.volume.canvas);
    expect(model.state.maximised).toBeNull();
  });

  test('the pointer is no hand', () => {
    expect(scene.volume.canvas.style.cursor).toBe('crosshair');
    take('look');
    expect(scene.volume.canvas.style.cursor).toBe('grab');
  });
});

test.each([
  ['add', {}, 'add', 4],
  ['add', { altKey: true }, 'remove', 5],
  ['remove', {}, 'remove', 5],
  ['remove', { shiftKey: true }, 'add', 4]
] as const)('%s with %j asks for what lies along the line in depth', (name, init, mode, z) => {
  take(name);
  drag(ACROSS, init);
  expect(asked[0]).toMatchObject({ tool: 'stroke', given: { mode, points: [[z, 4, 3]] } });
  expect(model.state.offer?.trail.at(-1)).toEqual({ z, y: 4, x: 8 });
});

test('the brush paints on the surface, without a gap where that goes on', () => {
  take('brush');
  drag([
    [3, 4],
    [8, 4]
  ]);
  expect(offsetsWithout(model, 0)).toEqual([3, 4, 5, 6, 7, 8].map(x => offset(1, 4, x)));
  expect(acts).toMatchObject([{ kind: 'edit', edit: { tool: 'brush', voxels: 6 } }]);
});

test('the eraser clears a ball around what it hits, and alt swaps the two', () => {
  fill(model, {}, 1);
  take('erase');
  drag([[9, 4]]);
  expect(offsetsWithout(model, 1)).toEqual([offset(1, 4, 9)]);
  drag([[9, 4]], { altKey: true });
  expect(offsetsWithout(model, 1)).toEqual([]);
  expect(acts).toMatchObject([{ edit: { tool: 'erase' } }, { edit: { tool: 'brush' } }]);
});

test('a disc in hand is a ball in 3D', () => {
  take('brush', 1);
  model.update({ tool: { ...model.state.tool, disc: true } });
  drag([[9, 4]]);
  const depths = offsetsWithout(model, 0).map(at => Math.floor(at / (SHAPE.y * SHAPE.x)));
  expect(new Set(depths)).toEqual(new Set([1]));
  take('brush', 2.1);
  drag([[9, 4]]);
  expect(offsetsWithout(model, 0)).toContain(offset(2, 4, 9));
});

test('where nothing is hit nothing is painted, and the reviewer is told', () => {
  take('brush');
  drag([
    [3, 25],
    [8, 26]
  ]);
  expect(acts).toEqual([]);
  expect(model.state.announcement).toContain('Nothing is there to hit');
});

test('the outline of the ball is shown where it would paint, and in the slices', () => {
  take('brush', 2);
  const { canvas } = scene.volume;
  fireEvent.pointerMove(canvas, { clientX: 90, clientY: 40 });
  expect(scene.setBrush).toHaveBeenLastCalledWith(
    'volume',
    expect.objectContaining({ point: { z: 1, y: 4, x: 9 }, erasing: false })
  );
  fireEvent.pointerMove(canvas, { clientX: 90, clientY: 250 });
  expect(scene.setBrush).toHaveBeenLastCalledWith('volume', null);
});

test('shift and the wheel size the brush in 3D too, the wheel alone zooms', () => {
  take('brush', 1);
  fireEvent.wheel(scene.volume.canvas, { deltaY: -120, shiftKey: true });
  expect(model.state.tool.radius).toBe(1.25);
  fireEvent.wheel(scene.volume.canvas, { deltaY: -120 });
  expect(scene.volume.zoomAt).toHaveBeenCalledTimes(1);
});

describe('the knife', () => {
  beforeEach(() => take('cut'));

  test('goes along the plane that the drag spans with the view', () => {
    drag([
      [3, 4],
      [8, 6]
    ]);
    expect(asked[0]).toEqual({
      tool: 'cut',
      given: {
        points: [
          [1.5, 4, 3],
          [1.5, 6, 8]
        ],
        plane: [0.5, 0.25, 0],
        steps: 0
      }
    });
  });

  test('asks for nothing where it meets nothing, and shows its line', () => {
    const { canvas } = scene.volume;
    fireEvent.pointerDown(canvas, { clientX: 30, clientY: 220 });
    fireEvent.pointerMove(canvas, { clientX: 80, clientY: 230 });
    expect(asked).toEqual([]);
    expect(model.state.offer?.trail).toHaveLength(2);
    fireEvent.pointerUp(canvas, { clientX: 80, clientY: 230 });
  });

  test('a click cuts the neck near what is hit', () => {
    drag([[9, 4]]);
    expect(asked).toMatchObject([{ tool: 'cut', given: { axis: 'z', points: [[1, 4, 9]] } }]);
    drag([[9, 25]]);
    expect(asked).toHaveLength(1);
    expect(model.state.announcement).toContain('Nothing is there to hit');
  });

  test('clicks with shift tell the two parts', () => {
    fill(model, {}, 1);
    drag([[9, 4]], { shiftKey: true });
    drag([[20, 4]], { shiftKey: true });
    expect(asked).toMatchObject([{ tool: 'cut', given: { seeds: [[[1, 4, 9]], [[2, 4, 20]]] } }]);
  });
});

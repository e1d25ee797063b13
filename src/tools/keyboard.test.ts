import { fireEvent } from '@testing-library/dom';
import type { CurationModel } from '../core/model';
import type { CurationScene } from '../scene';
import { COMMAND_LIST } from './command-list';
import { HELP_EVENT } from './commands';
import { attachKeyboard } from './keyboard';
import { fakeScene, fill, openSession, rankingOf } from './testing';

let model: CurationModel;
let scene: CurationScene;
let root: HTMLElement;
let detach: () => void;
const notebook = jest.fn();

beforeEach(() => {
  model = openSession();
  model.setRanking(
    rankingOf([
      [210, 0.9],
      [420, 0.6],
      [42, 0.3]
    ])
  );
  scene = fakeScene(model);
  root = document.createElement('div');
  root.tabIndex = 0;
  root.append(...Object.values(scene.views).map(({ canvas }) => canvas));
  document.body.append(root);
  document.body.addEventListener('keydown', notebook);
  detach = attachKeyboard(root, model, scene);
  root.focus();
});

afterEach(() => {
  detach();
  root.remove();
  document.body.removeEventListener('keydown', notebook);
  notebook.mockClear();
});

const press = (key: string, init: KeyboardEventInit = {}): void => {
  fireEvent.keyDown(root, { key, ...init });
  fireEvent.keyUp(root, { key, ...init });
};

test('n and p step through open regions, with shift stop by stop', () => {
  press('n');
  press('Enter');
  expect(model.state.selected).toBe(1);
  press('n');
  expect(model.state.selected).toBe(2);
  press('P', { shiftKey: true });
  expect(model.state.selected).toBe(1);
  press('p');
  expect(model.state.selected).toBe(1);
});

test('Enter and u give verdicts, shift u takes one back', () => {
  model.select(0);
  press('Enter');
  press('u');
  expect([...model.verdicts.values()].map(({ verdict }) => verdict)).toEqual(['correct', 'unsure']);
  model.select(0);
  press('U', { shiftKey: true });
  expect(model.verdicts.size).toBe(1);
});

test('tools, size and shape of the brush have keys', () => {
  press('b');
  press('d');
  press(']');
  expect(model.state.tool).toMatchObject({ name: 'brush', disc: true, radius: 1.75 });
  press('e');
  press('[');
  expect(model.state.tool).toMatchObject({ name: 'erase', radius: 1.5 });
});

test('the image is alone as long as o is held', () => {
  fireEvent.keyDown(root, { key: 'o' });
  fireEvent.keyDown(root, { key: 'o', repeat: true });
  expect(model.state.layers.peek).toBe(true);
  fireEvent.keyUp(root, { key: 'o' });
  expect(model.state.layers.peek).toBe(false);
});

test('w sets the brightness for what is under the pointer, shift w gives it back to the region', () => {
  const image = model.arrays?.image.data ?? new Uint8Array(0);
  image.forEach((_, offset) => {
    image[offset] = offset % 120;
  });
  press('w');
  expect(model.state.window[1]).toBeLessThan(125);
  model.setWindow([0, 40]);
  model.select(0);
  expect(model.state.window).toEqual([0, 40]);
  press('W', { shiftKey: true });
  expect(model.state).toMatchObject({ windowing: 'region' });
  expect(model.state.window[1]).toBeGreaterThan(80);
});

test('keys act on the view under the pointer', () => {
  model.moveCursor({ z: 3, y: 8, x: 9 });
  fireEvent.pointerMove(scene.views.x.canvas, { clientX: 40, clientY: 20 });
  press('.');
  press('.');
  press(',');
  press('ArrowRight');
  expect(model.state.cursor).toEqual({ z: 3, y: 9, x: 10 });
  press(' ');
  expect(model.state.maximised).toBe('x');
  press(' ');
  expect(model.state.maximised).toBeNull();
});

test('i picks the label under the pointer', () => {
  fill(model, { x0: 4, x1: 5 }, 2);
  fireEvent.pointerMove(scene.views.z.canvas, { clientX: 40, clientY: 20 });
  press('i');
  expect(model.state.tool.label).toBe(2);
  expect(model.state.announcement).toContain('9223372036854775807');
});

test('undo and redo answer to ctrl and to command', () => {
  const acts: string[] = [];
  model.acted.connect(({ kind }) => acts.push(kind));
  model.update({ undo: 'brush', redo: 'brush' });
  press('z', { ctrlKey: true });
  press('Z', { ctrlKey: true, shiftKey: true });
  press('z', { metaKey: true });
  expect(acts).toEqual(['undo', 'redo', 'undo']);
});

test('with nothing to undo the reviewer is told at once', () => {
  const acts: string[] = [];
  model.acted.connect(({ kind }) => acts.push(kind));
  press('z', { ctrlKey: true });
  expect(model.state.announcement).toBe('Nothing to undo.');
  press('y', { ctrlKey: true });
  expect(model.state.announcement).toBe('Nothing to redo.');
  expect(acts).toEqual([]);
});

test('what was told of an act is over with the next act or step', () => {
  model.update({ announcement: 'Redone: brush, region 1.' });
  press('n');
  expect(model.state.announcement).toBe('');
  model.update({ announcement: 'The labeller runs on the page.', isLasting: true });
  press('n');
  expect(model.state.announcement).toBe('The labeller runs on the page.');
});

test('shift u on a region without a verdict names the way back to the last one', () => {
  model.select(1);
  model.update({ undo: 'verdict on region 1' });
  press('U', { shiftKey: true });
  expect(model.state.announcement).toBe(
    'This region has no verdict. Ctrl+Z takes the last verdict back.'
  );
});

test('no key reaches the notebook, known or not', () => {
  for (const key of ['d', 'd', 'x', 'z', '1', 'a', 'Enter', 'Escape', ' ']) {
    press(key);
  }
  expect(notebook).not.toHaveBeenCalled();
});

test('typing in a field stays typing', () => {
  const field = document.createElement('input');
  root.append(field);
  const isFree = fireEvent.keyDown(field, { key: 'b' });
  fireEvent.keyDown(field, { key: 'Enter' });
  expect(isFree).toBe(true);
  expect(model.state.tool.name).toBe('look');
  expect(model.verdicts.size).toBe(0);
  expect(notebook).not.toHaveBeenCalled();
});

test('Enter on a button presses the button', () => {
  model.select(0);
  const button = document.createElement('button');
  root.append(button);
  expect(fireEvent.keyDown(button, { key: 'Enter' })).toBe(true);
  expect(model.verdicts.size).toBe(0);
});

test('Escape then Tab puts the focus at the edge, from where the browser leaves', () => {
  const field = document.createElement('input');
  root.prepend(field);
  field.focus();
  fireEvent.keyDown(field, { key: 'Escape' });
  expect(document.activeElement).toBe(root);
  expect(fireEvent.keyDown(root, { key: 'Tab' })).toBe(true);
  expect(document.activeElement).toBe(root.lastElementChild);
});

test('an element that goes away with the focus leaves it to the view', async () => {
  const button = document.createElement('button');
  root.append(button);
  button.focus();
  button.remove();
  await Promise.resolve();
  expect(document.activeElement).toBe(root);
});

test('? asks for the key map', () => {
  const asked = jest.fn();
  root.addEventListener(HELP_EVENT, asked);
  press('?', { shiftKey: true });
  expect(asked).toHaveBeenCalledTimes(1);
});

test('no key means two things', () => {
  const keys = Object.values(COMMAND_LIST).flatMap(command => [...command.keys]);
  expect(new Set(keys).size).toBe(keys.length);
});

test('a key that is held down judges once, and steps again and again', () => {
  model.select(0);
  fireEvent.keyDown(root, { key: 'Enter' });
  fireEvent.keyDown(root, { key: 'Enter', repeat: true });
  fireEvent.keyDown(root, { key: 'Enter', repeat: true });
  expect(model.verdicts.size).toBe(1);
  const { x } = model.state.cursor;
  fireEvent.keyDown(root, { key: 'ArrowRight' });
  fireEvent.keyDown(root, { key: 'ArrowRight', repeat: true });
  expect(model.state.cursor.x).toBe(x + 2);
});

test('a button that is held down is pressed once', () => {
  const button = document.createElement('button');
  root.append(button);
  expect(fireEvent.keyDown(button, { key: 'Enter' })).toBe(true);
  expect(fireEvent.keyDown(button, { key: 'Enter', repeat: true })).toBe(false);
});

test('keys of a layout that writes another script are those of a Latin keyboard', () => {
  press('и', { code: 'KeyB' });
  expect(model.state.tool.name).toBe('brush');
  const { radius } = model.state.tool;
  press('х', { code: 'BracketLeft' });
  expect(model.state.tool.radius).toBeLessThan(radius);
  const save = jest.fn();
  detach();
  detach = attachKeyboard(root, model, scene, { save });
  press('ы', { code: 'KeyS', ctrlKey: true });
  expect(save).toHaveBeenCalledTimes(1);
});

test('letters of a Latin layout mean what they say, wherever they are', () => {
  press('y', { code: 'KeyZ' });
  press('ü', { code: 'BracketLeft' });
  expect(model.state.tool.name).toBe('look');
  expect(model.state.tool.radius).toBe(openSession().state.tool.radius);
});

test('what composes a character or fills in a form presses no key', () => {
  const field = document.createElement('input');
  const typed = jest.fn();
  field.addEventListener('keydown', typed);
  root.append(field);
  field.focus();
  fireEvent.keyDown(field, { key: 'Escape', isComposing: true });
  expect(document.activeElement).toBe(field);
  expect(typed).not.toHaveBeenCalled();
  field.dispatchEvent(new Event('keydown', { bubbles: true }));
  field.dispatchEvent(new Event('keyup', { bubbles: true }));
  expect(notebook).not.toHaveBeenCalled();
});

test('a key that means nothing here is offered to the host, but not while somebody types', () => {
  const elsewhere = jest.fn(() => true);
  detach();
  detach = attachKeyboard(root, model, scene, { elsewhere });
  press('b');
  expect(elsewhere).not.toHaveBeenCalled();
  expect(fireEvent.keyDown(root, { key: 'F9' })).toBe(false);
  const field = document.createElement('input');
  root.append(field);
  fireEvent.keyDown(field, { key: 'F9' });
  expect(elsewhere).toHaveBeenCalledTimes(1);
});

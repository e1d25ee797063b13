import { attachHoverFocus } from './hover-focus';

let root: HTMLElement;
let cell: HTMLElement;
let detach: () => void;

beforeEach(() => {
  document.body.innerHTML =
    '<div id="cell" tabindex="0"><input></div><div id="view" tabindex="0"></div>';
  [cell, root] = ['cell', 'view'].map(id => document.getElementById(id) as HTMLElement);
  detach = attachHoverFocus(root);
  cell.focus();
});

afterEach(() => {
  detach();
});

const move = (init: MouseEventInit = { movementX: 2 }): void => {
  const event = new MouseEvent('pointermove', init);
  Object.defineProperty(event, 'movementX', { value: init.movementX ?? 0 });
  Object.defineProperty(event, 'movementY', { value: init.movementY ?? 0 });
  root.dispatchEvent(event);
};

const leave = (): void => {
  root.dispatchEvent(new MouseEvent('pointerleave'));
};

test('the pointer over a view brings the keyboard, and takes it back along', () => {
  move();
  expect(document.activeElement).toBe(root);
  leave();
  expect(document.activeElement).toBe(cell);
});

test.each([
  ['a press', () => root.dispatchEvent(new MouseEvent('pointerdown'))],
  ['a key', () => root.dispatchEvent(new KeyboardEvent('keydown', { key: 'n' }))]
])('after %s the keyboard stays', (_, use) => {
  move();
  use();
  leave();
  expect(document.activeElement).toBe(root);
});

test('whoever types elsewhere goes on typing', () => {
  const input = cell.querySelector('input') as HTMLInputElement;
  input.focus();
  move();
  expect(document.activeElement).toBe(input);
});

test.each([
  ['a view that scrolls under a resting pointer', {}],
  ['a drag that began elsewhere', { movementX: 2, buttons: 1 }]
])('%s takes nothing', (_, init) => {
  move(init);
  expect(document.activeElement).toBe(cell);
});

import { COMMAND_LIST, COMMAND_NAMES } from './command-list';
import { KeyBindings } from './key-bindings';

let bindings: KeyBindings;

beforeEach(() => {
  bindings = new KeyBindings();
});

test('without a choice every command has its own keys', () => {
  expect(COMMAND_NAMES.map(name => bindings.keysOf(name))).toEqual(
    COMMAND_NAMES.map(name => COMMAND_LIST[name].keys)
  );
  expect(bindings.commandOf('ctrl y')).toBe('redo');
});

test('a chosen key runs its command alone, and the old one none', () => {
  bindings.choose({ 'mark-done': ['e', 'ctrl enter'] });
  expect(['e', 'ctrl enter', 'enter'].map(key => bindings.commandOf(key))).toEqual([
    'mark-done',
    'mark-done',
    undefined
  ]);
  expect(bindings.keysOf('erase')).toEqual([]);
});

test('two commands can trade their keys', () => {
  bindings.choose({ brush: ['e'], erase: ['b'] });
  expect(['b', 'e'].map(key => bindings.commandOf(key))).toEqual(['erase', 'brush']);
});

test('a command can be left without a key, and gets its own again', () => {
  bindings.choose({ fill: [] });
  expect(bindings.commandOf('f')).toBeUndefined();
  bindings.choose({});
  expect(bindings.commandOf('f')).toBe('fill');
});

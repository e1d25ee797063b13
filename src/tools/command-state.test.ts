import type { CurationModel } from '../core/model';
import { commandFacts, isEnabled, isSwitch, isToggled } from './command-state';
import { openSession } from './testing';

let model: CurationModel;

beforeEach(() => {
  model = openSession();
});

test('a verdict needs a region, and a kernel', () => {
  expect(isEnabled('mark-done', { ...model.state, selected: null })).toBe(false);
  expect(isEnabled('mark-done', { ...model.state, selected: 0 })).toBe(true);
  expect(isEnabled('mark-done', { ...model.state, selected: 0, connection: 'gone' })).toBe(false);
});

test('nothing can be done before the volume is known', () => {
  expect(isEnabled('brush', { ...model.state, phase: { kind: 'opening' } })).toBe(false);
});

test('of the tools the one in hand is on', () => {
  const state = { ...model.state, tool: { ...model.state.tool, name: 'erase' as const } };
  expect(['brush', 'erase'].map(name => isToggled(name as 'brush' | 'erase', state))).toEqual([
    false,
    true
  ]);
  expect(isSwitch('undo')).toBe(false);
  expect(isToggled('undo', state)).toBeNull();
});

test('the facts change with what commands show, and with nothing else', () => {
  const { state } = model;
  const facts = commandFacts(state);
  expect(commandFacts({ ...state, cursor: { z: 1, y: 1, x: 1 } })).toBe(facts);
  expect(commandFacts({ ...state, maximised: 'z' })).not.toBe(facts);
  expect(commandFacts({ ...state, selected: 1 })).not.toBe(facts);
});

test('where a journal is only read, nothing that edits can be chosen', () => {
  const journal = { state: 'read', message: 'Another kernel writes it.' } as const;
  const state = { ...model.state, saving: { ...model.state.saving, journal } };
  expect(isEnabled('brush', state)).toBe(false);
  expect(isEnabled('toggle-outline', state)).toBe(true);
});

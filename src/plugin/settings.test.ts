import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import schema from '../../schema/settings.json';
import { INITIAL_STATE } from '../core/initial-state';
import { USUAL } from '../core/preferences';
import { ENGLISH } from '../core/translation';
import { COMMAND_LIST, COMMAND_NAMES } from '../tools/command-list';
import { commandWords } from '../tools/command-words';
import { begin, change, readSettings } from './settings';

test('the schema knows every command with its keys', () => {
  const { properties } = schema.properties.keys;
  const keys = Object.entries(properties).map(([name, { default: own }]) => [name, own]);
  expect(keys).toEqual(COMMAND_NAMES.map(name => [name, COMMAND_LIST[name].keys]));
});

test('the schema knows every command for the tool bar, by its label', () => {
  const words = commandWords(ENGLISH);
  expect(schema.properties.tools.items.oneOf).toEqual(
    COMMAND_NAMES.map(name => ({ const: name, title: words[name].label }))
  );
});

test('a tool stands in the tool bar once', () => {
  expect(readSettings({ tools: ['brush', 'fill', 'brush'] }).preferences.tools).toEqual([
    'brush',
    'fill'
  ]);
});

test.each([
  ['enter', true],
  ['ctrl shift z', true],
  ['f2', true],
  ['/', true],
  ['tab', false],
  ['escape', false],
  ['ctrl s', false],
  ['Ctrl Z', false],
  ['z ctrl', false]
])('the schema lets %s through: %s', (key, isLet) => {
  expect(new RegExp(schema.definitions.key.pattern).test(key)).toBe(isLet);
});

test('every key that a command has is one that can be chosen', () => {
  const pattern = new RegExp(schema.definitions.key.pattern);
  const keys: string[] = COMMAND_NAMES.flatMap(name => [...COMMAND_LIST[name].keys]);
  expect(keys.filter(key => !pattern.test(key))).toEqual([]);
});

test('keys that are filled in are not chosen', () => {
  const keys = { brush: ['b'], erase: ['q'], fill: [] };
  expect(readSettings({ keys }).keys).toEqual({ erase: ['q'], fill: [] });
});

test('a curator begins as the settings say, and follows only what changes', () => {
  const before = readSettings({ tool: 'brush', list: 'flat', views: 'y', margin: 0.1 });
  const begun = { ...INITIAL_STATE, ...begin(before, INITIAL_STATE) };
  expect([begun.tool.name, begun.listLayout, begun.layers.segmentation, begun.maximised]).toEqual([
    'brush',
    'flat',
    'outline',
    'y'
  ]);
  expect(begun.preferences).toEqual({ ...USUAL, margin: 0.1 });
  const after = readSettings({ tool: 'erase', list: 'flat', segmentation: 'fill', margin: 0.1 });
  expect(change(before, after, begun)).toEqual({
    layers: { ...begun.layers, segmentation: 'fill' },
    maximised: null
  });
});

test.each([
  ['fine', 3],
  ['even', 1],
  ['coarse', 0.5]
])('%s pictures have at most %d pixels for one of the page', (quality, mostPixels) => {
  expect(readSettings({ quality }).preferences.mostPixels).toBe(mostPixels);
});

test('settings are by default what a view is without them', () => {
  const { keys: _, ...properties } = schema.properties;
  const defaults = Object.entries(properties).map(([name, { default: value }]) => [name, value]);
  expect(readSettings(Object.fromEntries(defaults) as ReadonlyPartialJSONObject)).toMatchObject(
    readSettings({})
  );
});

test('columns are those that are not switched off, in their own order', () => {
  expect(readSettings({ columns: { size: true, score: false } }).preferences.columns).toEqual([
    'picture',
    'reason',
    'size'
  ]);
});

import schema from '../../schema/commands.json';
import { COMMAND_NAMES } from '../tools/command-list';
import { idOf, Ids } from './command-ids';

type Item = { readonly command?: string; readonly submenu?: { readonly items: readonly Item[] } };

const [menu] = schema['jupyter.lab.menus'].main;

function commandsOf(items: readonly Item[]): readonly string[] {
  return items.flatMap(({ command, submenu }) =>
    submenu === undefined ? (command ?? []) : commandsOf(submenu.items)
  );
}

const ACTS = COMMAND_NAMES.map(idOf);

test('no two commands have one id, and each is a verb and a noun', () => {
  const ids = [...ACTS, ...Object.values(Ids)];
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter(id => !/^voxproof:[a-z]+(-[a-z]+)+$/.test(id))).toEqual([]);
});

test('the menu offers everything that keys and buttons do, once', () => {
  const offered = commandsOf(menu.items).filter(id => ACTS.includes(id));
  expect([...offered].sort()).toEqual([...ACTS].sort());
});

test('menus know no other commands', () => {
  const known: readonly string[] = [...ACTS, ...Object.values(Ids)];
  const offered = [...commandsOf(menu.items), ...commandsOf(schema['jupyter.lab.menus'].context)];
  expect(offered.filter(id => !known.includes(id))).toEqual([]);
});

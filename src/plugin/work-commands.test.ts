import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { Widget } from '@lumino/widgets';
import { openSession, rankingOf } from '../tools/testing';
import { Ids } from './command-ids';
import type { CuratorFacts } from './curators';
import { Curators } from './curators';
import { addWorkCommands } from './work-commands';

const model = openSession();
model.setRanking(
  rankingOf([
    [10, 3],
    [20, 2]
  ])
);
const session = { name: 'mouse-07', document: 'a.ipynb', model } as CuratorFacts['session'];
const curators = new Curators();
curators.enter({ id: 'one', session, createView: () => Promise.resolve(new Widget()) });
const commands = new CommandRegistry();
addWorkCommands(commands, curators, nullTranslator.load('voxproof'));

test('a region is selected by its rank, of the curator that is named', async () => {
  await commands.execute(Ids.selectRegion, { curator: 'mouse-07', rank: 2 });
  expect(model.state.selected).toBe(1);
  await commands.execute(Ids.selectRegion, { rank: 1 });
  expect(model.state.selected).toBe(0);
  await commands.execute(Ids.selectRegion, { curator: 'another', rank: 2 });
  expect(model.state.selected).toBe(0);
});

test.each([{}, { rank: 1.5 }, { rank: 0 }, { rank: 3 }, { rank: '2' }])(
  'what is no rank is refused with those there are: %j',
  async args => {
    await expect(commands.execute(Ids.selectRegion, args)).rejects.toThrow(
      'expected a whole number from 1 to 2'
    );
    expect(model.state.selected).toBe(0);
  }
);

test('what cannot be a name is no curator, and not the current one', () => {
  expect(commands.isEnabled(Ids.selectRegion, { curator: 7 })).toBe(false);
  expect(commands.isEnabled(Ids.selectRegion, { curator: 'another' })).toBe(false);
  expect(commands.isEnabled(Ids.selectRegion)).toBe(true);
});

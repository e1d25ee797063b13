import { nullTranslator } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';
import { openSession, rankingOf } from '../tools/testing';
import type { CuratorFacts } from './curators';
import { Curators } from './curators';
import { StatusItem } from './status-item';

const model = openSession();
const curators = new Curators();
const named = { name: 'mouse-07', document: 'a.ipynb', model };
const session = named as CuratorFacts['session'];

test('the status bar says which region is in hand, what is saved and what the kernel does', () => {
  const item = new StatusItem(curators, nullTranslator.load('voxproof'), () => undefined);
  expect(item.isActive).toBe(false);
  const { leave } = curators.enter({
    id: 'one',
    session,
    createView: () => Promise.resolve(new Widget())
  });
  expect(item.isActive).toBe(true);
  model.setRanking(
    rankingOf([
      [10, 3],
      [20, 2]
    ])
  );
  expect(item.node.textContent).toBe('mouse-07 · 2 regions · saved');
  model.select(1);
  model.update({ saving: { ...model.state.saving, pending: 2 }, connection: 'gone' });
  expect(item.node.textContent).toBe('mouse-07 · region 2 of 2 · 2 not saved · kernel gone');
  named.name = '🧠'.repeat(50);
  model.select(0);
  expect(item.node.textContent).toBe(
    `${'🧠'.repeat(39)}… · region 1 of 2 · 2 not saved · kernel gone`
  );
  leave.dispose();
  model.select(1);
  expect(item.isActive).toBe(false);
  expect(item.node.textContent).toContain('region 1 of 2');
  item.dispose();
});

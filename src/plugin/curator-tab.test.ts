import { Widget } from '@lumino/widgets';
import { CurationModel } from '../core/model';
import { CuratorTab } from './curator-tab';
import type { CuratorFacts } from './curators';
import { Curator } from './curators';

const session = { name: 'one', document: 'a.ipynb', model: new CurationModel() };

function makeTab(): CuratorTab {
  return new CuratorTab({
    place: { document: 'a.ipynb', name: 'one' },
    waiting: ({ name }) => ({ title: name, text: '', buttons: [] }),
    reveal: () => undefined,
    bringBack: () => undefined
  });
}

function makeCurator(): Curator {
  return new Curator({
    id: 'one',
    session: session as CuratorFacts['session'],
    createView: () => Promise.resolve(new Widget())
  });
}

test('a tab holds a curator until it is closed', async () => {
  const [tab, curator] = [makeTab(), makeCurator()];
  await tab.fill(curator);
  expect(curator.tab).toBe(tab);
  tab.dispose();
  expect(curator.tab).toBeNull();
});

test('a tab that is closed before or while its view is made leaves the curator in its cell', async () => {
  const [closed, closing, curator] = [makeTab(), makeTab(), makeCurator()];
  closed.dispose();
  await closed.fill(curator);
  expect(curator.tab).toBeNull();
  const filled = closing.fill(curator);
  closing.dispose();
  await filled;
  expect(curator.tab).toBeNull();
});

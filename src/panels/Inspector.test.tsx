import { act, screen } from '@testing-library/react';
import { keyBindings } from '../tools';
import { rankingOf } from '../tools/testing';
import { CuratorOnPage } from './testing';

const DOES = { pieces: -1, loops: 1, cavities: 0, hanging: 9, hangingLength: 14.2, flipped: 90 };

let page: CuratorOnPage;
beforeEach(() => {
  page = new CuratorOnPage();
});
afterEach(() => {
  page.dispose();
});

test('tells what flipping the region in hand does, and of no other', () => {
  const ranking = rankingOf([
    [90, 0.9],
    [40, 0.5]
  ]);
  page.model.setRanking(ranking);
  page.show();
  page.update({ selected: 0 });
  const line = screen.getByRole('group', { name: 'Region' });
  expect(line.textContent).not.toContain('if added');
  page.update({ flip: { ranking, index: 0, does: DOES, votes: null } });
  expect(line.textContent).toContain('if added, joins 2 pieces (14 µm hang on it), closes a loop');
  page.update({ selected: 1 });
  expect(line.textContent).not.toContain('if added');
  page.update({ selected: 0 });
  act(() => {
    page.model.setRanking({ ...ranking });
  });
  expect(line.textContent).not.toContain('if added');
});

test('buttons show the keys that are chosen', () => {
  page.model.setRanking(rankingOf([[90, 0.9]]));
  page.show();
  page.update({ selected: 0 });
  const keys = (): (string | undefined)[] =>
    ['Proposal', 'Unsure', 'Done'].map(
      name => screen.getByText(new RegExp(`^${name}`)).querySelector('kbd')?.textContent
    );
  expect(keys()).toEqual(['y', 'u', '⏎']);
  act(() => {
    keyBindings.choose({ 'mark-unsure': ['ctrl m'], 'accept-region': [] });
  });
  expect(keys()).toEqual([undefined, 'Ctrl+M', '⏎']);
  act(() => {
    keyBindings.choose({});
  });
});

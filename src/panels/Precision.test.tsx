import { act, fireEvent, screen } from '@testing-library/react';
import type { CurationModel } from '../core/model';
import type { Verdict } from '../core/state';
import { rankingOf } from '../tools/testing';
import { CuratorOnPage } from './testing';

let page: CuratorOnPage;
let model: CurationModel;

beforeEach(() => {
  page = new CuratorOnPage();
  ({ model } = page);
  model.setRanking(rankingOf(Array.from({ length: 60 }, () => [10, 0.5] as const)));
  page.show();
});

afterEach(() => {
  page.dispose();
});

/** Verdicts for the first regions, in order of time: `f` fixed, `c` correct. */
function judge(letters: string): void {
  const verdicts = Array.from(letters, (letter, index): [string, Verdict] => [
    model.regionIdAt(index)!,
    {
      verdict: letter === 'f' ? 'fixed' : 'correct',
      note: '',
      time: new Date(1_700_000_000_000 + 1000 * index).toISOString()
    }
  ]);
  act(() => model.setVerdicts(new Map(verdicts), new Map()));
}

function open(): string {
  fireEvent.click(screen.getByRole('button', { name: /changed$/ }));
  return screen.getByRole('dialog', { name: /changed$/ }).textContent;
}

const setRule = (value: string): void => {
  fireEvent.change(screen.getByRole('spinbutton', { name: /^Tell me when/ }), {
    target: { value }
  });
};

test('fewer than five verdicts say nothing', () => {
  judge('fcfc');
  expect(screen.queryByText(/changed/)).toBeNull();
});

test('tells the last twenty, with an estimate, its interval and what it assumes', () => {
  judge('f'.repeat(13) + 'c'.repeat(7));
  expect(screen.getByText('13 of last 20 changed')).toBeTruthy();
  const words = open();
  expect(words).toContain('About 26 of the 40 open regions would need a change (17 to 33, 95 %');
  expect(words).toContain('if they need it as often as the last 20 did');
  expect(words).toContain('Errors that no region of the list touches are not counted');
});

test('plots the share over the session, for those who cannot see it too', () => {
  judge('f'.repeat(10) + 'c'.repeat(10));
  open();
  const plot = screen.getByRole('img', { name: /after 20 regions judged: 50 %/ });
  expect(plot.querySelector('polyline')?.getAttribute('points')?.split(' ').length).toBe(17);
  expect(plot.textContent).toContain('regions judged');
  expect(plot.textContent).not.toContain('limit');
  setRule('3');
  expect(plot.textContent).toContain('limit');
});

test.each([
  ['f'.repeat(9) + 'c'.repeat(11), 'The order of the list helps so far'],
  ['fffffccccc' + 'fffcccc' + 'ccc', 'may help, or it is chance'],
  ['c'.repeat(10) + 'f'.repeat(10), 'The order of the list does not help so far'],
  ['fcfcf', 'can be told from 20 judged regions on']
])('never says more for the order than the verdicts do: %s', (letters, words) => {
  judge(letters);
  expect(open()).toContain(words);
});

test('the rule to stop is off, and once set tells once that it holds', () => {
  judge(`ffff${'c'.repeat(16)}`);
  open();
  expect(screen.queryByText(/you may stop here/)).toBeNull();
  setRule('5');
  expect(
    screen.getByText(/4 of the last 20 needed a change, fewer than the 5 you set/)
  ).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Go on' }));
  expect(screen.queryByText(/you may stop here/)).toBeNull();
  judge(`ffff${'c'.repeat(17)}`);
  expect(screen.queryByText(/you may stop here/)).toBeNull();
  expect(model.state.stopRule).toBe(5);
  setRule('');
  expect(model.state.stopRule).toBeNull();
});

test('the rule does not hold before twenty were judged', () => {
  page.update({ stopRule: 5 });
  judge('c'.repeat(19));
  expect(screen.queryByText(/you may stop here/)).toBeNull();
  judge('c'.repeat(20));
  expect(screen.getByText(/you may stop here/)).toBeTruthy();
});

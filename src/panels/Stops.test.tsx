import { act, fireEvent, screen, within } from '@testing-library/react';
import type { CurationModel } from '../core/model';
import { rankingOf } from '../tools/testing';
import { CuratorOnPage, grid, names, rows } from './testing';

let page: CuratorOnPage;
let model: CurationModel;

/** Stop 1 of regions 2 and 3, stop 2 of region 1, stop 3 of regions 4 and 5. */
beforeEach(() => {
  page = new CuratorOnPage();
  ({ model } = page);
  const ranking = rankingOf([
    [210, 0.9],
    [420, 0.6],
    [42, 0.3],
    [30, 0.2],
    [20, 0.1]
  ]);
  ranking.table.stop.set([2, 1, 1, 3, 3]);
  model.setRanking(ranking);
  page.show();
});

/** Region 1, which no stop unfolds for. */
const selectPlain = (): void => select(0);

afterEach(() => {
  page.dispose();
});

const select = (index: number): void => act(() => model.select(index));
const press = (key: string): void => {
  fireEvent.keyDown(document.activeElement ?? page.root, { key });
};
const judge = (...regions: readonly number[]): void =>
  act(() => {
    for (const region of regions) {
      model.select(region);
      model.judge('correct');
    }
  });

test('stops of several regions are one row, those of one a plain one', () => {
  selectPlain();
  expect(names()).toEqual(['Stop 1', '1', 'Stop 3']);
  expect(grid().getAttribute('role')).toBe('treegrid');
  expect(rows().map(row => row.getAttribute('aria-expanded'))).toEqual(['false', null, 'false']);
  expect(rows()[0].textContent).toContain('0.90');
  expect(rows()[0].textContent).toContain('2 regions');
  expect(rows()[0].textContent).toContain('462 voxels');
});

test('before a region is selected the first stop is unfolded', () => {
  expect(names()).toEqual(['Stop 1', '2', '3', '1', 'Stop 3']);
});

test('in mode variants a stop says what is in it', () => {
  const { ranking } = model;
  const facts = {
    kind: Uint8Array.of(8, 4, 1, 1, 1),
    cut: new Uint8Array(5),
    step: new Uint8Array(5),
    pieces: new Uint16Array(5),
    length: new Uint16Array(5),
    shown: 0
  };
  act(() => model.setRanking({ ...ranking!, facts }));
  selectPlain();
  expect(rows()[0].textContent).toContain('1 gap, 1 bridge · 462 voxels');
  expect(rows()[2].textContent).toContain('2 gaps');
});

test('the stop of the selected region unfolds by itself, and folds when it is left', () => {
  select(1);
  expect(names()).toEqual(['Stop 1', '2', '3', '1', 'Stop 3']);
  expect(rows().map(row => row.getAttribute('aria-level'))).toEqual(['1', '2', '2', '1', '1']);
  select(3);
  expect(names()).toEqual(['Stop 1', '1', 'Stop 3', '4', '5']);
});

test('a click on a stop goes to its first open region, another one folds it', () => {
  judge(1);
  selectPlain();
  fireEvent.click(rows()[0]);
  expect(model.state.selected).toBe(2);
  fireEvent.click(rows()[0]);
  expect(names()).toEqual(['Stop 1', '1', 'Stop 3']);
});

test('a stop that was folded in hand unfolds for the next region that is gone to', () => {
  fireEvent.click(within(rows()[0]).getByTitle(/^Fold/));
  expect(names()).toEqual(['Stop 1', '1', 'Stop 3']);
  fireEvent.click(rows()[0]);
  expect(names()).toEqual(['Stop 1', '2', '3', '1', 'Stop 3']);
  fireEvent.click(within(rows()[0]).getByTitle(/^Fold/));
  fireEvent.click(within(rows()[2]).getByTitle(/^Unfold/));
  expect(names()).toEqual(['Stop 1', '1', 'Stop 3', '4', '5']);
});

test('the triangle unfolds without going there', () => {
  selectPlain();
  fireEvent.click(within(rows()[0]).getByTitle(/^Unfold/));
  expect(names()).toEqual(['Stop 1', '2', '3', '1', 'Stop 3']);
  expect(model.state.selected).toBe(0);
  select(1);
  selectPlain();
  expect(names()).toEqual(['Stop 1', '2', '3', '1', 'Stop 3']);
});

test('arrows go over all rows, fold and unfold; the views move with regions only', () => {
  selectPlain();
  rows()[1].focus();
  press('ArrowUp');
  expect(document.activeElement).toBe(rows()[0]);
  expect(model.state.selected).toBe(0);
  press('ArrowRight');
  expect(names()).toEqual(['Stop 1', '2', '3', '1', 'Stop 3']);
  press('ArrowRight');
  expect(model.state.selected).toBe(1);
  expect(document.activeElement).toBe(rows()[1]);
  press('ArrowLeft');
  expect(document.activeElement).toBe(rows()[0]);
  press('ArrowLeft');
  expect(names()).toEqual(['Stop 1', '1', 'Stop 3']);
  expect(document.activeElement).toBe(rows()[0]);
});

test('a stop that has the focus folds with one key', () => {
  select(1);
  act(() => rows()[0].focus());
  press('ArrowLeft');
  expect(names()).toEqual(['Stop 1', '1', 'Stop 3']);
  press('ArrowRight');
  press('ArrowRight');
  expect(document.activeElement?.getAttribute('aria-selected')).toBe('true');
});

test('Enter on a stop goes to its first open region and judges nothing', () => {
  selectPlain();
  rows()[1].focus();
  press('ArrowDown');
  press('Enter');
  expect(model.state.selected).toBe(3);
  expect(model.verdicts.size).toBe(0);
  expect(document.activeElement?.getAttribute('aria-selected')).toBe('true');
});

test('n goes through folded stops too', () => {
  const visited = [0, 1, 2, 3, 4].map(() => {
    fireEvent.keyDown(page.root, { key: 'n' });
    return model.state.selected;
  });
  expect(visited).toEqual([1, 2, 0, 3, 4]);
});

test('End from the view goes to a region, though the last row is a folded stop', () => {
  fireEvent.keyDown(page.root, { key: 'End' });
  expect(model.state.selected).toBe(3);
});

test('a stop tells how far it is, and goes to the reviewed ones when it is done', () => {
  judge(1);
  expect(names()).toEqual(['Stop 1', '2', '3', '1', 'Stop 3']);
  expect(within(rows()[0]).getByTitle('1 of 2 reviewed')).toBeTruthy();
  judge(2);
  expect(names()[0]).toBe('1');
  expect(names()).toContain('Stop 1');
  expect(screen.getByRole('button', { name: /^Reviewed/ }).textContent).toContain('2');
});

test('keys: g for a flat list and back, h for the stop in hand, Shift+H for all', () => {
  selectPlain();
  fireEvent.keyDown(page.root, { key: 'g' });
  expect(names()).toEqual(['1', '2', '3', '4', '5']);
  expect(grid().getAttribute('role')).toBe('grid');
  expect(rows()[1].textContent).toContain('stop 1 · 1 of 2');
  fireEvent.keyDown(page.root, { key: 'g' });
  fireEvent.keyDown(page.root, { key: 'H', shiftKey: true });
  expect(names()).toEqual(['Stop 1', '2', '3', '1', 'Stop 3', '4', '5']);
  fireEvent.keyDown(page.root, { key: 'H', shiftKey: true });
  expect(names()).toEqual(['Stop 1', '1', 'Stop 3']);
  select(1);
  fireEvent.keyDown(page.root, { key: 'h' });
  expect(names()).toEqual(['Stop 1', '1', 'Stop 3']);
});

test('what a filter finds is unfolded', () => {
  fireEvent.keyDown(page.root, { key: '/' });
  expect(document.activeElement).toBe(screen.getByRole('searchbox'));
  fireEvent.change(screen.getByRole('searchbox'), { target: { value: '<40' } });
  expect(names()).toEqual(['Stop 3', '4', '5']);
});

test('stops are sorted by size, and the other way round', () => {
  selectPlain();
  fireEvent.change(screen.getByRole('combobox', { name: 'Sort by' }), {
    target: { value: 'size' }
  });
  expect(names()).toEqual(['Stop 1', '1', 'Stop 3']);
  fireEvent.click(screen.getByRole('button', { name: /^Highest first/ }));
  expect(names()).toEqual(['Stop 3', '1', 'Stop 1']);
});

test('a carried verdict says so, can be filtered for, and asks to be judged again', () => {
  const verdict = { verdict: 'correct', note: '', time: '', carried: true } as const;
  act(() => model.setVerdicts(new Map([[model.regionIdAt(0)!, verdict]]), new Map()));
  expect(
    screen.getByTitle(/carried over from an earlier list: judge again if unsure/)
  ).toBeTruthy();
  fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'carried' } });
  expect(names()).toEqual(['1']);
});

test.each([
  ['new', /the list before this prediction did not have it/],
  ['returning', /the new prediction disagrees/]
] as const)('regions that an update made %s bear a badge', (mark, title) => {
  jest.spyOn(model, 'markOf').mockImplementation(index => (index === 0 ? mark : null));
  act(() => model.setStanding('another', 0));
  expect(screen.getByTitle(title).textContent).toBe(mark);
  fireEvent.change(screen.getByRole('searchbox'), { target: { value: mark } });
  expect(names()).toEqual(['1']);
});

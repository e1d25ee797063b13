import { act, fireEvent, screen, within } from '@testing-library/react';
import type { LoggedAct, LoggedEdit } from '../core/history';
import type { Act } from '../core/model';
import { rankingOf } from '../tools/testing';
import { CuratorOnPage } from './testing';

let page: CuratorOnPage;
let acts: Act[] = [];

const BOX = { z0: 0, z1: 1, y0: 1, y1: 2, x0: 1, x1: 2 };

function edit(seq: number, given: Partial<LoggedEdit> = {}): LoggedEdit {
  const about = { id: `e${seq}`, tool: 'brush', region: null, box: BOX, voxels: 12 };
  return { seq, kind: 'edit', time: 1764100000000 + seq, ...about, ...given };
}

function follow(...logged: readonly LoggedAct[]): void {
  act(() => {
    page.model.history.add(logged);
  });
}

const key = (name: string, target: Element = page.root): void => {
  fireEvent.keyDown(target, { key: name });
};
const grid = (): HTMLElement => screen.getByRole('grid', { name: /^History/ });
const rows = (): HTMLElement[] => within(grid()).getAllByRole('row');
const words = (): string[] =>
  rows().map(row =>
    within(row)
      .getAllByRole('gridcell')
      .slice(0, 2)
      .map(cell => cell.textContent)
      // The cell of a button has no words.
      .filter(text => text !== '')
      .join(', ')
  );

beforeEach(() => {
  page = new CuratorOnPage();
  page.model.setRanking(
    rankingOf([
      [210, 0.9],
      [420, 0.6]
    ])
  );
  acts = [];
  page.model.acted.connect(done => {
    acts.push(done);
  });
  page.show();
  key('z');
});

afterEach(() => {
  page.dispose();
});

test('z shows the history in the place of the list, and the list again; it is followed only while it is shown', () => {
  expect(screen.queryByRole('region', { name: 'History' })).not.toBeNull();
  expect(screen.queryByRole('treegrid', { name: 'Regions' })).toBeNull();
  expect(page.model.history.isWanted).toBe(true);
  key('z');
  expect(screen.queryByRole('region', { name: 'History' })).toBeNull();
  expect(screen.queryByRole('treegrid', { name: 'Regions' })).not.toBeNull();
  expect(page.model.history.isWanted).toBe(false);
});

test('what was done is told newest first, with tool, region, voxels; what is undone or reverted says so', () => {
  expect(screen.queryByText(/^Nothing done yet/)).not.toBeNull();
  const region = page.model.regionIdAt(0);
  follow(
    edit(1, { region }),
    edit(2, { tool: 'accept', voxels: 1 }),
    { ...edit(3, { tool: 'revert', region }), kind: 'revert', target: 1, kept: 5 },
    edit(4),
    { seq: 5, kind: 'undo', time: 0 }
  );
  expect(words()).toEqual([
    'Brush, 12 voxels · undone',
    'Revert, Region 1 · 12 voxels, 5 kept',
    'Accept, 1 voxel',
    'Brush, Region 1 · 12 voxels · reverted'
  ]);
  expect(screen.queryByText('3 edits')).not.toBeNull();
});

test('by region, the one worked on last is first, and is reverted whole', () => {
  const [one, two] = [page.model.regionIdAt(0), page.model.regionIdAt(1)];
  follow(edit(1, { region: one }), edit(2, { region: two }), edit(3, { region: one }));
  const done = { verdict: 'done', note: '', box: null, region: two ?? '' } as const;
  follow({ seq: 4, kind: 'verdict', time: 4, ...done }, { seq: 5, kind: 'undo', time: 5 });
  fireEvent.click(screen.getByRole('button', { name: 'By region' }));
  expect(words()).toEqual([
    'Region 21 of 1',
    'Done, undone',
    'Brush, 12 voxels',
    'Region 12 of 2',
    'Brush, 12 voxels',
    'Brush, 12 voxels'
  ]);
  fireEvent.click(screen.getByRole('button', { name: 'Revert all 2 edits of this region' }));
  expect(acts).toEqual([{ kind: 'revert', edit: null, region: one }]);
});

test('keys go from act to act: the views show the place, Delete reverts', () => {
  follow(edit(1), edit(2, { box: { ...BOX, x0: 3, x1: 4 } }));
  const [first] = rows();
  first.focus();
  key('ArrowDown', first);
  expect(document.activeElement).toBe(rows()[0]);
  expect(page.model.state).toMatchObject({ cursor: { z: 0, y: 1, x: 3 }, shownBox: { x0: 3 } });
  key('ArrowDown', rows()[0]);
  expect(document.activeElement).toBe(rows()[1]);
  key('Delete', rows()[1]);
  expect(acts).toEqual([{ kind: 'revert', edit: 'e1', region: null }]);
});

test('a row under the pointer frames its place in the views', () => {
  follow(edit(1));
  fireEvent.mouseEnter(rows()[0]);
  expect(page.model.state.shownBox).toEqual(BOX);
  fireEvent.mouseLeave(rows()[0]);
  expect(page.model.state.shownBox).toBeNull();
});

test('ten thousand acts cost no more rows than a screen holds', () => {
  follow(...Array.from({ length: 10_000 }, (_, number) => edit(number + 1)));
  expect(grid().getAttribute('aria-rowcount')).toBe('10000');
  expect(rows().length).toBeLessThan(40);
  expect(screen.queryByText('10,000 edits')).not.toBeNull();
  rows()[0].focus();
  key('End', rows()[0]);
  expect(document.activeElement?.getAttribute('aria-rowindex')).toBe('10000');
});

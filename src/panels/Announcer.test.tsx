import { act } from '@testing-library/react';
import { rankingOf } from '../tools/testing';
import { CuratorOnPage } from './testing';

let page: CuratorOnPage;

beforeEach(() => {
  page = new CuratorOnPage();
  page.model.setRanking(
    rankingOf([
      [210, 0.9],
      [420, 0.6],
      [42, 0.3]
    ])
  );
  page.show();
});

afterEach(() => {
  page.dispose();
});

const spoken = (): string => page.root.querySelector('[aria-live="polite"]')?.textContent ?? '';

test('nothing is spoken before anything is selected', () => {
  expect(spoken()).toBe('');
});

test('a step speaks the region it leads to', () => {
  act(() => page.model.select(1));
  expect(spoken()).toBe('Region 2 of 3.');
});

test('a verdict is spoken, and the region after it', () => {
  act(() => page.model.select(1));
  act(() => page.model.judge('done'));
  expect(spoken()).toBe('Region 2 of 3, marked correct.Region 3 of 3.');
});

test('the verdict of the last region is spoken once', () => {
  act(() => page.model.select(2));
  act(() => page.model.judge('unsure'));
  expect(spoken().match(/Region 3 of 3, marked unsure\./g)).toHaveLength(1);
});

test('a region that was judged before says so, and one that is opened again too', () => {
  act(() => page.model.select(0));
  act(() => page.model.judge('unsure'));
  act(() => page.model.select(0));
  expect(spoken()).toContain('Region 1 of 3, marked unsure.');
  act(() => page.model.reopen(page.model.regionIdAt(0)!));
  expect(spoken()).toContain('Region 1 of 3, without a verdict again.');
});

import type { Verdict } from '../core/state';
import { rankingOf } from '../tools/testing';
import type { Listing } from '../core/state';
import type { Sections } from './listing';
import { filterGroups, splitSettled } from './listing';
import type { Groups } from './sorting';
import { sortRegions, sortStops } from './sorting';
import type { ListRow } from './tree-layout';
import { TreeLayout } from './tree-layout';

const VERDICT: Verdict = { verdict: 'fixed', note: '', time: '' };
const RANKING = rankingOf([
  [210, 0.9],
  [420, 0.6],
  [42, 0.3],
  [300, 0.2]
]);
RANKING.table.stop.set([2, 1, 1, 3]);
const BY_SCORE = { key: 'score', isReversed: false } as const;
const STOPS = sortStops(RANKING, BY_SCORE);

test.each([
  ['1', [0]],
  ['>100 <300', [0]],
  ['fixed', [1]],
  ['stop 1', [1, 2]],
  ['open  STOP 2', [0]],
  ['stop', []],
  ['', [1, 2, 0, 3]]
])('the filter "%s" leaves %p', (filter, expected) => {
  const textOf = (index: number): string => (index === 1 ? 'fixed' : 'open');
  const { order, starts } = filterGroups(STOPS, filter, RANKING.table, textOf);
  expect([...order]).toEqual(expected);
  expect(starts.at(-1)).toBe(expected.length);
});

function split(
  judged: readonly number[],
  shown: Listing['shown'] = 'all',
  groups: Groups = STOPS
): Sections {
  const verdicts = new Map(judged.map(index => [index, VERDICT]));
  return splitSettled(groups, { verdicts }, shown, RANKING.count);
}

test('a stop is reviewed when all its regions are, and goes last with them', () => {
  expect([...split([1]).order]).toEqual([1, 2, 0, 3]);
  expect(split([1]).openGroups).toBe(3);
  const { order, openGroups, openRegions } = split([1, 2, 3]);
  expect([[...order], openGroups, openRegions]).toEqual([[0, 1, 2, 3], 1, 1]);
});

test.each([
  ['open', [2, 0, 3], 3],
  ['settled', [1], 0]
] as const)('the open or the reviewed alone: %s', (shown, order, openGroups) => {
  const sections = split([1], shown);
  expect([...sections.order]).toEqual(order);
  expect(sections.openGroups).toBe(openGroups);
});

test('reviewed regions of a flat list keep the order among themselves', () => {
  const flat = split([0, 3], 'all', sortRegions(RANKING, BY_SCORE));
  expect([...flat.order]).toEqual([1, 2, 0, 3]);
});

describe('rows', () => {
  const rowsOf = (layout: TreeLayout): string[] =>
    Array.from({ length: layout.count }, (_, place) => nameOf(layout.at(place)));
  const nameOf = (row: ListRow): string =>
    row.kind === 'stop'
      ? `stop ${row.stop}: ${row.regions.join(' ')}`
      : `${row.isInStop ? '- ' : ''}${row.index}`;
  const unfoldedIf =
    (...stops: readonly number[]) =>
    (stop: number) =>
      stops.includes(stop);

  test('only stops of several regions have a row of their own', () => {
    expect(rowsOf(new TreeLayout(RANKING, split([]), unfoldedIf(), false))).toEqual([
      'stop 1: 1 2',
      '0',
      '3'
    ]);
    expect(rowsOf(new TreeLayout(RANKING, split([]), unfoldedIf(1), false))).toEqual([
      'stop 1: 1 2',
      '- 1',
      '- 2',
      '0',
      '3'
    ]);
    expect(rowsOf(new TreeLayout(RANKING, split([]), null, false))).toEqual(['1', '2', '0', '3']);
  });

  test('each row is found again; what is folded away has none', () => {
    const layout = new TreeLayout(RANKING, split([]), unfoldedIf(1), false);
    expect([1, 2, 0, 3].map(index => layout.placeOf(index))).toEqual([1, 2, 3, 4]);
    expect([1, 2, 3].map(stop => layout.placeOfStop(stop))).toEqual([0, -1, -1]);
    const folded = new TreeLayout(RANKING, split([]), unfoldedIf(), false);
    expect([1, 2, 0].map(index => folded.placeOf(index))).toEqual([-1, -1, 1]);
  });

  test('the reviewed ones can be left out', () => {
    const layout = new TreeLayout(RANKING, split([1, 2]), unfoldedIf(1), true);
    expect([layout.count, layout.openRows]).toEqual([2, 2]);
    expect([layout.placeOf(1), layout.placeOfStop(1)]).toEqual([-1, -1]);
    const whole = new TreeLayout(RANKING, split([1, 2]), unfoldedIf(1), false);
    expect([whole.count, whole.openRows, whole.placeOf(1)]).toEqual([5, 2, 3]);
  });
});

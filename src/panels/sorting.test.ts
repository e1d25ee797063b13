import { rankingOf, rankingOfMany } from '../tools/testing';
import type { Groups } from './sorting';
import { sortRegions, sortStops } from './sorting';

const RANKING = rankingOf([
  [210, 0.9],
  [420, 0.6],
  [42, 0.3],
  [300, 0.2]
]);
RANKING.table.stop.set([2, 1, 1, 3]);

const groupsOf = ({ order, starts }: Groups): number[][] =>
  Array.from({ length: starts.length - 1 }, (_, group) => [
    ...order.subarray(starts[group], starts[group + 1])
  ]);

test.each([
  ['score', [0, 1, 2, 3]],
  ['doubt', [0, 1, 2, 3]],
  ['mean', [0, 1, 2, 3]],
  ['size', [1, 3, 0, 2]],
  ['position', [3, 2, 1, 0]]
] as const)('flat by %s, and the other way round', (key, expected) => {
  expect([...sortRegions(RANKING, { key, isReversed: false }).order]).toEqual(expected);
  expect([...sortRegions(RANKING, { key, isReversed: true }).order]).toEqual(
    [...expected].reverse()
  );
});

test.each([
  ['score', [[1, 2], [0], [3]]],
  ['doubt', [[0], [1, 2], [3]]],
  // (420 · 0.6 + 42 · 0.3) / 462 = 0.57
  ['mean', [[0], [1, 2], [3]]],
  ['size', [[1, 2], [3], [0]]],
  ['position', [[3], [2, 1], [0]]]
] as const)('stops by %s, their regions alike', (key, expected) => {
  expect(groupsOf(sortStops(RANKING, { key, isReversed: false }))).toEqual(expected);
});

test('stops the other way round turn over with their regions', () => {
  expect(groupsOf(sortStops(RANKING, { key: 'score', isReversed: true }))).toEqual([
    [3],
    [0],
    [2, 1]
  ]);
});

test('sorting keeps the rank order among equals, of a million regions too', () => {
  const ranking = rankingOfMany(1_000_000);
  const { order } = sortRegions(ranking, { key: 'size', isReversed: false });
  expect([order[0], order[1], order[999_999]]).toEqual([0, 1, 999_999]);
  expect(sortStops(ranking, { key: 'position', isReversed: false }).order[0]).toBe(999_999);
});

test('whole numbers of 32 bits are sorted as by comparing them, equals in rank order', () => {
  const ranking = rankingOfMany(5000);
  const { voxels, firstVoxel } = ranking.table;
  let random = 7;
  for (let index = 0; index < ranking.count; index++) {
    random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
    voxels[index] = random;
    firstVoxel[index] = random >>> 22;
  }
  const rows = Array.from(voxels, (_, index) => index);
  const orderBy = (key: 'size' | 'position') => [
    ...sortRegions(ranking, { key, isReversed: false }).order
  ];
  expect(orderBy('size')).toEqual([...rows].sort((a, b) => voxels[b] - voxels[a] || a - b));
  expect(orderBy('position')).toEqual(
    [...rows].sort((a, b) => firstVoxel[a] - firstVoxel[b] || a - b)
  );
});

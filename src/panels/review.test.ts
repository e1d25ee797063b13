import type { Verdict } from '../core/state';
import { rankingOf } from '../tools/testing';
import { filterRegions, ReviewReader, sortRegions, splitSettled } from './review';

const RANKING = rankingOf([
  [210, 0.9],
  [420, 0.6],
  [42, 0.3]
]);
const VERDICT: Verdict = { verdict: 'fixed', note: '', time: '' };

test.each([
  ['score', [0, 1, 2]],
  ['doubt', [0, 1, 2]],
  ['size', [1, 0, 2]],
  ['position', [2, 1, 0]]
] as const)('sorted by %s', (key, expected) => {
  expect([...sortRegions(RANKING, key)]).toEqual(expected);
});

test.each([
  ['1', [0]],
  ['>100 <300', [0]],
  ['fixed', [1]],
  ['', [0, 1, 2]]
])('the filter "%s" leaves %p', (filter, expected) => {
  const order = Uint32Array.of(0, 1, 2);
  const textOf = (index: number): string => (index === 1 ? 'fixed' : 'open');
  expect([...filterRegions(order, filter, RANKING.table.voxels, textOf)]).toEqual(expected);
});

test('verdicts of other generations and of regions not listed do not count', () => {
  const verdicts = new Map([
    ['g0/plateau26/999', VERDICT],
    ['g1/plateau26/1000', VERDICT],
    ['g0/plateau26/5', VERDICT]
  ]);
  const review = new ReviewReader().read(RANKING, 0, verdicts);
  expect([...review.verdicts.keys()]).toEqual([1]);
  expect(review.counts).toEqual({ fixed: 1, correct: 0, unsure: 0 });
});

test('settled regions keep the order among themselves', () => {
  const review = new ReviewReader().read(RANKING, 0, new Map([['g0/plateau26/1000', VERDICT]]));
  const { open, settled } = splitSettled(Uint32Array.of(2, 0, 1), review, 'all');
  expect([[...open], [...settled]]).toEqual([[2, 1], [0]]);
});

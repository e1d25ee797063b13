import type { Verdict } from '../core/state';
import { rankingOf, rankingOfMany } from '../tools/testing';
import { readReview } from './review';

const RANKING = rankingOf([
  [210, 0.9],
  [420, 0.6],
  [42, 0.3]
]);
const VERDICT: Verdict = { verdict: 'fixed', note: '', time: '' };

test('verdicts of other generations and of regions not listed do not count', () => {
  const verdicts = new Map([
    ['g0/plateau26/999', VERDICT],
    ['g1/plateau26/1000', VERDICT],
    ['g0/plateau26/5', VERDICT]
  ]);
  const review = readReview(RANKING, 0, verdicts);
  expect([...review.verdicts.keys()]).toEqual([1]);
  expect(review.counts).toEqual({ fixed: 1, correct: 0, unsure: 0 });
});

test('many verdicts find their places', () => {
  const ranking = rankingOfMany(1000);
  const ids = Array.from({ length: 200 }, (_, index) => `g0/plateau26/${1000 - index}`);
  const verdicts = new Map([...ids, 'g0/plateau26/5000'].map(id => [id, VERDICT]));
  const review = readReview(ranking, 0, verdicts);
  expect([...review.verdicts.keys()]).toEqual(ids.map((_, index) => index));
});

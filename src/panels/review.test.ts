import type { Verdict } from '../core/state';
import { rankingOf, rankingOfMany } from '../tools/testing';
import { filterRegions, recentPrecision, ReviewReader, sortRegions, splitSettled } from './review';

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
  ['stop 2', [1]],
  ['open  STOP 1', [0]],
  ['stop', []],
  ['', [0, 1, 2]]
])('the filter "%s" leaves %p', (filter, expected) => {
  const order = Uint32Array.of(0, 1, 2);
  const textOf = (index: number): string => (index === 1 ? 'fixed' : 'open');
  expect([...filterRegions(order, filter, RANKING.table, textOf)]).toEqual(expected);
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

test('sorting keeps the rank order among equals, of a million regions too', () => {
  const order = sortRegions(rankingOfMany(1_000_000), 'size');
  expect([order[0], order[1], order[999_999]]).toEqual([0, 1, 999_999]);
  expect(sortRegions(rankingOfMany(1_000_000), 'position')[0]).toBe(999_999);
});

test('more regions than can be packed beside their size are sorted all the same', () => {
  const many = 2 ** 21 + 5;
  expect(sortRegions(rankingOfMany(many), 'position')[0]).toBe(many - 1);
});

test('many verdicts find their places', () => {
  const ranking = rankingOfMany(1000);
  const ids = Array.from({ length: 200 }, (_, index) => `g0/plateau26/${1000 - index}`);
  const verdicts = new Map([...ids, 'g0/plateau26/5000'].map(id => [id, VERDICT]));
  const review = new ReviewReader().read(ranking, 0, verdicts);
  expect([...review.verdicts.keys()]).toEqual(ids.map((_, index) => index));
});

test('settled regions keep the order among themselves', () => {
  const review = new ReviewReader().read(RANKING, 0, new Map([['g0/plateau26/1000', VERDICT]]));
  const { open, settled } = splitSettled(Uint32Array.of(2, 0, 1), review, 'all');
  expect([[...open], [...settled]]).toEqual([[2, 1], [0]]);
});

describe('precision of the last verdicts', () => {
  const reviewOf = (words: string) => {
    const names = { f: 'fixed', c: 'correct', u: 'unsure' } as const;
    const verdicts = new Map(
      Array.from(words, (word, index) => {
        const verdict = names[word as keyof typeof names];
        const time = new Date(1_700_000_000_000 + 1000 * index).toISOString();
        return [900 - index, { verdict, note: '', time }] as const;
      })
    );
    return { verdicts, counts: { fixed: 0, correct: 0, unsure: 0 } };
  };

  it.each([
    ['fcfc', null],
    ['fcfcu', null],
    ['fcfcuf', { changed: 3, judged: 5 }],
    [`${'f'.repeat(30)}${'c'.repeat(13)}fffffff`, { changed: 7, judged: 20 }]
  ])('%s', (words, expected) => {
    expect(recentPrecision(reviewOf(words))).toEqual(expected);
  });
});

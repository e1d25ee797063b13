import type { Verdict, VerdictName } from '../core/state';
import { rankingOf } from '../tools/testing';
import { checkOrder } from './order-check';

const NAMES: Readonly<Record<string, VerdictName>> = { f: 'fixed', c: 'correct', u: 'unsure' };

/** One letter for each region in the order of the list. */
function check(letters: string, change: Partial<Verdict> = {}) {
  const ranking = rankingOf(Array.from(letters, () => [10, 0.5] as const));
  const verdicts = new Map(
    Array.from(letters, (letter, index) => [
      index,
      { verdict: NAMES[letter], note: '', time: '', ...change }
    ])
  );
  return checkOrder(ranking, { verdicts });
}

test.each([
  ['fffffffffcccccccccccc', 'yes'],
  ['fcfcfcfcfcfcfcfcfcfc', 'no'],
  ['ccccccccccffffffffff', 'no'],
  ['cccccccccccccccccccc', 'no'],
  ['ffffffccccffffcccccc', 'perhaps']
])('%s: does the order help? %s', (letters, helps) => {
  expect(check(letters)?.helps).toBe(helps);
});

test('gives the figures of both halves, of what a person judged fixed or correct', () => {
  expect(check(`uu${'f'.repeat(8)}cc${'c'.repeat(7)}fff`)).toMatchObject({
    upper: { judged: 10, changed: 8 },
    lower: { judged: 10, changed: 3 }
  });
});

test('says nothing of few, nor of what was carried over', () => {
  expect(check('f'.repeat(10) + 'c'.repeat(9))).toBeNull();
  expect(check('f'.repeat(20), { carried: true })).toBeNull();
});

test('follows the stops, not the ranks', () => {
  const ranking = rankingOf(Array.from({ length: 20 }, () => [10, 0.5] as const));
  ranking.table.stop.set(Array.from({ length: 20 }, (_, index) => 20 - index));
  const verdicts = new Map<number, Verdict>(
    Array.from({ length: 20 }, (_, index) => [
      index,
      { verdict: index < 10 ? 'fixed' : 'correct', note: '', time: '' }
    ])
  );
  expect(checkOrder(ranking, { verdicts })?.helps).toBe('no');
});

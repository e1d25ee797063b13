import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Precision } from './precision';
import { isReached, precisionOf, precisionSeries } from './precision';
import type { Verdict } from './state';

const CASES = JSON.parse(
  readFileSync(join(__dirname, '../../tests/fixtures/precision/precision.json'), 'utf8')
) as readonly {
  readonly verdicts: readonly Verdict[];
  readonly remaining: number;
  readonly last: number;
  readonly precision: Precision | null;
  readonly series: readonly number[];
}[];

it.each(CASES)('of $verdicts.length verdicts', ({ verdicts, remaining, last, ...expected }) => {
  const found = precisionOf(verdicts, remaining, last);
  expect(found === null).toBe(expected.precision === null);
  for (const [name, value] of Object.entries(expected.precision ?? {})) {
    expect(found?.[name as keyof Precision]).toBeCloseTo(value as number, 10);
  }
  expect([...precisionSeries(verdicts, last)]).toEqual(expected.series);
});

describe('the rule to stop', () => {
  const judged = (fixed: number, correct: number): Verdict[] =>
    [...Array<'fixed'>(fixed).fill('fixed'), ...Array<'correct'>(correct).fill('correct')].map(
      verdict => ({ verdict, note: '', time: '' })
    );

  it('holds when as many were judged as are looked back on, and few needed a change', () => {
    expect(isReached(precisionOf(judged(1, 19), 100), 0.1)).toBe(true);
    expect(isReached(precisionOf(judged(2, 18), 100), 0.1)).toBe(false);
    expect(isReached(precisionOf(judged(0, 19), 100), 0.1)).toBe(false);
    expect(isReached(precisionOf(judged(1, 19), 100), null)).toBe(false);
    expect(isReached(null, 0.1)).toBe(false);
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { changedParameters, isSameRanking } from './ranking-change';
import type { RankParameters } from './regions';
import { MOST_REGION } from './regions';
import { PLAIN } from './testing';

const CASES = JSON.parse(
  readFileSync(join(__dirname, '../../tests/fixtures/ranking-change.json'), 'utf8')
) as readonly {
  readonly from: Partial<RankParameters>;
  readonly change: Partial<RankParameters>;
  readonly maximum: number;
  readonly to: Partial<RankParameters>;
}[];

it.each(CASES)('$from and $change make $to', ({ from, change, maximum, to }) => {
  const before = { ...PLAIN, maxVoxels: MOST_REGION, ...from };
  expect(changedParameters(before, change, maximum)).toEqual({ ...before, ...to });
});

it('nothing changed is the same ranking, anything else is not', () => {
  expect(isSameRanking(PLAIN, { ...PLAIN, stopWindow: { ...PLAIN.stopWindow } })).toBe(true);
  expect(isSameRanking(PLAIN, { ...PLAIN, score: 'mean' })).toBe(false);
  expect(isSameRanking(PLAIN, { ...PLAIN, stopWindow: { z: 1, y: 2, x: 3 } })).toBe(false);
});

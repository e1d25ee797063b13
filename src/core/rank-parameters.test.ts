/** The same table as `tests/regions/test_parameters.py`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RankParameters } from './rank-parameters';
import {
  MOST_REGION,
  defaultGranularity,
  defaultMaxVoxels,
  granularityStep,
  rankingKey
} from './rank-parameters';
import { PLAIN } from './testing';

interface KeyCase {
  readonly mode: RankParameters['mode'];
  readonly connectivity: RankParameters['connectivity'];
  readonly granularity: number;
  readonly maximum: number;
  readonly min_voxels: number;
  readonly max_voxels: number;
  readonly step: number;
  readonly key: string;
}

const CASES = JSON.parse(
  readFileSync(join(__dirname, '..', '..', 'tests', 'fixtures', 'keys.json'), 'utf8')
) as readonly KeyCase[];

it.each(CASES)('names what was searched: $key', found => {
  const { mode, connectivity, granularity, maximum } = found;
  const limits = { minVoxels: found.min_voxels, maxVoxels: found.max_voxels };
  expect(granularityStep(granularity, maximum)).toBe(found.step);
  expect(rankingKey({ ...PLAIN, mode, connectivity, granularity, ...limits }, maximum)).toBe(
    found.key
  );
});

it('begins each mode in its own way', () => {
  expect(defaultGranularity('plateau', 0.8)).toBe(0);
  expect(defaultGranularity('delta', 0.8)).toBe(0.05 * 0.8);
  expect(defaultGranularity('threshold', 0.8)).toBe(0.4);
  expect(defaultMaxVoxels('tree')).toBe(600);
  expect(defaultMaxVoxels('branch')).toBe(MOST_REGION);
});

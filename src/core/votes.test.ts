/** Votes of ensembles, the same cases as in `tests/regions/test_reasons.py`. */
import { rankingOf } from './testing';
import { votesOf } from './votes';

const SHAPE = { z: 1, y: 2, x: 8 };
const RANKING = rankingOf(SHAPE, [[[0, 0, 0, 5]], [[0, 1, 0, 3]]]);

/** Heights of votes out of so many, row by row. */
function heights(members: number, votes: readonly number[]): Uint8Array {
  return Uint8Array.from({ length: 16 }, (_, voxel) =>
    Math.round((255 * (votes[voxel] ?? 0)) / members)
  );
}

test('most voxels of a region say how the members voted', () => {
  const of5 = heights(5, [3, 3, 3, 1, 0, 5, 5, 5, 1, 1, 5]);
  expect(votesOf(of5, RANKING, 0)).toEqual([3, 2]);
  expect(votesOf(of5, RANKING, 1)).toEqual([4, 1]);
});

test('of votes as frequent those of the lowest probability count', () => {
  expect(votesOf(heights(5, [4, 4, 3, 3, 5]), RANKING, 0)).toEqual([3, 2]);
});

test('where all agree nothing is said', () => {
  expect(votesOf(heights(3, [3, 3, 3, 1, 0, 1]), RANKING, 0)).toBeNull();
  expect(votesOf(heights(3, [3, 3, 0, 0, 3, 3]), RANKING, 0)).toBeNull();
});

test('an even ensemble may be undecided, inside and outside', () => {
  const of4 = heights(4, [2, 2, 2, 1, 3]);
  of4[1] = 127;
  of4[2] = 127;
  expect(votesOf(of4, RANKING, 0)).toEqual([2, 2]);
});

test('a continuous map is no ensemble', () => {
  const continuous = Uint8Array.from({ length: 16 }, (_, voxel) => 16 * voxel);
  expect(votesOf(continuous, RANKING, 0)).toBeNull();
});

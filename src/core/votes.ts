/** Votes of a small ensemble: probabilities that are k of n. As `voxproof/regions/_split.py` has it. */
import type { Ranking } from './regions';
import { runsOfRegion } from './regions';

const MOST_MEMBERS = 16;

/** Members of an ensemble that all heights can be votes of, as bits, by height. */
const MEMBERS = Uint32Array.from({ length: 256 }, (_, height) => membersOf(height));

const known = new WeakMap<Uint8Array, number | null>();

/** Votes of the larger and the smaller side. */
export type Votes = readonly [number, number];

/**
 * The votes that most voxels of a region have; of several that are as frequent, those of the lowest probability.
 * @param heights - `round(255 * probability)` of each voxel; borrowed, and not to change
 * @returns null where all members agree, or the heights are no votes
 */
export function votesOf(heights: Uint8Array, ranking: Ranking, index: number): Votes | null {
  let members = known.get(heights);
  if (members === undefined) {
    members = ensembleOf(heights);
    known.set(heights, members);
  }
  if (members === null) {
    return null;
  }
  const agreed = votesAt(mostFrequent(heights, ranking, index), members);
  return agreed === 0 || agreed === members
    ? null
    : [Math.max(agreed, members - agreed), Math.min(agreed, members - agreed)];
}

/** The smallest ensemble of 2 to 16 that heights can come from; null where there is none, or all its votes are unanimous. */
function ensembleOf(heights: Uint8Array): number | null {
  let possible = MEMBERS[0];
  let isSplit = false;
  for (let voxel = 0; voxel < heights.length && possible !== 0; voxel++) {
    const height = heights[voxel];
    possible &= MEMBERS[height];
    isSplit ||= height !== 0 && height !== 255;
  }
  return possible !== 0 && isSplit ? 31 - Math.clz32(possible & -possible) : null;
}

function mostFrequent(heights: Uint8Array, ranking: Ranking, index: number): number {
  const { y: sizeY, x: sizeX } = ranking.shape;
  const counts = new Uint32Array(256);
  for (const { z, y, x0, x1 } of runsOfRegion(ranking, index)) {
    const row = (z * sizeY + y) * sizeX;
    for (let x = x0; x < x1; x++) {
      counts[heights[row + x]] += 1;
    }
  }
  return counts.indexOf(Math.max(...counts));
}

function membersOf(height: number): number {
  let bits = 0;
  for (let members = 2; members <= MOST_MEMBERS; members++) {
    bits |= Number(isVote(height, members)) << members;
  }
  return bits;
}

/** One half is as near to it inside and outside the segmentation. */
function isVote(height: number, members: number): boolean {
  const votes = votesAt(height, members);
  return 2 * votes === members
    ? height === 127 || height === 128
    : height === Math.floor((510 * votes + members) / (2 * members));
}

function votesAt(height: number, members: number): number {
  return Math.floor((2 * height * members + 255) / 510);
}

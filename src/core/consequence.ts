/** What flipping regions does to the segmentation's topology: plain data, and who can be asked for it. */
import type { Ranking } from './regions';
import type { Emitter } from './signals';

/** Exact: foreground 26-, background 6-connected, all outside the volume background. Changes below 0 mean fewer. */
export interface Consequence {
  readonly pieces: number;
  readonly loops: number;
  readonly cavities: number;
  /** Voxels of centre line of the pieces that are joined, or of the parts that are cut off, all but the longest. */
  readonly hanging: number;
  /** Its length, in the unit of the spacing. */
  readonly hangingLength: number;
  /** Voxels that are added; below 0, how many are removed. */
  readonly flipped: number;
}

/** What flipping a region does, and which. */
export interface Flip {
  readonly ranking: Ranking;
  readonly index: number;
  readonly does: Consequence;
}

/** Knows the consequences of one generation's segmentation. */
export interface ConsequenceSource {
  /** Something more is known. */
  readonly changed: Emitter<undefined>;
  /** What is known at once; null when it has not been asked for, or has not come yet. */
  known(ranking: Ranking, index: number): Consequence | null;
  /** Asked for together, regions are tried together. Rejects when the source is closed, or memory does not suffice. */
  of(ranking: Ranking, index: number): Promise<Consequence>;
  /** Twice is safe. */
  dispose(): void;
}

/** Bytes of a mask whose rows are whole bytes, one bit per voxel, lowest first. */
export function maskBytes({ z, y, x }: { z: number; y: number; x: number }): number {
  return z * y * Math.ceil(x / 8);
}

/** What flipping regions does to the segmentation's topology: plain data, and who can be asked for it. */
import type { Shape } from './axes';
import type { Ranking } from './regions';
import type { Emitter } from './signals';
import type { Votes } from './votes';

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
  /** How an ensemble voted on it; null where that is not known, or all agree. */
  readonly votes: Votes | null;
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

/** Packed at a time, within a frame. */
const PACKED_VOXELS = 2 ** 22;

/** Heights from here on are inside the segmentation. */
const INSIDE = 128;

/** The mask that heights hold, as bits, made between frames. */
export async function maskOfHeights(
  heights: Uint8Array,
  shape: Shape
): Promise<Uint8Array<ArrayBuffer>> {
  const bits = new Uint8Array(maskBytes(shape));
  const rows = shape.z * shape.y;
  const step = Math.ceil(PACKED_VOXELS / shape.x);
  for (let row = 0; row < rows; row += step) {
    packRows(heights, bits, shape.x, row, Math.min(row + step, rows));
    await new Promise(resolve => setTimeout(resolve));
  }
  return bits;
}

function packRows(
  heights: Uint8Array,
  bits: Uint8Array,
  size: number,
  first: number,
  last: number
): void {
  const rowBytes = Math.ceil(size / 8);
  for (let row = first; row < last; row++) {
    for (let x = 0; x < size; x++) {
      bits[row * rowBytes + (x >> 3)] |= (heights[row * size + x] >= INSIDE ? 1 : 0) << (x & 7);
    }
  }
}

/** Bytes of a mask whose rows are whole bytes, one bit per voxel, lowest first. */
export function maskBytes({ z, y, x }: Shape): number {
  return z * y * Math.ceil(x / 8);
}

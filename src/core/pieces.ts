/** How an act changes the connected pieces, loops and cavities of the segmentation, and what is told of it. */

import type { Box } from './axes';

/**
 * Pieces are voxels of one label that are connected. A piece goes on in every piece that has some of its voxels, so that always
 * `after - before` is what was added, less what was removed, and what parting made, less what joining took.
 */
export interface PieceChange {
  /** Pieces in the whole volume. */
  readonly before: number;
  readonly after: number;
  /** Pieces that were there before and are one with others now. */
  readonly joined: number;
  /** Pieces that are there now and were one with others before. */
  readonly parted: number;
  /** Pieces now that go on from none. */
  readonly added: number;
  /** Pieces before that go on in none. */
  readonly removed: number;
  /** Of each label for itself (its voxels 26-, all others 6-connected), in the whole volume. */
  readonly loops: Counts;
  readonly cavities: Counts;
}

export interface Counts {
  readonly before: number;
  readonly after: number;
}

/**
 * Why voxels of the segmentation are others now. `kernel`: they came from it, and nobody did it here; `refusal`: it refused a stroke;
 * `offer`: they are only shown as they would be; `drawing`: a stroke that is not over has painted them.
 */
export type EditCause = 'stroke' | 'undo' | 'redo' | 'refusal' | 'kernel' | 'offer' | 'drawing';

/** What is told of the last act. */
export interface PieceNote {
  readonly cause: EditCause;
  readonly change: PieceChange;
}

/** Counts pieces, loops and cavities of one segmentation from when it is made. */
export interface PieceSource {
  /** Voxels in a box have changed, and are in the array. Never rejects; null where nothing can be said. */
  edited(box: Box): Promise<PieceChange | null>;
  /**
   * Voxels in a box are others for now. What is told is in comparison to the last that was `edited`, which this does not change: the box
   * must hold all that differs from it.
   */
  tried(box: Box): Promise<PieceChange | null>;
  dispose(): void;
}

export function unchangedPieces(count: number, loops = 0, cavities = 0): PieceChange {
  return {
    before: count,
    after: count,
    joined: 0,
    parted: 0,
    added: 0,
    removed: 0,
    loops: { before: loops, after: loops },
    cavities: { before: cavities, after: cavities }
  };
}

/** Whether something has joined or parted, if only with itself, so that somebody should look whether that was meant. */
export function isConnecting({ joined, parted, loops }: PieceChange): boolean {
  return joined > 0 || parted > 0 || !isSame(loops);
}

export function isUnchanged({
  joined,
  parted,
  added,
  removed,
  loops,
  cavities
}: PieceChange): boolean {
  return joined + parted + added + removed === 0 && isSame(loops) && isSame(cavities);
}

export function isSame({ before, after }: Counts): boolean {
  return before === after;
}

/** Two changes, one after the other, as one. What happened in the first may have been taken back by the second; both are told. */
export function mergedChange(first: PieceChange, second: PieceChange): PieceChange {
  return {
    before: first.before,
    after: second.after,
    joined: first.joined + second.joined,
    parted: first.parted + second.parted,
    added: first.added + second.added,
    removed: first.removed + second.removed,
    loops: { before: first.loops.before, after: second.loops.after },
    cavities: { before: first.cavities.before, after: second.cavities.after }
  };
}

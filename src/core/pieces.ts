/** How an act changes the connected pieces of the segmentation, and what is told of it. */

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
}

/**
 * Why voxels of the segmentation are others now. `kernel`: they came from it, and nobody did it here; `refusal`: it refused a stroke;
 * `offer`: they are only shown as they would be.
 */
export type EditCause = 'stroke' | 'undo' | 'redo' | 'refusal' | 'kernel' | 'offer';

/** What is told of the last act. */
export interface PieceNote {
  readonly cause: EditCause;
  readonly change: PieceChange;
}

/** Counts the pieces of one segmentation from when it is made. */
export interface PieceSource {
  /** Voxels in a box have changed, and are in the array. Never rejects; null where nothing can be said. */
  edited(box: Box): Promise<PieceChange | null>;
  dispose(): void;
}

export function unchangedPieces(count: number): PieceChange {
  return { before: count, after: count, joined: 0, parted: 0, added: 0, removed: 0 };
}

/** Whether pieces have joined or parted, so that somebody should look whether that was meant. */
export function isConnecting({ joined, parted }: PieceChange): boolean {
  return joined > 0 || parted > 0;
}

export function isUnchanged({ joined, parted, added, removed }: PieceChange): boolean {
  return joined + parted + added + removed === 0;
}

/** Two changes, one after the other, as one. What happened in the first may have been taken back by the second; both are told. */
export function mergedChange(first: PieceChange, second: PieceChange): PieceChange {
  return {
    before: first.before,
    after: second.after,
    joined: first.joined + second.joined,
    parted: first.parted + second.parted,
    added: first.added + second.added,
    removed: first.removed + second.removed
  };
}

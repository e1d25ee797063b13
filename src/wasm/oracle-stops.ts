/** Stops in plain TypeScript: every seed looks at every region. */
import type { RankParameters } from '../core/regions';

/** z0, z1, y0, y1, x0, x1. */
type BoxRow = readonly number[];

/**
 * Group regions, given in rank order, into stops: the best free one is the seed; the best free ones wholly inside its window join it.
 * @returns the 1-based rank of each region's stop; stops are ranked by summed score, ties by seed.
 */
export function groupStops(
  boxes: readonly BoxRow[],
  scores: readonly number[],
  { stopWindow, stopRegions }: RankParameters
): Uint32Array<ArrayBuffer> {
  const window = [stopWindow.z, stopWindow.y, stopWindow.x];
  const free = new Set(boxes.keys());
  const stops: number[][] = [];
  for (const seed of boxes.keys()) {
    if (free.has(seed)) {
      const near = [...free].filter(i => i !== seed && isInWindow(boxes[seed], boxes[i], window));
      const stop = [seed, ...near.slice(0, stopRegions - 1)];
      stop.forEach(i => free.delete(i));
      stops.push(stop);
    }
  }
  const sumOf = (stop: readonly number[]) => stop.reduce((sum, i) => sum + scores[i], 0);
  const ranked = [...stops].sort((a, b) => sumOf(b) - sumOf(a));
  const stopOf = new Uint32Array(boxes.length);
  ranked.forEach((stop, rank) => {
    for (const i of stop) {
      stopOf[i] = rank + 1;
    }
  });
  return stopOf;
}

/** The window is centred on the middle of the seed's box; all is doubled, so that it is whole. */
function isInWindow(seed: BoxRow, box: BoxRow, window: readonly number[]): boolean {
  return window.every((size, axis) => {
    const middle = seed[2 * axis] + seed[2 * axis + 1];
    return 2 * box[2 * axis] >= middle - size && 2 * box[2 * axis + 1] <= middle + size;
  });
}

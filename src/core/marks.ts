/** Which regions a new prediction brought, and which it brought back. */
import type { Stretches } from './carrying';
import { sharedVoxels } from './carrying';
import type { Ranking } from './regions';

/**
 * `new`: less than half of it lay in the list before the prediction. `returning`: at least half of it was settled then, but is not any
 * more, since the prediction contradicts what the person left.
 */
export type Mark = 'new' | 'returning';

/** What there was before the prediction came. */
export interface Before {
  /** All regions of the list. */
  readonly listed: Stretches;
  /** All regions that were settled. */
  readonly settled: Stretches;
}

export class Marks {
  constructor(
    private readonly _ranking: Ranking,
    before: Before
  ) {
    this._listed = countsOf(_ranking, before.listed);
    this._settled = countsOf(_ranking, before.settled);
  }

  /** @param isSettled - asked only where it matters */
  of(index: number, isSettled: (index: number) => boolean): Mark | null {
    const voxels = this._ranking.table.voxels[index];
    if (2 * this._settled[index] >= voxels && !isSettled(index)) {
      return 'returning';
    }
    return 2 * this._listed[index] < voxels ? 'new' : null;
  }

  private readonly _listed: Uint32Array;
  private readonly _settled: Uint32Array;
}

function countsOf(ranking: Ranking, voxels: Stretches): Uint32Array {
  const counts = new Uint32Array(ranking.count);
  for (const [index, shares] of sharedVoxels(ranking, [voxels])) {
    counts[index] = shares.get(0) ?? 0;
  }
  return counts;
}

/** Lists by scores that may ask for the consequences of all regions found; those measured last of each search are remembered. */
import { maskOfHeights } from '../core/consequence';
import type { Found, RegionOrder } from '../core/found';
import { rankingFrom } from '../core/listed';
import type { RankParameters, Ranking } from '../core/regions';
import { searchesHeights } from '../core/regions';
import { CONSEQUENCE_VALUES, consequencesOf, regionCount } from './consequence-order';
import type { Flipper } from './consequence-source';
import { throwIfAborted } from './drive';
import type { FlipRequest } from './flips';
import type { RankOptions } from './ranker';
import { asksConsequences } from './score';

interface Orderer {
  order(
    found: Found,
    parameters: RankParameters,
    consequences: Float64Array<ArrayBuffer> | null,
    signal: AbortSignal | undefined
  ): Promise<RegionOrder>;
  openFlips(request: FlipRequest): Promise<Flipper>;
}

export class ScoredLists {
  /** @param _worker - does the work, wherever that is */
  constructor(private readonly _worker: Orderer) {}

  /** Make a ranking: one by consequences in any order first, and then by those of all that was found. */
  async make(
    parameters: RankParameters,
    options: RankOptions,
    make: (parameters: RankParameters, options: RankOptions) => Promise<Ranking>
  ): Promise<Ranking> {
    if (!asksConsequences(parameters.score)) {
      return make(parameters, options);
    }
    const { onProgress } = options;
    const part = (before: number): RankOptions => ({
      ...options,
      onPartial: undefined,
      onProgress: fraction => onProgress?.(before + fraction / 2)
    });
    const { found } = await make({ ...parameters, score: 'default' }, part(0));
    if (found === null) {
      throw new RangeError('found no regions, expected those of a search');
    }
    return this.reorder(found, parameters, part(0.5));
  }

  /** Another list of what was found. */
  async reorder(found: Found, parameters: RankParameters, options: RankOptions): Promise<Ranking> {
    const known = asksConsequences(parameters.score)
      ? await this._measure(found, parameters, options)
      : null;
    const order = await this._worker.order(found, parameters, known, options.signal);
    return rankingFrom(found, parameters, order);
  }

  /** The consequences of all that was found. A score that cannot be read is told before the wait. */
  private async _measure(
    found: Found,
    parameters: RankParameters,
    options: RankOptions
  ): Promise<Float64Array<ArrayBuffer>> {
    const known = this._known.get(found);
    if (known !== undefined) {
      return known;
    }
    const unknown = new Float64Array(CONSEQUENCE_VALUES * regionCount(found));
    await this._worker.order(found, parameters, unknown, options.signal);
    const { shape, spacing } = found;
    const mask = await maskOf(found, options);
    throwIfAborted(options.signal);
    const flipper = await this._worker.openFlips({ mask, shape, spacing });
    try {
      const consequences = await consequencesOf(found, flipper, options);
      this._known.set(found, consequences);
      return consequences;
    } finally {
      flipper.dispose();
    }
  }

  private readonly _known = new WeakMap<Found, Float64Array<ArrayBuffer>>();
}

/** The mask of the segmentation that a map was ranked with. Throws RangeError where there is none. */
async function maskOf(
  { mode, shape }: Found,
  { mask, heights }: RankOptions
): Promise<Uint8Array<ArrayBuffer>> {
  if (searchesHeights(mode) && heights !== undefined) {
    return maskOfHeights(heights, shape);
  }
  if (mask !== undefined) {
    return new Uint8Array(mask);
  }
  throw new RangeError('found no segmentation, expected one that regions can be flipped in');
}

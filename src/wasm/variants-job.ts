/** Modes variants and branch in the WebAssembly labeller. The order of calls is that of `assembly/variants.ts`. */
import { rankingFrom } from '../core/listed';
import type { Ranking } from '../core/regions';
import { readFound } from './labeller-found';
import type { LabellerInstance } from './labeller-memory';
import { LabellerMemory } from './labeller-memory';
import { orderFound } from './labeller-order';
import type { Codes, LabelJob, RankRequest } from './ranker';

/** Heights of 0.4, 0.25, 0.125 and 0.05, at which additions are sought; and of 0.6 to 0.95, for removals. Nearest to one half first. */
const LOWER_CUTS = [102, 64, 32, 13];
const UPPER_CUTS = [153, 192, 217, 242];
/** No voxel outside the segmentation is higher. */
const ALL_HEIGHTS = 255;
/** After so many steps, those of the first pair of cuts, there is something to begin with: about a third of the time. */
const FIRST_STEPS = 5;

/** One pair of maps being ranked. */
export class VariantsJob implements LabelJob {
  readonly second = 'heights';
  readonly kept = null;
  readonly share = { scan: 0.02, settle: 0, measure: 0.03 };

  constructor(
    instance: LabellerInstance,
    private readonly _request: RankRequest,
    onReleased: () => void
  ) {
    this._memory = new LabellerMemory(instance, _request.shape, onReleased);
    this._memory.open(_request);
    const { exports } = this._memory;
    const { z, y, x } = _request.spacing;
    exports.openVariants(z, y, x);
  }

  scan(codes: Codes): void {
    this._memory.write('codes', codes, this._scannedBytes);
    this._scannedBytes += codes.byteLength;
  }

  *settle(): Generator<number, void, undefined> {
    // The search begins when the heights are there too.
  }

  measure(heights: Codes): void {
    const { exports } = this._memory;
    for (const slices of this._memory.fillSlabs(heights)) {
      exports.fillHeights(slices);
    }
  }

  *finish(): Generator<number | Ranking, void, undefined> {
    const steps = this._steps();
    for (const [done, step] of steps.entries()) {
      step();
      if (done + 1 === FIRST_STEPS) {
        yield this.result();
      }
      yield (done + 1) / steps.length;
    }
  }

  result(): Ranking {
    const { parameters } = this._request;
    const found = readFound(this._memory, this._request);
    return rankingFrom(found, parameters, orderFound(this._memory, found, parameters));
  }

  release(): void {
    this._memory.release();
  }

  /** The whole search. */
  private _steps(): (() => void)[] {
    const { exports } = this._memory;
    const kept = (find: () => void) => (): void => {
      find();
      exports.keepRegions();
    };
    if (this._request.parameters.mode === 'branch') {
      return [
        () => exports.prepareVariants(ALL_HEIGHTS),
        () => exports.centreLine(),
        kept(() => exports.branchPieces())
      ];
    }
    const finders: (() => void)[] = [];
    for (const [k, lower] of LOWER_CUTS.entries()) {
      finders.push(
        () => exports.additions(lower),
        () => exports.removals(UPPER_CUTS[k])
      );
    }
    finders.push(
      () => exports.islands(),
      () => exports.branchPieces()
    );
    return [
      () => exports.prepareVariants(Math.min(...LOWER_CUTS)),
      () => exports.centreLine(),
      () => exports.nearestLine(),
      ...finders.map(kept)
    ];
  }

  private readonly _memory: LabellerMemory;
  private _scannedBytes = 0;
}

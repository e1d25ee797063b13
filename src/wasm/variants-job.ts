/** Mode variants in the WebAssembly labeller. The order of calls is that of `assembly/variants.ts`. */
import type { Ranking } from '../core/regions';
import { slicesOf, slicesWithin } from './drive';
import type { LabellerInstance } from './labeller-memory';
import { LabellerMemory } from './labeller-memory';
import type { Codes, LabelJob, RankRequest } from './ranker';

/** Heights of 0.4, 0.25, 0.125 and 0.05, at which additions are sought; and of 0.6 to 0.95, for removals. Nearest to one half first. */
const LOWER_CUTS = [102, 64, 32, 13];
const UPPER_CUTS = [153, 192, 217, 242];
const SLAB_BYTES = 1 << 18;
/** After so many steps, those of the first pair of cuts, there is something to begin with: about a third of the time. */
const FIRST_STEPS = 5;

/** One pair of maps being ranked. */
export class VariantsJob implements LabelJob {
  readonly second = 'heights';
  readonly share = { scan: 0.02, settle: 0, measure: 0.03 };

  constructor(
    instance: LabellerInstance,
    private readonly _request: RankRequest,
    private readonly _onReleased: () => void
  ) {
    this._memory = new LabellerMemory(instance, _request.shape);
    this._slabSlices = slicesWithin(_request.shape, 1, SLAB_BYTES);
    this._open();
  }

  scan(codes: Codes): void {
    this._memory.write('codes', codes, this._scannedBytes);
    this._scannedBytes += codes.byteLength;
  }

  *settle(): Generator<number, void, undefined> {
    // The search begins when the heights are there too.
  }

  measure(heights: Codes): void {
    const { exports, job } = this._memory;
    const { shape } = this._request;
    const count = heights.length / (shape.y * shape.x);
    for (let z = 0; z < count; z += this._slabSlices) {
      const end = Math.min(z + this._slabSlices, count);
      this._memory.write('slab', slicesOf(heights, shape, z, end));
      exports.fillHeights(job, end - z);
    }
  }

  *finish(): Generator<number | Ranking, void, undefined> {
    const steps = this._steps();
    for (const [done, step] of steps.entries()) {
      this._memory.attempt(step());
      if (done + 1 === FIRST_STEPS) {
        yield this.result();
      }
      yield (done + 1) / steps.length;
    }
  }

  result(): Ranking {
    return this._memory.ranking(this._request.parameters);
  }

  release(): void {
    if (!this._released) {
      this._released = true;
      this._onReleased();
    }
  }

  private _open(): void {
    const { shape, codeBytes, weights, parameters, spacing } = this._request;
    const { minVoxels, maxVoxels, stopWindow, stopRegions } = parameters;
    const status = this._memory.exports.openVariants(
      this._memory.job,
      shape.z,
      shape.y,
      shape.x,
      codeBytes,
      minVoxels,
      maxVoxels,
      this._slabSlices,
      stopWindow.z,
      stopWindow.y,
      stopWindow.x,
      stopRegions,
      spacing.z,
      spacing.y,
      spacing.x
    );
    this._memory.attempt(status);
    this._memory.write('weights', weights);
  }

  /** The whole search; each step gives a status. */
  private _steps(): (() => number)[] {
    const { exports, job } = this._memory;
    const finders: (() => number)[] = [];
    for (const [k, lower] of LOWER_CUTS.entries()) {
      finders.push(
        () => exports.additions(job, lower),
        () => exports.removals(job, UPPER_CUTS[k])
      );
    }
    finders.push(
      () => exports.islands(job),
      () => exports.branchPieces(job)
    );
    return [
      () => exports.prepareVariants(job, Math.min(...LOWER_CUTS)),
      () => exports.centreLine(job),
      () => exports.nearestLine(job),
      ...finders.map(find => () => find() || exports.keepRegions(job))
    ];
  }

  private readonly _memory: LabellerMemory;
  private readonly _slabSlices: number;
  private _scannedBytes = 0;
  private _released = false;
}

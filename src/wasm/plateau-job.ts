/** Mode plateau in the WebAssembly labeller. The order of calls is that of `assembly/index.ts`. */
import type { Found } from '../core/found';
import { rankingFrom } from '../core/listed';
import type { Ranking } from '../core/regions';
import { granularityStep } from '../core/regions';
import type { Classes } from './classes';
import { classesOf } from './classes';
import { countPieces, readFound } from './labeller-found';
import type { LabellerInstance } from './labeller-memory';
import { LabellerMemory } from './labeller-memory';
import { orderFound } from './labeller-order';
import type { Codes, LabelJob, RankRequest } from './ranker';

/** One map being ranked. */
export class PlateauJob implements LabelJob {
  readonly second = null;
  readonly kept = null;
  readonly share = { scan: 0.8, settle: 0.15, measure: 0 };

  constructor(
    instance: LabellerInstance,
    private readonly _request: RankRequest,
    onReleased: () => void
  ) {
    const { shape, parameters, weights, maximum } = _request;
    const step = granularityStep(parameters.granularity, maximum);
    this._classes = step > 0 ? classesOf(weights, step) : null;
    this._memory = new LabellerMemory(instance, shape, onReleased);
    this._memory.open({ ..._request, weights: this._classes?.weights ?? weights });
  }

  scan(codes: Codes): void {
    const { exports } = this._memory;
    for (const slices of this._memory.fillSlabs(this._classes?.translate(codes) ?? codes)) {
      exports.scan(slices);
    }
  }

  *settle(): Generator<number, void, undefined> {
    const { exports } = this._memory;
    exports.close();
    yield* this._memory.eachSlab((from, to) => exports.settle(from, to), 0, 0.5);
    exports.tabulate();
    yield* this._memory.eachSlab((from, to) => exports.measure(from, to), 0.5, 1);
  }

  measure(): void {
    // All is known from the first pass.
  }

  *finish(): Generator<number, void, undefined> {
    const { mask } = this._request;
    const found = readFound(this._memory, this._request);
    this._found = mask === null ? found : yield* countPieces(this._memory, found, mask);
  }

  result(): Ranking {
    const { parameters } = this._request;
    const found = this._found ?? readFound(this._memory, this._request);
    return rankingFrom(found, parameters, orderFound(this._memory, found, parameters));
  }

  release(): void {
    this._memory.release();
  }

  private readonly _memory: LabellerMemory;
  private readonly _classes: Classes | null;
  private _found: Found | null = null;
}

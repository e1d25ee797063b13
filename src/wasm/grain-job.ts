/**
 * Modes delta, threshold and tree in the WebAssembly labeller. The order of calls is that of `assembly/index.ts` and
 * `assembly/hierarchy.ts`.
 */
import type { Found } from '../core/found';
import { rankingFrom } from '../core/listed';
import type { RankParameters, Ranking } from '../core/regions';
import { granularityStep, searchLimits } from '../core/regions';
import { countPieces, readFound, readList } from './labeller-found';
import type { LabellerInstance } from './labeller-memory';
import { LabellerMemory } from './labeller-memory';
import { orderFound } from './labeller-order';
import type { Codes, KeptJob, LabelJob, RankRequest } from './ranker';

/** Parts of the work on the hierarchy; the rest is for its last step. */
const LISTED = 0.55;
const PLACED = 0.75;
const LINKED = 0.9;

/** One map being ranked, and then kept for other granularities. */
export class GrainJob implements LabelJob, KeptJob {
  readonly second = null;
  readonly share: LabelJob['share'];

  constructor(
    instance: LabellerInstance,
    private _request: RankRequest,
    onReleased: () => void
  ) {
    const { shape, parameters, maximum } = _request;
    this._isTree = parameters.mode === 'tree';
    this.share = this._isTree
      ? { scan: 0.2, settle: 0.75, measure: 0 }
      : { scan: 0.8, settle: 0.15, measure: 0 };
    this._memory = new LabellerMemory(instance, shape, onReleased);
    this._memory.open(_request);
    const step = granularityStep(parameters.granularity, maximum);
    this._memory.exports.openGrain(step);
  }

  get kept(): KeptJob {
    return this;
  }

  scan(codes: Codes): void {
    const { exports } = this._memory;
    for (const slices of this._memory.fillSlabs(codes)) {
      exports.scan(slices);
    }
  }

  *settle(): Generator<number, void, undefined> {
    const { exports } = this._memory;
    exports.close();
    if (this._isTree) {
      yield* this._grow(0.9);
      this._cut();
      yield* this._writeRows(0.9);
      return;
    }
    yield* this._memory.eachSlab((from, to) => exports.settle(from, to), 0, 0.5);
    exports.tabulate();
    yield* this._memory.eachSlab((from, to) => exports.measure(from, to), 0.5, 1);
  }

  measure(): void {
    // All is known from the first pass.
  }

  *finish(): Generator<number, void, undefined> {
    this._found = yield* this._find();
  }

  result(): Ranking {
    return this._rank(this._found ?? readFound(this._memory, this._request));
  }

  *recut(parameters: RankParameters): Generator<number | Ranking, Ranking, undefined> {
    this._request = { ...this._request, parameters };
    if (!this._isGrown) {
      yield* this._grow(0.8);
    }
    this._cut();
    yield this._rank(readList(this._memory, this._request));
    yield* this._writeRows(0.8);
    return this._rank(yield* this._find());
  }

  get bytes(): number {
    return this._memory.bytes;
  }

  release(): void {
    this._memory.release();
  }

  private *_grow(share: number): Generator<number, void, undefined> {
    const memory = this._memory;
    const { exports } = memory;
    exports.openHierarchy();
    yield* memory.eachSlab((from, to) => exports.listEdges(from, to), 0, LISTED * share);
    exports.sortEdges();
    const placed = PLACED * share;
    yield* memory.eachSlab((from, to) => exports.placeEdges(from, to), LISTED * share, placed);
    yield* memory.eachSlab((from, to) => exports.linkEdges(from, to), placed, LINKED * share);
    exports.layOut();
    this._isGrown = true;
  }

  private _cut(): void {
    const { parameters, maximum } = this._request;
    const step = granularityStep(parameters.granularity, maximum);
    this._memory.exports.cut(step, ...searchLimits(parameters));
  }

  private *_writeRows(after: number): Generator<number, void, undefined> {
    const { exports } = this._memory;
    exports.openRows();
    yield* this._memory.eachSlab((from, to) => exports.measure(from, to), after, 1);
  }

  /** What is found, with the pieces around it where the segmentation is known. */
  private *_find(): Generator<number, Found, undefined> {
    const { mask } = this._request;
    const found = readFound(this._memory, this._request);
    return mask === null ? found : yield* countPieces(this._memory, found, mask);
  }

  private _rank(found: Found): Ranking {
    const { parameters } = this._request;
    return rankingFrom(found, parameters, orderFound(this._memory, found, parameters));
  }

  private readonly _memory: LabellerMemory;
  private readonly _isTree: boolean;
  private _isGrown = false;
  private _found: Found | null = null;
}

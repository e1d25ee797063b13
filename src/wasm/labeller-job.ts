/** Modes plateau and tree in the WebAssembly labeller. The order of calls is that of `assembly/index.ts`. */
import type { Found } from '../core/found';
import { rankingFrom } from '../core/listed';
import type { Ranking } from '../core/regions';
import { countPieces, readFound } from './labeller-found';
import type { LabellerInstance } from './labeller-memory';
import { LabellerMemory } from './labeller-memory';
import { orderFound } from './labeller-order';
import type { Codes, LabelJob, PassMap, RankRequest } from './ranker';

/** One map being ranked. */
export class WasmJob implements LabelJob {
  readonly second: PassMap | null;
  readonly share = { scan: 0.8, settle: 0.15, measure: 0.05 };

  constructor(
    instance: LabellerInstance,
    private readonly _request: RankRequest,
    onReleased: () => void
  ) {
    const request = _request;
    this._memory = new LabellerMemory(instance, request.shape, onReleased);
    this._memory.open(request);
    this._sizeZ = request.shape.z;
    this.second = request.parameters.mode === 'tree' ? 'codes' : null;
  }

  scan(codes: Codes): void {
    const { exports, job } = this._memory;
    for (const slices of this._memory.fillSlabs(codes)) {
      this._memory.attempt(exports.scan(job, slices));
    }
  }

  *settle(): Generator<number, void, undefined> {
    const { exports, job } = this._memory;
    this._memory.attempt(exports.close(job));
    for (const [from, to] of this._slabs()) {
      exports.settle(job, from, to);
      yield (0.5 * to) / this._sizeZ;
    }
    this._memory.attempt(exports.tabulate(job));
    if (this.second === null) {
      for (const [from, to] of this._slabs()) {
        exports.measure(job, from, to);
        yield 0.5 + (0.5 * to) / this._sizeZ;
      }
    }
  }

  measure(codes: Codes): void {
    const { exports, job } = this._memory;
    for (const slices of this._memory.fillSlabs(codes)) {
      exports.measure(job, this._measured, this._measured + slices);
      this._measured += slices;
    }
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

  private *_slabs(): Generator<[number, number]> {
    const { slabSlices } = this._memory;
    for (let z = 0; z < this._sizeZ; z += slabSlices) {
      yield [z, Math.min(z + slabSlices, this._sizeZ)];
    }
  }

  private readonly _memory: LabellerMemory;
  private readonly _sizeZ: number;
  private _found: Found | null = null;
  private _measured = 0;
}

/** Modes plateau and tree in the WebAssembly labeller. The order of calls is that of `assembly/index.ts`. */
import type { Ranking } from '../core/regions';
import { slicesOf, slicesWithin } from './drive';
import type { LabellerInstance } from './labeller-memory';
import { LabellerMemory } from './labeller-memory';
import type { Codes, LabelJob, PassMap, RankRequest } from './ranker';

const MODES = { plateau: 0, tree: 1 } as const;
/** What the labeller takes at a time; fits into the cache. */
const SLAB_BYTES = 1 << 18;

/** One map being ranked. */
export class WasmJob implements LabelJob {
  readonly share: LabelJob['share'];
  readonly second: PassMap | null;

  constructor(
    instance: LabellerInstance,
    private readonly _request: RankRequest,
    mode: keyof typeof MODES,
    private readonly _onReleased: () => void
  ) {
    this._memory = new LabellerMemory(instance, _request.shape);
    this._slabSlices = slicesWithin(_request.shape, _request.codeBytes, SLAB_BYTES);
    this.second = mode === 'tree' ? 'codes' : null;
    this.share = { scan: 0.8, settle: 0.15, measure: 0.05 };
    this._open(MODES[mode]);
  }

  scan(codes: Codes): void {
    const { exports, job } = this._memory;
    for (const slices of this._fillSlabs(codes)) {
      this._memory.attempt(exports.scan(job, slices));
    }
  }

  *settle(): Generator<number, void, undefined> {
    const { exports, job } = this._memory;
    const { z: sizeZ } = this._request.shape;
    this._memory.attempt(exports.close(job));
    for (const [from, to] of this._slabs()) {
      exports.settle(job, from, to);
      yield (0.5 * to) / sizeZ;
    }
    this._memory.attempt(exports.tabulate(job));
    if (this.second === null) {
      for (const [from, to] of this._slabs()) {
        exports.measure(job, from, to);
        yield 0.5 + (0.5 * to) / sizeZ;
      }
    }
  }

  measure(codes: Codes): void {
    const { exports, job } = this._memory;
    for (const slices of this._fillSlabs(codes)) {
      exports.measure(job, this._measured, this._measured + slices);
      this._measured += slices;
    }
  }

  *finish(): Generator<number, void, undefined> {
    // Nothing is left to do.
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

  private _open(mode: number): void {
    const { shape, codeBytes, weights, parameters } = this._request;
    const { connectivity, minVoxels, maxVoxels, stopWindow, stopRegions } = parameters;
    const status = this._memory.exports.open(
      this._memory.job,
      shape.z,
      shape.y,
      shape.x,
      codeBytes,
      mode,
      connectivity,
      minVoxels,
      maxVoxels,
      this._slabSlices,
      stopWindow.z,
      stopWindow.y,
      stopWindow.x,
      stopRegions
    );
    this._memory.attempt(status);
    this._memory.write('weights', weights);
  }

  private *_slabs(): Generator<[number, number]> {
    const { z: sizeZ } = this._request.shape;
    for (let z = 0; z < sizeZ; z += this._slabSlices) {
      yield [z, Math.min(z + this._slabSlices, sizeZ)];
    }
  }

  /** Copy whole slices into the slab, as many at a time as it holds; yields how many. */
  private *_fillSlabs(codes: Codes): Generator<number> {
    const { shape } = this._request;
    const count = codes.length / (shape.y * shape.x);
    for (let z = 0; z < count; z += this._slabSlices) {
      const end = Math.min(z + this._slabSlices, count);
      this._memory.write('slab', slicesOf(codes, shape, z, end));
      yield end - z;
    }
  }

  private readonly _memory: LabellerMemory;
  private readonly _slabSlices: number;
  private _measured = 0;
  private _released = false;
}

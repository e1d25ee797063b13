/**
 * The checked face of the WebAssembly labeller's memory; nothing else touches it. Memory map and columns are those of `assembly/job.ts`
 * and `assembly/columns.ts`.
 */
import type { Ranking, RegionRows, RegionTable, VariantFacts } from '../core/regions';
import { rankingKey } from '../core/regions';
import { slicesOf, slicesWithin } from './drive';
import type { Codes, RankRequest } from './ranker';
import { LabellerError } from './ranker';

/** Exports of the module. Addresses and counts come back as signed 32-bit numbers. */
export interface LabellerExports {
  jobAddress(): number;
  runChunk(): number;
  open(job: number, ...sizesAndParameters: number[]): number;
  scan(job: number, slices: number): number;
  close(job: number): number;
  settle(job: number, fromZ: number, toZ: number): void;
  tabulate(job: number): number;
  measure(job: number, fromZ: number, toZ: number): void;
  rank(job: number): number;
  copyRuns(job: number, from: number, count: number): void;
  openVariants(job: number, edgeZ: number, edgeY: number, edgeX: number): number;
  fillHeights(job: number, slices: number): void;
  prepareVariants(job: number, lowest: number): number;
  centreLine(job: number): number;
  nearestLine(job: number): number;
  additions(job: number, cut: number): number;
  removals(job: number, cut: number): number;
  islands(job: number): number;
  branchPieces(job: number): number;
  keepRegions(job: number): number;
}

/** Fields of the job block, as indices of uint32. */
const FIELD = {
  weights: 9,
  slab: 10,
  rows: 11,
  runCount: 14,
  kept: 15,
  dropped: 16,
  droppedVoxels: 18,
  uncovered: 20,
  columns: 23,
  scratch: 24,
  codes: 73,
  shown: 82
} as const;

const MODES = { plateau: 0, tree: 1, variants: 2, delta: 3, threshold: 4, branch: 5 } as const;
const MOST_PAGES = 65536;
/** What the labeller takes at a time; fits into the cache. */
const SLAB_BYTES = 1 << 18;

export interface LabellerInstance {
  readonly memory: WebAssembly.Memory;
  readonly exports: LabellerExports;
}

export function instantiate(module: WebAssembly.Module): LabellerInstance {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES });
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return { memory, exports: exports as unknown as LabellerExports };
}

/** One job's fields, slab and columns. */
export class LabellerMemory {
  readonly exports: LabellerExports;
  readonly job: number;
  /** Whole slices that the slab holds. */
  readonly slabSlices: number;

  /** Opens the job. */
  constructor(
    instance: LabellerInstance,
    private readonly _request: RankRequest,
    private readonly _onReleased: () => void
  ) {
    this._memory = instance.memory;
    this.exports = instance.exports;
    this.job = instance.exports.jobAddress();
    this.slabSlices = slicesWithin(_request.shape, _request.codeBytes, SLAB_BYTES);
    this._open();
  }

  /** Throw what a status says. */
  attempt(status: number): void {
    if (status !== 0) {
      const { z, y, x } = this._request.shape;
      throw new LabellerError(
        'memory',
        `found a map of ${z} × ${y} × ${x} voxels whose regions need more memory than there is (at most 4 GiB), expected less`,
        'Rank a cropped part, set certain voxels of the map to 0, or round its values.'
      );
    }
  }

  /** Copy whole slices into the slab, as many at a time as it holds; yields how many. */
  *fillSlabs(values: Codes): Generator<number> {
    const { shape } = this._request;
    const count = values.length / (shape.y * shape.x);
    for (let z = 0; z < count; z += this.slabSlices) {
      const end = Math.min(z + this.slabSlices, count);
      this.write('slab', slicesOf(values, shape, z, end));
      yield end - z;
    }
  }

  /** Copy values to where a field points to, `offset` bytes further on. */
  write(field: 'weights' | 'slab' | 'codes', values: ArrayBufferView, offset = 0): void {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this._view(Uint8Array, this._field(field) + offset, bytes.length).set(bytes);
  }

  /** Sort, group and copy out what the job has found. */
  ranking(): Ranking {
    const { parameters, shape, maximum } = this._request;
    this.attempt(this.exports.rank(this.job));
    const { table, facts } = this._columns(parameters.mode === 'variants');
    return {
      key: rankingKey(parameters, maximum),
      parameters: { ...parameters },
      shape: { z: shape.z, y: shape.y, x: shape.x },
      count: this._field('kept'),
      smaller: { count: this._field('dropped'), voxels: this._wideField('droppedVoxels') },
      uncovered: this._wideField('uncovered'),
      table,
      rows: this._rows(),
      facts
    };
  }

  /** The memory may serve another job. Twice is safe. */
  release(): void {
    if (!this._released) {
      this._released = true;
      this._onReleased();
    }
  }

  private _open(): void {
    const { shape, codeBytes, weights, parameters } = this._request;
    const { mode, connectivity, minVoxels, maxVoxels, stopWindow, stopRegions } = parameters;
    const status = this.exports.open(
      this.job,
      shape.z,
      shape.y,
      shape.x,
      codeBytes,
      MODES[mode],
      connectivity,
      minVoxels,
      maxVoxels,
      this.slabSlices,
      stopWindow.z,
      stopWindow.y,
      stopWindow.x,
      stopRegions
    );
    this.attempt(status);
    this.write('weights', weights);
  }

  /** Columns lie one behind the other; see `assembly/columns.ts`. */
  private _columns(withFacts: boolean): { table: RegionTable; facts: VariantFacts | null } {
    const count = this._field('kept');
    let address = this._field('columns');
    const next = <T extends Column>(type: ColumnType<T>, perRegion = 1): T => {
      const column = this._view(type, address, count * perRegion).slice();
      address += column.byteLength;
      return column as T;
    };
    const sum = next(Float64Array);
    const mean = next(Float64Array);
    const score = next(Float64Array);
    const centroid = next(Float64Array, 3);
    const voxels = next(Uint32Array);
    const firstVoxel = next(Uint32Array);
    const maxWeight = next(Uint32Array);
    const stop = next(Uint32Array);
    const box = next(Uint16Array, 6);
    const table = { voxels, firstVoxel, maxWeight, box, centroid, sum, mean, score, stop };
    if (!withFacts) {
      return { table, facts: null };
    }
    const pieces = next(Uint16Array);
    const length = next(Uint16Array);
    const kind = next(Uint8Array);
    const cut = next(Uint8Array);
    const step = next(Uint8Array);
    return { table, facts: { kind, cut, step, pieces, length, shown: this._field('shown') } };
  }

  private _rows(): RegionRows {
    const total = this._field('runCount');
    const chunk = this.exports.runChunk();
    const rank = new Uint32Array(total);
    const start = new Uint16Array(total);
    const end = new Uint16Array(total);
    const scratch = this._field('scratch');
    for (let from = 0; from < total; from += chunk) {
      const count = Math.min(chunk, total - from);
      this.exports.copyRuns(this.job, from, count);
      rank.set(this._view(Uint32Array, scratch, count), from);
      start.set(this._view(Uint16Array, scratch + 4 * count, count), from);
      end.set(this._view(Uint16Array, scratch + 6 * count, count), from);
    }
    const { z, y } = this._request.shape;
    const rowCount = z * y + 1;
    const rowStart = this._view(Uint32Array, this._field('rows'), rowCount).slice();
    return { rowStart, start, end, rank };
  }

  private _field(name: keyof typeof FIELD): number {
    return this._view(Uint32Array, this.job, FIELD[name] + 1)[FIELD[name]];
  }

  private _wideField(name: keyof typeof FIELD): number {
    const [low, high] = this._view(Uint32Array, this.job + 4 * FIELD[name], 2);
    return low + high * 2 ** 32;
  }

  /** A fresh view: memory may have grown since the last call. */
  private _view<T extends Column>(type: ColumnType<T>, address: number, length: number): T {
    return new type(this._memory.buffer, address, length);
  }

  private readonly _memory: WebAssembly.Memory;
  private _released = false;
}

type Column =
  | Uint8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>;

type ColumnType<T extends Column> = new (
  buffer: ArrayBuffer,
  byteOffset: number,
  length: number
) => T;

/**
 * The checked face of the WebAssembly labeller; the only file that touches its memory. Memory map and order of calls are those of
 * `assembly/job.ts` and `assembly/index.ts`.
 */
import type { Shape } from '../core/axes';
import type { RankParameters, Ranking, RegionRows, RegionTable } from '../core/regions';
import { rankingKey } from '../core/regions';
import { slicesOf, slicesWithin } from './drive';
import type { Codes, LabelJob, RankRequest } from './ranker';
import { LabellerError } from './ranker';

/** Exports of the module. Addresses and counts come back as signed 32-bit numbers. */
interface LabellerExports {
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
  scratch: 24
} as const;

const MODES = { plateau: 0, tree: 1 } as const;
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

/** One map being ranked. */
export class WasmJob implements LabelJob {
  readonly share = { scan: 0.8, settle: 0.15 };

  constructor(instance: LabellerInstance, request: RankRequest, onReleased: () => void) {
    this._memory = instance.memory;
    this._exports = instance.exports;
    this._address = instance.exports.jobAddress();
    this._shape = request.shape;
    this._parameters = request.parameters;
    this._onReleased = onReleased;
    this._slabSlices = slicesWithin(request.shape, request.codeBytes, SLAB_BYTES);
    this._open(request);
  }

  get readsTwice(): boolean {
    return this._parameters.mode === 'tree';
  }

  scan(codes: Codes): void {
    for (const slices of this._fillSlabs(codes)) {
      this._attempt(this._exports.scan(this._address, slices));
    }
  }

  *settle(): Generator<number, void, undefined> {
    const { z: sizeZ } = this._shape;
    this._attempt(this._exports.close(this._address));
    for (const [from, to] of this._slabs()) {
      this._exports.settle(this._address, from, to);
      yield (0.5 * to) / sizeZ;
    }
    this._attempt(this._exports.tabulate(this._address));
    if (!this.readsTwice) {
      for (const [from, to] of this._slabs()) {
        this._exports.measure(this._address, from, to);
        yield 0.5 + (0.5 * to) / sizeZ;
      }
    }
  }

  measure(codes: Codes): void {
    for (const slices of this._fillSlabs(codes)) {
      this._exports.measure(this._address, this._measured, this._measured + slices);
      this._measured += slices;
    }
  }

  result(): Ranking {
    this._attempt(this._exports.rank(this._address));
    return {
      key: rankingKey(this._parameters),
      parameters: { ...this._parameters },
      shape: { z: this._shape.z, y: this._shape.y, x: this._shape.x },
      count: this._field('kept'),
      smaller: { count: this._field('dropped'), voxels: this._wideField('droppedVoxels') },
      uncovered: this._wideField('uncovered'),
      table: this._table(),
      rows: this._rows()
    };
  }

  release(): void {
    if (!this._released) {
      this._released = true;
      this._onReleased();
    }
  }

  private _open({ shape, codeBytes, weights, parameters }: RankRequest): void {
    const { mode, connectivity, minVoxels, maxVoxels, stopWindow, stopRegions } = parameters;
    const status = this._exports.open(
      this._address,
      shape.z,
      shape.y,
      shape.x,
      codeBytes,
      MODES[mode],
      connectivity,
      minVoxels,
      maxVoxels,
      this._slabSlices,
      stopWindow.z,
      stopWindow.y,
      stopWindow.x,
      stopRegions
    );
    this._attempt(status);
    this._view(Uint32Array, this._field('weights'), weights.length).set(weights);
  }

  private *_slabs(): Generator<[number, number]> {
    for (let z = 0; z < this._shape.z; z += this._slabSlices) {
      yield [z, Math.min(z + this._slabSlices, this._shape.z)];
    }
  }

  /** Copy whole slices into the slab, as many at a time as it holds; yields how many. */
  private *_fillSlabs(codes: Codes): Generator<number> {
    const count = codes.length / (this._shape.y * this._shape.x);
    for (let z = 0; z < count; z += this._slabSlices) {
      const end = Math.min(z + this._slabSlices, count);
      const part = slicesOf(codes, this._shape, z, end);
      const bytes = new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
      this._view(Uint8Array, this._field('slab'), bytes.length).set(bytes);
      yield end - z;
    }
  }

  /** Columns lie one behind the other; see `assembly/columns.ts`. */
  private _table(): RegionTable {
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
    return { voxels, firstVoxel, maxWeight, box, centroid, sum, mean, score, stop };
  }

  private _rows(): RegionRows {
    const total = this._field('runCount');
    const chunk = this._exports.runChunk();
    const rank = new Uint32Array(total);
    const start = new Uint16Array(total);
    const end = new Uint16Array(total);
    const scratch = this._field('scratch');
    for (let from = 0; from < total; from += chunk) {
      const count = Math.min(chunk, total - from);
      this._exports.copyRuns(this._address, from, count);
      rank.set(this._view(Uint32Array, scratch, count), from);
      start.set(this._view(Uint16Array, scratch + 4 * count, count), from);
      end.set(this._view(Uint16Array, scratch + 6 * count, count), from);
    }
    const rowCount = this._shape.z * this._shape.y + 1;
    const rowStart = this._view(Uint32Array, this._field('rows'), rowCount).slice();
    return { rowStart, start, end, rank };
  }

  private _attempt(status: number): void {
    if (status !== 0) {
      const { z, y, x } = this._shape;
      throw new LabellerError(
        'memory',
        `found a map of ${z} × ${y} × ${x} voxels whose regions need more memory than there is (at most 4 GiB), expected less`,
        'Rank a cropped part, set certain voxels of the map to 0, or round its values.'
      );
    }
  }

  private _field(name: keyof typeof FIELD): number {
    return this._view(Uint32Array, this._address, FIELD[name] + 1)[FIELD[name]];
  }

  private _wideField(name: keyof typeof FIELD): number {
    const [low, high] = this._view(Uint32Array, this._address + 4 * FIELD[name], 2);
    return low + high * 2 ** 32;
  }

  /** A fresh view: memory may have grown since the last call. */
  private _view<T extends Column>(type: ColumnType<T>, address: number, length: number): T {
    return new type(this._memory.buffer, address, length);
  }

  private readonly _memory: WebAssembly.Memory;
  private readonly _exports: LabellerExports;
  private readonly _address: number;
  private readonly _shape: Shape;
  private readonly _parameters: RankParameters;
  private readonly _slabSlices: number;
  private readonly _onReleased: () => void;
  private _measured = 0;
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

/**
 * The checked face of the WebAssembly labeller; the only file that touches its memory. Memory map and order of calls are those of
 * `assembly/job.ts` and `assembly/index.ts`.
 */
import type { Shape } from '../core/axes';
import type { RankParameters, Ranking, RegionRows, RegionTable } from '../core/regions';
import { rankingKey } from '../core/regions';
import type { Codes, Engine, RankOptions, Ranker } from './ranker';
import { LabellerError, checkRequest, drive } from './ranker';

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
const SLAB_BYTES = 1 << 18;
/** An instance with more memory than this is left to the garbage collector after its job. */
const KEPT_BYTES = 64 << 20;

interface Instance {
  readonly memory: WebAssembly.Memory;
  readonly exports: LabellerExports;
}

export class Labeller implements Ranker {
  /**
   * Compile the module.
   * @param source - bytes, a response whose type need not be `application/wasm`, or a compiled module
   * @throws LabellerError with code `wasm` when there is no WebAssembly or the module cannot be compiled.
   */
  static async load(
    source: BufferSource | Response | WebAssembly.Module,
    engine: Exclude<Engine, 'script'> = 'simd'
  ): Promise<Labeller> {
    try {
      const labeller = new Labeller(await compile(source), engine);
      labeller._idle = labeller._instantiate();
      return labeller;
    } catch (cause) {
      throw new LabellerError(
        'wasm',
        `found no working WebAssembly: ${String(cause)}`,
        'Allow WebAssembly for this page, or go on with the slower plain version.',
        { cause }
      );
    }
  }

  private constructor(
    private readonly _module: WebAssembly.Module,
    readonly engine: Exclude<Engine, 'script'>
  ) {}

  /** See {@link Ranker.rank}. Several calls may run at once; each has its own memory. */
  async rank(
    codes: Codes,
    shape: Shape,
    weights: Uint32Array,
    parameters: RankParameters,
    options: RankOptions = {}
  ): Promise<Ranking> {
    checkRequest(codes, shape, weights, parameters);
    const instance = this._idle ?? this._instantiate();
    this._idle = null;
    try {
      const job = new Job(instance, codes, shape, parameters);
      return await drive(job.run(weights), options);
    } finally {
      if (instance.memory.buffer.byteLength <= KEPT_BYTES) {
        this._idle = instance;
      }
    }
  }

  private _instantiate(): Instance {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES });
    const { exports } = new WebAssembly.Instance(this._module, { env: { memory } });
    return { memory, exports: exports as unknown as LabellerExports };
  }

  private _idle: Instance | null = null;
}

/** One map being ranked. */
class Job {
  constructor(
    { memory, exports }: Instance,
    codes: Codes,
    shape: Shape,
    parameters: RankParameters
  ) {
    this._memory = memory;
    this._exports = exports;
    this._address = exports.jobAddress();
    this._codes = codes;
    this._shape = shape;
    this._parameters = parameters;
    const sliceBytes = shape.y * shape.x * codes.BYTES_PER_ELEMENT;
    this._slabSlices = Math.max(1, Math.min(shape.z, Math.floor(SLAB_BYTES / sliceBytes)));
  }

  /** Rank slab by slab; yields progress between the slabs. */
  *run(weights: Uint32Array): Generator<number, Ranking, undefined> {
    const { z: sizeZ } = this._shape;
    const isTree = this._parameters.mode === 'tree';
    this._open();
    this._view(Uint32Array, this._field('weights'), weights.length).set(weights);
    for (const [from, to] of this._slabs()) {
      this._fillSlab(from, to);
      this._attempt(this._exports.scan(this._address, to - from));
      yield (0.8 * to) / sizeZ;
    }
    this._attempt(this._exports.close(this._address));
    for (const [from, to] of this._slabs()) {
      this._exports.settle(this._address, from, to);
      yield 0.8 + (0.1 * to) / sizeZ;
    }
    this._attempt(this._exports.tabulate(this._address));
    for (const [from, to] of this._slabs()) {
      if (isTree) {
        this._fillSlab(from, to);
      }
      this._exports.measure(this._address, from, to);
      yield 0.9 + (0.1 * to) / sizeZ;
    }
    this._attempt(this._exports.rank(this._address));
    return this._result();
  }

  private _open(): void {
    const { z, y, x } = this._shape;
    const { mode, connectivity, minVoxels, maxVoxels } = this._parameters;
    const status = this._exports.open(
      this._address,
      z,
      y,
      x,
      this._codes.BYTES_PER_ELEMENT,
      MODES[mode],
      connectivity,
      minVoxels,
      maxVoxels,
      this._slabSlices
    );
    this._attempt(status);
  }

  private *_slabs(): Generator<[number, number]> {
    for (let z = 0; z < this._shape.z; z += this._slabSlices) {
      yield [z, Math.min(z + this._slabSlices, this._shape.z)];
    }
  }

  private _fillSlab(from: number, to: number): void {
    const slice = this._shape.y * this._shape.x;
    const part = this._codes.subarray(from * slice, to * slice);
    const bytes = new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
    this._view(Uint8Array, this._field('slab'), bytes.length).set(bytes);
  }

  private _result(): Ranking {
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
    const box = next(Uint16Array, 6);
    return { voxels, firstVoxel, maxWeight, box, centroid, sum, mean, score };
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
  private readonly _codes: Codes;
  private readonly _shape: Shape;
  private readonly _parameters: RankParameters;
  private readonly _slabSlices: number;
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

async function compile(
  source: BufferSource | Response | WebAssembly.Module
): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) {
    return source;
  }
  if (typeof Response !== 'undefined' && source instanceof Response) {
    if (!source.ok) {
      throw new Error(`the server answered ${source.status} for the labeller`);
    }
    return WebAssembly.compile(await source.arrayBuffer());
  }
  return WebAssembly.compile(source as BufferSource);
}

/** The WebAssembly labeller as an engine: compiled once, an instance with its own memory for each job. */
import type { Found, RegionOrder } from '../core/found';
import type { RankParameters } from '../core/regions';
import { WasmFlips } from './consequence-flips';
import type { FlipJob, FlipRequest } from './flips';
import { GrainJob } from './grain-job';
import { writeFound } from './labeller-found';
import type { LabellerInstance } from './labeller-memory';
import { LabellerMemory, instantiate } from './labeller-memory';
import { checkScore, orderFound } from './labeller-order';
import type { EngineName, LabelEngine, LabelJob, RankRequest } from './ranker';
import { LabellerError } from './ranker';
import { PlateauJob } from './plateau-job';
import { VariantsJob } from './variants-job';

/** An instance with more memory than this is left to the garbage collector after its job. */
const KEPT_BYTES = 64 << 20;

export class Labeller implements LabelEngine {
  /**
   * Compile the module.
   * @param source - bytes, a response whose type need not be `application/wasm`, or a compiled module
   * @throws LabellerError with code `wasm` when there is no WebAssembly or the module cannot be compiled.
   */
  static async load(
    source: BufferSource | Response | WebAssembly.Module,
    name: Exclude<EngineName, 'script'> = 'simd'
  ): Promise<Labeller> {
    try {
      const module = await compile(source);
      return new Labeller(module, name, instantiate(module));
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
    readonly name: Exclude<EngineName, 'script'>,
    private _idle: LabellerInstance | null
  ) {}

  begin(request: RankRequest): LabelJob {
    const instance = this._takeInstance();
    const keep = (): void => this._keep(instance);
    const checking = new LabellerMemory(instance, request.shape, keep);
    try {
      checkScore(checking, request.parameters);
    } catch (error) {
      checking.release();
      throw error;
    }
    switch (request.parameters.mode) {
      case 'plateau':
        return new PlateauJob(instance, request, keep);
      case 'branch':
      case 'variants':
        return new VariantsJob(instance, request, keep);
      default:
        return new GrainJob(instance, request, keep);
    }
  }

  order(
    found: Found,
    parameters: RankParameters,
    consequences: Float64Array<ArrayBuffer> | null = null
  ): RegionOrder {
    const instance = this._takeInstance();
    const memory = new LabellerMemory(instance, found.shape, () => this._keep(instance));
    try {
      writeFound(memory, found);
      return orderFound(memory, found, parameters, consequences);
    } finally {
      memory.release();
    }
  }

  private _takeInstance(): LabellerInstance {
    const instance = this._idle ?? instantiate(this._module);
    this._idle = null;
    return instance;
  }

  private _keep(instance: LabellerInstance): void {
    if (instance.memory.buffer.byteLength <= KEPT_BYTES) {
      this._idle = instance;
    }
  }

  flips(request: FlipRequest): FlipJob {
    return new WasmFlips(() => instantiate(this._module), request);
  }
}

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

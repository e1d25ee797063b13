/** What the page ranks and inflates with: a worker, or where none can start, the page's own thread. */
import type { Shape, Spacing } from '../core/axes';
import type { ConsequenceSource } from '../core/consequence';
import type { Found, RegionOrder } from '../core/found';
import { isFound } from '../core/found';
import type { PictureColour } from '../core/picture';
import { drawPicture } from '../core/picture';
import type { PictureSamples } from '../core/picture-samples';
import type { RankParameters, Ranking } from '../core/regions';
import { Emitter } from '../core/signals';
import type { Volume } from '../core/volume';
import type { Translation } from '../core/translation';
import { ENGLISH } from '../core/translation';
import { checkFlips } from './consequence-flips';
import type { Flipper } from './consequence-source';
import { FlipSource } from './consequence-source';
import { drive, rankHere, throwIfAborted } from './drive';
import type { Pixels } from './draw-task';
import { DrawTask } from './draw-task';
import { FlipTask } from './flip-task';
import type { FlipRequest } from './flips';
import { inflateStream } from './inflate';
import { loadEngine } from './load-engine';
import { PieceCounter } from './piece-counter';
import type { Codes, EngineName, LabelEngine, LabellerProblem, RankOptions } from './ranker';
import {
  LabellerError,
  checkListing,
  checkParameters,
  isLabellerError,
  requestFor
} from './ranker';
import { ScoredLists } from './scored-lists';
import { SliceProgress } from './slice-progress';
import { RecutTask } from './recut-task';
import { InflateTask, OrderTask, RankTask } from './tasks';
import { WorkerClient } from './worker-client';
import type { WorkerLike } from './worker-messages';

/** A ranking that begins while its codes are still coming. */
export interface RankingUnderWay {
  /** The slices before `z` are in `codes` now. Never shrinks. */
  advance(z: number): void;
  readonly result: Promise<Ranking>;
}

export interface Ranker {
  /** Settled once it is known who does the work. Never rejects. */
  readonly ready: Promise<void>;
  /** Null until ready. */
  readonly engine: EngineName | null;
  /** What the reviewer should know, such as that no worker could start; null when all is as it should be. */
  readonly note: string | null;
  readonly noteChanged: Emitter<string | null>;
  /**
   * Find, measure and order the regions of a map of doubt.
   * @param codes - `(z, y, x)`, C order; 0 is no doubt. Borrowed, read a few slices at a time, until the promise settles.
   * @param weights - weight of each code, at most 2**20 - 1; at most 256 for 8-bit codes, 65 536 for 16-bit ones.
   * Rejects with RangeError when arguments do not fit together, with {@link LabellerError}, or with the signal's reason.
   */
  rank(
    codes: Codes,
    shape: Shape,
    weights: Uint32Array,
    parameters: RankParameters,
    options?: RankOptions
  ): Promise<Ranking>;
  /** The same, begun before all slices are there: say with `advance` how far they are. */
  begin(
    codes: Codes,
    shape: Shape,
    weights: Uint32Array,
    parameters: RankParameters,
    options?: RankOptions
  ): RankingUnderWay;
  /**
   * Another list of the regions that a ranking is made of: other limits of their sizes, score, direction or stops. Of the last ranking in
   * mode `delta`, `threshold` or `tree` also another granularity, or largest size, of which the worker keeps all; then `onPartial` is
   * called with the list before its rows are there.
   * For a score that asks for consequences the options must have the heights or the mask that the map was ranked with.
   * @returns null when it takes another search. Rejects as `rank` does, with {@link LabellerError} `lost` when the worker has not kept
   * it, so that it takes another search after all; the ranking stays as it is.
   */
  adjust(
    ranking: Ranking,
    parameters: RankParameters,
    options?: RankOptions
  ): Promise<Ranking> | null;
  /**
   * What flipping regions does to a segmentation.
   * @param mask - the segmentation, one bit per voxel, lowest first, rows of whole bytes. Borrowed as long as the source is used.
   * @param spacing - size of a voxel; lengths are in its unit
   * Throws RangeError when mask and shape do not fit together.
   */
  consequences(mask: Uint8Array<ArrayBuffer>, shape: Shape, spacing: Spacing): ConsequenceSource;
  /**
   * Undo `deflate` (zlib).
   * @param bytes - borrowed until the promise settles, and copied.
   * @param size - bytes that must come out, where known.
   * Rejects with {@link LabellerError}, `data` when they are damaged.
   */
  inflate(bytes: Uint8Array<ArrayBuffer>, size?: number | null): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Draw a small picture of regions; see {@link drawPicture}.
   * @param samples - handed over: not to be read afterwards.
   * Rejects with {@link LabellerError} when the worker is lost meanwhile.
   */
  draw(samples: PictureSamples, accent: PictureColour): Promise<Pixels>;
  /** Count the connected pieces of a segmentation from now on, in the worker; see {@link PieceCounter}. */
  countPieces(segmentation: Volume): PieceCounter;
  /** Let go of the worker, which ends with its last user. Twice is safe. */
  dispose(): void;
}

export class PageRanker implements Ranker {
  readonly noteChanged = new Emitter<string | null>();
  readonly ready: Promise<void>;

  constructor(
    createWorker: () => WorkerLike,
    loadLocal: () => Promise<LabelEngine> = loadEngine,
    private readonly _trans: Translation = ENGLISH
  ) {
    this._client = new WorkerClient(createWorker);
    this._loadLocal = loadLocal;
    this.ready = this._worker().then(
      async client => {
        await (client === null ? this._local() : undefined);
      },
      () => undefined
    );
  }

  get engine(): EngineName | null {
    return this._engine;
  }

  get note(): string | null {
    return this._note;
  }

  async rank(
    codes: Codes,
    shape: Shape,
    weights: Uint32Array,
    parameters: RankParameters,
    options: RankOptions = {}
  ): Promise<Ranking> {
    const job = this.begin(codes, shape, weights, parameters, options);
    job.advance(shape.z);
    return job.result;
  }

  begin(
    codes: Codes,
    shape: Shape,
    weights: Uint32Array,
    parameters: RankParameters,
    options: RankOptions = {}
  ): RankingUnderWay {
    const progress = new SliceProgress(shape.z);
    const search = async (asked: RankParameters, told: RankOptions): Promise<Ranking> => {
      const request = requestFor(codes, shape, weights, asked, told);
      throwIfAborted(told.signal);
      const client = await this._worker();
      throwIfAborted(told.signal);
      if (client !== null) {
        const id = client.nextId();
        const task = new RankTask(id, codes, request, told, () => client.remove(task));
        progress.follow(z => task.advance(z));
        client.add(task);
        const ranking = await unlessNoWorker(task.result);
        if (ranking !== null) {
          return this._keptAs(id, ranking);
        }
        await this._worker();
      }
      const engine = await this._local();
      await progress.complete(told.signal);
      return rankHere(engine, codes, shape, weights, asked, told);
    };
    const result = this._lists.make(parameters, options, search);
    result.catch(() => undefined);
    return { advance: z => progress.advance(z), result };
  }

  adjust(
    { found, parameters: before }: Ranking,
    parameters: RankParameters,
    options: RankOptions = {}
  ): Promise<Ranking> | null {
    if (found === null) {
      return null;
    }
    if (isFound(found, parameters)) {
      return this._lists.reorder(found, parameters, options);
    }
    const task = this._cuttable.get(found);
    return task !== undefined && isCut(before, parameters)
      ? this._lists.make(parameters, options, (asked, told) => this._recut(task, asked, told))
      : null;
  }

  consequences(mask: Uint8Array<ArrayBuffer>, shape: Shape, spacing: Spacing): ConsequenceSource {
    const request = { mask, shape, spacing };
    checkFlips(request);
    return new FlipSource(() => this._openFlips(request));
  }

  async inflate(
    bytes: Uint8Array<ArrayBuffer>,
    size: number | null = null
  ): Promise<Uint8Array<ArrayBuffer>> {
    const client = await this._worker();
    if (client !== null) {
      const task = new InflateTask(client.nextId(), bytes, size, () => client.remove(task));
      client.add(task);
      const inflated = await unlessNoWorker(task.result, ['worker', 'lost']);
      if (inflated !== null) {
        return inflated;
      }
    }
    return inflateStream(bytes, size);
  }

  async draw(samples: PictureSamples, accent: PictureColour): Promise<Pixels> {
    const client = await this._worker();
    if (client === null) {
      return drawPicture(samples, accent);
    }
    const task = new DrawTask(client.nextId(), samples, accent, () => client.remove(task));
    client.add(task);
    return task.result;
  }

  countPieces(segmentation: Volume): PieceCounter {
    return new PieceCounter(this._worker(), segmentation);
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._client.dispose();
      this.noteChanged.clear();
    }
  }

  /** Remember that the worker can cut anew what this ranking is made of. */
  private _keptAs(task: number, ranking: Ranking): Ranking {
    if (ranking.found !== null) {
      this._cuttable.set(ranking.found, task);
    }
    return ranking;
  }

  private async _recut(
    of: number,
    parameters: RankParameters,
    options: RankOptions
  ): Promise<Ranking> {
    checkParameters(parameters);
    throwIfAborted(options.signal);
    const client = await this._worker();
    throwIfAborted(options.signal);
    if (client === null) {
      throw new LabellerError('lost', 'found no worker any more, expected one', 'Rank anew.');
    }
    const id = client.nextId();
    const onPartial = (list: Ranking): void => options.onPartial?.(this._keptAs(of, list));
    const task = new RecutTask(id, of, parameters, { ...options, onPartial }, () =>
      client.remove(task)
    );
    client.add(task);
    return this._keptAs(of, await task.result);
  }

  private async _order(
    found: Found,
    parameters: RankParameters,
    known: Float64Array<ArrayBuffer> | null,
    signal: AbortSignal | undefined
  ): Promise<RegionOrder> {
    checkListing(parameters);
    throwIfAborted(signal);
    const client = await this._worker();
    throwIfAborted(signal);
    if (client !== null) {
      const id = client.nextId();
      const task = new OrderTask(id, found, parameters, known, signal, () => client.remove(task));
      client.add(task);
      const order = await unlessNoWorker(task.result);
      if (order !== null) {
        return order;
      }
    }
    const engine = await this._local();
    throwIfAborted(signal);
    return engine.order(found, parameters, known);
  }

  private async _openFlips(request: FlipRequest): Promise<Flipper> {
    const client = await this._worker();
    if (client !== null) {
      const task = new FlipTask(client.nextId(), request, () => client.remove(task));
      client.add(task);
      return { flip: batch => task.flip(batch), dispose: () => task.cancel() };
    }
    const job = (await this._local()).flips(request);
    await drive(job.prepare());
    return { flip: batch => Promise.resolve(job.flip(batch)), dispose: () => undefined };
  }

  /** The worker, or null when it cannot start. */
  private async _worker(): Promise<WorkerClient | null> {
    try {
      this._setEngine(await this._client.ready, null);
      return this._client;
    } catch (error) {
      if (this._isDisposed || !isLabellerError(error)) {
        throw error;
      }
      this._workerProblem = error.message;
      return null;
    }
  }

  private _local(): Promise<LabelEngine> {
    this._localEngine ??= this._loadLocal();
    return this._localEngine.then(engine => {
      this._setEngine(engine.name, this._workerProblem);
      return engine;
    });
  }

  private _setEngine(engine: EngineName, workerProblem: string | null): void {
    this._engine = engine;
    const note = noteOf(engine, workerProblem, this._trans);
    if (note !== this._note) {
      this._note = note;
      this.noteChanged.emit(note);
    }
  }

  private readonly _lists = new ScoredLists({
    order: (...list) => this._order(...list),
    openFlips: request => this._openFlips(request)
  });
  private readonly _client: WorkerClient;
  /** Task whose job the worker keeps, if its mode can be cut anew and memory allows, of what was found in it. */
  private readonly _cuttable = new WeakMap<Found, number>();
  private readonly _loadLocal: () => Promise<LabelEngine>;
  private _localEngine: Promise<LabelEngine> | null = null;
  private _workerProblem: string | null = null;
  private _engine: EngineName | null = null;
  private _note: string | null = null;
  private _isDisposed = false;
}

/** Whether other parameters ask for another cut of the same hierarchy. */
function isCut(before: RankParameters, after: RankParameters): boolean {
  return (
    ['delta', 'threshold', 'tree'].includes(after.mode) &&
    before.mode === after.mode &&
    before.connectivity === after.connectivity
  );
}

/** The result, or null when the worker that should have given it cannot start (again), or what else `codes` say. */
async function unlessNoWorker<T>(
  result: Promise<T>,
  codes: readonly LabellerProblem[] = ['worker']
): Promise<T | null> {
  try {
    return await result;
  } catch (error) {
    if (isLabellerError(error) && codes.includes(error.code)) {
      return null;
    }
    throw error;
  }
}

function noteOf(
  engine: EngineName,
  workerProblem: string | null,
  trans: Translation
): string | null {
  const slow =
    engine === 'script'
      ? [trans.__('Found no WebAssembly, or not its file: ranking takes 20 to 100 times longer.')]
      : [];
  const here =
    workerProblem === null
      ? []
      : [
          trans.__(
            'Ranking is done by the page itself, which may pause for moments (%1).',
            workerProblem
          )
        ];
  return [...slow, ...here].join(' ') || null;
}

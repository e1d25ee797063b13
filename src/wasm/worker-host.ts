/** The worker's side: jobs under way, fed slab by slab. Knows nothing of the worker's global scope, so that tests can run it. */
import type { Found } from '../core/found';
import type { PictureColour } from '../core/picture';
import { drawPicture } from '../core/picture';
import type { PictureSamples } from '../core/picture-samples';
import type { RankParameters, Ranking } from '../core/regions';
import { rankingBuffers } from '../core/regions';
import { drive, pause } from './drive';
import type { FlipBatch, FlipJob, FlipRequest } from './flips';
import { KeptJobs } from './kept-jobs';
import { KeptPieces } from './kept-pieces';
import type { Codes, KeptJob, LabelEngine, LabelJob, RankRequest } from './ranker';
import { isLabellerError } from './ranker';
import { ScoreError } from './score';
import type { FromWorker, SentError, ToWorker } from './worker-messages';

export type Post = (message: FromWorker, transfer?: Transferable[]) => void;
/** Memory of rankings that are kept for other granularities. */
const KEPT_BYTES = 512 << 20;

export type Inflate = (
  bytes: Uint8Array<ArrayBuffer>,
  size: number | null
) => Promise<Uint8Array<ArrayBuffer>>;

export class LabellerHost {
  constructor(
    private readonly _engine: LabelEngine,
    private readonly _inflate: Inflate,
    private readonly _post: Post,
    keptBytes = KEPT_BYTES
  ) {
    this._kept = new KeptJobs(keptBytes);
    _post({ kind: 'ready', engine: _engine.name });
  }

  /** Handle a message. Resolves when it is dealt with; never rejects. */
  async receive(message: ToWorker): Promise<void> {
    try {
      switch (message.kind) {
        case 'begin':
          this._begin(message.task, message.request, message.keepsPieces === true);
          break;
        case 'slab':
          await this._take(message.task, message.buffer, message.bytes);
          break;
        case 'mask':
          this._takeMask(message.task, message.bits);
          break;
        case 'inflate':
          await this._answerInflate(message.task, message.buffer, message.size);
          break;
        case 'recut':
          await this._recut(message.task, message.of, message.parameters);
          break;
        case 'order':
          await this._answerOrder(message);
          break;
        case 'flips':
          await this._prepare(message.task, message.request);
          break;
        case 'flip':
          await this._flip(message.task, message.number, message.batch);
          break;
        case 'draw':
          this._draw(message.task, message.samples, message.accent);
          break;
        case 'edit':
          await this._pieces.get(message.task)?.edit(message.box, message.buffer, message.isTrial);
          break;
        case 'cancel':
          this._end(message.task);
          break;
      }
    } catch (error) {
      const { task } = message;
      this._end(task);
      this._post({ kind: 'failed', task, error: sentError(error) });
    }
  }

  private _begin(task: number, request: RankRequest, keepsPieces: boolean): void {
    this._kept.trim();
    const job = this._engine.begin(request);
    const stop = new AbortController();
    this._jobs.set(task, { job, request, voxels: 0, pass: 'scan', stop, keepsPieces });
  }

  private _takeMask(task: number, bits: Uint8Array<ArrayBuffer>): void {
    const hosted = this._jobs.get(task);
    if (hosted !== undefined) {
      hosted.request.mask = bits;
    }
  }

  /** A slab of a task that has ended is given back unread. */
  private async _take(task: number, buffer: ArrayBuffer, bytes: number): Promise<void> {
    const hosted = this._jobs.get(task);
    if (hosted === undefined) {
      this._post({ kind: 'taken', task, buffer }, [buffer]);
      return;
    }
    const { job, request } = hosted;
    const isHeights = hosted.pass === 'measure' && job.second === 'heights';
    const values: Codes =
      request.codeBytes === 1 || isHeights
        ? new Uint8Array(buffer, 0, bytes)
        : new Uint16Array(buffer, 0, bytes / 2);
    job[hosted.pass](values);
    hosted.voxels += values.length;
    this._post({ kind: 'taken', task, buffer }, [buffer]);
    const { z, y, x } = request.shape;
    if (hosted.voxels < z * y * x) {
      this._post({ kind: 'progress', task, fraction: progress(hosted) });
    } else if (hosted.pass === 'scan') {
      await this._settle(task, hosted);
    } else {
      await this._finish(task, hosted);
    }
  }

  private async _settle(task: number, hosted: HostedJob): Promise<void> {
    const { scan, settle } = hosted.job.share;
    const { second } = hosted.job;
    await this._drive(task, hosted, hosted.job.settle(), scan, settle);
    if (hosted.stop.signal.aborted) {
      return;
    }
    if (second !== null) {
      hosted.pass = 'measure';
      hosted.voxels = 0;
      this._post({ kind: 'again', task, map: second });
    } else {
      await this._finish(task, hosted);
    }
  }

  /** Run steps that are `share` of the work, after so much of it; in vain when the task is cancelled meanwhile. */
  private async _drive(
    task: number,
    { stop }: HostedJob,
    steps: Generator<number | Ranking, void, undefined>,
    before: number,
    share: number
  ): Promise<void> {
    const { signal } = stop;
    await drive(steps, {
      signal,
      onProgress: fraction =>
        this._post({ kind: 'progress', task, fraction: before + share * fraction }),
      onPartial: ranking => this._post({ kind: 'partial', task, ranking }, rankingBuffers(ranking))
    }).catch((error: unknown) => {
      if (!signal.aborted) {
        throw error;
      }
    });
  }

  private async _finish(task: number, hosted: HostedJob): Promise<void> {
    const { job } = hosted;
    const { scan, settle, measure } = job.share;
    const before = scan + settle + measure;
    await this._drive(task, hosted, job.finish(), before, 1 - before);
    if (hosted.stop.signal.aborted) {
      return;
    }
    const ranking = job.result();
    if (job.kept !== null) {
      this._jobs.delete(task);
      this._kept.add(task, job.kept);
    }
    this._end(task);
    if (hosted.keepsPieces && ranking.found !== null) {
      await this._keepPieces(task, hosted, ranking.found);
    } else {
      this._post({ kind: 'ranked', task, ranking }, rankingBuffers(ranking));
    }
  }

  /** In vain when the task is cancelled meanwhile. */
  private async _keepPieces(task: number, { request }: HostedJob, found: Found): Promise<void> {
    const pieces = new KeptPieces(found, request.codeBytes, change => {
      this._post({ kind: 'pieces', task, change });
    });
    this._pieces.set(task, pieces);
    await pieces.count();
  }

  /** Not at once, so that a newer wish can cancel it; one after the other, and each to its end, since they share the job. */
  private async _recut(task: number, of: number, parameters: RankParameters): Promise<void> {
    this._waiting.add(task);
    await pause();
    await this._kept.use(of, job => this._cut(task, job, parameters));
  }

  private async _cut(task: number, job: KeptJob, parameters: RankParameters): Promise<void> {
    if (!this._waiting.delete(task)) {
      return;
    }
    const ranking = await drive(job.recut(parameters), {
      onProgress: fraction => this._post({ kind: 'progress', task, fraction }),
      onPartial: list => this._post({ kind: 'partial', task, ranking: list }, rankingBuffers(list))
    });
    this._post({ kind: 'ranked', task, ranking }, rankingBuffers(ranking));
  }

  private async _answerInflate(
    task: number,
    buffer: ArrayBuffer,
    size: number | null
  ): Promise<void> {
    const bytes = await this._inflate(new Uint8Array(buffer), size);
    const whole = bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
    this._post({ kind: 'inflated', task, buffer: whole.buffer }, [whole.buffer]);
  }

  /** Not at once, so that a newer wish can cancel it. */
  private async _answerOrder({ task, found, parameters, consequences }: Order): Promise<void> {
    this._waiting.add(task);
    await pause();
    if (this._waiting.delete(task)) {
      const order = this._engine.order(found, parameters, consequences);
      const buffers = [order.records.buffer, order.score.buffer, order.stop.buffer];
      this._post({ kind: 'ordered', task, order }, buffers);
    }
  }

  private async _prepare(task: number, request: FlipRequest): Promise<void> {
    const job = this._engine.flips(request);
    const stop = new AbortController();
    const ready = drive(job.prepare(), { signal: stop.signal });
    this._flips.set(task, { job, stop, ready });
    await ready.catch((error: unknown) => {
      if (!stop.signal.aborted) {
        throw error;
      }
    });
  }

  /** In vain when the task has ended, also by an error, which has been told. */
  private async _flip(task: number, number: number, batch: FlipBatch): Promise<void> {
    const hosted = this._flips.get(task);
    await hosted?.ready.catch(() => undefined);
    if (hosted !== undefined && this._flips.get(task) === hosted) {
      this._post({ kind: 'flipped', task, number, consequences: hosted.job.flip(batch) });
    }
  }

  private _draw(task: number, samples: PictureSamples, accent: PictureColour): void {
    const { buffer } = drawPicture(samples, accent);
    this._post({ kind: 'drawn', task, pixels: buffer }, [buffer]);
  }

  private _end(task: number): void {
    this._waiting.delete(task);
    this._flips.get(task)?.stop.abort();
    this._flips.delete(task);
    const hosted = this._jobs.get(task);
    this._jobs.delete(task);
    hosted?.stop.abort();
    hosted?.job.release();
    this._pieces.get(task)?.stop();
    this._pieces.delete(task);
  }

  private readonly _jobs = new Map<number, HostedJob>();
  /** Of rankings that can be cut anew. */
  private readonly _kept: KeptJobs;
  private readonly _waiting = new Set<number>();
  private readonly _pieces = new Map<number, KeptPieces>();
  private readonly _flips = new Map<number, HostedFlips>();
}

interface HostedJob {
  readonly job: LabelJob;
  readonly request: RankRequest;
  readonly stop: AbortController;
  readonly keepsPieces: boolean;
  pass: 'scan' | 'measure';
  /** Read in this pass. */
  voxels: number;
}

type Order = Extract<ToWorker, { readonly kind: 'order' }>;

interface HostedFlips {
  readonly job: FlipJob;
  readonly stop: AbortController;
  readonly ready: Promise<void>;
}

function progress({ job, request, pass, voxels }: HostedJob): number {
  const { scan, settle, measure } = job.share;
  const { z, y, x } = request.shape;
  const fraction = voxels / (z * y * x);
  return pass === 'scan' ? scan * fraction : scan + settle + measure * fraction;
}

function sentError(error: unknown): SentError {
  if (isLabellerError(error)) {
    return { code: error.code, message: error.message, remedy: error.remedy };
  }
  if (error instanceof ScoreError) {
    return { code: 'score', message: error.message, remedy: '' };
  }
  const isMemory = error instanceof RangeError;
  return {
    code: isMemory ? 'memory' : 'lost',
    message: `the labeller stopped: ${String(error)}`,
    remedy: isMemory
      ? 'Close other tabs, or rank a cropped part.'
      : 'Reload the page; if it happens again, report it with this message.'
  };
}

/** Makes the list: first while the codes come in, slab after slab, then anew by whatever parameters are asked for. */
import { voxelCount } from '../core/axes';
import type { CurationModel } from '../core/model';
import { isSameRanking } from '../core/ranking-change';
import type { RankParameters, Ranking } from '../core/regions';
import { searchesHeights } from '../core/regions';
import type { VolumeDescription } from '../core/state';
import type { Translation } from '../core/translation';
import type { Ranker, RankingUnderWay } from '../wasm';
import { isLabellerError } from '../wasm';
import type { RankOptions } from '../wasm';

/** As much of a {@link Ranker} as is needed here. */
export type FeedRanker = Pick<Ranker, 'begin' | 'adjust'>;

export interface RankingHost {
  /** How far the first list is. */
  progressed(fraction: number): void;
  /** The first list is there, or there is a problem to tell. */
  ended(problem: string | null): void;
  /** There is another list. */
  ranked(): void;
  /** The reviewer's parameters make a list: the kernel must hear of them before it hears of its regions. */
  accepted(parameters: RankParameters): void;
  /** Have heights in the model, and more of them come in. Throws RangeError when there is not enough memory. */
  needHeights(): void;
  /** The same with the mask of the generation's segmentation. */
  needMask(): void;
  /** The slices before this one are there. */
  slices(): number;
}

const CHOSEN = 'chosen by the reviewer';

interface Job {
  readonly parameters: RankParameters;
  /** Asked for by the reviewer, so that the kernel must hear of it; else it is what the kernel says. */
  isOurs: boolean;
  /** There is no list to show meanwhile. */
  readonly isFirst: boolean;
  readonly abort: AbortController;
}

export class RankingFeed {
  constructor(
    private readonly _model: CurationModel,
    private readonly _ranker: FeedRanker,
    private readonly _host: RankingHost
  ) {}

  /** Whether the first list is being made. */
  get isRunning(): boolean {
    return this._job?.isFirst === true;
  }

  /** Whether the reviewer's own parameters are being tried. */
  get isAsked(): boolean {
    return this._job?.isOurs === true;
  }

  /** Begin with what the model holds, by the parameters that are asked for; the result of an earlier call is dropped. */
  start(weights: Uint32Array<ArrayBuffer>): void {
    this._weights = weights;
    const { parameters, volume } = this._model;
    if (parameters !== null && volume !== null) {
      this._begin(parameters, !isSameRanking(parameters, volume.ranking));
    }
  }

  /**
   * Make the list by other parameters. What is running is dropped; what is shown stays until the new one is there.
   * @param isOurs - the reviewer asked for it
   */
  change(parameters: RankParameters, isOurs: boolean): void {
    const { volume } = this._model;
    if (this._weights === null || volume === null) {
      return;
    }
    const isTold = isSameRanking(parameters, volume.ranking);
    if (isTold && this._job?.isOurs === false && isSameRanking(parameters, this._job.parameters)) {
      return;
    }
    if (isTold && this._shown !== null && isSameRanking(parameters, this._shown)) {
      this.stop();
      this._show(false);
    } else {
      this._begin(parameters, isOurs && !isTold);
    }
  }

  /** The slices before `z` are there. */
  advance(z: number): void {
    this._underWay?.advance(z);
  }

  stop(): void {
    this._job?.abort.abort();
    this._job = this._underWay = null;
  }

  private _begin(parameters: RankParameters, isOurs: boolean): void {
    this.stop();
    const isFirst = this._shown === null;
    const job: Job = { parameters, isOurs, isFirst, abort: new AbortController() };
    this._job = job;
    this._show(!isFirst);
    this._make(job).then(
      ranking => {
        if (this._job === job) {
          this._end(job, ranking);
        }
      },
      (error: unknown) => {
        if (this._job === job) {
          this._fail(job, error);
        }
      }
    );
  }

  private async _make(job: Job): Promise<Ranking> {
    const { parameters } = job;
    const searches = searchesHeights(parameters.mode);
    if (searches) {
      this._host.needHeights();
    } else {
      this._host.needMask();
    }
    const { arrays, volume, ranking } = this._model;
    if (arrays === null || volume === null || this._weights === null) {
      throw new RangeError('found no volume, expected one that is open');
    }
    const mask = searches ? undefined : (arrays.mask ?? undefined);
    const options = { ...this._optionsOf(job, volume), heights: arrays.heights?.data, mask };
    const adjusted =
      ranking === null || job.isFirst ? null : this._ranker.adjust(ranking, parameters, options);
    if (adjusted !== null) {
      const other = await adjusted.catch(unlessLost);
      if (other !== null) {
        return other;
      }
    }
    const { codes } = arrays;
    const { shape } = volume;
    const underWay = this._ranker.begin(codes.data, shape, this._weights, parameters, options);
    this._underWay = underWay;
    underWay.advance(this._host.slices());
    return underWay.result;
  }

  private _optionsOf(job: Job, { uncertainty, spacing }: VolumeDescription): RankOptions {
    return {
      maximum: uncertainty.maximum,
      signal: job.abort.signal,
      spacing,
      onProgress: fraction => {
        if (this._job === job) {
          this._progress(job, fraction);
        }
      },
      onPartial: ranking => {
        if (this._job === job && job.isFirst) {
          this._accept(job);
          this._model.setRanking(ranking, true);
        }
      }
    };
  }

  private _show(isRanking: boolean): void {
    const { state } = this._model;
    if (isRanking || state.isRanking || state.rankingProblem !== null) {
      this._model.update({ isRanking, rankingFraction: 0, rankingProblem: null });
    }
  }

  private _progress(job: Job, fraction: number): void {
    if (job.isFirst) {
      this._host.progressed(fraction);
    } else {
      this._model.update({ rankingFraction: fraction });
    }
  }

  /** Nothing stands in the way of a list by these parameters: the kernel hears of them, once. */
  private _accept(job: Job): void {
    const { volume } = this._model;
    if (job.isOurs && volume !== null) {
      job.isOurs = false;
      this._host.accepted(job.parameters);
      const { mode, reason } = volume.ranking;
      this._model.setParameters({
        ...job.parameters,
        reason: job.parameters.mode === mode ? reason : CHOSEN
      });
    }
  }

  private _end(job: Job, ranking: Ranking): void {
    this._accept(job);
    this._job = null;
    this._shown = job.parameters;
    this._model.setRanking(ranking);
    this._show(false);
    if (job.isFirst) {
      this._host.ended(null);
    }
    this._host.ranked();
  }

  private _fail(job: Job, error: unknown): void {
    const { volume } = this._model;
    this._job = null;
    const found = error instanceof Error ? error.message : String(error);
    if (!job.isOurs || volume === null) {
      this._show(false);
      const problem = problemOf(error, found, volume, this._model.trans);
      if (job.isFirst) {
        this._host.ended(problem);
      } else {
        this._model.update({ announcement: problem, isLasting: true });
      }
      return;
    }
    this._model.setParameters(volume.ranking);
    if (job.isFirst) {
      this._begin(volume.ranking, false);
    }
    this._model.update({ isRanking: false, rankingFraction: 0, rankingProblem: found });
  }

  private _weights: Uint32Array<ArrayBuffer> | null = null;
  private _job: Job | null = null;
  private _underWay: RankingUnderWay | null = null;
  /** What the list that is shown was made by. */
  private _shown: RankParameters | null = null;
}

/** Null when what the list was made of is gone, so that it takes another search. */
function unlessLost(error: unknown): null {
  if (isLabellerError(error) && error.code === 'lost') {
    return null;
  }
  throw error;
}

function problemOf(
  error: unknown,
  found: string,
  volume: VolumeDescription | null,
  trans: Translation
): string {
  const remedy =
    error instanceof Error && 'remedy' in error && typeof error.remedy === 'string'
      ? error.remedy
      : trans.__('Voxels can be painted all the same.');
  const voxels = volume === null ? 0 : voxelCount(volume.shape);
  return trans.__(
    'The list of regions could not be made from %1 voxels: %2. %3',
    voxels,
    found,
    remedy
  );
}

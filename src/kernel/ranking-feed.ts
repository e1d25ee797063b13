/** Ranks the codes while they come in, slab after slab. */
import { voxelCount } from '../core/axes';
import type { CurationModel } from '../core/model';
import type { RankParameters } from '../core/regions';
import type { VolumeDescription } from '../core/state';
import type { Ranker, RankingUnderWay } from '../wasm';

export interface RankingHost {
  progressed(fraction: number): void;
  /** The model has a ranking, or there is a problem to tell. */
  ended(problem: string | null): void;
}

export class RankingFeed {
  constructor(
    private readonly _model: CurationModel,
    private readonly _ranker: Pick<Ranker, 'begin'>,
    private readonly _host: RankingHost
  ) {}

  get isRunning(): boolean {
    return this._abort !== null;
  }

  /** Begin with what the model holds; the result of an earlier call is dropped. */
  start(weights: Uint32Array<ArrayBuffer>): void {
    this.stop();
    const { arrays, volume } = this._model;
    if (arrays === null || volume === null) {
      return;
    }
    const abort = new AbortController();
    this._abort = abort;
    this._underWay = this._ranker.begin(
      arrays.codes.data,
      volume.shape,
      weights,
      parametersOf(volume),
      {
        maximum: volume.uncertainty.maximum,
        signal: abort.signal,
        heights: arrays.heights?.data,
        spacing: volume.spacing,
        onProgress: fraction => {
          this._host.progressed(fraction);
        },
        onPartial: ranking => {
          if (!abort.signal.aborted) {
            this._model.setRanking(ranking, true);
          }
        }
      }
    );
    this._underWay.result.then(
      ranking => {
        if (!abort.signal.aborted) {
          this._abort = null;
          this._model.setRanking(ranking);
          this._host.ended(null);
        }
      },
      (error: unknown) => {
        if (!abort.signal.aborted) {
          this._abort = null;
          this._host.ended(problemOf(error, voxelCount(volume.shape)));
        }
      }
    );
  }

  /** The slices before `z` are there. */
  advance(z: number): void {
    this._underWay?.advance(z);
  }

  stop(): void {
    this._abort?.abort();
    this._abort = null;
    this._underWay = null;
  }

  private _abort: AbortController | null = null;
  private _underWay: RankingUnderWay | null = null;
}

/** The record without the reason, for which the labeller has no use. */
function parametersOf({ ranking }: VolumeDescription): RankParameters {
  const { reason: _, ...parameters } = ranking;
  return parameters;
}

function problemOf(error: unknown, voxels: number): string {
  const found = error instanceof Error ? error.message : String(error);
  const remedy =
    error instanceof Error && 'remedy' in error && typeof error.remedy === 'string'
      ? error.remedy
      : 'Voxels can be painted all the same.';
  return `The list of regions could not be made from ${voxels} voxels: ${found}. ${remedy}`;
}

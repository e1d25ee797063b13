/** Ranking and inflating for the page, in one worker that all its users share. */
import type { Translation } from '../core/translation';
import { PageRanker } from './page-ranker';
import type { PieceCounter } from './piece-counter';
import type { Ranker } from './page-ranker';
import type { WorkerLike } from './worker-messages';

export type { Ranker, RankingUnderWay } from './page-ranker';
export type { PieceCounter } from './piece-counter';
export type { Deferred } from './deferred';
export { deferred } from './deferred';
export type { Codes, EngineName, LabellerProblem, RankOptions } from './ranker';
export { LabellerError, isLabellerError } from './ranker';

export interface RankerOptions {
  /** Makes the worker; a ranker with its own is not shared. May throw where workers are forbidden. */
  readonly createWorker?: () => WorkerLike;
  /** Of what it tells; the first user's where it is shared. */
  readonly trans?: Translation;
}

let shared: { readonly ranker: PageRanker; users: number } | null = null;

/** A ranker backed by the page's worker, which starts with the first user and ends with the last. Never throws. */
export function createRanker({ createWorker, trans }: RankerOptions = {}): Ranker {
  if (createWorker !== undefined) {
    return new PageRanker(createWorker, undefined, trans);
  }
  shared ??= { ranker: new PageRanker(startWorker, undefined, trans), users: 0 };
  const use = shared;
  use.users += 1;
  return new SharedRanker(use.ranker, () => {
    use.users -= 1;
    if (use.users === 0) {
      use.ranker.dispose();
      shared = null;
    }
  });
}

/** The bundler recognises this form and builds the worker as a file of its own. */
function startWorker(): WorkerLike {
  return new Worker(new URL('./labeller.worker', import.meta.url));
}

/** One user's hold on the shared ranker. */
class SharedRanker implements Ranker {
  constructor(
    private readonly _ranker: PageRanker,
    private readonly _onDispose: () => void
  ) {}

  get ready(): Promise<void> {
    return this._ranker.ready;
  }

  get engine(): Ranker['engine'] {
    return this._ranker.engine;
  }

  get note(): string | null {
    return this._ranker.note;
  }

  get noteChanged(): Ranker['noteChanged'] {
    return this._ranker.noteChanged;
  }

  rank(...job: Parameters<Ranker['rank']>): ReturnType<Ranker['rank']> {
    return this._ranker.rank(...job);
  }

  begin(...job: Parameters<Ranker['begin']>): ReturnType<Ranker['begin']> {
    return this._ranker.begin(...job);
  }

  adjust(...list: Parameters<Ranker['adjust']>): ReturnType<Ranker['adjust']> {
    return this._ranker.adjust(...list);
  }

  consequences(
    ...segmentation: Parameters<Ranker['consequences']>
  ): ReturnType<Ranker['consequences']> {
    return this._ranker.consequences(...segmentation);
  }

  countPieces(...volume: Parameters<Ranker['countPieces']>): PieceCounter {
    return this._ranker.countPieces(...volume);
  }

  inflate(...block: Parameters<Ranker['inflate']>): ReturnType<Ranker['inflate']> {
    return this._ranker.inflate(...block);
  }

  draw(...picture: Parameters<Ranker['draw']>): ReturnType<Ranker['draw']> {
    return this._ranker.draw(...picture);
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._onDispose();
    }
  }

  private _isDisposed = false;
}

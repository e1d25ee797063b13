/** One generation on its way into the model: blocks in, ranking out, and the phase that says how far it is. */
import type { Box, VoxelPoint } from '../core/axes';
import { containsVoxel, wholeBox } from '../core/axes';
import type { CurationModel } from '../core/model';
import type { RankParameters } from '../core/regions';
import { Emitter } from '../core/signals';
import type { CurationState, Phase } from '../core/state';
import type { Volume } from '../core/volume';
import { writeBlock, zeros } from '../core/volume';
import type { Ranker } from '../wasm';
import type { Delivery } from './block-loader';
import { BlockLoader } from './block-loader';
import { maskSliceBytes } from './block-plan';
import { BlockWriter } from './block-writer';
import type { MemoryBudget } from './memory-budget';
import { NoRoomError, megabytes, volumeBytes } from './memory-budget';
import type { Block, FetchedArray, ToKernel } from './messages';
import type { FeedRanker } from './ranking-feed';
import { RankingFeed } from './ranking-feed';
import type { WireVolume } from './volume-description';
import type { WorkingCopy } from './working-copy';

export interface LoadServices {
  readonly model: CurationModel;
  readonly copy: WorkingCopy;
  readonly ranker: FeedRanker & Pick<Ranker, 'inflate'>;
  /** Tell the kernel how the list is made. */
  rank(parameters: RankParameters): void;
  send(message: ToKernel): void;
  nextRequest(): number;
  /** Whether an answer can be expected. */
  isHeard(): boolean;
  /** Of the page. */
  readonly budget: MemoryBudget | null;
}

const WHAT: Record<FetchedArray, string> = {
  image: 'image',
  segmentation: 'segmentation',
  original: 'segmentation',
  codes: 'uncertainty',
  weights: 'uncertainty',
  heights: 'probability',
  mask: 'uncertainty'
};

export class VolumeLoad {
  /** There is a ranking. */
  readonly ranked = new Emitter<undefined>();
  readonly weightsChanged = new Emitter<Uint32Array<ArrayBuffer> | null>();

  /** Opens the model. Throws {@link NoRoomError} when there is not enough memory. */
  constructor(
    readonly volume: WireVolume,
    private readonly _services: LoadServices
  ) {
    const { model, copy, ranker, budget } = _services;
    budget?.claim(this, volume, model.trans);
    try {
      openModel(model, volume);
    } catch (error) {
      budget?.release(this);
      throw error;
    }
    copy.reset();
    this._loader = new BlockLoader(volume, model.state.cursor, {
      inflate: (bytes, size) => ranker.inflate(bytes, size),
      send: message => {
        _services.send(message);
      },
      nextRequest: () => _services.nextRequest(),
      deliver: delivery => {
        this._deliver(delivery);
      },
      progressed: () => {
        this._feed.advance(this._loader.rankedSlices);
        this._show();
      },
      failed: message => {
        this.fail(message);
      },
      isHeard: () => _services.isHeard(),
      silent: () => {
        model.update({
          announcement: model.trans.__(
            'The kernel has sent no voxels for minutes: reload the page to ask again.'
          ),
          isLasting: true
        });
      }
    });
    this._writer = new BlockWriter(model, copy, array => this._loader.awaitsCoarse(array));
    this._feed = new RankingFeed(model, ranker, {
      progressed: fraction => {
        this._rankFraction = fraction;
        this._show();
      },
      ended: problem => {
        this._rankingEnded(problem);
      },
      ranked: () => {
        this.ranked.emit(undefined);
      },
      accepted: parameters => {
        _services.rank(parameters);
      },
      needHeights: () => {
        this._needHeights();
      },
      needMask: () => {
        this._needMask();
      },
      slices: () => this._loader.rankedSlices
    });
    this._disconnect = model.stateChanged.connect(state => {
      this._focus(state);
      this._needOriginal(state);
    });
  }

  get weights(): Uint32Array<ArrayBuffer> | null {
    return this._weights;
  }

  /** Whether a block of the segmentation is asked for. */
  get awaitsSegmentation(): boolean {
    return this._loader.awaitsSegmentation;
  }

  /** Let the ranking wait for the codes, when nothing else is needed. */
  prepare(): void {
    if (this.volume.weights !== null) {
      this._setWeights(this.volume.weights);
    }
  }

  /** Ask for the first blocks. */
  start(): void {
    this._loader.pump();
  }

  receive(header: Block, bytes: Uint8Array<ArrayBuffer> | undefined): void {
    this._loader.receive(header, bytes);
  }

  /** @returns whether the request was one of these. */
  refuse(request: number, message: string): boolean {
    return this._loader.refuse(request, message);
  }

  /** Ask for a part of the segmentation again. */
  refetch(box: Box): void {
    this._loader.refetch(box);
  }

  refetchAll(): void {
    this._loader.refetch(wholeBox(this.volume.shape));
  }

  /** Stop pulling blocks, or ranking when they are all there. */
  pause(): void {
    if (this._loader.isComplete && this._feed.isRunning) {
      this._feed.stop();
      this._isRankingPaused = true;
      this._show();
    } else {
      this._loader.pause();
    }
  }

  resume(): void {
    if (this._isRankingPaused && this._weights !== null) {
      this._isRankingPaused = false;
      this._feed.start(this._weights);
      this._show();
    }
    this._loader.resume();
  }

  askAgain(): void {
    this._loader.askAgain();
  }

  /** Give up, and say why. What is complete goes on working. */
  fail(message: string): void {
    if (this._loader.isComplete || this._isReady) {
      this._services.model.update({ announcement: message, isLasting: true });
      return;
    }
    this._isFailed = true;
    this._loader.dispose();
    this._feed.stop();
    this._services.model.update({
      phase: {
        kind: 'failed',
        message,
        remedy: this._services.model.trans.__('Run the cell again.')
      }
    });
  }

  /** @param isHeard - whether the kernel is there to be told */
  dispose(isHeard: boolean): void {
    this._disconnect();
    this._feed.stop();
    this._writer.dispose();
    this._loader.dispose(isHeard);
    this._services.budget?.release(this);
    this.ranked.clear();
    this.weightsChanged.clear();
  }

  private _deliver(delivery: Delivery): void {
    const { array } = delivery.block;
    if (array === 'mask') {
      this._deliverMask(delivery);
      return;
    }
    if (array === 'original') {
      this._deliverOriginal(delivery);
      return;
    }
    if (array !== 'weights') {
      this._writer.write(array, delivery);
      return;
    }
    Promise.resolve(delivery.values).then(values => {
      this._setWeights(Uint32Array.from(values));
      delivery.written();
    }, delivery.failed);
  }

  private _deliverMask({ block, values, written, failed }: Delivery): void {
    const mask = this._services.model.arrays?.mask;
    Promise.resolve(values).then(bits => {
      mask?.set(bits, block.box.z0 * maskSliceBytes(this.volume.shape));
      written();
    }, failed);
  }

  private _deliverOriginal({ block, values, written, failed }: Delivery): void {
    Promise.resolve(values).then(labels => {
      if (this._original !== null) {
        writeBlock(this._original, block.box, labels);
        written();
        if (this._loader.has('original')) {
          this._services.model.setOriginal(this._original);
        }
      }
    }, failed);
  }

  private _setWeights(weights: Uint32Array<ArrayBuffer>): void {
    this._weights = weights;
    this._services.model.setWeights(weights);
    this.weightsChanged.emit(weights);
    this._feed.start(weights);
  }

  /**
   * Make the list by other parameters.
   * @param isOurs - the reviewer asked for it, and the kernel does not know
   */
  rerank(parameters: RankParameters, isOurs: boolean): void {
    this._isRankingPaused = false;
    this._feed.change(parameters, isOurs);
  }

  /** Whether the reviewer's parameters are being tried. */
  get isReranking(): boolean {
    return this._feed.isAsked;
  }

  private _rankingEnded(problem: string | null): void {
    if (problem !== null) {
      this._services.model.update({ announcement: problem, isLasting: true });
    }
    this._show();
  }

  private _needHeights(): void {
    const { model } = this._services;
    if (model.arrays !== null && model.arrays.heights === null) {
      model.addHeights();
      this._loader.add('heights');
    }
  }

  /** The mask, which comes from the beginning unless heights do. */
  private _needMask(): void {
    const { model } = this._services;
    if (model.arrays !== null && model.arrays.mask === null) {
      model.addMask();
      this._loader.add('mask');
    }
  }

  /** Once a generation, when somebody wants to see it. */
  private _needOriginal({ layers }: CurationState): void {
    if ((layers.before || layers.changes) && this._original === null) {
      const { shape, segmentation } = this.volume;
      this._original = zeros(segmentation.index, shape);
      this._loader.add('original');
    }
  }

  /** What the reviewer looks at comes next. */
  private _focus({ crop, cursor }: CurationState): void {
    const focus = crop !== null && containsVoxel(crop, cursor) ? crop : cursor;
    if (focus !== this._focusedOn && !this._loader.isComplete) {
      this._focusedOn = focus;
      this._loader.focusOn('z0' in focus ? focus : { z0: focus.z, z1: focus.z + 1 });
    }
  }

  private _show(): void {
    const { model } = this._services;
    if (!this._isFailed && !this._isReady) {
      const phase = this._phase();
      this._isReady = phase.kind === 'ready';
      model.update({ phase });
    }
  }

  private _phase(): Phase {
    const loader = this._loader;
    if (loader.isComplete && !this._feed.isRunning && !this._isRankingPaused) {
      return { kind: 'ready' };
    }
    const { nextArray } = loader;
    return {
      kind: 'loading',
      fraction: nextArray === null ? this._rankFraction : loader.fraction,
      what: nextArray === null ? 'regions' : WHAT[nextArray],
      paused: loader.isPaused || this._isRankingPaused,
      editable: loader.has('segmentation')
    };
  }

  private readonly _loader: BlockLoader;
  private readonly _writer: BlockWriter;
  private readonly _feed: RankingFeed;
  private readonly _disconnect: () => void;
  private _weights: Uint32Array<ArrayBuffer> | null = null;
  /** The segmentation as it was, as far as it has come. */
  private _original: Volume | null = null;
  private _rankFraction = 0;
  private _isRankingPaused = false;
  private _isFailed = false;
  private _focusedOn: Box | VoxelPoint | null = null;
  private _isReady = false;
}

function openModel(model: CurationModel, volume: WireVolume): void {
  try {
    model.open(volume);
  } catch (cause) {
    const { z, y, x } = volume.shape;
    const message = model.trans.__(
      'A volume of %1 voxels needs %2, which the browser does not give.',
      `${z} × ${y} × ${x}`,
      megabytes(volumeBytes(volume))
    );
    const remedy = model.trans.__('Close other pages, or curate a part of the volume.');
    throw new NoRoomError(message, remedy, { cause });
  }
}

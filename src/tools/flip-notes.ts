/** What flipping the region in hand does: asked for when it is selected, told when it is known. */
import { voxelCount } from '../core/axes';
import type { ConsequenceSource } from '../core/consequence';
import { maskOfHeights } from '../core/consequence';
import type { CurationModel } from '../core/model';
import type { Ranking } from '../core/regions';
import { searchesHeights } from '../core/regions';
import type { Votes } from '../core/votes';
import { votesOf } from '../core/votes';
import type { CurationState, VolumeDescription } from '../core/state';

/** Beyond that the worker would need more than 0.4 GB for it. */
const MOST_VOXELS = 2 ** 26;

type OpenSource = (
  mask: Uint8Array<ArrayBuffer>,
  volume: VolumeDescription
) => Pick<ConsequenceSource, 'of' | 'dispose'>;

/**
 * Keep the model's note of what a flip does. Nothing is asked until all is loaded and ranked, nor for volumes of more than 2²⁶ voxels.
 * @param open - tries flips on the segmentation of a generation, of which it borrows the mask
 * @returns a function that ends it
 */
export function followFlips(model: CurationModel, open: OpenSource): () => void {
  const notes = new FlipNotes(model, open);
  const follow = () => {
    notes.follow(model.state);
  };
  const ends = [
    model.opened.connect(() => {
      notes.stop();
    }),
    model.stateChanged.connect(follow),
    model.rankingChanged.connect(follow)
  ];
  return () => {
    ends.forEach(end => {
      end();
    });
    notes.stop();
  };
}

class FlipNotes {
  constructor(
    private readonly _model: CurationModel,
    private readonly _open: OpenSource
  ) {}

  follow({ phase, isRanking, selected }: CurationState): void {
    const { ranking, volume } = this._model;
    const isAtRest = phase.kind === 'ready' && !isRanking;
    if (!isAtRest || ranking === null || volume === null || selected === null) {
      return;
    }
    const isAsked = this._asked?.ranking === ranking && this._asked.index === selected;
    if (!isAsked && selected < ranking.count && voxelCount(volume.shape) <= MOST_VOXELS) {
      this._asked = { ranking, index: selected };
      void this._tell(this._asked);
    }
  }

  stop(): void {
    const source = this._source;
    this._source = this._asked = null;
    void source?.then(found => found?.dispose());
  }

  /** What cannot be found out is not told: the worker may be lost, or its memory short. */
  private async _tell(asked: Asked): Promise<void> {
    this._source ??= this._make(asked.ranking);
    const source = await this._source;
    if (this._asked !== asked || source === null) {
      return;
    }
    const does = await source.of(asked.ranking, asked.index).catch(() => null);
    if (this._asked === asked && does !== null) {
      this._model.update({ flip: { ...asked, does, votes: this._votesOf(asked) } });
    }
  }

  private _votesOf({ ranking, index }: Asked): Votes | null {
    const heights = this._model.arrays?.heights;
    return searchesHeights(ranking.parameters.mode) && heights !== null && heights !== undefined
      ? votesOf(heights.data, ranking, index)
      : null;
  }

  /** Of the array that the ranking is made with, which is complete. */
  private async _make({ parameters }: Ranking): Promise<ReturnType<OpenSource> | null> {
    const { arrays, volume } = this._model;
    if (arrays === null || volume === null) {
      return null;
    }
    const mask =
      searchesHeights(parameters.mode) && arrays.heights !== null
        ? await maskOfHeights(arrays.heights.data, volume.shape)
        : arrays.mask;
    return mask === null ? null : this._open(mask, volume);
  }

  private _source: Promise<ReturnType<OpenSource> | null> | null = null;
  private _asked: Asked | null = null;
}

interface Asked {
  readonly ranking: Ranking;
  readonly index: number;
}

/** What each act does to the pieces of the segmentation: asked for while it goes on and when it is over, told when it is known. */
import type { Box } from '../core/axes';
import { containsBox, uniteBoxes } from '../core/axes';
import type { CurationModel } from '../core/model';
import type { EditCause, PieceChange, PieceNote, PieceSource } from '../core/pieces';
import { isUnchanged, mergedChange } from '../core/pieces';
import type { CurationState } from '../core/state';
import type { Volume } from '../core/volume';

/**
 * Keep the model's note of pieces. Counting begins when nothing is loaded or ranked any more, so that it delays neither.
 * @param count - counts the pieces of a segmentation, which it borrows
 * @returns a function that ends it
 */
export function followPieces(
  model: CurationModel,
  count: (segmentation: Volume) => PieceSource
): () => void {
  const notes = new PieceNotes(model, count);
  const ends = [
    model.opened.connect(() => notes.stop()),
    model.stateChanged.connect(state => notes.follow(state)),
    model.acted.connect(act => {
      if (act.kind === 'edit') {
        notes.made(act.edit.box);
      }
    }),
    model.strokeEnded.connect(() => notes.strokeEnded()),
    model.voxelsChanged.connect(({ array, box, cause }) => {
      if (array === 'segmentation' && cause !== 'stroke') {
        notes.changed(cause, box);
      } else if (array === 'segmentation') {
        notes.stroked(box);
      }
    })
  ];
  return () => {
    ends.forEach(end => {
      end();
    });
    notes.stop();
  };
}

interface Changed {
  readonly cause: EditCause;
  readonly boxes: Box[];
}

class PieceNotes {
  constructor(
    private readonly _model: CurationModel,
    private readonly _count: (segmentation: Volume) => PieceSource
  ) {}

  follow({ phase }: CurationState): void {
    const { arrays } = this._model;
    const isAtRest =
      phase.kind === 'ready' ||
      (phase.kind === 'loading' && phase.editable === true && phase.paused === true);
    if (this._pieces === null && isAtRest && arrays !== null) {
      this._pieces = this._count(arrays.segmentation);
    }
  }

  stop(): void {
    this._pieces?.dispose();
    this._pieces = null;
    this._changes = [];
    this._forget();
    this._latest += 1;
  }

  /**
   * A stroke in hand has changed voxels: what that does is told while it goes on. One question at a time, and the newest last; each is
   * about all of the stroke, in comparison to what was there before it.
   */
  stroked(box: Box): void {
    this._tried = this._tried === null ? box : uniteBoxes(this._tried, box);
    this._isDirty = true;
    if (this._pieces !== null && !this._isTrying) {
      this._isTrying = true;
      queueMicrotask(() => void this._try());
    }
  }

  /** An edit is made; what it was told to do while it was drawn stands until its own answer comes. */
  made(box: Box): void {
    this._forget();
    this.changed('stroke', box);
  }

  /** The stroke in hand is made, or put back: then all is as it was before. */
  strokeEnded(): void {
    if (this._tried === null) {
      return;
    }
    if (this._isAsked) {
      void this._pieces?.edited(this._tried);
    }
    this._forget();
    this._latest += 1;
    const cause = this._model.state.pieces?.cause;
    if (cause === 'offer' || cause === 'drawing') {
      this._model.update({ pieces: null });
    }
  }

  private _forget(): void {
    this._tried = null;
    this._isAsked = false;
  }

  private async _try(): Promise<void> {
    while (this._pieces !== null && this._tried !== null && this._isDirty) {
      this._isDirty = false;
      this._isAsked = true;
      this._latest += 1;
      const latest = this._latest;
      const change = await this._pieces.tried(this._tried);
      if (latest === this._latest && this._model.isStroking) {
        const cause = this._model.state.offer === null ? 'drawing' : 'offer';
        this._model.update({ pieces: change === null ? null : { cause, change } });
      }
    }
    this._isTrying = false;
  }

  /** Several boxes of one act are written in one go. */
  changed(cause: EditCause, box: Box): void {
    if (this._pieces === null) {
      return;
    }
    if (this._changes.length === 0) {
      queueMicrotask(() => {
        this._ask();
      });
    }
    const last = this._changes.at(-1);
    if (last?.cause !== cause) {
      this._changes.push({ cause, boxes: [box] });
    } else if (!last.boxes.some(known => containsBox(known, box))) {
      last.boxes.push(box);
    }
  }

  private _ask(): void {
    const pieces = this._pieces;
    if (pieces === null) {
      return;
    }
    for (const { cause, boxes } of this._changes.splice(0)) {
      this._latest += cause === 'kernel' ? 0 : 1;
      const latest = this._latest;
      void Promise.all(boxes.map(box => pieces.edited(box))).then(changes => {
        if (latest === this._latest && !this._model.isStroking) {
          this._tell(cause, changes);
        }
      });
    }
  }

  private _tell(cause: EditCause, changes: readonly (PieceChange | null)[]): void {
    const [first = null, ...others] = changes;
    const change = others.reduce(mergedOrNull, first);
    const isQuiet = cause === 'kernel' && (change === null || isUnchanged(change));
    if (isQuiet) {
      return;
    }
    const { pieces } = this._model.state;
    this._model.update({ pieces: change === null ? null : noteOf(cause, change, pieces) });
  }

  private _pieces: PieceSource | null = null;
  private _changes: Changed[] = [];
  /** All that the stroke in hand has changed; whether some of it is not asked about yet, and whether anything is. */
  private _tried: Box | null = null;
  private _isDirty = false;
  private _isAsked = false;
  private _isTrying = false;
  /** Number of the last act; what is known of earlier ones is not told any more. */
  private _latest = 0;
}

/** What comes from the kernel comes in blocks, which are told as one. */
function noteOf(cause: EditCause, change: PieceChange, last: PieceNote | null): PieceNote {
  return cause === 'kernel' && last?.cause === 'kernel'
    ? { cause, change: mergedChange(last.change, change) }
    : { cause, change };
}

function mergedOrNull(first: PieceChange | null, second: PieceChange | null): PieceChange | null {
  return first === null || second === null ? null : mergedChange(first, second);
}

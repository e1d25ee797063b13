/** What each act does to the pieces of the segmentation: asked for when it is over, told when it is known. */
import type { Box } from '../core/axes';
import { containsBox } from '../core/axes';
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
    this._latest += 1;
  }

  /**
   * A stroke has changed voxels: counted when it is over. But what is only offered is counted as it is shown, and as it is put back, so
   * that what is told is always in comparison to what was there before.
   */
  stroked(box: Box): void {
    const { offer } = this._model.state;
    if (this._pieces === null || (offer === null && this._offered === null)) {
      return;
    }
    this._latest += 1;
    const latest = this._latest;
    this._offered = this._pieces.edited(box);
    void this._offered.then(change => {
      if (latest === this._latest && this._model.state.offer !== null) {
        this._model.update({ pieces: change === null ? null : { cause: 'offer', change } });
      }
    });
  }

  /** An edit is made; what was offered is counted already. */
  made(box: Box): void {
    const offered = this._offered;
    if (offered === null) {
      this.changed('stroke', box);
      return;
    }
    this._latest += 1;
    const latest = this._latest;
    void offered.then(change => {
      if (latest === this._latest) {
        this._tell('stroke', [change]);
      }
    });
  }

  /** What was offered is made or put back. */
  strokeEnded(): void {
    this._offered = null;
    if (this._model.state.pieces?.cause === 'offer') {
      this._model.update({ pieces: null });
    }
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
  /** What the last change of an offer in hand was; null when none is. */
  private _offered: Promise<PieceChange | null> | null = null;
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

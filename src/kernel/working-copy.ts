/**
 * The browser's copy of the segmentation: what the kernel last said, with the edits on top that it has not answered yet. Blocks, edits
 * of others and refusals are written in the order they came, between strokes.
 */
import type { Box } from '../core/axes';
import { intersectBoxes } from '../core/axes';
import type { Edit } from '../core/edits';
import type { CurationModel } from '../core/model';
import type { EditCause } from '../core/pieces';
import type { TypedArray } from '../core/volume';
import type { ActQueue } from './act-queue';
import { drawable } from './act-queue';
import { OrderedWrites } from './ordered-writes';

interface KnownRuns {
  readonly revision: number;
  readonly box: Box;
  readonly runs: Uint32Array;
}

export class WorkingCopy {
  /** @param isAwaited - whether a block is asked for or on its way, so that it may not hold what comes now */
  constructor(
    private readonly _model: CurationModel,
    private readonly _acts: ActQueue,
    private readonly _isAwaited: () => boolean
  ) {
    this._writes = new OrderedWrites(() => _model.isStroking);
    this._disconnect = _model.strokeEnded.connect(() => {
      this._writes.drain();
      this._prune();
    });
  }

  /** New arrays: nothing that waits belongs to them. */
  reset(): void {
    this._writes.clear();
    this._recent = [];
    this._withdrawn.clear();
  }

  /** Let `put` write the block's values, as of `revision`; what came later is written over them. */
  writeBlock(
    box: Box,
    revision: number,
    values: TypedArray | Promise<TypedArray>,
    put: (values: TypedArray) => void,
    written: () => void,
    failed: (error: unknown) => void
  ): void {
    const run = (arrived: TypedArray) => {
      put(arrived);
      this._refresh(box, revision);
      this._prune();
      written();
    };
    this._writes.addWhen(values, run, failed);
  }

  /** The kernel has changed voxels: `runs` lead to `revision`. */
  writeRuns(box: Box, runs: Uint32Array, revision: number, cause: EditCause = 'kernel'): void {
    this._remember({ box, runs, revision });
    this._writes.add(() => {
      this._model.writeRuns(box, runs, 'after', { cause });
      this._refresh(box, revision);
    });
  }

  /** Edits wait for an answer that nobody painted here: draw them over what is there. */
  show(edits: readonly Edit[]): void {
    const { revision } = this._model.state;
    this._writes.add(() => {
      for (const { box, runs } of edits) {
        this._model.writeRuns(box, runs, 'after');
        this._refresh(box, revision);
      }
    });
  }

  /** An edit of ours has been applied: it is part of `revision` from now on. */
  accept(edit: Edit, revision: number): void {
    if (this._withdrawn.delete(edit)) {
      this.writeRuns(edit.box, edit.runs, revision);
    } else {
      this._remember({ box: edit.box, runs: edit.runs, revision });
    }
  }

  /** An edit of ours is refused: put back what it found, and what later ones on top of it found, as these will hardly fit either. */
  refuse(edit: Edit, generation: number): void {
    const isKnown = this._withdrawn.delete(edit);
    if (isKnown) {
      return;
    }
    const lifted = [edit];
    for (const later of this._pendingOf(generation)) {
      if (
        !this._withdrawn.has(later) &&
        lifted.some(({ box }) => intersectBoxes(box, later.box) !== null)
      ) {
        lifted.push(later);
        this._withdrawn.add(later);
      }
    }
    const { revision } = this._model.state;
    this._writes.add(() => {
      for (const { box, runs } of lifted.reverse()) {
        this._model.writeRuns(box, runs, 'before', { cause: 'refusal' });
      }
      for (const { box } of lifted) {
        this._refresh(box, revision);
      }
    });
  }

  dispose(): void {
    this._disconnect();
    this.reset();
  }

  /** What came after `revision`, then what has no answer yet, within `box`. */
  private _refresh(box: Box, revision: number): void {
    for (const known of this._recent) {
      if (known.revision > revision) {
        this._drawWithin(known, box);
      }
    }
    this._drawPending(box);
  }

  private _drawPending(box: Box): void {
    const generation = this._model.volume?.generation;
    if (generation !== undefined) {
      for (const edit of this._pendingOf(generation)) {
        if (!this._withdrawn.has(edit)) {
          this._drawWithin(edit, box);
        }
      }
    }
  }

  private _drawWithin({ box, runs }: Pick<KnownRuns, 'box' | 'runs'>, clip: Box): void {
    const common = intersectBoxes(box, clip);
    if (common !== null) {
      this._model.writeRuns(box, runs, 'after', { clip: common });
    }
  }

  private _pendingOf(generation: number): readonly Edit[] {
    return drawable(this._acts.pending.filter(entry => entry.generation === generation));
  }

  private _remember(known: KnownRuns): void {
    this._prune();
    if (this._isAwaited() || !this._writes.isEmpty) {
      this._recent.push(known);
    }
  }

  private _prune(): void {
    if (!this._isAwaited() && this._writes.isEmpty) {
      this._recent = [];
    }
  }

  private readonly _writes: OrderedWrites;
  private readonly _disconnect: () => void;
  private _recent: KnownRuns[] = [];
  /** Pending edits that are not drawn, since one below them was refused. */
  private readonly _withdrawn = new Set<Edit>();
}

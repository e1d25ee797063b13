/** Tools of the kernel that a line feeds: smart strokes and cuts. */
import type { VoxelPoint } from '../core/axes';
import type { SmartToolName } from '../core/edits';
import type { CurationModel } from '../core/model';
import type { SlicePlane } from '../core/state';
import type { CutPlane } from '../scene';
import type { Point } from './given';
import { addPoint, labelInHand, thinned, tupleOf, voxelOf } from './given';
import { OfferInHand } from './offer';
import type { Question } from './offer';

/** Points of a stroke; more are thinned out, the first and last stay. */
const MOST_POINTS = 512;

/** A line drawn in a slice or in 3D, of which the kernel makes an edit when it is let go. */
export class DrawnStroke {
  /** Begin a stroke in a slice, or in 3D; null when it cannot be, and the reviewer is told why. */
  static begin(
    model: CurationModel,
    plane: SlicePlane | null,
    tool: SmartToolName
  ): DrawnStroke | null {
    const offer = OfferInHand.begin(model);
    return offer === null ? null : new DrawnStroke(model, offer, questionOf(model, plane, tool));
  }

  private constructor(
    private readonly _model: CurationModel,
    private readonly _offer: OfferInHand,
    private _question: Question
  ) {}

  /** Go on through points, which lie in the slice or between voxels of it. */
  moveTo(points: readonly VoxelPoint[]): void {
    const before = this._points.length;
    for (const point of points) {
      addPoint(this._points, this._model, point);
    }
    if (this._points.length > before) {
      this._tell();
    }
  }

  /** The line leads through other points now, from its beginning on. */
  retrace(points: readonly VoxelPoint[]): void {
    this._points.length = 0;
    this.moveTo(points);
  }

  /** A knife in 3D: along a plane, once it meets a piece. */
  cutAlong({ points, direction, meets }: CutPlane): void {
    this._question = { tool: 'cut', given: { plane: tupleOf(direction) } };
    this._points.splice(0, this._points.length, ...(meets ? points.map(tupleOf) : []));
    this._offer.follow('cut', points);
    if (meets) {
      void this._ask();
    } else {
      this._offer.clear('cut');
    }
  }

  /** Wider (1) or narrower (-1), also while the button is down. */
  widen(step: 1 | -1): void {
    void this._offer.widen(step);
  }

  /** Make the edit of the whole stroke, once the kernel has answered. */
  async end(): Promise<void> {
    const { told } = this._model.state;
    if (await this._ask()) {
      this._offer.take();
      return;
    }
    this._offer.leave();
    if (this._model.state.told === told) {
      const { trans } = this._model;
      this._model.update({
        announcement: trans.__('Nothing near the line belongs to it: nothing changed.')
      });
    }
  }

  cancel(): void {
    this._offer.leave();
  }

  private _tell(): void {
    this._offer.follow(this._question.tool, this._points.map(voxelOf));
    void this._ask();
  }

  private async _ask(): Promise<boolean> {
    if (this._points.length === 0) {
      return false;
    }
    const { tool, given } = this._question;
    const points = thinned(this._points, MOST_POINTS);
    return this._offer.ask({ tool, given: { ...given, points, steps: this._offer.steps } });
  }

  private readonly _points: Point[] = [];
}

function questionOf(model: CurationModel, plane: SlicePlane | null, tool: SmartToolName): Question {
  return tool === 'cut'
    ? { tool: 'cut', given: { axis: plane ?? 'z' } }
    : { tool: 'stroke', given: { mode: tool, label: tool === 'add' ? labelInHand(model) : null } };
}

/** Tools of the kernel that a line or clicks feed: smart strokes, cuts, traces. */
import type { VoxelPoint } from '../core/axes';
import { clampVoxel } from '../core/axes';
import type { SmartToolName } from '../core/edits';
import type { CurationModel } from '../core/model';
import type { SlicePlane } from '../core/state';
import { labelInHand, thinned } from './given';
import { OfferInHand, offerOf } from './offer';
import type { Question } from './offer';

/** Points of a stroke; more are thinned out, the first and last stay. */
const MOST_POINTS = 512;

type Point = readonly [z: number, y: number, x: number];

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
    private readonly _question: Question
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
      this._model.update({ announcement: 'Nothing near the line belongs to it: nothing changed.' });
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

/** Another click of the trace in hand, or the first of a new one. */
export function traceTo(model: CurationModel, point: VoxelPoint): void {
  const known = traces.get(model);
  const trace = known !== undefined && known.offer === offerOf(model) ? known : beginTrace(model);
  if (trace !== null) {
    addPoint(trace.points, model, point);
    showTrace(model, trace);
  }
}

interface Trace {
  readonly offer: OfferInHand;
  readonly points: Point[];
}

const traces = new WeakMap<CurationModel, Trace>();

function beginTrace(model: CurationModel): Trace | null {
  const offer = OfferInHand.begin(model);
  if (offer === null) {
    return null;
  }
  offer.stay();
  const trace: Trace = { offer, points: [] };
  offer.back = () => {
    trace.points.pop();
    if (trace.points.length === 0) {
      offer.leave();
    } else {
      showTrace(model, trace);
    }
  };
  traces.set(model, trace);
  return trace;
}

function showTrace(model: CurationModel, { offer, points }: Trace): void {
  offer.follow('trace', points.map(voxelOf));
  if (points.length < 2) {
    offer.clear('trace');
    model.update({ announcement: 'Trace begun: click on along the vessel.' });
    return;
  }
  const label = labelInHand(model);
  void offer.ask({
    tool: 'trace',
    about: 'Trace',
    given: { points: [...points], label, steps: offer.steps }
  });
}

function questionOf(model: CurationModel, plane: SlicePlane | null, tool: SmartToolName): Question {
  return tool === 'cut'
    ? { tool: 'cut', given: { axis: plane } }
    : { tool: 'stroke', given: { mode: tool, label: tool === 'add' ? labelInHand(model) : null } };
}

function addPoint(points: Point[], { volume }: CurationModel, point: VoxelPoint): void {
  if (volume === null) {
    return;
  }
  const { z, y, x } = clampVoxel(volume.shape, point);
  const last = points.at(-1);
  if (last?.[0] !== z || last[1] !== y || last[2] !== x) {
    points.push([z, y, x]);
  }
}

function voxelOf([z, y, x]: Point): VoxelPoint {
  return { z, y, x };
}

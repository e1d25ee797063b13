/** Lasso and polygon: a closed line in a slice, drawn or set corner by corner; what it encloses gets the label in hand. */
import type { VoxelPoint } from '../core/axes';
import { PLANE_AXES } from '../core/axes';
import { BACKGROUND } from '../core/labels';
import type { CurationModel } from '../core/model';
import type { SlicePlane } from '../core/state';
import { labelInHand, thinned } from './given';
import { OfferInHand, offerOf } from './offer';

/** Corners of a line; more are thinned out. */
const MOST_CORNERS = 4096;
const FEWEST_CORNERS = 3;

const inHand = new WeakMap<CurationModel, Lasso>();

/** The line in hand, or null. */
export function lassoOf(model: CurationModel): Lasso | null {
  const lasso = inHand.get(model) ?? null;
  return lasso?.isInHand === true ? lasso : null;
}

/** How many slices a line goes through, from now on and for the line in hand. */
export function setSlices(model: CurationModel, slices: number): void {
  const { tool } = model.state;
  const { z, y, x } = model.volume?.shape ?? { z: 1, y: 1, x: 1 };
  const most = Math.max(z, y, x);
  const inRange = Math.min(Math.max(Math.round(slices), 1), most);
  if (inRange !== tool.slices) {
    model.update({ tool: { ...tool, slices: inRange } });
    lassoOf(model)?.refresh();
  }
}

export class Lasso {
  /** The line in hand where it lies in this view, else a new one; null when it cannot be, and the reviewer is told why. */
  static at(model: CurationModel, plane: SlicePlane, erases: boolean): Lasso | null {
    const known = lassoOf(model);
    if (known?._plane === plane) {
      return known;
    }
    if (!erases && model.state.tool.label === BACKGROUND) {
      model.update({
        announcement: model.trans.__('No label for the lasso: choose one, or add a new one.')
      });
      return null;
    }
    const offer = OfferInHand.begin(model);
    if (offer === null) {
      return null;
    }
    const lasso = new Lasso(model, offer, plane, erases ? '0' : labelInHand(model));
    inHand.set(model, lasso);
    return lasso;
  }

  private constructor(
    private readonly _model: CurationModel,
    private readonly _offer: OfferInHand,
    private readonly _plane: SlicePlane,
    private readonly _label: string | null
  ) {
    this._depth = _model.state.cursor[_plane];
    _offer.back = () => this.back();
    _offer.widenBy = step => this.widen(step);
  }

  get isInHand(): boolean {
    return offerOf(this._model) === this._offer;
  }

  get plane(): SlicePlane {
    return this._plane;
  }

  get corners(): number {
    return this._corners.length;
  }

  /** Go on through points of the slice. */
  moveTo(points: readonly VoxelPoint[]): void {
    this._corners.push(...points.map(point => ({ ...point, [this._plane]: this._depth })));
    this.refresh();
  }

  /** Draw the line on to where the pointer is, which is no corner yet. */
  reachTo(point: VoxelPoint | null): void {
    this._follow(...(point === null ? [] : [{ ...point, [this._plane]: this._depth }]));
  }

  /** A slice more or less. */
  widen(step: 1 | -1): void {
    setSlices(this._model, this._model.state.tool.slices + step);
  }

  /** Take corners back until so many are left; the lasso is left when none is. */
  back(left = this._corners.length - 1): void {
    this._corners.length = Math.min(this._corners.length, Math.max(left, 0));
    if (this._corners.length === 0) {
      this._offer.leave();
    } else {
      this.refresh();
    }
  }

  /** The line stays until it is closed, corner by corner. */
  stay(): void {
    this._offer.stay();
  }

  /** Close the line and make the edit of it, once the kernel has answered. */
  async close(): Promise<void> {
    const { told } = this._model.state;
    if (this._corners.length >= FEWEST_CORNERS && (await this._ask())) {
      this._offer.take();
      return;
    }
    this._offer.leave();
    if (this._model.state.told === told) {
      this._model.update({
        announcement: this._model.trans.__('The line encloses nothing that would change.')
      });
    }
  }

  /** Draw the line, and show what it encloses. */
  refresh(): void {
    this._follow();
    if (this._corners.length >= FEWEST_CORNERS) {
      void this._ask(true);
    } else {
      this._offer.clear('lasso');
    }
  }

  private _follow(...more: readonly VoxelPoint[]): void {
    this._offer.follow('lasso', [...this._corners, ...more], 'closed');
  }

  private _ask(isDrawn = false): Promise<boolean> {
    const { u, v } = PLANE_AXES[this._plane];
    const corners = thinned(this._corners, MOST_CORNERS).map(corner => [corner[v], corner[u]]);
    const { slices } = this._model.state.tool;
    const where = { plane: this._plane, depth: this._depth, slices };
    return this._offer.ask({
      tool: 'lasso',
      about: this._model.trans.__('Lasso'),
      given: { corners, label: this._label, ...where },
      isDrawn
    });
  }

  private readonly _depth: number;
  private readonly _corners: VoxelPoint[] = [];
}

/** A line drawn on the 3D view, and the depth that it finds. */
import type { VoxelPoint } from '../core/axes';
import { depthPath } from '../core/depth-path';
import type { Sight, SightLine } from './sight-lines';
import { SightLines } from './sight-lines';
import type { ViewPoint } from './slice-geometry';
import { additionCosts, removalCosts } from './stroke-costs';

/** Cost of changing the depth by as much as the line goes on, beside costs of 0 to 1 for each voxel's length. */
const STIFFNESS = 0.15;
/** Depths that the way may change by from one voxel's length to the next; more where its ends ask for more. */
const LEAST_CHANGE = 4;
/** Lines of sight; a longer line takes every second, and so on. */
const MOST_LINES = 512;

/**
 * Follows the pointer over the 3D view. The way through (place along the line) × (depth) is the cheapest and smoothest one, as a
 * whole, so that depths of earlier points may change as the line goes on.
 */
export class StrokeLine {
  /** @param mode - whether something missing is followed, or something false that has a label */
  constructor(
    sight: Sight,
    private readonly _mode: 'add' | 'remove'
  ) {
    this._lines = new SightLines(sight);
    this._usual = this._lines.depthOf(sight.cursor);
    this._stepPixels = this._lines.stepPixels;
  }

  /** Go on to a point of the view, in steps of the smallest voxel edge. */
  moveTo(viewPoint: ViewPoint): void {
    const from = this._sights.at(-1)?.viewPoint;
    if (from === undefined) {
      this._sights.push(this._lines.at(viewPoint, { left: 0, top: 0 }));
      return;
    }
    const towards = { left: viewPoint.left - from.left, top: viewPoint.top - from.top };
    const length = Math.hypot(towards.left, towards.top);
    for (let step = 1; step * this._stepPixels <= length; step++) {
      const share = (step * this._stepPixels) / length;
      const left = from.left + share * towards.left;
      const top = from.top + share * towards.top;
      this._sights.push(this._lines.at({ left, top }, towards));
    }
    this._thin();
  }

  /** The line's voxels, at the depths that it is thought to be meant at. */
  voxels(): readonly VoxelPoint[] {
    const { rows, anchors } =
      this._mode === 'add' ? additionCosts(this._sights, this._usual) : removalCosts(this._sights);
    const [first, last] = [anchors.at(0), anchors.at(-1)];
    const slope =
      first === undefined || last === undefined || first === last
        ? 0
        : Math.abs(last.depth - first.depth) / (last.place - first.place);
    const most = Math.max(LEAST_CHANGE, Math.ceil(slope) + 2);
    const path = depthPath(rows, { stiffness: STIFFNESS, most });
    return this._sights.flatMap(({ viewPoint }, i) => {
      const voxel = this._lines.voxelAt(viewPoint, path[i]);
      return voxel === null ? [] : [voxel];
    });
  }

  private _thin(): void {
    if (this._sights.length > MOST_LINES) {
      this._sights = this._sights.filter((_, i) => i % 2 === 0);
      this._stepPixels *= 2;
    }
  }

  private readonly _lines: SightLines;
  /** Depth of the crosshair. */
  private readonly _usual: number;
  private _stepPixels: number;
  private _sights: SightLine[] = [];
}

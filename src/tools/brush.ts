/** The brush and the eraser: points of a slice or of a surface in, one edit out. */
import type { VoxelPoint } from '../core/axes';
import { RowBox } from '../core/axes';
import type { Edit, SmartToolName, Stroke, ToolName } from '../core/edits';
import { BACKGROUND } from '../core/labels';
import type { CurationModel } from '../core/model';
import type { SlicePlane, ToolState, VolumeDescription } from '../core/state';
import { hush } from './hush';
import { whyBarred } from './mask-commands';
import { leaveOffer } from './offer';
import { sweepRows } from './sweep';

/** One stroke in hand. Everything it depends on is taken when it begins. */
export class BrushStroke {
  /**
   * Begin a stroke; null when it cannot be, and the reviewer is told why.
   * @param plane - the slice that it is drawn in; null in 3D, where it is a ball always
   */
  static begin(model: CurationModel, plane: SlicePlane | null, tool: ToolName): BrushStroke | null {
    const refusal = whyNotPaint(model, tool);
    if (refusal !== null) {
      model.update({ announcement: refusal });
      return null;
    }
    leaveOffer(model);
    hush(model);
    const { volume } = model;
    const stroke = model.beginStroke();
    return volume === null || stroke === null
      ? null
      : new BrushStroke(model, volume, stroke, plane, tool);
  }

  private constructor(
    model: CurationModel,
    volume: VolumeDescription,
    stroke: Stroke,
    plane: SlicePlane | null,
    tool: ToolName
  ) {
    this._model = model;
    this._volume = volume;
    this._stroke = stroke;
    this._plane = plane;
    this._tool = tool;
    this._settings = model.state.tool;
    this._start = new Int32Array(volume.shape.z * volume.shape.y);
    this._end = new Int32Array(volume.shape.z * volume.shape.y);
  }

  /** Paint on through the points, which lie in the slice or between voxels of it; null lifts the brush. */
  moveTo(points: readonly (VoxelPoint | null)[]): void {
    const changed = new RowBox();
    for (const to of points) {
      if (to !== null) {
        this._sweep(this._last ?? to, to, changed);
      }
      this._last = to;
    }
    if (changed.box !== null) {
      this._model.strokeChanged(changed.box);
    }
  }

  end(): Edit | null {
    return this._model.endStroke(this._tool);
  }

  cancel(): void {
    this._model.cancelStroke();
  }

  private _sweep(from: VoxelPoint, to: VoxelPoint, changed: RowBox): void {
    const { shape, spacing } = this._volume;
    const { radius, disc, label: chosen } = this._settings;
    const label = this._tool === 'erase' ? BACKGROUND : chosen;
    sweepRows({ from, to, radius, disc, plane: this._plane }, shape, spacing, (z, y, x0, x1) => {
      const fresh = this._fresh(z * shape.y + y, x0, x1);
      if (fresh !== null && this._stroke.paintRow(z, y, fresh[0], fresh[1], label) > 0) {
        changed.add(z, y, fresh[0], fresh[1]);
      }
    });
  }

  /** What of a row this stroke has not painted lately, half-open: a large ball moves on by a rim. Null for none. */
  private _fresh(row: number, x0: number, x1: number): readonly [number, number] | null {
    const start = this._start[row];
    const end = this._end[row];
    if (end === 0 || x1 < start || x0 > end) {
      this._start[row] = x0;
      this._end[row] = x1;
      return [x0, x1];
    }
    this._start[row] = Math.min(x0, start);
    this._end[row] = Math.max(x1, end);
    if (x0 >= start) {
      return x1 > end ? [end, x1] : null;
    }
    return [x0, x1 > end ? x1 : start];
  }

  private readonly _model: CurationModel;
  private readonly _volume: VolumeDescription;
  private readonly _stroke: Stroke;
  private readonly _plane: SlicePlane | null;
  private readonly _tool: ToolName;
  private readonly _settings: ToolState;
  /** By row `z * Y + y`: a stretch that is painted, half-open; its end is 0 where there is none. */
  private readonly _start: Int32Array;
  private readonly _end: Int32Array;
  private _last: VoxelPoint | null = null;
}

/** The tool that a stroke uses: the one in hand, or the other while `alt` or `shift` is held. */
export function toolOfStroke(
  tool: ToolName | SmartToolName,
  { altKey, shiftKey }: Pick<MouseEvent, 'altKey' | 'shiftKey'>
): ToolName | SmartToolName {
  return altKey || shiftKey ? SWAPPED[tool] : tool;
}

const SWAPPED = {
  brush: 'erase',
  erase: 'brush',
  add: 'remove',
  remove: 'add',
  cut: 'cut'
} as const;

function whyNotPaint(model: CurationModel, tool: ToolName): string | null {
  const { state, trans } = model;
  if (!model.isEditable) {
    return trans.__('Painting begins when the whole segmentation is here.');
  }
  if (state.connection === 'gone') {
    return trans.__('The kernel is gone: run the cell again, then paint.');
  }
  return tool === 'brush' && state.tool.label === BACKGROUND
    ? trans.__('No label to paint with: choose one, or add a new one.')
    : whyBarred(model);
}

/** What a press on a view begins: one small object per gesture. */
import type { VoxelPoint } from '../core/axes';
import type { CurationModel } from '../core/model';
import type { SlicePlane } from '../core/state';
import type { CurationScene, SceneView, SliceView } from '../scene';
import { toViewPoint } from '../scene/view';
import { BrushStroke, toolOfStroke } from './brush';
import { seedAt, traceTo } from './clicked-tools';
import { DrawnStroke } from './drawn-tools';
import type { Gesture } from './gesture';
import { clickGesture, dragOrClick, isFar, lookAt, movesView } from './gesture';
import { Lasso, lassoOf } from './lasso';
import { volumeGesture } from './volume-gestures';

/** Pixels of a drag that widen the window by the factor e, or shift it by its own width. */
const WINDOW_PIXELS = 220;

/** The gesture that a press on a view begins, or null when it begins none. */
export function gestureFor(
  scene: CurationScene,
  model: CurationModel,
  view: SceneView,
  press: PointerEvent
): Gesture | null {
  if (press.button === 2) {
    return windowGesture(model, press);
  }
  if (view.name === 'volume') {
    return volumeGesture(scene.volume, model, press);
  }
  if (movesView(press)) {
    return dragOrClick(
      press,
      delta => view.panBy(delta),
      () => lookAt(model, view, press)
    );
  }
  if (press.button !== 0) {
    return null;
  }
  return sliceGesture(scene.slices[view.name], view.name, model, press);
}

function sliceGesture(
  slice: SliceView,
  plane: SlicePlane,
  model: CurationModel,
  press: PointerEvent
): Gesture | null {
  const { name } = model.state.tool;
  if (name === 'look') {
    return crosshairGesture(slice, model, press);
  }
  if (name === 'trace') {
    const point = pointIn(slice)(press);
    return clickGesture(() => traceTo(model, point));
  }
  if (name === 'cut' && press.shiftKey) {
    const point = pointIn(slice)(press);
    return clickGesture(() => seedAt(model, point));
  }
  if (name === 'lasso') {
    return lassoGesture(slice, plane, model, press);
  }
  const tool = toolOfStroke(name, press);
  const stroke =
    tool === 'brush' || tool === 'erase'
      ? BrushStroke.begin(model, plane, tool)
      : DrawnStroke.begin(model, plane, tool);
  return stroke === null ? null : strokeGesture(slice, stroke, press);
}

function strokeGesture(
  slice: SliceView,
  stroke: BrushStroke | DrawnStroke,
  press: PointerEvent
): Gesture {
  const pointOf = pointIn(slice);
  stroke.moveTo([pointOf(press)]);
  return {
    move: moved => stroke.moveTo(moved.map(pointOf)),
    end: () => {
      void stroke.end();
    },
    cancel: () => stroke.cancel(),
    widen: stroke instanceof DrawnStroke ? step => stroke.widen(step) : undefined
  };
}

/** A drag draws the line, which ends with it unless corners were set before; a click sets a corner. */
function lassoGesture(
  slice: SliceView,
  plane: SlicePlane,
  model: CurationModel,
  press: PointerEvent
): Gesture | null {
  const isBegun = lassoOf(model)?.plane === plane;
  const lasso = Lasso.at(model, plane, press.altKey || press.shiftKey);
  if (lasso === null) {
    return null;
  }
  const pointOf = pointIn(slice);
  const before = lasso.corners;
  let isDrag = false;
  lasso.moveTo([pointOf(press)]);
  return {
    move: moved => {
      isDrag ||= moved.some(event => isFar(event, press));
      if (isDrag) {
        lasso.moveTo(moved.map(pointOf));
      }
    },
    end: () => {
      if (isDrag && !isBegun) {
        void lasso.close();
      } else {
        lasso.stay();
      }
    },
    cancel: () => lasso.back(before),
    widen: step => lasso.widen(step)
  };
}

/** The crosshair follows the pointer; the other two slices follow the crosshair. */
function crosshairGesture(slice: SliceView, model: CurationModel, press: PointerEvent): Gesture {
  const before = model.state.cursor;
  const pointOf = pointIn(slice);
  const follow = (event: PointerEvent): void => {
    model.moveCursor(pointOf(event));
  };
  follow(press);
  return {
    move: moved => moved.slice(-1).forEach(follow),
    end: () => undefined,
    cancel: () => model.moveCursor(before)
  };
}

/** Drag right for less, left for more contrast; up for brighter. */
function windowGesture(model: CurationModel, press: PointerEvent): Gesture {
  const { window: before, windowing } = model.state;
  return {
    move: moved => {
      const last = moved[moved.length - 1];
      const width = before[1] - before[0];
      const wider = width * Math.exp((last.clientX - press.clientX) / WINDOW_PIXELS);
      const shift = ((last.clientY - press.clientY) / WINDOW_PIXELS) * width;
      model.setWindow(windowAround((before[0] + before[1]) / 2 + shift, wider));
    },
    end: () => undefined,
    cancel: () => model.update({ window: before, windowing })
  };
}

/** A window of display values: at least one wide, its middle within 0 to 255. */
export function windowAround(centre: number, width: number): readonly [number, number] {
  const middle = Math.min(Math.max(centre, 0), 255);
  const half = Math.min(Math.max(width, 1), 1024) / 2;
  return [middle - half, middle + half];
}

/** The place in a slice that is under the pointer; it may lie between voxels. */
function pointIn(slice: SliceView): (event: PointerEvent) => VoxelPoint {
  return ({ clientX, clientY }) => slice.pointAt(toViewPoint(slice, clientX, clientY));
}

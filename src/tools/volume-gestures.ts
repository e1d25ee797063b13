/** What a press on the 3D view begins: a tool that draws has the plain drag, else it turns the scene. */
import type { VoxelPoint } from '../core/axes';
import type { SmartToolName, ToolName } from '../core/edits';
import type { CurationModel } from '../core/model';
import type { ToolState } from '../core/state';
import type { ViewPoint, VolumeView } from '../scene';
import { toViewPoint } from '../scene/view';
import { BrushStroke, toolOfStroke } from './brush';
import { seedAt, traceTo } from './clicked-tools';
import { DrawnStroke } from './drawn-tools';
import type { Gesture } from './gesture';
import { clickGesture, dragOrClick, isFar, lookAt, movesView } from './gesture';
import { SurfacePath } from './surface-path';

/** Whether a drag in 3D is the tool's; it turns the scene else. */
export function drawsInVolume(name: ToolState['name']): name is SmartToolName | ToolName {
  return name !== 'look' && name !== 'trace' && name !== 'lasso';
}

/** The gesture that a press of the left or middle button on the 3D view begins, or null when it begins none. */
export function volumeGesture(
  view: VolumeView,
  model: CurationModel,
  press: PointerEvent
): Gesture | null {
  const { name } = model.state.tool;
  if (movesView(press) || (press.button === 0 && !drawsInVolume(name))) {
    return cameraGesture(view, model, press);
  }
  if (press.button !== 0 || !drawsInVolume(name)) {
    return null;
  }
  const tool = toolOfStroke(name, press);
  return tool === 'brush' || tool === 'erase'
    ? brushGesture(view, model, press, tool)
    : tool === 'cut'
      ? cutGesture(view, model, press)
      : lineGesture(view, model, press, tool);
}

function cameraGesture(view: VolumeView, model: CurationModel, press: PointerEvent): Gesture {
  return dragOrClick(
    press,
    delta => (press.shiftKey ? view.panBy(delta) : view.rotateBy(delta)),
    () => (movesView(press) ? lookAt(model, view, press) : click(view, model, press))
  );
}

/** A click goes to what it hits; with the trace in hand that goes on there. */
function click(view: VolumeView, model: CurationModel, at: PointerEvent): void {
  const point = view.pick(toViewPoint(view, at.clientX, at.clientY));
  if (point !== null && model.state.tool.name === 'trace') {
    traceTo(model, point);
  } else if (point !== null) {
    model.moveCursor(point);
  }
}

function lineGesture(
  view: VolumeView,
  model: CurationModel,
  press: PointerEvent,
  tool: 'add' | 'remove'
): Gesture | null {
  const stroke = DrawnStroke.begin(model, null, tool);
  const line = stroke === null ? null : view.beginLine(tool);
  if (stroke === null || line === null) {
    stroke?.cancel();
    return null;
  }
  const follow = (moved: readonly PointerEvent[]): void => {
    placesOf(view, moved).forEach(place => line.moveTo(place));
    stroke.retrace(line.voxels());
  };
  follow([press]);
  return {
    move: follow,
    end: () => void stroke.end(),
    cancel: () => stroke.cancel(),
    widen: step => stroke.widen(step)
  };
}

/** A drag is a knife, which goes through what it crosses as it is looked at; a click cuts the neck near it, with shift it tells a part. */
function cutGesture(view: VolumeView, model: CurationModel, press: PointerEvent): Gesture | null {
  const [from] = placesOf(view, [press]);
  const hit = view.surfaceAt(from);
  if (press.shiftKey) {
    return clickGesture(() => {
      if (hit === null) {
        tellNoHit(model);
      } else {
        seedAt(model, hit);
      }
    });
  }
  const stroke = DrawnStroke.begin(model, null, 'cut');
  if (stroke === null) {
    return null;
  }
  let isDrag = false;
  return {
    move: moved => {
      isDrag ||= moved.some(event => isFar(event, press));
      const plane = isDrag ? view.planeThrough(from, placesOf(view, moved.slice(-1))[0]) : null;
      if (plane !== null) {
        stroke.cutAlong(plane);
      }
    },
    end: () => {
      if (!isDrag && hit !== null) {
        stroke.moveTo([hit]);
      }
      if (isDrag || hit !== null) {
        void stroke.end();
      } else {
        stroke.cancel();
        tellNoHit(model);
      }
    },
    cancel: () => stroke.cancel(),
    widen: step => stroke.widen(step)
  };
}

function brushGesture(
  view: VolumeView,
  model: CurationModel,
  press: PointerEvent,
  tool: 'brush' | 'erase'
): Gesture | null {
  const stroke = BrushStroke.begin(model, null, tool);
  if (stroke === null) {
    return null;
  }
  const path = new SurfacePath(view, model.state.tool.radius);
  let hasHit = false;
  const follow = (moved: readonly PointerEvent[]): void => {
    const hits: readonly (VoxelPoint | null)[] = path.moveTo(placesOf(view, moved));
    hasHit ||= hits.some(hit => hit !== null);
    stroke.moveTo(hits);
  };
  follow([press]);
  return {
    move: follow,
    end: () => {
      stroke.end();
      if (!hasHit) {
        tellNoHit(model);
      }
    },
    cancel: () => stroke.cancel()
  };
}

function placesOf(view: VolumeView, moved: readonly PointerEvent[]): readonly ViewPoint[] {
  return moved.map(event => toViewPoint(view, event.clientX, event.clientY));
}

function tellNoHit(model: CurationModel): void {
  model.update({ announcement: model.trans.__('Nothing is there to hit: nothing changed.') });
}

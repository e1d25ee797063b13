/** What a pressed pointer does until it is let go. */
import type { CurationModel } from '../core/model';
import type { SceneView, ViewPoint } from '../scene';
import { toViewPoint } from '../scene/view';

export interface Gesture {
  /** `moved`: every place the pointer was at since the last call, in order. */
  move(moved: readonly PointerEvent[]): void;
  end(): void;
  /** Put things back as they were before. */
  cancel(): void;
  /** Wider or narrower while the button is down. */
  readonly widen?: ((step: 1 | -1) => void) | undefined;
}

/** Farther than this, in CSS pixels, a press is a drag and no click. */
const CLICK_PIXELS = 3;

/** Whether a press is for the view itself, whatever tool is in hand. */
export function movesView({
  button,
  ctrlKey,
  metaKey
}: Pick<MouseEvent, 'button' | 'ctrlKey' | 'metaKey'>): boolean {
  return button === 1 || (button === 0 && (ctrlKey || metaKey));
}

export function dragOrClick(
  press: PointerEvent,
  drag: (delta: ViewPoint) => void,
  click: () => void
): Gesture {
  let isDrag = false;
  let last = press;
  return {
    move: moved => {
      const event = moved[moved.length - 1];
      isDrag ||= isFar(event, press);
      if (isDrag) {
        drag({ left: event.clientX - last.clientX, top: event.clientY - last.clientY });
        last = event;
      }
    },
    end: () => {
      if (!isDrag) {
        click();
      }
    },
    cancel: () => undefined
  };
}

/** Farther from its press than a click goes. */
export function isFar(event: PointerEvent, press: PointerEvent): boolean {
  return Math.hypot(event.clientX - press.clientX, event.clientY - press.clientY) > CLICK_PIXELS;
}

/** What a click does, wherever the pointer is let go. */
export function clickGesture(click: () => void): Gesture {
  return { move: () => undefined, end: click, cancel: () => undefined };
}

/** Move the crosshair to what is there, if anything is. */
export function lookAt(model: CurationModel, view: SceneView, at: PointerEvent): void {
  const point = view.pick(toViewPoint(view, at.clientX, at.clientY));
  if (point !== null) {
    model.moveCursor(point);
  }
}

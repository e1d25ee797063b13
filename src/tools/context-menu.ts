/** The host's context menu on a view, where a drag of the right button does something else. */

/** Pixels that a press may move and still be none. */
const REACH = 4;

/**
 * A right press that is let go where it was opens the menu. Systems differ in when they ask for it, on the press or after it, so that
 * none of what they ask is let through.
 */
export function offerContextMenu(canvas: HTMLElement, signal: AbortSignal): void {
  let press: PointerEvent | null = null;
  canvas.addEventListener(
    'pointerdown',
    event => {
      press = event.button === 2 ? event : null;
    },
    { signal }
  );
  canvas.addEventListener(
    'pointerup',
    event => {
      if (press !== null && event.button === 2 && isNear(press, event)) {
        canvas.dispatchEvent(menuEvent(event));
      }
      press = null;
    },
    { signal }
  );
  canvas.addEventListener(
    'contextmenu',
    event => {
      if (event.isTrusted) {
        event.preventDefault();
        event.stopPropagation();
      }
    },
    { signal }
  );
}

function isNear(a: MouseEvent, b: MouseEvent): boolean {
  return Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) <= REACH;
}

function menuEvent({ clientX, clientY }: MouseEvent): MouseEvent {
  return new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX, clientY });
}

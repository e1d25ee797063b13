/** The wheel over a view: slices, zoom, radius. */
import type { CurationModel } from '../core/model';
import type { SceneView } from '../scene';
import { toViewPoint } from '../scene/view';
import { setSlices } from './lasso';
import { offerOf } from './offer';
import { stepRadius } from './radius';

/** A notch of a mouse wheel sends at least this many pixels at once; touch pads send less, often. */
const NOTCH_PIXELS = 40;
const LINE_PIXELS = 40;
/** Pixels of wheel that zoom by the factor e. */
const ZOOM_PIXELS = 400;

/** Turns wheel events of one view into acts, a notch at a time where acts are whole steps. */
export class Wheel {
  constructor(
    private readonly _model: CurationModel,
    private readonly _view: SceneView
  ) {}

  /** @param widen - makes the stroke in hand wider or narrower */
  turn(event: WheelEvent, widen: ((step: 1 | -1) => void) | null = null): void {
    const pixels = pixelsOf(event);
    const { name } = this._view;
    const wantsRadius =
      event.shiftKey &&
      (this._model.state.tool.name !== 'look' || this._model.state.offer !== null);
    if (widen !== null || wantsRadius) {
      const steps = -this._steps(pixels);
      for (let step = 0; step < Math.abs(steps); step++) {
        (widen ?? (by => changeRadius(this._model, by)))(steps > 0 ? 1 : -1);
      }
    } else if (name === 'volume' || event.ctrlKey || event.metaKey) {
      const point = toViewPoint(this._view, event.clientX, event.clientY);
      const bounded = Math.min(Math.max(pixels, -120), 120);
      this._view.zoomAt(point, Math.exp(-bounded / ZOOM_PIXELS));
    } else {
      const steps = this._steps(pixels) * (event.altKey ? 10 : 1);
      const { cursor } = this._model.state;
      this._model.moveCursor({ ...cursor, [name]: cursor[name] + steps });
    }
  }

  private _steps(pixels: number): number {
    if (Math.abs(pixels) >= NOTCH_PIXELS) {
      this._rest = 0;
      return Math.sign(pixels);
    }
    this._rest += pixels;
    const steps = Math.trunc(this._rest / NOTCH_PIXELS);
    this._rest -= steps * NOTCH_PIXELS;
    return steps;
  }

  private _rest = 0;
}

/** A wider or narrower proposal where one is in hand, else more or fewer slices of the lasso, or a larger or smaller brush. */
export function changeRadius(model: CurationModel, step: 1 | -1): void {
  const { volume, state } = model;
  const offer = offerOf(model);
  if (offer !== null) {
    void offer.widen(step);
  } else if (state.tool.name === 'lasso') {
    setSlices(model, state.tool.slices + step);
  } else if (volume !== null) {
    const radius = stepRadius(state.tool.radius, volume.spacing, step);
    model.update({ tool: { ...state.tool, radius } });
  }
}

/** Whether turning the wheel may be taken from the page: while the view has the keyboard, or nothing around it scrolls. */
export function ownsWheel(element: HTMLElement): boolean {
  const root = element.closest<HTMLElement>('[data-lm-suppress-shortcuts]');
  return root === null || root.contains(document.activeElement) || !isInsideScroller(root);
}

function isInsideScroller(element: HTMLElement): boolean {
  for (let parent = element.parentElement; parent !== null; parent = parent.parentElement) {
    const overflows = parent.scrollHeight > parent.clientHeight + 1;
    if (overflows && /auto|scroll/.test(getComputedStyle(parent).overflowY)) {
      return true;
    }
  }
  return false;
}

/** Shift turns the wheel sideways in most browsers. */
function pixelsOf(event: WheelEvent): number {
  const turned = event.deltaY === 0 ? event.deltaX : event.deltaY;
  return event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? turned : turned * LINE_PIXELS;
}

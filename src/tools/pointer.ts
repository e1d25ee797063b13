/** Pointer and wheel over the views: who gets which event, and that a gesture ends as it should. */
import type { VoxelPoint } from '../core/axes';
import type { CurationModel } from '../core/model';
import type { CurationState } from '../core/state';
import type { CurationScene, SceneView } from '../scene';
import { toViewPoint } from '../scene/view';
import { toolOfStroke } from './brush';
import { offerContextMenu } from './context-menu';
import type { Gesture } from './gesture';
import { gestureFor } from './gestures';
import { lassoOf } from './lasso';
import { drawsInVolume } from './volume-gestures';
import { Wheel, ownsWheel } from './wheel';

type Modifiers = Pick<MouseEvent, 'altKey' | 'shiftKey' | 'ctrlKey' | 'metaKey'>;

/** Where the pointer is, and which keys are held, over a view. */
interface Hover {
  readonly view: SceneView;
  readonly event: Modifiers & Pick<MouseEvent, 'clientX' | 'clientY'>;
}

const NO_MODIFIERS: Modifiers = { altKey: false, shiftKey: false, ctrlKey: false, metaKey: false };

/**
 * Let pointer and wheel act on the views of a scene, once per scene.
 * @returns a function that takes every listener away; a stroke in hand is put back
 */
export function attachTools(scene: CurationScene, model: CurationModel): () => void {
  const pointer = new Pointer(scene, model);
  return () => {
    pointer.dispose();
  };
}

class Pointer {
  constructor(scene: CurationScene, model: CurationModel) {
    this._scene = scene;
    this._model = model;
    this._shown = model.state;
    this._cursors = [model.state.cursor, model.state.cursor];
    for (const view of Object.values(scene.views)) {
      this._listenTo(view);
    }
    this._showCursor();
    const { signal } = this._listening;
    document.addEventListener('keydown', event => this._keyDown(event), { capture: true, signal });
    // Captured: what has the keyboard keeps its keys to itself.
    document.addEventListener('keyup', event => this._modifierChanged(event), {
      capture: true,
      signal
    });
    // Keys that are let go in another window or frame are not told here.
    window.addEventListener('blur', () => this._modifierChanged(NO_MODIFIERS), { signal });
    this._disconnect = [
      model.stateChanged.connect(state => this._follow(state)),
      model.opened.connect(() => this._abandon())
    ];
  }

  dispose(): void {
    this._settle();
    this._abandon();
    this._listening.abort();
    this._disconnect.forEach(disconnect => {
      disconnect();
    });
    this._scene.setBrush(null, null);
    this._scene.setPointed(null);
  }

  private _listenTo(view: SceneView): void {
    const { canvas } = view;
    const { signal } = this._listening;
    const wheel = new Wheel(this._model, view);
    canvas.addEventListener('pointerdown', event => this._press(view, event), { signal });
    canvas.addEventListener('pointermove', event => this._move(view, event), { signal });
    canvas.addEventListener('pointerup', event => this._release(event), { signal });
    canvas.addEventListener('pointercancel', () => this._abandon(), { signal });
    canvas.addEventListener('lostpointercapture', event => this._release(event), { signal });
    canvas.addEventListener('pointerleave', () => this._setHover(null), { signal });
    offerContextMenu(canvas, signal);
    canvas.addEventListener('dblclick', () => this._doubleClick(view), { signal });
    canvas.addEventListener(
      'wheel',
      event => {
        if (ownsWheel(canvas)) {
          refuse(event);
          wheel.turn(event, this._gesture?.widen ?? null);
        }
      },
      { passive: false, signal }
    );
  }

  private _press(view: SceneView, event: PointerEvent): void {
    focusRoot(view.canvas);
    // Middle buttons scroll, right ones open menus, and a press would take the focus elsewhere.
    event.preventDefault();
    this._settle();
    if (this._gesture !== null) {
      return;
    }
    this._cursors = [this._cursors[1], this._model.state.cursor];
    this._gesture = gestureFor(this._scene, this._model, view, event);
    if (this._gesture !== null) {
      this._pressed = event;
      this._pointerId = event.pointerId;
      view.canvas.setPointerCapture(event.pointerId);
    }
  }

  private _move(view: SceneView, event: PointerEvent): void {
    this._setHover({ view, event });
    if (event.pointerId === this._pointerId) {
      this._gesture?.move(everyPlace(event));
    }
  }

  private _release(event: PointerEvent): void {
    if (event.pointerId === this._pointerId) {
      this._ended = this._gesture;
      this._forget();
      // Chromium holds back what comes in, the kernel's answer too, until the frame that a release has asked for, up to 50 ms. Where none
      // is under way, a task of its own asks for none in the name of the release.
      if (this._scene.isResting) {
        this._endTimer = setTimeout(() => this._settle(), 0);
      } else {
        this._settle();
      }
    }
  }

  /** End the gesture that was let go. */
  private _settle(): void {
    clearTimeout(this._endTimer);
    const gesture = this._ended;
    this._ended = null;
    if (gesture !== null) {
      gesture.end();
      this._showBrush();
    }
  }

  private _abandon(): void {
    const gesture = this._gesture;
    this._forget();
    gesture?.cancel();
    this._showBrush();
  }

  private _forget(): void {
    this._gesture = null;
    this._pressed = null;
    this._pointerId = null;
  }

  /**
   * A tool that draws has drawn twice by then: filling the area is for the others. A lasso is closed; the second click has set a
   * corner where there was one. In 3D each of the two clicks has moved the crosshair to what it hit, which was not meant: it is put back.
   */
  private _doubleClick(view: SceneView): void {
    this._settle();
    const { maximised, tool } = this._model.state;
    const isVolume = view.name === 'volume';
    const lasso = lassoOf(this._model);
    if (!isVolume && lasso !== null) {
      lasso.back();
      void lasso.close();
    }
    if (isVolume ? !drawsInVolume(tool.name) : tool.name === 'look') {
      this._model.update({
        maximised: maximised === null ? view.name : null,
        ...(isVolume ? { cursor: this._cursors[0] } : {})
      });
    }
  }

  /** While a gesture is in hand the keyboard rests, but for Escape, which puts things back. */
  private _keyDown(event: KeyboardEvent): void {
    this._settle();
    const isModifier = ['Alt', 'Shift', 'Control', 'Meta'].includes(event.key);
    if (this._gesture !== null && !isModifier) {
      refuse(event);
      if (event.key === 'Escape') {
        this._abandon();
      }
      return;
    }
    this._modifierChanged(event);
  }

  private _modifierChanged({ altKey, shiftKey, ctrlKey, metaKey }: Modifiers): void {
    if (this._hover !== null) {
      const { view, event } = this._hover;
      const { clientX, clientY } = event;
      this._setHover({ view, event: { clientX, clientY, altKey, shiftKey, ctrlKey, metaKey } });
    }
  }

  private _follow(state: CurationState): void {
    const { tool, cursor } = this._shown;
    this._shown = state;
    if (state.tool !== tool) {
      this._showCursor();
    }
    if (state.tool !== tool || state.cursor !== cursor) {
      this._showBrush();
      this._tellPointed();
    }
  }

  /** Where a drag turns the scene, the pointer is a hand. */
  private _showCursor(): void {
    for (const { name, canvas } of Object.values(this._scene.views)) {
      const turns = name === 'volume' && !drawsInVolume(this._model.state.tool.name);
      canvas.style.cursor = turns ? 'grab' : 'crosshair';
    }
  }

  private _setHover(hover: Hover | null): void {
    this._hover = hover;
    this._showBrush();
    this._tellPointed();
    this._reach();
  }

  /** A line that is set corner by corner goes on to the pointer. */
  private _reach(): void {
    const lasso = lassoOf(this._model);
    if (lasso === null || this._gesture !== null) {
      return;
    }
    const hover = this._hover;
    const slice = this._scene.slices[lasso.plane];
    lasso.reachTo(
      hover?.view.name === lasso.plane
        ? slice.pointAt(toViewPoint(slice, hover.event.clientX, hover.event.clientY))
        : null
    );
  }

  /** What is under the pointer; in 3D not while it is turned. */
  private _tellPointed(): void {
    const hover = this._hover;
    if (hover === null || (hover.view.name === 'volume' && this._gesture !== null)) {
      this._scene.setPointed(null);
    } else {
      const { view, event } = hover;
      this._scene.setPointed(view.pick(toViewPoint(view, event.clientX, event.clientY)));
    }
  }

  /** The outline of what a press would paint; of a stroke in hand, of what it began with. */
  private _showBrush(): void {
    const { tool } = this._model.state;
    const hover = this._hover;
    const held = this._pressed ?? hover?.event ?? NO_MODIFIERS;
    const { name: inHand } = tool;
    const hasNone = inHand === 'look' || inHand === 'trace' || inHand === 'lasso';
    if (hover === null || hasNone || pans(held) || this._pressed?.button === 1) {
      this._scene.setBrush(null, null);
      return;
    }
    const { name } = hover.view;
    const painted = toolOfStroke(inHand, held);
    const isBrush = painted === 'brush' || painted === 'erase';
    const point = isBrush ? this._brushPoint(hover) : null;
    const shown = name === 'volume' ? { ...tool, disc: false } : tool;
    const erasing = painted === 'erase';
    this._scene.setBrush(name, point === null ? null : { point, tool: shown, erasing });
  }

  /** Where a press would paint; null where nothing is hit in 3D. */
  private _brushPoint({ view: { name }, event }: Hover): VoxelPoint | null {
    const { volume, slices } = this._scene;
    if (name === 'volume') {
      return volume.surfaceAt(toViewPoint(volume, event.clientX, event.clientY));
    }
    return slices[name].pointAt(toViewPoint(slices[name], event.clientX, event.clientY));
  }

  private readonly _scene: CurationScene;
  private readonly _model: CurationModel;
  private readonly _listening = new AbortController();
  private readonly _disconnect: readonly (() => void)[];
  private _shown: CurationState;
  /** Where the crosshair was at the last two presses. */
  private _cursors: readonly [VoxelPoint, VoxelPoint];
  private _gesture: Gesture | null = null;
  /** The press that began the gesture. */
  private _pressed: PointerEvent | null = null;
  private _pointerId: number | null = null;
  /** Let go, its end to come. */
  private _ended: Gesture | null = null;
  private _endTimer: ReturnType<typeof setTimeout> | undefined;
  private _hover: Hover | null = null;
}

/** Browsers bundle moves into frames; a fast stroke needs every place in between. They tell them only on secure pages. */
function everyPlace(event: PointerEvent): readonly PointerEvent[] {
  const bundled = 'getCoalescedEvents' in event ? event.getCoalescedEvents() : [];
  return bundled.length > 0 ? bundled : [event];
}

function pans({ ctrlKey, metaKey }: Modifiers): boolean {
  return ctrlKey || metaKey;
}

function refuse(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}

function focusRoot(canvas: HTMLElement): void {
  canvas.closest<HTMLElement>('[data-lm-suppress-shortcuts]')?.focus({ preventScroll: true });
}

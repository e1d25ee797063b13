/** Keys while the view has the focus. None of them reaches the notebook, and Escape then Tab leads out. */
import type { CurationModel } from '../core/model';
import type { ViewName } from '../core/state';
import type { CurationScene } from '../scene';
import type { CommandEntry, CommandName } from './command-list';
import { COMMAND_LIST } from './command-list';
import type { CommandContext } from './commands';
import { LIST_EVENT, isHeld, releaseCommand, runCommand } from './commands';
import { keyBindings } from './key-bindings';
import { isPressed, keyName, latinKeyName } from './key-name';
import { leaveOffer, offerOf, takeOffer } from './offer';

/** Elements that keep their keys: whoever types in a field means the field. */
export const FIELDS = 'input, textarea, select, [contenteditable="true"]';
/** Marks a part of the panels that handles its keys itself, such as a menu. */
export const OWN_KEYS = 'data-own-keys';
const GRIDS = '[role="grid"], [role="treegrid"]';
const GRID_KEYS = [
  'arrowup',
  'arrowdown',
  'arrowleft',
  'arrowright',
  'home',
  'end',
  'pageup',
  'pagedown'
];
/** These act on the list from anywhere in the view; left to the browser they would scroll the notebook away. */
const LIST_KEYS = ['home', 'end', 'pageup', 'pagedown'];
/** Elements that Enter and Space press; rows that unfold are some. */
const PRESSED = 'button, summary, a, [role="row"][aria-expanded]';
const BUTTON_KEYS = ['enter', 'space'];

/** What the host offers to the keyboard beside the model. */
export interface KeyboardActions {
  /** Save the notebook: `ctrl s` must not end in the browser's own dialog. */
  readonly save?: () => void;
  /** Runs commands for keys pressed beside the views; without it they run where the keyboard is. */
  readonly run?: (command: CommandName) => void;
  /** Runs what the host has for a key that means nothing here. @returns whether it has something */
  readonly elsewhere?: (event: KeyboardEvent) => boolean;
}

/**
 * Handle keys while the focus is in `root`, which must be focusable.
 * @returns a function that takes every listener away
 */
export function attachKeyboard(
  root: HTMLElement,
  model: CurationModel,
  scene: CurationScene,
  actions: KeyboardActions = {}
): () => void {
  const keyboard = new Keyboard(root, model, scene, actions);
  return () => {
    keyboard.dispose();
  };
}

class Keyboard {
  constructor(
    private readonly _root: HTMLElement,
    private readonly _model: CurationModel,
    private readonly _scene: CurationScene,
    private readonly _actions: KeyboardActions
  ) {
    const { signal } = this._listening;
    _root.addEventListener('keydown', event => this._sift(event), { signal, capture: true });
    _root.addEventListener('keydown', event => this._down(event), { signal });
    _root.addEventListener('keyup', event => this._up(event), { signal });
    _root.addEventListener('keypress', event => event.stopPropagation(), { signal });
    _root.addEventListener('focusout', event => this._focusOut(event), { signal });
    _root.addEventListener('focusin', event => this._focusIn(event), { signal });
    _root.addEventListener('pointermove', event => this._track(event), { signal });
    _root.addEventListener('pointerleave', () => this._leave(), { signal });
    this._removals.observe(_root, { childList: true, subtree: true });
    window.addEventListener('blur', () => this._releaseHeld(), { signal });
  }

  dispose(): void {
    this._releaseHeld();
    this._listening.abort();
    this._removals.disconnect();
    this._exit?.remove();
  }

  /** What an input method or the browser's own filling in sends is no key, and a button that is held down is pressed once. */
  private _sift(event: KeyboardEvent): void {
    if (!isPressed(event)) {
      event.stopPropagation();
    } else if (event.repeat && isOnButton(event, keyName(event))) {
      event.preventDefault();
    }
  }

  private _down(event: KeyboardEvent): void {
    event.stopPropagation();
    const name = nameOf(event);
    const leaves = this._leaving && (name === 'tab' || name === 'shift tab');
    this._leaving = false;
    if (leaves) {
      this._leaveBy(name);
    } else if (name === 'escape') {
      this._escape(event);
    } else if (name === 'ctrl s') {
      event.preventDefault();
      this._actions.save?.();
    } else if (!this._isLeftAlone(event, name)) {
      this._run(event, name);
    }
  }

  private _run(event: KeyboardEvent, name: string): void {
    if (LIST_KEYS.includes(event.key.toLowerCase())) {
      event.preventDefault();
      this._root.dispatchEvent(new CustomEvent(LIST_EVENT, { detail: event.key }));
      return;
    }
    if (this._useOffer(name)) {
      event.preventDefault();
      return;
    }
    const command = keyBindings.commandOf(name);
    if (command === undefined && this._actions.elsewhere?.(event) === true) {
      event.preventDefault();
      return;
    }
    // Alt alone would open the browser's menu after a stroke with it.
    if (command !== undefined || name === 'alt alt') {
      event.preventDefault();
    }
    if (command === undefined || (event.repeat && !isRepeated(command))) {
      return;
    }
    if (this._actions.run === undefined) {
      runCommand(command, this._context());
    } else {
      this._actions.run(command);
    }
    if (isHeld(command)) {
      this._held = { command, key: event.key.toLowerCase() };
    }
  }

  /** Enter takes what is proposed, Backspace takes a step of it back. @returns whether that was meant */
  private _useOffer(name: string): boolean {
    const offer = offerOf(this._model);
    if (offer !== null && name === 'enter') {
      takeOffer(this._model);
      return true;
    }
    if (offer?.back && name === 'backspace') {
      offer.back();
      return true;
    }
    return false;
  }

  private _up(event: KeyboardEvent): void {
    event.stopPropagation();
    if (isPressed(event) && event.key.toLowerCase() === this._held?.key) {
      this._releaseHeld();
    }
  }

  private _releaseHeld(): void {
    const held = this._held;
    this._held = null;
    if (held !== null) {
      releaseCommand(held.command, this._context());
    }
  }

  private _isLeftAlone(event: KeyboardEvent, name: string): boolean {
    const { target } = event;
    if (!(target instanceof Element)) {
      return false;
    }
    return (
      target.closest(`${FIELDS}, [${OWN_KEYS}]`) !== null ||
      isOnButton(event, name) ||
      (GRID_KEYS.includes(name) && target.closest(GRIDS) !== null)
    );
  }

  /** From a field or a button back to the view; from there the next Tab leaves the view altogether. */
  private _escape(event: KeyboardEvent): void {
    if (event.target instanceof Element && event.target.closest(`[${OWN_KEYS}]`) !== null) {
      return;
    }
    event.preventDefault();
    if (offerOf(this._model) !== null) {
      leaveOffer(this._model);
      return;
    }
    this._root.focus({ preventScroll: true });
    this._leaving = true;
  }

  /** The browser moves on from where the focus is when Tab takes effect: put it at the edge. */
  private _leaveBy(name: string): void {
    if (name === 'shift tab') {
      this._root.focus({ preventScroll: true });
      return;
    }
    if (this._exit === null) {
      this._exit = document.createElement('span');
      this._exit.tabIndex = -1;
    }
    this._root.append(this._exit);
    this._exit.focus({ preventScroll: true });
  }

  private _focusIn({ target }: FocusEvent): void {
    this._focused = target instanceof Element ? target : null;
  }

  private _focusOut({ relatedTarget }: FocusEvent): void {
    if (!(relatedTarget instanceof Node && this._root.contains(relatedTarget))) {
      this._releaseHeld();
    }
  }

  /** An element that goes away with the focus on it must not hand the next key to the notebook. Not every browser tells. */
  private _catchFocus(): void {
    const isLost = document.activeElement === null || document.activeElement === document.body;
    if (isLost && this._focused?.isConnected === false) {
      this._root.focus({ preventScroll: true });
    }
  }

  private _track(event: PointerEvent): void {
    const view = Object.values(this._scene.views).find(({ canvas }) => canvas === event.target);
    if (view !== undefined) {
      this._view = view.name;
    }
    this._pointer = view === undefined ? null : { clientX: event.clientX, clientY: event.clientY };
  }

  private _leave(): void {
    this._pointer = null;
  }

  private _context(): CommandContext {
    const { maximised } = this._model.state;
    return {
      model: this._model,
      scene: this._scene,
      root: this._root,
      view: maximised ?? this._view,
      pointer: this._pointer
    };
  }

  private readonly _listening = new AbortController();
  private readonly _removals = new MutationObserver(() => this._catchFocus());
  private _focused: Element | null = null;
  private _view: ViewName = 'z';
  private _pointer: CommandContext['pointer'] = null;
  private _held: { readonly command: CommandName; readonly key: string } | null = null;
  private _leaving = false;
  private _exit: HTMLElement | null = null;
}

/** Where the layout in use writes another script, keys without a meaning of their own are those of a Latin keyboard. */
function nameOf(event: KeyboardEvent): string {
  const name = keyName(event);
  return keyBindings.commandOf(name) === undefined ? (latinKeyName(event) ?? name) : name;
}

function isOnButton({ target }: KeyboardEvent, name: string): boolean {
  return (
    BUTTON_KEYS.includes(name) && target instanceof Element && target.closest(PRESSED) !== null
  );
}

/** Whether a key that is held down runs a command again and again. */
function isRepeated(command: CommandName): boolean {
  const { repeats }: CommandEntry = COMMAND_LIST[command];
  return repeats === true;
}

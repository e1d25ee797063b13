/** Pointer and keys in, edits out. */
export type { Command, CommandContext, CommandName, PanelRequest } from './commands';
export {
  COMMANDS,
  HELP_EVENT,
  LIST_EVENT,
  MOUSE,
  OTHER_KEYS,
  PANEL_EVENT,
  runCommand
} from './commands';
export type { Amount } from './edit-settings';
export { amountOf, clampAmount, finestOf, isSize } from './edit-settings';
export { setEditing } from './edit-tools';
export { followFlips } from './flip-notes';
export { windowAround } from './gestures';
export { attachHoverFocus } from './hover-focus';
export { hush } from './hush';
export { setSlices } from './lasso';
export type { KeyboardActions } from './keyboard';
export { attachKeyboard, keyName, OWN_KEYS } from './keyboard';
export { setMasks } from './mask-commands';
export { leaveOffer, takeOffer } from './offer';
export { attachTools } from './pointer';
export { followPieces } from './piece-notes';
export { followRegionLabel } from './region-label';
export { followRegionWindow } from './region-window';
export { clampRadius, stepRadius } from './radius';
export { whyReadOnly } from './read-only';

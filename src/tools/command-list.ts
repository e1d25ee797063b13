/** Every command that a key, a button or a menu offers: name, keys and group. What they do is beside it, so that menus need none of it. */

export interface CommandEntry {
  /** Names of keys as in {@link keyName}; the first is the one shown. None for what menus alone offer. */
  readonly keys: readonly string[];
  readonly group: 'Review' | 'List' | 'Paint' | 'Look' | 'History';
  /** It changes the segmentation or verdicts, or takes what does in hand. */
  readonly edits?: boolean;
  /** What is proposed and not taken stays in hand. */
  readonly keepsOffer?: boolean;
  /** It is a step, and a key that is held down takes one after the other. */
  readonly repeats?: boolean;
}

export const COMMAND_LIST = {
  'mark-done': { keys: ['enter'], group: 'Review', edits: true },
  'mark-unsure': { keys: ['u'], group: 'Review', edits: true },
  'reopen-region': { keys: ['shift u'], group: 'Review', edits: true },
  'next-open': { keys: ['n'], group: 'Review', repeats: true },
  'previous-open': { keys: ['p'], group: 'Review', repeats: true },
  'next-stop': { keys: ['shift n'], group: 'Review', repeats: true },
  'previous-stop': { keys: ['shift p'], group: 'Review', repeats: true },
  'toggle-stops': { keys: ['g'], group: 'List' },
  'fold-stop': { keys: ['h'], group: 'List' },
  'fold-all': { keys: ['shift h'], group: 'List' },
  'focus-filter': { keys: ['/'], group: 'List' },
  'open-ranking': { keys: ['q'], group: 'List' },
  recentre: { keys: ['r'], group: 'Review' },
  look: { keys: ['c'], group: 'Paint' },
  add: { keys: ['a'], group: 'Paint', edits: true },
  remove: { keys: ['s'], group: 'Paint', edits: true },
  trace: { keys: ['j'], group: 'Paint', edits: true },
  cut: { keys: ['k'], group: 'Paint', edits: true },
  lasso: { keys: ['l'], group: 'Paint', edits: true },
  'accept-region': { keys: ['y'], group: 'Paint', edits: true, keepsOffer: true },
  'delete-branch': { keys: ['x'], group: 'Paint', edits: true },
  fill: { keys: ['f'], group: 'Paint', edits: true },
  'fill-slice': { keys: ['shift f'], group: 'Paint', edits: true },
  'delete-piece': { keys: ['shift x'], group: 'Paint', edits: true },
  'keep-only': { keys: ['shift k'], group: 'Paint', edits: true },
  'delete-side': { keys: ['shift d'], group: 'Paint', edits: true },
  'relabel-piece': { keys: [], group: 'Paint', edits: true },
  'smooth-piece': { keys: [], group: 'Paint', edits: true },
  'grow-piece': { keys: [], group: 'Paint', edits: true },
  'shrink-piece': { keys: [], group: 'Paint', edits: true },
  'fill-between': { keys: [], group: 'Paint', edits: true },
  'merge-labels': { keys: [], group: 'Paint', edits: true },
  'remove-islands': { keys: [], group: 'Paint', edits: true },
  'fill-holes': { keys: [], group: 'Paint', edits: true },
  'new-label': { keys: ['shift l'], group: 'Paint', edits: true, keepsOffer: true },
  'open-editing': { keys: ['shift e'], group: 'Paint', keepsOffer: true },
  brush: { keys: ['b'], group: 'Paint', edits: true },
  erase: { keys: ['e'], group: 'Paint', edits: true },
  'toggle-disc': { keys: ['d'], group: 'Paint' },
  'smaller-brush': { keys: ['['], group: 'Paint', keepsOffer: true, repeats: true },
  'larger-brush': { keys: [']'], group: 'Paint', keepsOffer: true, repeats: true },
  'pick-label': { keys: ['i'], group: 'Paint' },
  'mask-inside': { keys: ['shift i'], group: 'Paint', keepsOffer: true },
  'mask-brightness': { keys: ['v'], group: 'Paint', keepsOffer: true },
  'clear-masks': { keys: ['shift v'], group: 'Paint', keepsOffer: true },
  dab: { keys: ['m'], group: 'Paint', edits: true },
  peek: { keys: ['o'], group: 'Look' },
  'show-before': { keys: ['shift o'], group: 'Look' },
  'toggle-changes': { keys: ['shift t'], group: 'Look' },
  'toggle-outline': { keys: ['t'], group: 'Look' },
  'slice-back': { keys: [','], group: 'Look', repeats: true },
  'slice-forward': { keys: ['.'], group: 'Look', repeats: true },
  'zoom-in': { keys: ['+', '='], group: 'Look', repeats: true },
  'zoom-out': { keys: ['-'], group: 'Look', repeats: true },
  maximise: { keys: ['space'], group: 'Look' },
  'auto-window': { keys: ['w'], group: 'Look' },
  'reset-window': { keys: ['shift r', 'shift w'], group: 'Look' },
  'move-left': { keys: ['arrowleft'], group: 'Look', repeats: true },
  'move-right': { keys: ['arrowright'], group: 'Look', repeats: true },
  'move-up': { keys: ['arrowup'], group: 'Look', repeats: true },
  'move-down': { keys: ['arrowdown'], group: 'Look', repeats: true },
  undo: { keys: ['ctrl z'], group: 'History', edits: true, repeats: true },
  redo: { keys: ['ctrl shift z', 'ctrl y'], group: 'History', edits: true, repeats: true },
  'toggle-history': { keys: ['z'], group: 'History', keepsOffer: true },
  help: { keys: ['?'], group: 'Look' }
} as const satisfies Record<string, CommandEntry>;

export type CommandName = keyof typeof COMMAND_LIST;

export const COMMAND_NAMES = Object.keys(COMMAND_LIST) as readonly CommandName[];

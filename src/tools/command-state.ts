/** Which commands make sense, and which are switched on, in a state of the model. */
import { isMasking } from '../core/masks';
import type { CurationState } from '../core/state';
import type { CommandEntry, CommandName } from './command-list';
import { COMMAND_LIST } from './command-list';
import { isReadOnly } from './read-only';

/** What of a state decides about commands, as one text that is the same as long as none of it changes. */
export function commandFacts(state: CurationState): string {
  const switches = [...TOGGLES.values()].map(isOn => isOn(state));
  const conditions = Object.values(CONDITIONS).map(holds => holds(state));
  return [state.phase.kind, !isReadOnly(state), ...switches, ...conditions].join();
}

export function isEnabled(name: CommandName, state: CurationState): boolean {
  const isOpen = state.phase.kind === 'loading' || state.phase.kind === 'ready';
  const { edits }: CommandEntry = COMMAND_LIST[name];
  const isBarred = edits === true && isReadOnly(state);
  return isOpen && !isBarred && (CONDITIONS[name]?.(state) ?? true);
}

/** Whether a command is switched on and off. */
export function isSwitch(name: CommandName): boolean {
  return TOGGLES.has(name);
}

/** Null for what is no switch. */
export function isToggled(name: CommandName, state: CurationState): boolean | null {
  return TOGGLES.get(name)?.(state) ?? null;
}

type Condition = (state: CurationState) => boolean;

const hasRegion: Condition = ({ selected }) => selected !== null;
const canJudge: Condition = state => hasRegion(state) && state.connection !== 'gone';

const CONDITIONS: Partial<Record<CommandName, Condition>> = {
  'mark-done': canJudge,
  'mark-unsure': canJudge,
  'reopen-region': canJudge,
  'accept-region': canJudge,
  recentre: hasRegion,
  'clear-masks': ({ masks }) => isMasking(masks),
  undo: ({ undo, connection }) => undo !== null && connection !== 'gone',
  redo: ({ redo, connection }) => redo !== null && connection !== 'gone'
};

const TOOLS = ['look', 'add', 'remove', 'trace', 'cut', 'lasso', 'brush', 'erase'] as const;

const TOGGLES: ReadonlyMap<CommandName, Condition> = new Map<CommandName, Condition>([
  ...TOOLS.map(name => [name, ({ tool }: CurationState) => tool.name === name] as const),
  ['toggle-disc', ({ tool }) => tool.disc],
  ['toggle-stops', ({ listLayout }) => listLayout === 'stops'],
  ['mask-inside', ({ masks }) => masks.labels.kind === 'inside'],
  ['mask-brightness', ({ masks }) => masks.brightness !== null],
  ['peek', ({ layers }) => layers.peek],
  ['show-before', ({ layers }) => layers.before],
  ['toggle-changes', ({ layers }) => layers.changes],
  ['toggle-outline', ({ layers }) => layers.segmentation === 'fill'],
  ['maximise', ({ maximised }) => maximised !== null]
]);

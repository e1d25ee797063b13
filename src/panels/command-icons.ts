/** The icons of commands, in buttons and menus. */
import type { CommandName } from '../tools/command-list';
import type { MenuIconName } from './menu-icon-paths';

export const COMMAND_ICONS: Readonly<Partial<Record<CommandName, MenuIconName>>> = {
  look: 'look',
  add: 'add',
  remove: 'remove',
  brush: 'brush',
  erase: 'erase',
  lasso: 'lasso',
  trace: 'trace',
  cut: 'cut',
  undo: 'undo',
  redo: 'redo',
  help: 'help',
  recentre: 'centre',
  'mark-done': 'check',
  'mark-unsure': 'unsure',
  'reopen-region': 'reopen',
  'next-open': 'next',
  'previous-open': 'previous',
  'fold-all': 'fold',
  'focus-filter': 'search',
  'open-ranking': 'sliders',
  'toggle-disc': 'disc',
  'smaller-brush': 'minus',
  'larger-brush': 'plus',
  'new-label': 'pencil',
  maximise: 'expand',
  peek: 'image'
};

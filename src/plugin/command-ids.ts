/** Ids of the commands in JupyterLab, `voxproof:verb-noun`. */
import type { CommandName } from '../tools/command-list';

/** The name itself where that is a verb and a noun already. */
const OTHER_NAMES: Partial<Record<CommandName, string>> = {
  'next-open': 'select-next',
  'previous-open': 'select-previous',
  'next-stop': 'select-next-stop',
  'previous-stop': 'select-previous-stop',
  recentre: 'centre-region',
  look: 'take-crosshair',
  add: 'take-adding-stroke',
  remove: 'take-removing-stroke',
  trace: 'take-trace',
  cut: 'take-cut',
  lasso: 'take-lasso',
  brush: 'take-brush',
  erase: 'take-eraser',
  fill: 'fill-piece',
  'new-label': 'add-label',
  'smaller-brush': 'shrink-brush',
  'larger-brush': 'grow-brush',
  dab: 'use-brush',
  peek: 'toggle-overlays',
  'slice-back': 'show-previous-slice',
  'slice-forward': 'show-next-slice',
  maximise: 'toggle-large-view',
  'auto-window': 'set-window',
  'move-left': 'move-crosshair-left',
  'move-right': 'move-crosshair-right',
  'move-up': 'move-crosshair-up',
  'move-down': 'move-crosshair-down',
  undo: 'undo-act',
  redo: 'redo-act',
  help: 'show-help'
};

export function idOf(name: CommandName): string {
  return `voxproof:${OTHER_NAMES[name] ?? name}`;
}

/** Of what is done with a curator as a whole. */
export const Ids = {
  openInMain: 'voxproof:open-in-main',
  bringBack: 'voxproof:bring-back',
  showCell: 'voxproof:show-cell',
  showPanel: 'voxproof:show-panel',
  insertExample: 'voxproof:insert-example',
  selectRegion: 'voxproof:select-region',
  stopLoading: 'voxproof:stop-loading',
  resumeLoading: 'voxproof:resume-loading',
  saveUnsent: 'voxproof:save-unsent'
} as const;

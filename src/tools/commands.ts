/** Everything a key or a button can do, as data: name, words, keys. */
import type { VoxelPoint } from '../core/axes';
import { clampVoxel, containsVoxel, voxelOffset, wholeBox } from '../core/axes';
import { labelIndex } from '../core/labels';
import type { CurationModel } from '../core/model';
import type { SlicePlane, ViewName } from '../core/state';
import type { CurationScene } from '../scene';
import { PLANE_AXES } from '../scene/slice-geometry';
import { toViewPoint } from '../scene/view';
import { BrushStroke } from './brush';
import type { EditToolName } from './edit-tools';
import { offerEdit } from './edit-tools';
import { hush } from './hush';
import { acceptRegion, deleteAt, fillAt } from './kernel-tools';
import { clearMasks, toggleBrightness, toggleInside } from './mask-commands';
import { leaveOffer } from './offer';
import { whyReadOnly } from './read-only';
import { changeRadius } from './wheel';

export interface CommandContext {
  readonly model: CurationModel;
  readonly scene: CurationScene;
  readonly root: HTMLElement;
  /** The view under the pointer, else the last one that was. */
  readonly view: ViewName;
  /** Where the pointer is in that view, on the page; null when it is elsewhere. */
  readonly pointer: { readonly clientX: number; readonly clientY: number } | null;
}

export interface Command {
  readonly label: string;
  /** Names of keys as in {@link keyName}; the first is the one shown. None for what menus alone offer. */
  readonly keys: readonly string[];
  readonly group: 'Review' | 'List' | 'Paint' | 'Look' | 'History';
  /** It changes the segmentation or verdicts, or takes what does in hand. */
  readonly edits?: boolean;
  /** What is proposed and not taken stays in hand. */
  readonly keepsOffer?: boolean;
  run(context: CommandContext): void;
  /** Of a command that lasts while its key is held. */
  release?(context: CommandContext): void;
}

/** Sent to the root when the key map is asked for; the panels show it. */
export const HELP_EVENT = 'voxproof:help';
/** Sent to the root when a key that moves through the list is pressed elsewhere in the view; its detail is the key. */
export const LIST_EVENT = 'voxproof:list';

/** Sent to the root for what only the panels can do. */
export const PANEL_EVENT = 'voxproof:panel';
export type PanelRequest =
  'fold' | 'fold-all' | 'filter' | 'ranking' | 'history' | 'editing' | 'new-label';

export const COMMANDS = {
  'mark-done': {
    label: 'Done: fixed if edited, else correct; next region',
    keys: ['enter'],
    group: 'Review',
    edits: true,
    run: ({ model }) => model.judge('done')
  },
  'mark-unsure': {
    label: 'Unsure; next region',
    keys: ['u'],
    group: 'Review',
    edits: true,
    run: ({ model }) => model.judge('unsure')
  },
  'reopen-region': {
    label: 'Take back the verdict on this region; Ctrl+Z: the last one given',
    keys: ['shift u'],
    group: 'Review',
    edits: true,
    run: ({ model }) => reopen(model)
  },
  'next-open': {
    label: 'Next open region',
    keys: ['n'],
    group: 'Review',
    run: ({ model }) => model.step(1)
  },
  'previous-open': {
    label: 'Previous open region',
    keys: ['p'],
    group: 'Review',
    run: ({ model }) => model.step(-1)
  },
  'next-stop': {
    label: 'Next stop with an open region',
    keys: ['shift n'],
    group: 'Review',
    run: ({ model }) => model.stepStop(1)
  },
  'previous-stop': {
    label: 'Previous stop with an open region',
    keys: ['shift p'],
    group: 'Review',
    run: ({ model }) => model.stepStop(-1)
  },
  'toggle-stops': {
    label: 'List stop by stop, or flat',
    keys: ['g'],
    group: 'List',
    run: ({ model }) => toggleStops(model)
  },
  'fold-stop': {
    label: 'Fold or unfold the stop in hand',
    keys: ['h'],
    group: 'List',
    run: ({ root }) => ask(root, 'fold')
  },
  'fold-all': {
    label: 'Fold or unfold all stops',
    keys: ['shift h'],
    group: 'List',
    run: ({ root }) => ask(root, 'fold-all')
  },
  'focus-filter': {
    label: 'Filter the list',
    keys: ['/'],
    group: 'List',
    run: ({ root }) => ask(root, 'filter')
  },
  'open-ranking': {
    label: 'How the list is ranked',
    keys: ['q'],
    group: 'List',
    run: ({ root }) => ask(root, 'ranking')
  },
  recentre: {
    label: 'Centre on the region again',
    keys: ['r'],
    group: 'Review',
    run: ({ model }) => model.recentre()
  },
  look: {
    label: 'Crosshair: look, paint nothing',
    keys: ['c'],
    group: 'Paint',
    run: ({ model }) => setTool(model, { name: 'look' })
  },
  add: {
    label: 'Smart stroke: add what belongs to a line',
    keys: ['a'],
    group: 'Paint',
    edits: true,
    run: ({ model }) => setTool(model, { name: 'add' })
  },
  remove: {
    label: 'Smart stroke: remove what belongs to a line',
    keys: ['s'],
    group: 'Paint',
    edits: true,
    run: ({ model }) => setTool(model, { name: 'remove' })
  },
  trace: {
    label: 'Trace: click along, the way between is found',
    keys: ['j'],
    group: 'Paint',
    edits: true,
    run: ({ model }) => setTool(model, { name: 'trace' })
  },
  cut: {
    label: 'Cut: along a line, by a click at the neck, or Shift+click in both parts',
    keys: ['k'],
    group: 'Paint',
    edits: true,
    run: ({ model }) => setTool(model, { name: 'cut' })
  },
  lasso: {
    label: 'Lasso: around what gets the label, or corner by corner',
    keys: ['l'],
    group: 'Paint',
    edits: true,
    run: ({ model }) => setTool(model, { name: 'lasso' })
  },
  'accept-region': {
    label: 'Show what the region proposes; once more: take it',
    keys: ['y'],
    group: 'Paint',
    edits: true,
    keepsOffer: true,
    run: ({ model }) => void acceptRegion(model)
  },
  'delete-branch': {
    label: 'Delete the branch under the pointer',
    keys: ['x'],
    group: 'Paint',
    edits: true,
    run: context => atPointer(context, point => deleteAt(context.model, point, 'branch'))
  },
  fill: {
    label: 'Give the piece or hole under the pointer the label in hand',
    keys: ['f'],
    group: 'Paint',
    edits: true,
    run: context => atPointer(context, point => fillAt(context.model, point, null))
  },
  'fill-slice': {
    label: 'Fill the hole under the pointer in this slice',
    keys: ['shift f'],
    group: 'Paint',
    edits: true,
    run: context => atPointer(context, point => fillAt(context.model, point, planeOf(context.view)))
  },
  'delete-piece': {
    label: 'Delete the whole piece under the pointer',
    keys: ['shift x'],
    group: 'Paint',
    edits: true,
    run: context => atPointer(context, point => deleteAt(context.model, point, 'piece'))
  },
  'keep-only': {
    label: 'Keep only the piece under the pointer of its label',
    keys: ['shift k'],
    group: 'Paint',
    edits: true,
    run: context => offerHere(context, 'keep-only')
  },
  'delete-side': {
    label: 'Side branch under the pointer: back to its parent',
    keys: ['shift d'],
    group: 'Paint',
    edits: true,
    run: context => offerHere(context, 'delete-side')
  },
  'relabel-piece': {
    label: 'Piece under the pointer: the label in hand',
    keys: [],
    group: 'Paint',
    edits: true,
    run: context => offerHere(context, 'relabel-piece')
  },
  'smooth-piece': {
    label: 'Smooth the piece under the pointer',
    keys: [],
    group: 'Paint',
    edits: true,
    run: context => offerHere(context, 'smooth-piece')
  },
  'grow-piece': {
    label: 'Grow the piece under the pointer',
    keys: [],
    group: 'Paint',
    edits: true,
    run: context => offerHere(context, 'grow-piece')
  },
  'shrink-piece': {
    label: 'Shrink the piece under the pointer',
    keys: [],
    group: 'Paint',
    edits: true,
    run: context => offerHere(context, 'shrink-piece')
  },
  'fill-between': {
    label: 'Fill the label in hand between slices',
    keys: [],
    group: 'Paint',
    edits: true,
    run: context => offerHere(context, 'fill-between')
  },
  'merge-labels': {
    label: 'Make the label under the pointer the label in hand',
    keys: [],
    group: 'Paint',
    edits: true,
    run: context => offerHere(context, 'merge-labels')
  },
  'remove-islands': {
    label: 'Remove islands',
    keys: [],
    group: 'Paint',
    edits: true,
    run: context => offerHere(context, 'remove-islands')
  },
  'fill-holes': {
    label: 'Fill holes',
    keys: [],
    group: 'Paint',
    edits: true,
    run: context => offerHere(context, 'fill-holes')
  },
  'new-label': {
    label: 'Paint with a new label',
    keys: ['shift l'],
    group: 'Paint',
    edits: true,
    keepsOffer: true,
    run: ({ root }) => ask(root, 'new-label')
  },
  'open-editing': {
    label: 'More tools, for what is under the pointer',
    keys: ['shift e'],
    group: 'Paint',
    keepsOffer: true,
    run: context => openEditing(context)
  },
  brush: {
    label: 'Brush',
    keys: ['b'],
    group: 'Paint',
    edits: true,
    run: ({ model }) => setTool(model, { name: 'brush' })
  },
  erase: {
    label: 'Eraser',
    keys: ['e'],
    group: 'Paint',
    edits: true,
    run: ({ model }) => setTool(model, { name: 'erase' })
  },
  'toggle-disc': {
    label: 'Disc in the slice, or ball through slices',
    keys: ['d'],
    group: 'Paint',
    run: ({ model }) => setTool(model, { disc: !model.state.tool.disc })
  },
  'smaller-brush': {
    label: 'Smaller brush; what is proposed narrower; lasso through fewer slices',
    keys: ['['],
    group: 'Paint',
    keepsOffer: true,
    run: ({ model }) => changeRadius(model, -1)
  },
  'larger-brush': {
    label: 'Larger brush; what is proposed wider; lasso through more slices',
    keys: [']'],
    group: 'Paint',
    keepsOffer: true,
    run: ({ model }) => changeRadius(model, 1)
  },
  'pick-label': {
    label: 'Paint with the label under the pointer',
    keys: ['i'],
    group: 'Paint',
    run: context => pickLabel(context)
  },
  'mask-inside': {
    label: 'Mask: only the label under the pointer changes',
    keys: ['shift i'],
    group: 'Paint',
    keepsOffer: true,
    run: context => maskBy(context, toggleInside)
  },
  'mask-brightness': {
    label: 'Mask: only what is as bright as under the pointer changes',
    keys: ['v'],
    group: 'Paint',
    keepsOffer: true,
    run: context => maskBy(context, toggleBrightness)
  },
  'clear-masks': {
    label: 'All masks off',
    keys: ['shift v'],
    group: 'Paint',
    keepsOffer: true,
    run: ({ model }) => clearMasks(model)
  },
  dab: {
    label: 'Use the brush or eraser once, at the crosshair',
    keys: ['m'],
    group: 'Paint',
    edits: true,
    run: context => dab(context)
  },
  peek: {
    label: 'Image alone, while held',
    keys: ['o'],
    group: 'Look',
    run: ({ model }) => setPeek(model, true),
    release: ({ model }) => setPeek(model, false)
  },
  'show-before': {
    label: 'Segmentation as it was, while held',
    keys: ['shift o'],
    group: 'Look',
    run: ({ model }) => showBefore(model, true),
    release: ({ model }) => showBefore(model, false)
  },
  'toggle-changes': {
    label: 'What has changed, shown or hidden',
    keys: ['shift t'],
    group: 'Look',
    run: ({ model }) => toggleChanges(model)
  },
  'toggle-outline': {
    label: 'Segmentation as outline or filled',
    keys: ['t'],
    group: 'Look',
    run: ({ model }) => toggleOutline(model)
  },
  'slice-back': {
    label: 'Slice back',
    keys: [','],
    group: 'Look',
    run: context => moveSlice(context, -1)
  },
  'slice-forward': {
    label: 'Slice forward',
    keys: ['.'],
    group: 'Look',
    run: context => moveSlice(context, 1)
  },
  'zoom-in': {
    label: 'Zoom in',
    keys: ['+', '='],
    group: 'Look',
    run: context => zoom(context, 1.25)
  },
  'zoom-out': {
    label: 'Zoom out',
    keys: ['-'],
    group: 'Look',
    run: context => zoom(context, 0.8)
  },
  maximise: {
    label: 'This view large, or four views',
    keys: ['space'],
    group: 'Look',
    run: ({ model, view }) =>
      model.update({ maximised: model.state.maximised === null ? view : null })
  },
  'auto-window': {
    label: 'Brightness and contrast for what is under the pointer',
    keys: ['w'],
    group: 'Look',
    run: context => context.model.windowAt(pointedAt(context) ?? context.model.state.cursor)
  },
  'reset-window': {
    label: 'Brightness and contrast by region again',
    keys: ['shift r', 'shift w'],
    group: 'Look',
    run: ({ model }) => model.followWindow('region')
  },
  'move-left': arrow('arrowleft', 'u', -1),
  'move-right': arrow('arrowright', 'u', 1),
  'move-up': arrow('arrowup', 'v', -1),
  'move-down': arrow('arrowdown', 'v', 1),
  undo: {
    label: 'Undo',
    keys: ['ctrl z'],
    group: 'History',
    edits: true,
    run: ({ model }) => walkHistory(model, 'undo')
  },
  redo: {
    label: 'Redo',
    keys: ['ctrl shift z', 'ctrl y'],
    group: 'History',
    edits: true,
    run: ({ model }) => walkHistory(model, 'redo')
  },
  'toggle-history': {
    label: 'History of edits and verdicts, or the list of regions',
    keys: ['z'],
    group: 'History',
    keepsOffer: true,
    run: ({ root }) => ask(root, 'history')
  },
  help: {
    label: 'Keys and mouse',
    keys: ['?'],
    group: 'Look',
    run: ({ root }) => root.dispatchEvent(new CustomEvent(HELP_EVENT))
  }
} satisfies Record<string, Command>;

export type CommandName = keyof typeof COMMANDS;

/** Run a command for a key or a button. */
export function runCommand(command: Command, context: CommandContext): void {
  const announcement = whyReadOnly(context.model.state);
  if (command.edits === true && announcement !== null) {
    context.model.update({ announcement });
    return;
  }
  if (command.group !== 'Look' && command.keepsOffer !== true) {
    leaveOffer(context.model);
  }
  if (command.group === 'Review' || command.group === 'History') {
    hush(context.model);
  }
  command.run(context);
}

/** Keys that are no commands, for the help. */
export const OTHER_KEYS: readonly (readonly [keys: readonly string[], does: string])[] = [
  [['Home', 'End', 'PgUp', 'PgDn'], 'move through the list'],
  [['↑', '↓'], 'with the focus in the list: select another row'],
  [['←', '→'], 'with the focus in the list: fold, unfold the stop'],
  [['Enter'], 'take what is proposed and shown'],
  [['Enter'], 'lasso: close the line'],
  [['Backspace'], 'trace, lasso, cut by clicks: take the last one back'],
  [['Esc'], 'close what is open; put back the stroke or proposal in hand'],
  [['Esc', 'Tab'], 'one after the other: leave the view'],
  [['Ctrl+S'], 'save the notebook']
];

/** What the mouse does, for the help. */
export const MOUSE: readonly (readonly [gesture: string, does: string])[] = [
  ['drag', 'use the tool in hand, or move the crosshair'],
  [
    'Alt+drag, Shift+drag',
    'swap add and remove, brush and eraser, for one stroke; lasso: erase inside'
  ],
  ['click on and on, double click', 'lasso: set corners, close the line'],
  ['wheel while dragging', 'smart stroke: wider, narrower'],
  ['wheel', 'slice back and forward; zoom in 3D'],
  ['Ctrl+wheel', 'zoom at the pointer'],
  ['Shift+wheel', 'brush size; a proposal wider or narrower; slices of the lasso'],
  ['middle drag, Ctrl+drag', 'pan; in 3D: turn, with Shift too: pan'],
  ['middle click, Ctrl+click', 'move the crosshair here'],
  ['right drag', 'brightness (up, down) and contrast (left, right)'],
  ['Shift+click', 'cut: in the one part and the other, by turns'],
  ['drag in 3D', 'smart stroke, brush, eraser or cut in hand: draw; else turn, Shift+drag pans'],
  ['double click', 'this view large, unless the tool in hand draws there']
];

function ask(root: HTMLElement, request: PanelRequest): void {
  root.dispatchEvent(new CustomEvent(PANEL_EVENT, { detail: request }));
}

function toggleStops(model: CurationModel): void {
  const isFlat = model.state.listLayout === 'flat';
  model.update({
    listLayout: isFlat ? 'stops' : 'flat',
    announcement: isFlat ? 'The list goes stop by stop.' : 'The list is flat.'
  });
}

function setTool(model: CurationModel, change: Partial<CurationModel['state']['tool']>): void {
  model.update({ tool: { ...model.state.tool, ...change } });
}

function reopen(model: CurationModel): void {
  const { selected } = model.state;
  const region = selected === null ? null : model.regionIdAt(selected);
  if (region !== null && model.verdicts.has(region)) {
    model.reopen(region);
    return;
  }
  const about = region === null ? 'No region is selected.' : 'This region has no verdict.';
  const { undo } = model.state;
  const way = undo?.startsWith('verdict') === true ? ' Ctrl+Z takes the last verdict back.' : '';
  model.update({ announcement: `${about}${way}` });
}

/** What is not on its way to the kernel, and not told by it, is not there. */
function walkHistory(model: CurationModel, kind: 'undo' | 'redo'): void {
  const { phase, saving, connection, [kind]: known } = model.state;
  if (known === null && saving.pending === 0 && connection !== 'gone' && phase.kind === 'ready') {
    model.update({ announcement: `Nothing to ${kind}.` });
    return;
  }
  model[kind]();
}

function setPeek(model: CurationModel, peek: boolean): void {
  if (model.state.layers.peek !== peek) {
    model.update({ layers: { ...model.state.layers, peek } });
  }
}

function showBefore(model: CurationModel, before: boolean): void {
  const { layers } = model.state;
  if (layers.before !== before) {
    model.update({ layers: { ...layers, before } });
  }
}

function toggleChanges(model: CurationModel): void {
  const { layers } = model.state;
  model.update({ layers: { ...layers, changes: !layers.changes } });
}

function toggleOutline(model: CurationModel): void {
  const { layers } = model.state;
  const segmentation = layers.segmentation === 'outline' ? 'fill' : 'outline';
  model.update({ layers: { ...layers, segmentation } });
}

/** The 3D view has no slice of its own: it moves the one that looks along z. */
function planeOf(view: ViewName): SlicePlane {
  return view === 'volume' ? 'z' : view;
}

function moveSlice({ model, view }: CommandContext, steps: number): void {
  const plane = planeOf(view);
  const { cursor } = model.state;
  model.moveCursor({ ...cursor, [plane]: cursor[plane] + steps });
}

function arrow(key: string, side: 'u' | 'v', steps: number): Command {
  return {
    label: 'Move the crosshair',
    keys: [key],
    group: 'Look',
    run: ({ model, view }) => {
      const axis = PLANE_AXES[planeOf(view)][side];
      const { cursor } = model.state;
      model.moveCursor({ ...cursor, [axis]: cursor[axis] + steps });
    }
  };
}

function zoom({ scene, view, pointer }: CommandContext, factor: number): void {
  const target = scene.views[view];
  const { width, height } = target.size;
  const centre = { left: width / 2, top: height / 2 };
  const point = pointer === null ? centre : toViewPoint(target, pointer.clientX, pointer.clientY);
  target.zoomAt(point, factor);
}

/** The voxel under the pointer, or null. */
function pointedAt({ scene, view, pointer }: CommandContext): VoxelPoint | null {
  return pointer === null ? null : scene.pick(view, pointer.clientX, pointer.clientY);
}

/** Do something at the voxel under the pointer; at the crosshair while the pointer is elsewhere. */
function atPointer(context: CommandContext, act: (point: VoxelPoint) => Promise<void>): void {
  const { model, pointer } = context;
  const point = pointer === null ? model.state.cursor : pointedAt(context);
  if (point !== null && model.volume !== null) {
    void act(clampVoxel(model.volume.shape, point));
  }
}

/** Show what a tool of the Edit menu would do to what is under the pointer, or at the crosshair. */
function offerHere(context: CommandContext, tool: EditToolName): void {
  atPointer(context, point => offerEdit(context.model, tool, point));
}

/** The menu is about what is at the crosshair: it goes to the pointer first. */
function openEditing(context: CommandContext): void {
  const point = pointedAt(context);
  if (point !== null) {
    context.model.moveCursor(point);
  }
  ask(context.root, 'editing');
}

/** Switch a mask by what is under the pointer, or at the crosshair. */
function maskBy(
  context: CommandContext,
  toggle: (model: CurationModel, voxel: VoxelPoint) => void
): void {
  const { model, pointer } = context;
  const point = pointer === null ? model.state.cursor : pointedAt(context);
  if (point !== null && model.volume !== null) {
    toggle(model, clampVoxel(model.volume.shape, point));
  }
}

function pickLabel(context: CommandContext): void {
  const { model, pointer } = context;
  const { arrays, volume, state } = model;
  const point = pointer === null ? state.cursor : pointedAt(context);
  if (arrays === null || volume === null || point === null) {
    return;
  }
  const voxel = clampVoxel(volume.shape, point);
  const index = arrays.segmentation.data[voxelOffset(volume.shape, voxel)];
  if (index === 0) {
    model.update({ announcement: 'Background here: no label picked.' });
    return;
  }
  setTool(model, { label: labelIndex(index) });
  model.update({
    isLabelPinned: true,
    announcement: `Painting with label ${volume.segmentation.labels[index]}.`
  });
}

/** Painting without a mouse. */
function dab({ model, view }: CommandContext): void {
  const { tool, cursor } = model.state;
  const shape = model.volume?.shape;
  if (
    (tool.name !== 'brush' && tool.name !== 'erase') ||
    shape === undefined ||
    !containsVoxel(wholeBox(shape), cursor)
  ) {
    model.update({ announcement: 'Take the brush (b) or the eraser (e) first.' });
    return;
  }
  const stroke = BrushStroke.begin(model, planeOf(view), tool.name);
  stroke?.moveTo([cursor]);
  stroke?.end();
}

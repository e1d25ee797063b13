/** What the commands of `command-list` do. */
import type { VoxelPoint } from '../core/axes';
import { clampVoxel, containsVoxel, voxelOffset, wholeBox } from '../core/axes';
import { labelIndex } from '../core/labels';
import type { CurationModel } from '../core/model';
import type { SlicePlane, ViewName } from '../core/state';
import type { CurationScene } from '../scene';
import { PLANE_AXES } from '../scene/slice-geometry';
import { toViewPoint } from '../scene/view';
import { BrushStroke } from './brush';
import type { CommandEntry, CommandName } from './command-list';
import { COMMAND_LIST } from './command-list';
import { isToggled } from './command-state';
import type { EditToolName } from './edit-tools';
import { offerEdit } from './edit-tools';
import { hush } from './hush';
import { acceptRegion, deleteAt, fillAt } from './kernel-tools';
import { clearMasks, toggleBrightness, toggleInside } from './mask-commands';
import { leaveOffer } from './offer';
import { whyReadOnly } from './read-only';
import { changeRadius } from './wheel';

/** Where a command acts. */
export interface CommandPlace {
  readonly model: CurationModel;
  readonly scene: CurationScene;
  readonly root: HTMLElement;
}

export interface CommandContext extends CommandPlace {
  /** The view under the pointer, else the last one that was. */
  readonly view: ViewName;
  /** Where the pointer is in that view, on the page; null when it is elsewhere. */
  readonly pointer: { readonly clientX: number; readonly clientY: number } | null;
}

/** Sent to the root when the key map is asked for; the panels show it. */
export const HELP_EVENT = 'voxproof:help';
/** Sent to the root when a key that moves through the list is pressed elsewhere in the view; its detail is the key. */
export const LIST_EVENT = 'voxproof:list';

/** Sent to the root for what only the panels can do. */
export const PANEL_EVENT = 'voxproof:panel';
export type PanelRequest =
  'fold' | 'fold-all' | 'filter' | 'ranking' | 'history' | 'editing' | 'new-label';

interface CommandActs {
  run(context: CommandContext): void;
  /** Of a command that lasts while its key is held. */
  release?(context: CommandContext): void;
}

const ACTS: Readonly<Record<CommandName, CommandActs>> = {
  'mark-done': { run: ({ model }) => model.judge('done') },
  'mark-unsure': { run: ({ model }) => model.judge('unsure') },
  'reopen-region': { run: ({ model }) => reopen(model) },
  'next-open': { run: ({ model }) => model.step(1) },
  'previous-open': { run: ({ model }) => model.step(-1) },
  'next-stop': { run: ({ model }) => model.stepStop(1) },
  'previous-stop': { run: ({ model }) => model.stepStop(-1) },
  'toggle-stops': { run: ({ model }) => toggleStops(model) },
  'fold-stop': { run: ({ root }) => ask(root, 'fold') },
  'fold-all': { run: ({ root }) => ask(root, 'fold-all') },
  'focus-filter': { run: ({ root }) => ask(root, 'filter') },
  'open-ranking': { run: ({ root }) => ask(root, 'ranking') },
  recentre: { run: ({ model }) => model.recentre() },
  look: { run: ({ model }) => setTool(model, { name: 'look' }) },
  add: { run: ({ model }) => setTool(model, { name: 'add' }) },
  remove: { run: ({ model }) => setTool(model, { name: 'remove' }) },
  trace: { run: ({ model }) => setTool(model, { name: 'trace' }) },
  cut: { run: ({ model }) => setTool(model, { name: 'cut' }) },
  lasso: { run: ({ model }) => setTool(model, { name: 'lasso' }) },
  'accept-region': { run: ({ model }) => void acceptRegion(model) },
  'delete-branch': {
    run: context => atPointer(context, point => deleteAt(context.model, point, 'branch'))
  },
  fill: { run: context => atPointer(context, point => fillAt(context.model, point, null)) },
  'fill-slice': {
    run: context => atPointer(context, point => fillAt(context.model, point, planeOf(context.view)))
  },
  'delete-piece': {
    run: context => atPointer(context, point => deleteAt(context.model, point, 'piece'))
  },
  'keep-only': { run: context => offerHere(context, 'keep-only') },
  'delete-side': { run: context => offerHere(context, 'delete-side') },
  'relabel-piece': { run: context => offerHere(context, 'relabel-piece') },
  'smooth-piece': { run: context => offerHere(context, 'smooth-piece') },
  'grow-piece': { run: context => offerHere(context, 'grow-piece') },
  'shrink-piece': { run: context => offerHere(context, 'shrink-piece') },
  'fill-between': { run: context => offerHere(context, 'fill-between') },
  'merge-labels': { run: context => offerHere(context, 'merge-labels') },
  'remove-islands': { run: context => offerHere(context, 'remove-islands') },
  'fill-holes': { run: context => offerHere(context, 'fill-holes') },
  'new-label': { run: ({ root }) => ask(root, 'new-label') },
  'open-editing': { run: context => openEditing(context) },
  brush: { run: ({ model }) => setTool(model, { name: 'brush' }) },
  erase: { run: ({ model }) => setTool(model, { name: 'erase' }) },
  'toggle-disc': { run: ({ model }) => setTool(model, { disc: !model.state.tool.disc }) },
  'smaller-brush': { run: ({ model }) => changeRadius(model, -1) },
  'larger-brush': { run: ({ model }) => changeRadius(model, 1) },
  'pick-label': { run: context => pickLabel(context) },
  'mask-inside': { run: context => maskBy(context, toggleInside) },
  'mask-brightness': { run: context => maskBy(context, toggleBrightness) },
  'clear-masks': { run: ({ model }) => clearMasks(model) },
  dab: { run: context => dab(context) },
  peek: { run: ({ model }) => setPeek(model, true), release: ({ model }) => setPeek(model, false) },
  'show-before': {
    run: ({ model }) => showBefore(model, true),
    release: ({ model }) => showBefore(model, false)
  },
  'toggle-changes': { run: ({ model }) => toggleChanges(model) },
  'toggle-outline': { run: ({ model }) => toggleOutline(model) },
  'slice-back': { run: context => moveSlice(context, -1) },
  'slice-forward': { run: context => moveSlice(context, 1) },
  'zoom-in': { run: context => zoom(context, 1.25) },
  'zoom-out': { run: context => zoom(context, 0.8) },
  maximise: {
    run: ({ model, view }) =>
      model.update({ maximised: model.state.maximised === null ? view : null })
  },
  'auto-window': {
    run: context => context.model.windowAt(pointedAt(context) ?? context.model.state.cursor)
  },
  'reset-window': { run: ({ model }) => model.followWindow('region') },
  'move-left': { run: context => moveCrosshair(context, 'u', -1) },
  'move-right': { run: context => moveCrosshair(context, 'u', 1) },
  'move-up': { run: context => moveCrosshair(context, 'v', -1) },
  'move-down': { run: context => moveCrosshair(context, 'v', 1) },
  undo: { run: ({ model }) => walkHistory(model, 'undo') },
  redo: { run: ({ model }) => walkHistory(model, 'redo') },
  'toggle-history': { run: ({ root }) => ask(root, 'history') },
  help: { run: ({ root }) => root.dispatchEvent(new CustomEvent(HELP_EVENT)) }
};

/** Run a command for a key or a button. */
export function runCommand(name: CommandName, context: CommandContext): void {
  const { group, edits, keepsOffer }: CommandEntry = COMMAND_LIST[name];
  const announcement = whyReadOnly(context.model);
  if (edits === true && announcement !== null) {
    context.model.update({ announcement });
    return;
  }
  if (group !== 'Look' && keepsOffer !== true) {
    leaveOffer(context.model);
  }
  if (group === 'Review' || group === 'History') {
    hush(context.model);
  }
  ACTS[name].run(context);
}

/** Whether a command lasts while its key is held. */
export function isHeld(name: CommandName): boolean {
  return ACTS[name].release !== undefined;
}

export function releaseCommand(name: CommandName, context: CommandContext): void {
  ACTS[name].release?.(context);
}

/**
 * Run a command for a button or a menu: what acts at the pointer acts at the crosshair, and what lasts while a key is held lasts until it
 * is chosen again.
 */
export function chooseCommand(name: CommandName, place: CommandPlace): void {
  const view = place.model.state.maximised ?? 'z';
  const context = { ...place, view, pointer: null };
  if (isHeld(name) && isToggled(name, place.model.state) === true) {
    releaseCommand(name, context);
  } else {
    runCommand(name, context);
  }
}

function ask(root: HTMLElement, request: PanelRequest): void {
  root.dispatchEvent(new CustomEvent(PANEL_EVENT, { detail: request }));
}

function toggleStops(model: CurationModel): void {
  const isFlat = model.state.listLayout === 'flat';
  model.update({
    listLayout: isFlat ? 'stops' : 'flat',
    announcement: isFlat
      ? model.trans.__('The list goes stop by stop.')
      : model.trans.__('The list is flat.')
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
  const { trans } = model;
  const about =
    region === null ? trans.__('No region is selected.') : trans.__('This region has no verdict.');
  const way =
    model.state.undo?.startsWith('verdict') === true
      ? [trans.__('Ctrl+Z takes the last verdict back.')]
      : [];
  model.update({ announcement: [about, ...way].join(' ') });
}

/** What is not on its way to the kernel, and not told by it, is not there. */
function walkHistory(model: CurationModel, kind: 'undo' | 'redo'): void {
  const { phase, saving, connection, [kind]: known } = model.state;
  if (known === null && saving.pending === 0 && connection !== 'gone' && phase.kind === 'ready') {
    const { trans } = model;
    model.update({
      announcement: kind === 'undo' ? trans.__('Nothing to undo.') : trans.__('Nothing to redo.')
    });
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

/** Along the columns or rows of the slice in hand. */
function moveCrosshair({ model, view }: CommandContext, side: 'u' | 'v', steps: number): void {
  const axis = PLANE_AXES[planeOf(view)][side];
  const { cursor } = model.state;
  model.moveCursor({ ...cursor, [axis]: cursor[axis] + steps });
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
    model.update({ announcement: model.trans.__('Background here: no label picked.') });
    return;
  }
  setTool(model, { label: labelIndex(index) });
  model.update({
    isLabelPinned: true,
    announcement: model.trans.__('Painting with label %1.', volume.segmentation.labels[index])
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
    model.update({ announcement: model.trans.__('Take the brush (b) or the eraser (e) first.') });
    return;
  }
  const stroke = BrushStroke.begin(model, planeOf(view), tool.name);
  stroke?.moveTo([cursor]);
  stroke?.end();
}

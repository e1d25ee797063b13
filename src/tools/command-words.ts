/** The words of every command. */
import type { Translation } from '../core/translation';
import type { CommandName } from './command-list';

export interface CommandWords {
  /** A few words, for menus, where what acts at the pointer acts at the crosshair. */
  readonly label: string;
  /** What it does, for tooltips and the help. */
  readonly caption: string;
}

export function commandWords(trans: Translation): Readonly<Record<CommandName, CommandWords>> {
  return {
    'mark-done': {
      label: trans.__('Done, Next Region'),
      caption: trans.__('Done: fixed if edited, else correct; next region')
    },
    'mark-unsure': {
      label: trans.__('Unsure, Next Region'),
      caption: trans.__('Unsure; next region')
    },
    'reopen-region': {
      label: trans.__('Take Back Verdict'),
      caption: trans.__('Take back the verdict on this region; Ctrl+Z: the last one given')
    },
    'next-open': { label: trans.__('Next Open Region'), caption: trans.__('Next open region') },
    'previous-open': {
      label: trans.__('Previous Open Region'),
      caption: trans.__('Previous open region')
    },
    'next-stop': {
      label: trans.__('Next Stop'),
      caption: trans.__('Next stop with an open region')
    },
    'previous-stop': {
      label: trans.__('Previous Stop'),
      caption: trans.__('Previous stop with an open region')
    },
    'toggle-stops': {
      label: trans.__('List Stop by Stop'),
      caption: trans.__('List stop by stop, or flat')
    },
    'fold-stop': {
      label: trans.__('Fold or Unfold Stop'),
      caption: trans.__('Fold or unfold the stop in hand')
    },
    'fold-all': {
      label: trans.__('Fold or Unfold All Stops'),
      caption: trans.__('Fold or unfold all stops')
    },
    'focus-filter': { label: trans.__('Filter the List'), caption: trans.__('Filter the list') },
    'open-ranking': {
      label: trans.__('How the List Is Ranked…'),
      caption: trans.__('How the list is ranked')
    },
    recentre: {
      label: trans.__('Centre on Region'),
      caption: trans.__('Centre on the region again')
    },
    look: { label: trans.__('Crosshair'), caption: trans.__('Crosshair: look, paint nothing') },
    add: {
      label: trans.__('Smart Stroke: Add'),
      caption: trans.__('Smart stroke: add what belongs to a line')
    },
    remove: {
      label: trans.__('Smart Stroke: Remove'),
      caption: trans.__('Smart stroke: remove what belongs to a line')
    },
    trace: {
      label: trans.__('Trace'),
      caption: trans.__('Trace: click along, the way between is found')
    },
    cut: {
      label: trans.__('Cut'),
      caption: trans.__('Cut: along a line, by a click at the neck, or Shift+click in both parts')
    },
    lasso: {
      label: trans.__('Lasso'),
      caption: trans.__('Lasso: around what gets the label, or corner by corner')
    },
    'accept-region': {
      label: trans.__('Show or Take Proposal'),
      caption: trans.__('Show what the region proposes; once more: take it')
    },
    'delete-branch': {
      label: trans.__('Delete Branch at Crosshair'),
      caption: trans.__('Delete the branch under the pointer')
    },
    fill: {
      label: trans.__('Fill at Crosshair'),
      caption: trans.__('Give the piece or hole under the pointer the label in hand')
    },
    'fill-slice': {
      label: trans.__('Fill Hole in Slice at Crosshair'),
      caption: trans.__('Fill the hole under the pointer in this slice')
    },
    'delete-piece': {
      label: trans.__('Delete Piece at Crosshair'),
      caption: trans.__('Delete the whole piece under the pointer')
    },
    'keep-only': {
      label: trans.__('Keep Only Piece at Crosshair'),
      caption: trans.__('Keep only the piece under the pointer of its label')
    },
    'delete-side': {
      label: trans.__('Delete Side Branch at Crosshair'),
      caption: trans.__('Side branch under the pointer: back to its parent')
    },
    'relabel-piece': {
      label: trans.__('Relabel Piece at Crosshair'),
      caption: trans.__('Piece under the pointer: the label in hand')
    },
    'smooth-piece': {
      label: trans.__('Smooth Piece at Crosshair'),
      caption: trans.__('Smooth the piece under the pointer')
    },
    'grow-piece': {
      label: trans.__('Grow Piece at Crosshair'),
      caption: trans.__('Grow the piece under the pointer')
    },
    'shrink-piece': {
      label: trans.__('Shrink Piece at Crosshair'),
      caption: trans.__('Shrink the piece under the pointer')
    },
    'fill-between': {
      label: trans.__('Fill between Slices'),
      caption: trans.__('Fill the label in hand between slices')
    },
    'merge-labels': {
      label: trans.__('Merge Label at Crosshair'),
      caption: trans.__('Make the label under the pointer the label in hand')
    },
    'remove-islands': { label: trans.__('Remove Islands'), caption: trans.__('Remove islands') },
    'fill-holes': { label: trans.__('Fill Holes'), caption: trans.__('Fill holes') },
    'new-label': { label: trans.__('New Label…'), caption: trans.__('Paint with a new label') },
    'open-editing': {
      label: trans.__('More Tools…'),
      caption: trans.__('More tools, for what is under the pointer')
    },
    brush: { label: trans.__('Brush'), caption: trans.__('Brush') },
    erase: { label: trans.__('Eraser'), caption: trans.__('Eraser') },
    'toggle-disc': {
      label: trans.__('Disc Brush'),
      caption: trans.__('Disc in the slice, or ball through slices')
    },
    'smaller-brush': {
      label: trans.__('Smaller Brush'),
      caption: trans.__('Smaller brush; what is proposed narrower; lasso through fewer slices')
    },
    'larger-brush': {
      label: trans.__('Larger Brush'),
      caption: trans.__('Larger brush; what is proposed wider; lasso through more slices')
    },
    'pick-label': {
      label: trans.__('Pick Label at Crosshair'),
      caption: trans.__('Paint with the label under the pointer')
    },
    'mask-inside': {
      label: trans.__('Mask: Label at Crosshair Only'),
      caption: trans.__('Mask: only the label under the pointer changes')
    },
    'mask-brightness': {
      label: trans.__('Mask: Brightness at Crosshair Only'),
      caption: trans.__('Mask: only what is as bright as under the pointer changes')
    },
    'clear-masks': { label: trans.__('All Masks Off'), caption: trans.__('All masks off') },
    dab: {
      label: trans.__('Dab at Crosshair'),
      caption: trans.__('Use the brush or eraser once, at the crosshair')
    },
    peek: { label: trans.__('Image Alone'), caption: trans.__('Image alone, while held') },
    'show-before': {
      label: trans.__('Segmentation as It Was'),
      caption: trans.__('Segmentation as it was, while held')
    },
    'toggle-changes': {
      label: trans.__('Show Changes'),
      caption: trans.__('What has changed, shown or hidden')
    },
    'toggle-outline': {
      label: trans.__('Filled Segmentation'),
      caption: trans.__('Segmentation as outline or filled')
    },
    'slice-back': { label: trans.__('Slice Back'), caption: trans.__('Slice back') },
    'slice-forward': { label: trans.__('Slice Forward'), caption: trans.__('Slice forward') },
    'zoom-in': { label: trans.__('Zoom In'), caption: trans.__('Zoom in') },
    'zoom-out': { label: trans.__('Zoom Out'), caption: trans.__('Zoom out') },
    maximise: {
      label: trans.__('One Large View'),
      caption: trans.__('This view large, or four views')
    },
    'auto-window': {
      label: trans.__('Brightness for What Is at Crosshair'),
      caption: trans.__('Brightness and contrast for what is under the pointer')
    },
    'reset-window': {
      label: trans.__('Brightness by Region'),
      caption: trans.__('Brightness and contrast by region again')
    },
    'move-left': { label: trans.__('Crosshair Left'), caption: trans.__('Move the crosshair') },
    'move-right': { label: trans.__('Crosshair Right'), caption: trans.__('Move the crosshair') },
    'move-up': { label: trans.__('Crosshair Up'), caption: trans.__('Move the crosshair') },
    'move-down': { label: trans.__('Crosshair Down'), caption: trans.__('Move the crosshair') },
    undo: { label: trans.__('Undo'), caption: trans.__('Undo') },
    redo: { label: trans.__('Redo'), caption: trans.__('Redo') },
    'toggle-history': {
      label: trans.__('History or Regions'),
      caption: trans.__('History of edits and verdicts, or the list of regions')
    },
    help: { label: trans.__('Keys and Mouse'), caption: trans.__('Keys and mouse') }
  };
}

/** Masks switched on and off by keys, and what they need. */
import type { VoxelPoint } from '../core/axes';
import { voxelOffset } from '../core/axes';
import { BACKGROUND, labelIndex } from '../core/labels';
import type { Masks } from '../core/masks';
import { NO_MASKS, brightnessAt, isMasking } from '../core/masks';
import type { CurationModel } from '../core/model';
import type { CurationState } from '../core/state';
import { whyReadOnly } from './read-only';

/** Why nothing can be edited, by the journal or under the masks that are on; null when something can. */
export function whyBarred(state: CurationState): string | null {
  const { masks, tool, phase } = state;
  const readOnly = whyReadOnly(state);
  if (readOnly !== null) {
    return readOnly;
  }
  if (masks.labels.kind === 'keep-others' && tool.label === BACKGROUND) {
    return 'Other labels are kept, but no label is in hand: choose one, or switch the mask off.';
  }
  return masks.brightness !== null && phase.kind !== 'ready'
    ? 'Only voxels of some brightness change, and the image is still coming in.'
    : null;
}

export function setMasks(model: CurationModel, change: Partial<Masks>, told?: string): void {
  const masks = { ...model.state.masks, ...change };
  model.update(told === undefined ? { masks } : { masks, announcement: told });
}

/** Only the label under the pointer changes, or any again where that is so already. */
export function toggleInside(model: CurationModel, voxel: VoxelPoint): void {
  const { arrays, volume, state } = model;
  if (arrays === null || volume === null) {
    return;
  }
  const { labels } = state.masks;
  const label = labelIndex(arrays.segmentation.data[voxelOffset(volume.shape, voxel)]);
  if (labels.kind === 'inside' && labels.label === label) {
    setMasks(model, { labels: { kind: 'any' } }, 'Mask off: voxels of any label may change.');
    return;
  }
  const name = label === BACKGROUND ? 'background' : `label ${volume.segmentation.labels[label]}`;
  setMasks(model, { labels: { kind: 'inside', label } }, `Mask on: only ${name} changes.`);
}

/** Only voxels about as bright as under the pointer change, or any again. */
export function toggleBrightness(model: CurationModel, voxel: VoxelPoint): void {
  const { arrays, state } = model;
  if (state.masks.brightness !== null) {
    setMasks(model, { brightness: null }, 'Mask off: voxels of any brightness may change.');
  } else if (arrays !== null) {
    setMasks(
      model,
      { brightness: brightnessAt(arrays.image, voxel) },
      'Mask on: only voxels about as bright as here change.'
    );
  }
}

/** All off. */
export function clearMasks(model: CurationModel): void {
  const { spread } = model.state.masks;
  const told = isMasking(model.state.masks) ? 'All masks are off.' : 'No mask is on.';
  setMasks(model, { ...NO_MASKS, spread }, told);
}

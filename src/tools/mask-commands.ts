/** Masks switched on and off by keys, and what they need. */
import type { VoxelPoint } from '../core/axes';
import { voxelOffset } from '../core/axes';
import { BACKGROUND, labelIndex } from '../core/labels';
import type { Masks } from '../core/masks';
import { NO_MASKS, brightnessAt, isMasking } from '../core/masks';
import type { CurationModel } from '../core/model';
import { whyReadOnly } from './read-only';

/** Why nothing can be edited, by the journal or under the masks that are on; null when something can. */
export function whyBarred(model: CurationModel): string | null {
  const { trans, state } = model;
  const { masks, tool, phase } = state;
  const readOnly = whyReadOnly(model);
  if (readOnly !== null) {
    return readOnly;
  }
  if (masks.labels.kind === 'keep-others' && tool.label === BACKGROUND) {
    return trans.__(
      'Other labels are kept, but no label is in hand: choose one, or switch the mask off.'
    );
  }
  return masks.brightness !== null && phase.kind !== 'ready'
    ? trans.__('Only voxels of some brightness change, and the image is still coming in.')
    : null;
}

export function setMasks(model: CurationModel, change: Partial<Masks>, told?: string): void {
  const masks = { ...model.state.masks, ...change };
  model.update(told === undefined ? { masks } : { masks, announcement: told });
}

/** Only the label under the pointer changes, or any again where that is so already. */
export function toggleInside(model: CurationModel, voxel: VoxelPoint): void {
  const { arrays, volume, state, trans } = model;
  if (arrays === null || volume === null) {
    return;
  }
  const { labels } = state.masks;
  const label = labelIndex(arrays.segmentation.data[voxelOffset(volume.shape, voxel)]);
  if (labels.kind === 'inside' && labels.label === label) {
    setMasks(
      model,
      { labels: { kind: 'any' } },
      trans.__('Mask off: voxels of any label may change.')
    );
    return;
  }
  const told =
    label === BACKGROUND
      ? trans.__('Mask on: only background changes.')
      : trans.__('Mask on: only label %1 changes.', volume.segmentation.labels[label]);
  setMasks(model, { labels: { kind: 'inside', label } }, told);
}

/** Only voxels about as bright as under the pointer change, or any again. */
export function toggleBrightness(model: CurationModel, voxel: VoxelPoint): void {
  const { arrays, state, trans } = model;
  if (state.masks.brightness !== null) {
    const told = trans.__('Mask off: voxels of any brightness may change.');
    setMasks(model, { brightness: null }, told);
  } else if (arrays !== null) {
    setMasks(
      model,
      { brightness: brightnessAt(arrays.image, voxel) },
      trans.__('Mask on: only voxels about as bright as here change.')
    );
  }
}

/** All off. */
export function clearMasks(model: CurationModel): void {
  const { state, trans } = model;
  const { spread } = state.masks;
  const told = isMasking(state.masks) ? trans.__('All masks are off.') : trans.__('No mask is on.');
  setMasks(model, { ...NO_MASKS, spread }, told);
}

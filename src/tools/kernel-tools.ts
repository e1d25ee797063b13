/** Tools of the kernel that a key sets off: the proposal of the region in hand, and what is under the pointer. */
import type { VoxelPoint } from '../core/axes';
import type { CurationModel } from '../core/model';
import type { SlicePlane } from '../core/state';
import { OfferInHand, offerOf } from './offer';
import type { Question } from './offer';

/** Show the proposal of the region in hand; take it when it is shown already. */
export async function acceptRegion(model: CurationModel): Promise<void> {
  const shown = offerOf(model);
  if (shown?.tool === 'accept') {
    shown.take();
    return;
  }
  const { selected } = model.state;
  const region = selected === null ? null : model.regionIdAt(selected);
  if (region === null) {
    model.update({
      announcement: model.trans.__('No region is selected, so nothing is proposed.')
    });
    return;
  }
  const about = model.trans.__('What the region proposes');
  await offerFrom(model, { tool: 'accept', about, given: { proposal: region } }, offer => {
    offer.stay();
  });
}

/** Take away what is at a voxel: a branch, or a whole piece. */
export async function deleteAt(
  model: CurationModel,
  { z, y, x }: VoxelPoint,
  what: 'branch' | 'piece'
): Promise<void> {
  const offer = await offerFrom(model, { tool: 'delete', given: { point: [z, y, x], what } });
  offer?.take();
}

/**
 * Give the piece at a voxel the label in hand, or fill the hole that it is in.
 * @param plane - the slice in which a hole that is open in 3D is closed
 */
export async function fillAt(
  model: CurationModel,
  { z, y, x }: VoxelPoint,
  plane: SlicePlane | null
): Promise<void> {
  const { volume, state } = model;
  const label = volume?.segmentation.labels[state.tool.label] ?? null;
  const given = { point: [z, y, x], label, plane };
  const offer = await offerFrom(model, { tool: 'fill', given });
  offer?.take();
}

/**
 * Ask, and give back what is shown; null when nothing would change, and the reviewer is told so.
 * @param prepare - what is taken in hand, before anything is asked
 */
export async function offerFrom(
  model: CurationModel,
  question: Question,
  prepare: (offer: OfferInHand) => void = () => undefined
): Promise<OfferInHand | null> {
  const offer = OfferInHand.begin(model);
  if (offer === null) {
    return null;
  }
  prepare(offer);
  const { told } = model.state;
  if (await offer.ask(question)) {
    return offer;
  }
  offer.leave();
  if (model.state.told === told) {
    model.update({
      announcement: model.trans.__('Nothing would change: the segmentation is so already.')
    });
  }
  return null;
}

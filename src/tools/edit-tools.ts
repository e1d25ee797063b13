/** Tools of the Edit menu: what the kernel proposes for the thing at a voxel, the label in hand or the view, until it is taken. */
import type { VoxelPoint } from '../core/axes';
import { boxToTuple, clampVoxel, voxelOffset } from '../core/axes';
import type { CurationModel } from '../core/model';
import type { EditSettings } from '../core/state';
import type { Amount } from './edit-settings';
import { amountOf, changeSettings, finestOf, stepAmount } from './edit-settings';
import { labelInHand } from './given';
import { offerFrom } from './kernel-tools';
import type { OfferInHand, Question } from './offer';
import { offerOf } from './offer';

interface EditTool {
  /** What is asked for, or why it cannot be. */
  question(model: CurationModel, point: VoxelPoint): Question | string;
  /** What wider and narrower change. */
  readonly amount?: Amount;
}

export const EDIT_TOOLS = {
  'keep-only': {
    question: ({ trans }, point) => ({
      tool: 'delete',
      about: trans.__('Other pieces of its label'),
      given: { point: entries(point), what: 'others' }
    })
  },
  'delete-side': {
    question: ({ trans }, point) => ({
      tool: 'delete',
      about: trans.__('Side branch'),
      given: { point: entries(point), what: 'side' }
    })
  },
  'relabel-piece': {
    question: (model, point) =>
      withLabel(model, label => ({
        tool: 'fill',
        about: model.trans.__('Becomes label %1', label),
        given: { point: entries(point), label }
      }))
  },
  'smooth-piece': {
    amount: 'smoothBy',
    question: (model, point) => ({
      tool: 'smooth',
      about: model.trans.__('Smoothed by %1', length(model, 'smoothBy')),
      given: { where: entries(point), by: amount(model, 'smoothBy') }
    })
  },
  'grow-piece': {
    amount: 'growBy',
    question: (model, point) => ({
      tool: 'grow',
      about: model.trans.__('Grown by %1', length(model, 'growBy')),
      given: { point: entries(point), by: amount(model, 'growBy') }
    })
  },
  'shrink-piece': {
    amount: 'growBy',
    question: (model, point) => ({
      tool: 'grow',
      about: model.trans.__('Shrunk by %1', length(model, 'growBy')),
      given: { point: entries(point), by: -amount(model, 'growBy') }
    })
  },
  'fill-between': {
    question: model =>
      withLabel(model, label => ({
        tool: 'interpolate',
        about: model.trans.__(
          'Label %1 between its slices along %2',
          label,
          model.state.editing.axis
        ),
        given: { label, axis: model.state.editing.axis, box: boxOf(model) }
      }))
  },
  'merge-labels': {
    question: (model, point) =>
      withLabel(model, label => ({
        tool: 'merge',
        about: model.trans.__('Label %1 becomes %2', labelAt(model, point), label),
        given: { labels: [labelAt(model, point)], into: label }
      }))
  },
  'remove-islands': {
    amount: 'islands',
    question: model => ({
      tool: 'islands',
      about: model.trans.__('Islands of fewer than %1 voxels', amount(model, 'islands')),
      given: { below: amount(model, 'islands'), box: boxOf(model) }
    })
  },
  'fill-holes': {
    amount: 'holes',
    question: model => ({
      tool: 'holes',
      about: model.trans.__('Holes of fewer than %1 voxels', amount(model, 'holes')),
      given: { below: amount(model, 'holes'), box: boxOf(model) }
    })
  }
} satisfies Record<string, EditTool>;

export type EditToolName = keyof typeof EDIT_TOOLS;

/** What is shown now, and how to ask for it again. */
interface Shown {
  readonly offer: OfferInHand;
  again(): void;
}

const shown = new WeakMap<CurationModel, Shown>();

/** Show what a tool would do at a voxel; it is made when the reviewer takes it. */
export async function offerEdit(
  model: CurationModel,
  name: EditToolName,
  at: VoxelPoint
): Promise<void> {
  const tool: EditTool = EDIT_TOOLS[name];
  const { volume } = model;
  const point = volume === null ? at : clampVoxel(volume.shape, at);
  const question = tool.question(model, point);
  if (typeof question === 'string') {
    model.update({ announcement: question });
    return;
  }
  await offerFrom(model, question, offer => {
    const widens = tool.amount ?? null;
    offer.stay(widens !== null);
    if (widens !== null) {
      offer.widenBy = step => {
        const { editing } = model.state;
        setEditing(model, { [widens]: stepAmount(editing, widens, finestOf(volume), step) });
      };
    }
    const again = (): void => {
      const next = tool.question(model, point);
      if (typeof next !== 'string') {
        void offer.ask(next);
      }
    };
    shown.set(model, { offer, again });
  });
}

/** How much the tools change from now on, and what is shown of them. */
export function setEditing(model: CurationModel, change: Partial<EditSettings>): void {
  changeSettings(model, change);
  const last = shown.get(model);
  if (last !== undefined && last.offer === offerOf(model)) {
    last.again();
  }
}

function withLabel(model: CurationModel, ask: (label: string) => Question): Question | string {
  const label = labelInHand(model);
  return label === null
    ? model.trans.__('No label in hand: choose one first, or pick one with i.')
    : ask(label);
}

function labelAt({ arrays, volume }: CurationModel, point: VoxelPoint): string {
  const index =
    arrays === null || volume === null
      ? 0
      : arrays.segmentation.data[voxelOffset(volume.shape, point)];
  return volume?.segmentation.labels[index] ?? '0';
}

function amount({ volume, state }: CurationModel, name: Amount): number {
  return amountOf(state.editing, name, finestOf(volume));
}

/** In words, to three digits. */
function length(model: CurationModel, name: Amount): string {
  return `${Number(amount(model, name).toPrecision(3))} ${model.volume?.unit ?? 'vx'}`;
}

/** The region's view, unless everything is meant; null for all of the volume. */
function boxOf({ state }: CurationModel): readonly number[] | null {
  return state.editing.everywhere || state.crop === null ? null : boxToTuple(state.crop);
}

function entries({ z, y, x }: VoxelPoint): readonly number[] {
  return [z, y, x];
}

/** Tools of the kernel that clicks feed, one after the other: traces, and cuts between seeds. */
import type { VoxelPoint } from '../core/axes';
import { clampVoxel } from '../core/axes';
import { BACKGROUND } from '../core/labels';
import type { CurationModel } from '../core/model';
import type { TrailMarks } from '../core/proposals';
import type { Translation } from '../core/translation';
import type { Point } from './given';
import { addPoint, labelInHand, voxelOf } from './given';
import { OfferInHand, offerOf } from './offer';

interface Kind {
  readonly tool: string;
  about(trans: Translation): string;
  readonly marks: TrailMarks;
  /** What is told after the first click. */
  begun(trans: Translation): string;
  given(model: CurationModel, points: readonly Point[]): Readonly<Record<string, unknown>>;
}

interface Clicks {
  readonly kind: Kind;
  readonly offer: OfferInHand;
  readonly points: Point[];
}

const TRACE: Kind = {
  tool: 'trace',
  about: trans => trans.__('Trace'),
  marks: 'clicks',
  begun: trans => trans.__('Trace begun: click on along the vessel.'),
  given: (model, points) => ({ points: [...points], label: labelInHand(model) })
};

const SEEDS: Kind = {
  tool: 'cut',
  about: trans => trans.__('Cut'),
  marks: 'seeds',
  begun: trans => trans.__('One part is told: Shift+click in the other one.'),
  given: (model, points) => ({
    seeds: [0, 1].map(part => points.filter((_, i) => i % 2 === part)),
    label: labelOfSecond(model, points[0])
  })
};

const inHand = new WeakMap<CurationModel, Clicks>();

/** Another click of the trace in hand, or the first of a new one. */
export function traceTo(model: CurationModel, point: VoxelPoint): void {
  clickOn(model, TRACE, point);
}

/** Tell a place in the one part, and with the next call in the other, of what is to be cut apart; and so on by turns. */
export function seedAt(model: CurationModel, point: VoxelPoint): void {
  const { volume } = model;
  if (volume === null || model.labelBefore(clampVoxel(volume.shape, point)) === BACKGROUND) {
    model.update({
      announcement: model.trans.__('Background here: click in one of the two parts.')
    });
    return;
  }
  clickOn(model, SEEDS, point);
}

function clickOn(model: CurationModel, kind: Kind, point: VoxelPoint): void {
  const known = inHand.get(model);
  const goesOn = known?.offer === offerOf(model) && known.kind === kind;
  const clicks = goesOn ? known : begin(model, kind);
  if (clicks !== null) {
    addPoint(clicks.points, model, point);
    show(model, clicks);
  }
}

function begin(model: CurationModel, kind: Kind): Clicks | null {
  const offer = OfferInHand.begin(model);
  if (offer === null) {
    return null;
  }
  offer.stay();
  const clicks: Clicks = { kind, offer, points: [] };
  offer.back = () => {
    clicks.points.pop();
    if (clicks.points.length === 0) {
      offer.leave();
    } else {
      show(model, clicks);
    }
  };
  inHand.set(model, clicks);
  return clicks;
}

function show(model: CurationModel, { kind, offer, points }: Clicks): void {
  const { tool, marks } = kind;
  const about = kind.about(model.trans);
  offer.follow(tool, points.map(voxelOf), marks);
  if (points.length < 2) {
    offer.clear(tool);
    model.update({ announcement: kind.begun(model.trans) });
    return;
  }
  void offer.ask({ tool, about, given: { ...kind.given(model, points), steps: offer.steps } });
}

/** The label that the reviewer has chosen, where the piece has another one; null for a cut that takes a sheet away. */
function labelOfSecond(model: CurationModel, first: Point): string | null {
  const { isLabelPinned, tool } = model.state;
  const isOther = tool.label !== model.labelBefore(voxelOf(first));
  return isLabelPinned && isOther ? labelInHand(model) : null;
}

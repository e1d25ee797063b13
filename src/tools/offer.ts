/** A proposal of the kernel's in hand: shown in the views as if it were made, until it is taken or left. */
import type { Box, VoxelPoint } from '../core/axes';
import type { Edit, Stroke } from '../core/edits';
import { eachRow } from '../core/edits';
import { BACKGROUND, labelIndex } from '../core/labels';
import { allMasked } from '../core/masks';
import type { CurationModel } from '../core/model';
import type { Offer, Proposal, TrailMarks } from '../core/proposals';
import type { CurationState } from '../core/state';
import { hush, unsay } from './hush';
import { whyBarred } from './mask-commands';

/** What is asked of a tool. */
export interface Question {
  /** Its name in the kernel. */
  readonly tool: string;
  readonly given: Readonly<Record<string, unknown>>;
  /** What it is about, for the reviewer. */
  readonly about?: string;
  /** It is still being drawn: what is wrong with it so far is not told. */
  readonly isDrawn?: boolean;
}

const inHand = new WeakMap<CurationModel, OfferInHand>();

/** The offer that a model's views show, or null. */
export function offerOf(model: CurationModel): OfferInHand | null {
  return inHand.get(model) ?? null;
}

/** Put back what is offered and not taken, if anything is. */
export function leaveOffer(model: CurationModel): void {
  offerOf(model)?.leave();
}

/** Make the edit that is offered, if any is, once what was asked for last is answered. */
export function takeOffer(model: CurationModel): void {
  void offerOf(model)?.finish();
}

export class OfferInHand {
  /** Take a tool in hand; null when that cannot be, and the reviewer is told why. */
  static begin(model: CurationModel): OfferInHand | null {
    const refusal = whyNot(model);
    if (refusal !== null) {
      model.update({ announcement: refusal });
      return null;
    }
    leaveOffer(model);
    hush(model);
    const stroke = model.beginStroke();
    if (stroke === null) {
      return null;
    }
    const offer = new OfferInHand(model, stroke);
    inHand.set(model, offer);
    return offer;
  }

  private constructor(
    private readonly _model: CurationModel,
    private readonly _stroke: Stroke
  ) {
    const leave = () => {
      this.leave();
    };
    let { masks } = _model.state;
    const follow = (state: CurationState) => {
      if (state.masks !== masks) {
        masks = state.masks;
        this._remask();
      }
    };
    this._ends = [
      _model.opened.connect(leave),
      _model.regionSelected.connect(leave),
      _model.stateChanged.connect(follow)
    ];
  }

  /**
   * Ask, and show what is proposed. While an answer is awaited only the newest question waits; what is asked again is not sent again.
   * @returns whether something is shown, once the newest question is answered; false too when it was left meanwhile
   */
  async ask(question: Question): Promise<boolean> {
    const isKnown = !this._isCleared && isSame(question, this._asked);
    this._asked = question;
    this._isCleared = false;
    this._about = question.about ?? '';
    if (isKnown && this._asking === null && this._shown !== null) {
      return true;
    }
    this._waiting = isKnown && this._asking !== null ? this._waiting : question;
    this._asking ??= this._askOn();
    return this._asking;
  }

  /** The tool whose proposal is shown, else empty. */
  get tool(): string {
    return this._tool;
  }

  /** Takes the last step of what is drawn back, where that goes on with another press. */
  back: (() => void) | null = null;

  /** What wider (1) and narrower (-1) mean, where that is no step of the tool's own. */
  widenBy: ((step: 1 | -1) => void) | null = null;

  /**
   * From now on it waits for the reviewer to take or leave it, who is shown how.
   * @param widens - there is something wider or narrower
   */
  stay(widens = true): void {
    this._stays = true;
    this._widens = widens;
    const { offer } = this._model.state;
    if (offer !== null) {
      this._tell(offer);
    }
  }

  /** What was asked for last: wider or narrower than first proposed. */
  get steps(): number {
    return Number(this._asked?.given.steps ?? 0);
  }

  /** Show the line or the clicks that the tool was given so far. */
  follow(tool: string, trail: readonly VoxelPoint[], marks: TrailMarks = 'line'): void {
    this._trail = trail;
    this._marks = marks;
    const { offer } = this._model.state;
    this._tell({ ...(offer ?? { steps: 0, ...NOTHING }), tool });
  }

  /** Show nothing proposed for now; the tool stays in hand. */
  clear(tool: string): void {
    this._tool = tool;
    this._proposal = null;
    this._waiting = null;
    this._isCleared = true;
    this._putBack();
    this._tell({ tool, steps: this.steps, ...NOTHING });
  }

  /** Ask the same for a wider (1) or narrower (-1) proposal. */
  async widen(step: 1 | -1): Promise<void> {
    if (!this._widens) {
      this._model.update({
        announcement: this._model.trans.__('There is nothing wider or narrower to propose.')
      });
    } else if (this.widenBy !== null) {
      this.widenBy(step);
    } else if (this._asked !== null) {
      const { given } = this._asked;
      await this.ask({ ...this._asked, given: { ...given, steps: this.steps + step } });
    }
  }

  /** Make the edit of what was asked for last, once that is answered; what shows nothing then stays in hand. */
  async finish(): Promise<void> {
    await this._asking;
    if (this._shown !== null) {
      this.take();
    } else if (this._isInHand()) {
      this._model.update({ announcement: this._model.trans.__('Nothing is proposed yet.') });
    }
  }

  /** Make the edit of what is shown. */
  take(): Edit | null {
    if (this._isOver) {
      return null;
    }
    this._end();
    unsay(this._model);
    return this._model.endStroke(this._tool);
  }

  /** Put everything back. Twice is safe. */
  leave(): void {
    if (!this._isOver) {
      this._end();
      this._model.cancelStroke();
    }
  }

  private async _askOn(): Promise<boolean> {
    let isShown = false;
    while (this._waiting !== null && this._isInHand()) {
      const { tool, given, isDrawn } = this._waiting;
      this._waiting = null;
      try {
        const proposal = await this._model.propose(tool, given);
        if (this._isInHand() && !this._isCleared) {
          this._tool = tool;
          isShown = this._show(proposal, tool, Number(given.steps ?? 0)) > 0;
          this._takeBackComplaint(isShown);
        }
      } catch (error) {
        isShown = false;
        this._fail(error, isDrawn === true);
      }
    }
    this._asking = null;
    return isShown && this._isInHand();
  }

  /** Not left, which may happen at any time. */
  private _isInHand(): boolean {
    return !this._isOver;
  }

  private _fail(error: unknown, isDrawn: boolean): void {
    if (this._isOver) {
      return;
    }
    const { offer } = this._model.state;
    this._proposal = null;
    this._putBack();
    if (offer !== null) {
      this._tell({ ...offer, ...NOTHING });
    }
    if (!isDrawn) {
      this._complaint = error instanceof Error ? error.message : String(error);
      this._model.update({ announcement: this._complaint });
    }
  }

  /** A line that began where nothing can be cut has gone on. */
  private _takeBackComplaint(isShown: boolean): void {
    if (isShown && this._complaint !== '' && this._model.state.announcement === this._complaint) {
      unsay(this._model);
    }
  }

  /** The masks are others: so is what they leave of the proposal. */
  private _remask(): void {
    const { offer } = this._model.state;
    this._model.remaskStroke();
    if (offer !== null) {
      this._show(this._proposal, offer.tool, offer.steps);
    }
  }

  /** @returns how many voxels of the proposal the masks let change */
  private _show(proposal: Proposal | null, tool: string, steps: number): number {
    this._proposal = proposal;
    this._putBack();
    let voxels = 0;
    if (proposal !== null) {
      for (const { z, y, x0, x1, after } of eachRow(proposal.box, proposal.runs)) {
        voxels += this._stroke.paintRow(z, y, x0, x1, labelIndex(after));
      }
    }
    this._tell({ tool, steps, voxels, does: whatDoes(proposal), sizes: proposal?.sizes ?? [] });
    this._shown = proposal?.box ?? null;
    if (this._shown !== null) {
      this._model.strokeChanged(this._shown);
    }
    if (voxels === 0 && this._stroke.isMasked) {
      this._model.update({ announcement: allMasked(this._model.trans) });
    }
    return voxels;
  }

  /** What is shown, as it was. */
  private _putBack(): void {
    this._stroke.cancel();
    if (this._shown !== null) {
      this._model.strokeChanged(this._shown);
      this._shown = null;
    }
  }

  private _tell(offer: Omit<Offer, 'trail' | 'marks' | 'stays' | 'widens' | 'about'>): void {
    const { _trail: trail, _marks: marks, _stays: stays, _widens: widens, _about: about } = this;
    this._model.update({ offer: { ...offer, trail, marks, stays, widens, about } });
  }

  private _end(): void {
    this._isOver = true;
    this._ends.forEach(end => {
      end();
    });
    inHand.delete(this._model);
    if (this._model.state.offer !== null) {
      this._model.update({ offer: null });
    }
  }

  private readonly _ends: readonly (() => void)[];
  private _tool = '';
  private _about = '';
  /** Why the kernel last answered nothing. */
  private _complaint = '';
  private _stays = false;
  private _widens = true;
  private _trail: readonly VoxelPoint[] = [];
  private _marks: TrailMarks = 'line';
  /** Where something is shown. */
  private _shown: Box | null = null;
  /** What is shown, without masks. */
  private _proposal: Proposal | null = null;
  /** What was asked last, and whether it still waits. */
  private _asked: Question | null = null;
  private _waiting: Question | null = null;
  private _asking: Promise<boolean> | null = null;
  /** What is still to be answered is not wanted any more. */
  private _isCleared = false;
  private _isOver = false;
}

const NOTHING = { voxels: 0, sizes: [], does: 'change' } as const;

function whatDoes(proposal: Proposal | null): Offer['does'] {
  const rows = proposal === null ? [] : [...eachRow(proposal.box, proposal.runs)];
  if (
    rows.length === 0 ||
    !(rows.every(row => row.after === BACKGROUND) || rows.every(row => row.before === BACKGROUND))
  ) {
    return 'change';
  }
  return rows[0].after === BACKGROUND ? 'remove' : 'add';
}

function isSame(one: Question, other: Question | null): boolean {
  const isAlike = one.tool === other?.tool && one.isDrawn === other.isDrawn;
  return isAlike && JSON.stringify(one.given) === JSON.stringify(other.given);
}

function whyNot(model: CurationModel): string | null {
  const { trans } = model;
  if (!model.isEditable) {
    return trans.__('Editing begins when the whole segmentation is here.');
  }
  const masked = whyBarred(model);
  if (masked !== null) {
    return masked;
  }
  const { connection } = model.state;
  if (connection === 'gone' || connection === 'reconnecting') {
    return trans.__(
      'The kernel does not answer, which this tool asks. Brush and eraser work without it.'
    );
  }
  return connection === 'busy-waiting'
    ? trans.__(
        'The kernel is running a cell and would answer only afterwards. Brush and eraser work meanwhile.'
      )
    : null;
}

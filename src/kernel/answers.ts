/** What the kernel says of acts, ours and others', brought into the model and the working copy. */
import type { Box } from '../core/axes';
import { wholeBox } from '../core/axes';
import type { LabelIndex } from '../core/labels';
import { labelIndex } from '../core/labels';
import type { CurationModel } from '../core/model';
import { regionIndex } from '../core/regions';
import type { SaidBesides } from '../core/review';
import type { CurationState, Verdict, VolumeDescription } from '../core/state';
import type { Translation } from '../core/translation';
import type { PendingAct } from './act-queue';
import type { ActSender } from './act-sender';
import type { Applied, Judged, Labels, Ranked, Refused, SessionState } from './messages';
import type { WorkingCopy } from './working-copy';

export interface AnswerHost {
  /** The kernel has answered an act of ours. @param refusal - why it was not done, or null */
  answered(entry: PendingAct, refusal: string | null): void;
  /** Ask for a part of the segmentation again. */
  refetch(box: Box): void;
  /** How the kernel makes the list. */
  told(ranking: VolumeDescription['ranking']): void;
  /** Ask the kernel for everything that is not voxels. */
  knock(): void;
}

interface LabelWait {
  readonly resolve: (index: LabelIndex) => void;
  readonly reject: (error: Error) => void;
}

export class Answers {
  constructor(
    private readonly _model: CurationModel,
    private readonly _client: string,
    private readonly _sender: ActSender,
    private readonly _copy: WorkingCopy,
    private readonly _host: AnswerHost
  ) {}

  /** Revision that all messages so far lead to, or null before the kernel has told. */
  get revision(): number | null {
    return this._revision;
  }

  /** New arrays, which will hold at least `revision`; null when it is not known yet. */
  restart(revision: number | null): void {
    this._revision = revision;
  }

  /**
   * The state of the session, complete. Voxels are asked for again when messages were missed.
   * @param spent - number of our last act that is part of it, where the kernel tells
   */
  adopt(state: SessionState, spent = this._spent): void {
    const { volume } = state;
    this._spent = spent;
    this._sender.queue.history.loseTrack();
    if (this._revision !== null && this._revision !== volume.revision) {
      this._host.refetch(wholeBox(volume.shape));
    }
    this._revision = volume.revision;
    this._model.addLabels(0, volume.segmentation.labels);
    this.adoptVerdicts(state.verdicts, state.standing, state.besides);
    this._host.told(volume.ranking);
    this._update({
      undo: state.undo,
      redo: state.redo,
      saving: { ...this._model.state.saving, journal: state.journal }
    });
  }

  /** All verdicts, with ours on top that are still on their way. */
  adoptVerdicts(
    verdicts: ReadonlyMap<string, Verdict>,
    standing: ReadonlyMap<string, number>,
    besides: SaidBesides
  ): void {
    const shown = new Map(verdicts);
    const reopened = new Map(besides.reopened);
    const edits = new Map(standing);
    for (const { act, seq } of this._sender.queue.pending) {
      if (seq <= this._spent) {
        continue;
      }
      if (act.kind === 'edit' && act.edit.region !== null) {
        edits.set(act.edit.region, (edits.get(act.edit.region) ?? 0) + 1);
      } else if (act.kind === 'verdict') {
        const verdict = verdictOf(act.verdict, edits.get(act.region) ?? 0);
        const time = new Date().toISOString();
        shown.delete(act.region);
        reopened.delete(act.region);
        if (verdict === null) {
          reopened.set(act.region, time);
        } else {
          shown.set(act.region, { verdict, note: act.note, time });
        }
      }
    }
    this._model.setVerdicts(shown, standing, { ...besides, reopened });
  }

  applied(message: Applied, runs: Uint32Array | null): void {
    const entry = this._settle(message);
    this._adoptApplied(message, entry, runs);
    this._finish(entry);
  }

  judged(message: Judged): void {
    const entry = this._settle(message);
    this._adoptJudged(message, entry);
    this._finish(entry);
  }

  refused({ seq, code, message, revision }: Refused): void {
    const entry = this._sender.settle(seq);
    if (entry === null) {
      return;
    }
    if (entry.of !== null) {
      // Something else is in its place.
      this._sender.queue.history.loseTrack();
    }
    this._putBack(entry, message);
    if (this._revision !== null && revision > this._revision) {
      this._missed();
    }
    const { saving } = this._model.state;
    const refused = code === 'nothing' ? saving.refused : message;
    this._update({ announcement: message, saving: { ...saving, refused } });
    this._finish(entry, message);
  }

  ranked(message: Ranked): void {
    const entry = this._settle(message);
    this._host.told(message.ranking);
    this._update(this._told(entry));
    this._finish(entry);
  }

  labels(message: Labels): void {
    this._model.addLabels(message.from, message.ids);
    const entry = this._settle(message);
    if (entry?.act.kind === 'label') {
      const index = this._model.volume?.segmentation.labels.indexOf(entry.act.id) ?? -1;
      const wait = this._takeWait(entry.act.id);
      if (index >= 0) {
        wait?.resolve(labelIndex(index));
      } else {
        wait?.reject(
          new Error(this._model.trans.__('The kernel gave no index to label %1.', entry.act.id))
        );
      }
      this._update(this._told(entry));
    }
  }

  /** The index that the kernel gives to a label which is on its way. */
  labelGiven(id: string): Promise<LabelIndex> {
    return new Promise((resolve, reject) => {
      const others = this._labelWaits.get(id) ?? [];
      this._labelWaits.set(id, [...others, { resolve, reject }]);
    });
  }

  private _adoptApplied(
    message: Applied,
    entry: PendingAct | null,
    runs: Uint32Array | null
  ): void {
    const known = this._revision;
    const isOld = known !== null && message.revision <= known;
    if (entry === null && (isOld || this._isMine(message))) {
      return;
    }
    if (known !== null && message.revision > known + 1) {
      this._missed();
    }
    if (isOld) {
      this._host.refetch(message.box);
      this._update(this._told(entry));
      return;
    }
    if (entry === null) {
      this._sender.queue.history.loseTrack();
    }
    this._bring(message, entry, runs);
    this._revision = message.revision;
    for (const [region, edits] of message.standing) {
      this._model.setStanding(region, edits);
    }
    this._update({ ...this._history(message, entry), ...this._told(entry) });
    const [region = null] = message.standing.keys();
    this._revisit(entry, region, message.box);
  }

  private _adoptJudged(message: Judged, entry: PendingAct | null): void {
    if (entry === null && this._isMine(message)) {
      return;
    }
    if (entry !== null && entry.seq <= this._spent) {
      this._update(this._told(entry));
      return;
    }
    // What follows from an edit, and nobody said, is no act.
    if (entry === null && !(message.client === null && message.cause === 'verdict')) {
      this._sender.queue.history.loseTrack();
    }
    const isOvertaken = this._sender.queue.pending.some(
      ({ act }) => act.kind === 'verdict' && act.region === message.region
    );
    const turned = this._turned(message);
    if (!isOvertaken) {
      this._model.setVerdict(message.region, message.verdict, message.reopened);
    }
    this._update({ ...this._history(message, entry), ...turned, ...this._told(entry) });
    this._revisit(entry, message.region, null);
  }

  /** Voxels of a message that is news, whoever caused it. */
  private _bring(message: Applied, entry: PendingAct | null, runs: Uint32Array | null): void {
    if (entry?.act.kind === 'edit' && entry.labels === null) {
      if (entry.generation === this._model.volume?.generation) {
        this._copy.accept(entry.act.edit, message.revision);
      }
    } else if (runs !== null) {
      const { cause } = message;
      const isBack = cause === 'undo' || cause === 'redo';
      this._copy.writeRuns(message.box, runs, message.revision, isBack ? cause : 'kernel');
    } else {
      this._host.refetch(message.box);
    }
  }

  private _putBack({ act, generation, labels }: PendingAct, message: string): void {
    const current = this._model.volume?.generation;
    if (act.kind === 'edit' && generation === current && labels === null) {
      this._copy.refuse(act.edit, generation);
      this._host.refetch(act.edit.box);
    } else if (act.kind === 'verdict' || act.kind === 'rank') {
      this._host.knock();
    } else if (act.kind === 'label') {
      this._takeWait(act.id)?.reject(new Error(message));
    }
  }

  /** Something was said that did not arrive here. */
  private _missed(): void {
    const { volume } = this._model;
    this._sender.queue.history.loseTrack();
    if (volume !== null) {
      this._host.refetch(wholeBox(volume.shape));
      this._host.knock();
    }
  }

  private _history(message: Applied | Judged, entry: PendingAct | null): Partial<CurationState> {
    const { trans, state } = this._model;
    const { undo, redo } = state;
    // A verdict that turns with an edit follows the edit's own message.
    const isTold = entry === null && message.undo === undo && message.redo === redo;
    const said = isTold
      ? null
      : message.cause === 'undo'
        ? trans.__('Undone: %1.', undo ?? trans.__('the last act'))
        : message.cause === 'redo'
          ? trans.__('Redone: %1.', redo ?? trans.__('the last act undone'))
          : message.type === 'applied' && message.cause === 'revert'
            ? revertWords(message.kept, trans)
            : null;
    return {
      undo: message.undo,
      redo: message.redo,
      ...(said === null ? {} : { announcement: said })
    };
  }

  /** An edit has made a region that was said to be right a fixed one, or a revert the other way round: nobody gave that verdict. */
  private _turned({ client, cause, region, verdict }: Judged): Partial<CurationState> {
    const { ranking, volume, verdicts, trans } = this._model;
    const [before, after] = [verdicts.get(region)?.verdict, verdict?.verdict];
    const isTurned = client === null && cause === 'verdict' && before !== after;
    if (!isTurned || ranking === null || volume === null) {
      return {};
    }
    const index = regionIndex(volume.generation, ranking, region);
    if (index === null) {
      return {};
    }
    if (after === 'fixed') {
      return { announcement: trans.__('Region %1 is now fixed: it has an edit.', index + 1) };
    }
    if (before === 'fixed' && after === 'correct') {
      const words = trans.__(
        'Region %1 now counts as correct: no edit of it is left. If it is not, open it again.',
        index + 1
      );
      return { announcement: words };
    }
    return {};
  }

  /** Show what an undo or redo of ours was about. */
  private _revisit(entry: PendingAct | null, region: string | null, box: Box | null): void {
    if (['undo', 'redo', 'revert'].includes(entry?.act.kind ?? '')) {
      this._model.revisit(region, box);
    }
  }

  /** An act of ours is saved, so the last refusal need not be shown any more. */
  private _told(entry: PendingAct | null): Partial<CurationState> {
    const { saving } = this._model.state;
    return entry === null ? {} : { saving: { ...saving, refused: null } };
  }

  private _update(change: Partial<CurationState>): void {
    this._model.update({ revision: this._revision ?? 0, ...change });
  }

  private _finish(entry: PendingAct | null, refusal: string | null = null): void {
    if (entry !== null) {
      this._host.answered(entry, refusal);
    }
  }

  private _isMine({ client }: { readonly client: string | null }): boolean {
    return client === this._client;
  }

  private _settle(message: Applied | Judged | Ranked | Labels): PendingAct | null {
    const entry =
      this._isMine(message) && message.seq !== null ? this._sender.settle(message.seq) : null;
    this._sender.queue.history.follow(entry === null ? [] : [entry]);
    return entry;
  }

  private _takeWait(id: string): LabelWait | undefined {
    const [first, ...others] = this._labelWaits.get(id) ?? [];
    this._labelWaits.set(id, others);
    return first;
  }

  private _revision: number | null = null;
  private _spent = 0;
  private readonly _labelWaits = new Map<string, readonly LabelWait[]>();
}

function revertWords(kept: number, trans: Translation): string {
  return kept === 0
    ? trans.__('Reverted.')
    : trans._n(
        'Reverted; %1 voxel keeps what later edits wrote.',
        'Reverted; %1 voxels keep what later edits wrote.',
        kept
      );
}

function verdictOf(
  name: Verdict['verdict'] | 'done' | 'open',
  edits: number
): Verdict['verdict'] | null {
  if (name === 'open') {
    return null;
  }
  return name === 'done' ? (edits > 0 ? 'fixed' : 'correct') : name;
}

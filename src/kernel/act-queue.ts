/** Acts on their way to the kernel: numbered from 1, kept until answered, sent again from any number. */
import { boxToTuple } from '../core/axes';
import type { Edit } from '../core/edits';
import { RUN_COLUMNS } from '../core/edits';
import type { Act } from '../core/model';
import type { RankParameters } from '../core/regions';
import { uniqueId } from '../core/unique-id';
import { HistoryWalk } from './history-walk';
import type { ActHeader } from './messages';
import { rankingToWire } from './volume-description';

/** What the kernel must hear of, in order. */
export type KernelAct =
  | Act
  | { readonly kind: 'label'; readonly id: string }
  | { readonly kind: 'rank'; readonly parameters: RankParameters };

export interface PendingAct {
  readonly seq: number;
  /** Names it for good, whatever its number: a kernel that has done it does not do it again. */
  readonly id: string;
  /** Of an undo or redo, the id of the act that the reviewer saw it to be about; null where the page does not know. */
  readonly of: string | null;
  /** What the label indices of an edit mean where the kernel's table may lack some; null where they are of that table. */
  readonly labels: readonly string[] | null;
  readonly act: KernelAct;
  /** Prediction round it was made in. */
  readonly generation: number;
}

/** Header and buffers of one message. */
export interface Parcel {
  readonly header: ActHeader & { readonly seq: number };
  readonly buffers: readonly ArrayBuffer[];
}

/** Runs of an edit in one message. */
const MOST_ROWS = (2 << 20) / (RUN_COLUMNS * Uint32Array.BYTES_PER_ELEMENT);

export class ActQueue {
  /** What the kernel has done, without what waits. */
  readonly history = new HistoryWalk();

  /** In order of their numbers. */
  get pending(): readonly PendingAct[] {
    return this._pending;
  }

  add(act: KernelAct, generation: number): PendingAct {
    const id = act.kind === 'edit' ? act.edit.id : uniqueId();
    return this.adopt({ id, of: null, labels: null, act, generation });
  }

  /** An act that has a name already waits here from now on. */
  adopt(named: Omit<PendingAct, 'seq'>): PendingAct {
    const entry = { ...named, of: named.of ?? this._about(named.act), seq: this._nextSeq++ };
    this._pending.push(entry);
    return entry;
  }

  /** The kernel has answered: take the act out. Null when it is not waited for (a repeated answer). */
  settle(seq: number): PendingAct | null {
    const index = this._pending.findIndex(entry => entry.seq === seq);
    return index < 0 ? null : this._pending.splice(index, 1)[0];
  }

  /** Number of the first act without an answer, or of the next one. */
  get firstSeq(): number {
    return this._pending.length > 0 ? this._pending[0].seq : this._nextSeq;
  }

  /**
   * The kernel has spent all numbers up to `seq`; the next act comes after. A kernel that has forgotten this client begins anew with less
   * than it has answered: what waits is numbered from there, and what is answered is not said again.
   */
  meet(seq: number): void {
    if (seq + 1 < this.firstSeq) {
      this.renumber(seq);
    } else {
      this._nextSeq = Math.max(this._nextSeq, seq + 1);
    }
  }

  /** Number what waits anew from `seq` + 1. */
  renumber(seq: number, waiting: readonly PendingAct[] = this._pending): void {
    this._nextSeq = seq + 1;
    this._pending = waiting.map(entry => ({ ...entry, seq: this._nextSeq++ }));
  }

  /** Forget what waits. */
  clear(): void {
    this._pending = [];
  }

  /** What the reviewer sees that a step is about: the history with what waits on top. */
  private _about({ kind }: KernelAct): string | null {
    if (kind !== 'undo' && kind !== 'redo') {
      return null;
    }
    const walk = this.history.copy();
    walk.follow(this._pending);
    return walk.next(kind);
  }

  private _pending: PendingAct[] = [];
  private _nextSeq = 1;
}

/** The edits among acts, in order. */
export function editsOf(acts: readonly PendingAct[]): readonly Edit[] {
  return acts.flatMap(({ act }) => (act.kind === 'edit' ? [act.edit] : []));
}

/** Those of which the page knows the labels, so that they can be drawn. */
export function drawable(acts: readonly PendingAct[]): readonly Edit[] {
  return editsOf(acts.filter(({ labels }) => labels === null));
}

/** The regions that acts give a verdict, or take it from. */
export function judgedIn(acts: readonly PendingAct[]): ReadonlySet<string> {
  return new Set(acts.flatMap(({ act }) => (act.kind === 'verdict' ? [act.region] : [])));
}

/** The messages of an act, each of at most 2 MiB of runs. Buffers are copies. */
export function parcelsOf(entry: PendingAct): readonly Parcel[] {
  const { seq, id, of, act } = entry;
  switch (act.kind) {
    case 'edit':
      return editParcels(entry, act.edit);
    case 'verdict': {
      const { region, verdict, note } = act;
      return [{ header: { type: 'verdict', seq, id, region, verdict, note }, buffers: [] }];
    }
    case 'undo':
    case 'redo':
      return [{ header: { type: act.kind, seq, id, of }, buffers: [] }];
    case 'revert': {
      const { edit, region } = act;
      return [{ header: { type: 'revert', seq, id, edit, region }, buffers: [] }];
    }
    case 'label':
      return [{ header: { type: 'label', seq, id: act.id }, buffers: [] }];
    case 'rank':
      return [
        { header: { type: 'rank', seq, ranking: rankingToWire(act.parameters) }, buffers: [] }
      ];
  }
}

function editParcels({ seq, generation, labels }: PendingAct, edit: Edit): readonly Parcel[] {
  const { id, tool, region, voxels, time, runs } = edit;
  const rows = runs.length / RUN_COLUMNS;
  const parts = Math.max(1, Math.ceil(rows / MOST_ROWS));
  const about = { id, tool, region, box: boxToTuple(edit.box), voxels, time };
  return Array.from({ length: parts }, (_, part) => {
    const from = part * MOST_ROWS * RUN_COLUMNS;
    const { buffer } = runs.slice(from, from + MOST_ROWS * RUN_COLUMNS);
    return {
      header: { type: 'edit', seq, generation, labels, edit: about, part, parts },
      buffers: [buffer]
    };
  });
}

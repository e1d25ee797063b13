/** The history of a generation: the kernel's acts as they follow each other, and what stands of them. */
import type { Box } from './axes';
import { Emitter } from './signals';
import type { VerdictName } from './state';

interface Logged {
  /** Its number in the journal; rises, with gaps. */
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly time: number;
}

interface LoggedVoxels extends Logged {
  readonly id: string;
  readonly tool: string;
  readonly region: string | null;
  readonly box: Box;
  readonly voxels: number;
}

export interface LoggedEdit extends LoggedVoxels {
  readonly kind: 'edit';
}

export interface LoggedRevert extends LoggedVoxels {
  readonly kind: 'revert';
  /** Number of the edit or revert that it takes back; null for all edits of its region that stood. */
  readonly target: number | null;
  /** Voxels that keep what later edits wrote. */
  readonly kept: number;
}

export interface LoggedVerdict extends Logged {
  readonly kind: 'verdict';
  readonly region: string;
  readonly box: Box | null;
  readonly verdict: VerdictName | 'done' | 'open';
  readonly note: string;
}

export interface LoggedUndo extends Logged {
  readonly kind: 'undo';
}

export interface LoggedRedo extends Logged {
  readonly kind: 'redo';
}

export type LoggedAct = LoggedEdit | LoggedRevert | LoggedVerdict | LoggedUndo | LoggedRedo;

/** What is done, or could be done again. */
export type Entry = LoggedEdit | LoggedRevert | LoggedVerdict;

export interface HistoryRow {
  readonly entry: Entry;
  /** `undone` until something else is done; `reverted` out of order. */
  readonly state: 'stands' | 'undone' | 'reverted';
}

export class HistoryLog {
  readonly changed = new Emitter<undefined>();
  /** Somebody looks at it from now on; listened to by the kernel layer. */
  readonly wanted = new Emitter<undefined>();

  /** Whether somebody looks at it. */
  get isWanted(): boolean {
    return this._watchers > 0;
  }

  /** Number of the last act that is known; 0 for none. */
  get last(): number {
    return this._last;
  }

  /** Look at it. @returns a function that ends it */
  watch(): () => void {
    this._watchers += 1;
    this.wanted.emit(undefined);
    let isOver = false;
    return () => {
      this._watchers -= isOver ? 0 : 1;
      isOver = true;
    };
  }

  /** Follow acts that come after those known; others are known already. */
  add(acts: readonly LoggedAct[]): void {
    for (const act of acts) {
      if (act.seq > this._last) {
        this._last = act.seq;
        this._follow(act);
      }
    }
    this.changed.emit(undefined);
  }

  /** Another generation or session. */
  clear(): void {
    this._done = [];
    this._undone = [];
    this._standing.clear();
    this._targets.clear();
    this._entries.clear();
    this._last = 0;
    this.changed.emit(undefined);
  }

  /** Newest first. */
  rows(): readonly HistoryRow[] {
    const undone = this._undone.map(entry => ({ entry, state: 'undone' as const }));
    const done = this._done.map(entry => ({ entry, state: this._stateOf(entry) }));
    return [...done, ...undone].sort((a, b) => b.entry.seq - a.entry.seq);
  }

  private _stateOf(entry: Entry): HistoryRow['state'] {
    return entry.kind === 'verdict' || this._standing.has(entry.seq) ? 'stands' : 'reverted';
  }

  private _follow(act: LoggedAct): void {
    if (act.kind === 'undo') {
      this._move(this._done, this._undone);
    } else if (act.kind === 'redo') {
      this._move(this._undone, this._done);
    } else {
      this._push(act);
    }
  }

  private _move(from: Entry[], to: Entry[]): void {
    const entry = from.pop();
    if (entry !== undefined) {
      to.push(entry);
      this._turn(entry);
    }
  }

  private _push(act: Entry): void {
    if (act.kind === 'revert') {
      this._targets.set(act.seq, this._targetsOf(act));
    }
    this._entries.set(act.seq, act);
    this._done.push(act);
    this._undone = [];
    this._turn(act);
  }

  private _targetsOf({ target, region }: LoggedRevert): readonly number[] {
    return target !== null
      ? [target]
      : this._done.flatMap(({ seq, kind, region: of }) =>
          kind === 'edit' && of === region && this._standing.has(seq) ? [seq] : []
        );
  }

  /** Let an entry stand, or no more; what a revert takes back turns the other way. */
  private _turn(entry: Entry): void {
    const waiting: Entry[] = [entry];
    for (let each = waiting.pop(); each !== undefined; each = waiting.pop()) {
      if (!this._standing.delete(each.seq)) {
        this._standing.add(each.seq);
      }
      for (const seq of this._targets.get(each.seq) ?? []) {
        const target = this._entries.get(seq);
        if (target !== undefined) {
          waiting.push(target);
        }
      }
    }
  }

  private _done: Entry[] = [];
  private _undone: Entry[] = [];
  private readonly _standing = new Set<number>();
  private readonly _targets = new Map<number, readonly number[]>();
  private readonly _entries = new Map<number, Entry>();
  private _last = 0;
  private _watchers = 0;
}

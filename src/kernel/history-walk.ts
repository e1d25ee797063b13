/** The history as far as a page can tell: which act the next undo or redo is about. */

/** An act, by its name. */
interface Walked {
  readonly id: string;
  /** Of an undo or redo, the act that it is about, if known. */
  readonly of: string | null;
  readonly act: { readonly kind: string };
}

export class HistoryWalk {
  /** Acts that were done, or are on their way, in order. */
  follow(acts: readonly Walked[]): void {
    for (const { id, of, act } of acts) {
      if (act.kind === 'undo' || act.kind === 'redo') {
        const [from, to] = this._sides(act.kind);
        const about = from.pop();
        if (about !== undefined || act.kind === 'undo' || !this._knowsUndone) {
          to.push(of ?? about ?? null);
        }
      } else if (act.kind !== 'label' && act.kind !== 'rank') {
        this._done.push(id);
        this._undone = [];
        this._knowsUndone = true;
      }
    }
  }

  /** @returns id of the act that a step would be about; null when nobody here knows */
  next(kind: 'undo' | 'redo'): string | null {
    return this._sides(kind)[0].at(-1) ?? null;
  }

  /** Something was done that is not followed here: what stands below is not known any more. */
  loseTrack(): void {
    this._done = [];
    this._undone = [];
    this._knowsUndone = false;
  }

  copy(): HistoryWalk {
    const walk = new HistoryWalk();
    walk._done = [...this._done];
    walk._undone = [...this._undone];
    walk._knowsUndone = this._knowsUndone;
    return walk;
  }

  private _sides(kind: 'undo' | 'redo'): readonly [(string | null)[], (string | null)[]] {
    return kind === 'undo' ? [this._done, this._undone] : [this._undone, this._done];
  }

  /** Ids, null for acts that are not known; below them there may be others. */
  private _done: (string | null)[] = [];
  private _undone: (string | null)[] = [];
  /** There are none below these: a redo would be about nothing. */
  private _knowsUndone = false;
}

/** The acts that a kernel has answered last: should its journal turn out to be damaged, they can be sent again. */
import type { ActKey, KeptAct } from './act-shelf';

const MOST_ACTS = 500;
const MOST_BYTES = 8 << 20;
/** What an act takes beside its runs, about. */
const ACT_BYTES = 500;

export class RecentActs {
  get all(): readonly KeptAct[] {
    return this._acts;
  }

  /** @returns keys of those that have become too old, or too many */
  add(acts: readonly KeptAct[]): readonly ActKey[] {
    this._acts.push(...acts);
    const first = this._firstKept();
    return this._take(this._acts.slice(0, first));
  }

  /** Take out those that are chosen. */
  take(isChosen: (act: KeptAct) => boolean): readonly KeptAct[] {
    const taken = this._acts.filter(isChosen);
    this._take(taken);
    return taken;
  }

  private _firstKept(): number {
    let first = Math.max(0, this._acts.length - MOST_ACTS);
    let bytes = this._acts.slice(first).reduce((total, act) => total + bytesOf(act), 0);
    while (bytes > MOST_BYTES) {
      bytes -= bytesOf(this._acts[first]);
      first += 1;
    }
    return first;
  }

  private _take(taken: readonly KeptAct[]): readonly ActKey[] {
    if (taken.length > 0) {
      const out = new Set(taken);
      this._acts = this._acts.filter(act => !out.has(act));
    }
    return taken.map(keyOf);
  }

  private _acts: KeptAct[] = [];
}

export function keyOf({ client, order }: KeptAct): ActKey {
  return [client, order];
}

function bytesOf({ entry: { act } }: KeptAct): number {
  return ACT_BYTES + (act.kind === 'edit' ? act.edit.runs.byteLength : 0);
}

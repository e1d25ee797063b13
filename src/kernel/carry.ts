/** Acts that one session of the kernel has not answered, brought to the next one. */
import type { VolumeDescription } from '../core/state';
import type { PendingAct } from './act-queue';
import { relabel } from './relabel';

/** What a kernel that is gone has not answered. */
export interface Unsent {
  /** What the acts were done on; its table says what their label indices mean. */
  readonly volume: VolumeDescription;
  /** In order. */
  readonly acts: readonly PendingAct[];
  /** The acts as text for a file; see `unsentText`. */
  readonly text: string;
}

export interface Carried {
  /** What is to be said to the next session, in order, under the old numbers. */
  readonly acts: readonly PendingAct[];
  /** Steps of the history that are about something before these acts: nobody knows whether they arrived. */
  readonly loose: number;
}

/**
 * The edits that stand after all, the last verdict of each region, new labels, and how the list was to be made. What was undone again is left out, and so are
 * the steps themselves: in another session they may be about something else.
 *
 * @param from - table of the acts' label indices
 * @param to - table of the next session
 */
export function carryOver(
  pending: readonly PendingAct[],
  from: readonly string[],
  to: readonly string[]
): Carried {
  const { standing, loose } = fold(pending);
  const acts = pending
    .filter(entry => !isOfHistory(entry) || standing.has(entry))
    .map(entry => (entry.act.kind === 'edit' ? relabelled(entry, entry.act, from, to) : entry));
  return { acts, loose };
}

function isOfHistory({ act }: PendingAct): boolean {
  return act.kind !== 'label' && act.kind !== 'rank';
}

function relabelled(
  entry: PendingAct,
  act: Extract<PendingAct['act'], { readonly kind: 'edit' }>,
  from: readonly string[],
  to: readonly string[]
): PendingAct {
  return { ...entry, act: { ...act, edit: relabel(act.edit, from, to) } };
}

function fold(pending: readonly PendingAct[]): {
  readonly standing: ReadonlySet<PendingAct>;
  readonly loose: number;
} {
  const done: PendingAct[] = [];
  let undone: PendingAct[] = [];
  let loose = 0;
  for (const entry of pending) {
    const { kind } = entry.act;
    if (kind === 'undo' || kind === 'redo') {
      const [source, target] = kind === 'undo' ? [done, undone] : [undone, done];
      const moved = source.pop();
      if (moved === undefined) {
        loose += 1;
      } else {
        target.push(moved);
      }
    } else if (isOfHistory(entry)) {
      done.push(entry);
      undone = [];
    }
  }
  const last = new Map<string, PendingAct>();
  for (const entry of done) {
    if (entry.act.kind === 'verdict') {
      last.set(entry.act.region, entry);
    }
  }
  loose += done.filter(({ act }) => act.kind === 'revert').length;
  const edits = done.filter(({ act }) => act.kind === 'edit');
  return { standing: new Set([...edits, ...last.values()]), loose };
}

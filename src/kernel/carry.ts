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
  /** Number of steps of the history that are about something before these acts: nobody knows whether they arrived. */
  readonly loose: number;
}

/**
 * Everything, in order: what has arrived is known by its id. Undo and redo say what they are about, since another session may have something
 * else there; those that are about something before these acts are left out.
 *
 * @param from - table of the acts' label indices
 * @param to - table of the next session
 */
export function carryOver(
  pending: readonly PendingAct[],
  from: readonly string[],
  to: readonly string[]
): Carried {
  const acts = aimed(pending).map(entry =>
    entry.act.kind === 'edit' ? relabelled(entry, entry.act, from, to) : entry
  );
  return { acts, loose: pending.length - acts.length };
}

function relabelled(
  entry: PendingAct,
  act: Extract<PendingAct['act'], { readonly kind: 'edit' }>,
  from: readonly string[],
  to: readonly string[]
): PendingAct {
  return { ...entry, act: { ...act, edit: relabel(act.edit, from, to) } };
}

/** The acts with undo and redo aimed at those before them; without those that find nothing there. */
function aimed(pending: readonly PendingAct[]): readonly PendingAct[] {
  const done: string[] = [];
  let undone: string[] = [];
  return pending.flatMap(entry => {
    const { kind } = entry.act;
    if (kind === 'undo' || kind === 'redo') {
      const [source, target] = kind === 'undo' ? [done, undone] : [undone, done];
      const of = source.pop();
      if (of === undefined) {
        return [];
      }
      target.push(of);
      return [{ ...entry, of }];
    }
    if (kind !== 'label' && kind !== 'rank') {
      done.push(entry.id);
      undone = [];
    }
    return [entry];
  });
}

/** Acts that one session of the kernel has not answered, brought to the next one. */
import type { Edit } from '../core/edits';
import { RUN_COLUMNS } from '../core/edits';
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
  /** Number of steps of the history of which the page does not know what they were about. */
  readonly loose: number;
}

/**
 * Everything, in order: what has arrived is known by its id. Undo and redo say what they are about, since another session may have something
 * else there; where the page does not know, they are left out. Edits with labels that the next session lacks say which ones they mean.
 *
 * @param from - table of the acts' label indices
 * @param to - table of the next session
 */
export function carryOver(
  pending: readonly PendingAct[],
  from: readonly string[],
  to: readonly string[]
): Carried {
  const acts = pending
    .filter(({ act: { kind }, of }) => (kind !== 'undo' && kind !== 'redo') || of !== null)
    .map(entry => relabelled(entry, entry.labels ?? from, to));
  return { acts, loose: pending.length - acts.length };
}

function relabelled(entry: PendingAct, from: readonly string[], to: readonly string[]): PendingAct {
  const { act } = entry;
  if (act.kind !== 'edit') {
    return entry;
  }
  const used = labelsIn(act.edit, from);
  const labels = used.every(id => to.includes(id)) ? null : [...new Set(['0', ...used])];
  return { ...entry, labels, act: { ...act, edit: relabel(act.edit, from, labels ?? to) } };
}

/** Ids of the labels before and after an edit. */
function labelsIn({ runs }: Edit, table: readonly string[]): readonly string[] {
  const indices = new Set(runs.filter((_, place) => place % RUN_COLUMNS >= 2));
  return [...indices].flatMap(index => table.at(index) ?? []);
}

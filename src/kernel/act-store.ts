/** Where acts outlive the page that made them; the host of the link has one. */
import type { VolumeDescription } from '../core/state';
import type { PendingAct } from './act-queue';
import type { Unsent } from './carry';
import type { Missing } from './messages';

/** Calls return at once and never throw: an edit does not wait for its copy. */
export interface ActStore {
  /** What earlier pages have left is known, or cannot be known. */
  readonly ready: Promise<void>;
  /** These acts, and no others, have no answer; `volume` says what their label indices mean. */
  keep(acts: readonly PendingAct[], volume: VolumeDescription, session: string | null): void;
  /** The kernel has done an act, and was at `revision` then: a damaged journal may lose it yet. */
  answered(act: PendingAct, revision: number): void;
}

/** What others have left for a session that begins. */
export interface Legacy {
  /** Acts that no kernel has answered. */
  readonly unsent: readonly Unsent[];
  /** Acts that a kernel has answered and its journal has lost. */
  readonly lost: readonly Unsent[];
}

/** Whether an act may be among those that a journal lost after its last whole revision. Acts that change no voxel leave the revision as it is. */
export function mayBeLost({ act }: PendingAct, revision: number, { revision: whole }: Missing) {
  const isCounted = act.kind === 'edit' || act.kind === 'revert';
  return isCounted ? revision > whole : revision >= whole;
}

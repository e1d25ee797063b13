/** Sessions that show a journal which another kernel writes. */
import type { CurationState } from '../core/state';

/** Why nothing can be changed here; null when the journal takes acts. */
export function whyReadOnly({ saving }: Pick<CurationState, 'saving'>): string | null {
  return saving.journal.state === 'read'
    ? 'Read only: another kernel may be writing this journal, and what it did is shown.'
    : null;
}

/** Sessions that show a journal which another kernel writes. */
import type { CurationModel } from '../core/model';
import type { CurationState } from '../core/state';

export function isReadOnly({ saving }: Pick<CurationState, 'saving'>): boolean {
  return saving.journal.state === 'read';
}

/** Why nothing can be changed here; null when the journal takes acts. */
export function whyReadOnly({ state, trans }: CurationModel): string | null {
  return isReadOnly(state)
    ? trans.__('Read only: another kernel may be writing this journal, and what it did is shown.')
    : null;
}

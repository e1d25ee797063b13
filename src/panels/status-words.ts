/** What the status line says of a session, in words that JupyterLab's status bar says too. */
import type { CurationState } from '../core/state';
import type { Translation } from '../core/translation';
import { formatCount } from './format';

type Told = Pick<CurationState, 'saving' | 'connection'>;
export type SavedKind = 'refused' | 'lost' | 'pending' | 'saved' | 'memory' | 'read';

export function savedKind({ saving, connection }: Told): SavedKind {
  const { pending, refused, journal } = saving;
  if (refused !== null) {
    return 'refused';
  }
  if (pending > 0) {
    return connection === 'gone' ? 'lost' : 'pending';
  }
  return journal.state === 'ok' ? 'saved' : journal.state;
}

export function savedWords(told: Told, trans: Translation): string {
  const { pending, isKept } = told.saving;
  const kind = savedKind(told);
  const count = trans._n('%1 on its way', '%2 on their way', pending, formatCount(pending));
  const onTheirWay = isKept ? count : trans.__('%1, in this page only', count);
  const words = {
    refused: trans.__('refused, and put back'),
    lost: trans.__('%1 not saved', formatCount(pending)),
    pending: onTheirWay,
    saved: trans.__('saved'),
    memory: trans.__('in memory only'),
    read: trans.__('read only')
  };
  return kind === 'refused' && pending > 0 ? `${words.refused} · ${onTheirWay}` : words[kind];
}

export function kernelWords({ connection, saving }: Told, trans: Translation): string {
  const { pending } = saving;
  const words = {
    idle: trans.__('kernel idle'),
    'busy-live': trans.__('kernel running a cell, edits go through'),
    'busy-waiting':
      pending === 0
        ? trans.__('kernel running a cell, changes wait for its end')
        : trans._n(
            'kernel running a cell, %1 change waits for its end',
            'kernel running a cell, %1 changes wait for its end',
            pending
          ),
    reconnecting: trans.__('connecting to the kernel again…'),
    gone: trans.__('kernel gone')
  };
  return words[connection];
}

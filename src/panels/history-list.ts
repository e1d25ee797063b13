/** The rows of the history panel: by time, or region by region with the one last worked on first. */
import type { HistoryRow } from '../core/history';

export interface HistoryEntry {
  readonly kind: 'entry';
  readonly row: HistoryRow;
}

export interface HistoryGroup {
  readonly kind: 'group';
  /** Id of the region; null for what belongs to none. */
  readonly region: string | null;
  /** Edits of it that stand: what a revert of the region would take back. */
  readonly standing: number;
  /** All edits of it. */
  readonly edits: number;
}

export type HistoryItem = HistoryEntry | HistoryGroup;

/** @param rows - newest first */
export function historyItems(
  rows: readonly HistoryRow[],
  isGrouped: boolean
): readonly HistoryItem[] {
  if (!isGrouped) {
    return rows.map(row => ({ kind: 'entry', row }));
  }
  const groups = new Map<string | null, HistoryEntry[]>();
  for (const row of rows) {
    const { region } = row.entry;
    const entries = groups.get(region) ?? [];
    groups.set(region, entries);
    entries.push({ kind: 'entry', row });
  }
  return [...groups].flatMap(([region, entries]) => [
    { kind: 'group', region, ...countEdits(entries) } as const,
    ...entries
  ]);
}

function countEdits(entries: readonly HistoryEntry[]): Pick<HistoryGroup, 'standing' | 'edits'> {
  const edits = entries.filter(({ row }) => row.entry.kind === 'edit');
  return {
    standing: edits.filter(({ row }) => row.state === 'stands').length,
    edits: edits.length
  };
}

/** Names an item among others. */
export function itemKey(item: HistoryItem): string {
  return item.kind === 'entry' ? String(item.row.entry.seq) : `group ${item.region ?? ''}`;
}

/** What a revert of the item would take back; null where there is nothing to be reverted. */
export function revertOf(
  item: HistoryItem
): { readonly edit: string | null; readonly region: string | null } | null {
  if (item.kind === 'group') {
    return item.region !== null && item.standing > 0 ? { edit: null, region: item.region } : null;
  }
  const { entry, state } = item.row;
  return entry.kind !== 'verdict' && state === 'stands' ? { edit: entry.id, region: null } : null;
}

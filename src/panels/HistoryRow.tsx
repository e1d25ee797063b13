/** One edit, revert or verdict of the history, or the heading of a region's. */
import type { Entry, HistoryRow } from '../core/history';
import type { CurationModel } from '../core/model';
import { regionIndex } from '../core/regions';
import { Button } from './Button';
import { usePanel } from './context';
import { formatCount } from './format';
import type { HistoryGroup, HistoryItem } from './history-list';
import { revertOf } from './history-list';
import type { IconName } from './icon-paths';
import { Icon } from './Icon';
import { barred, useReadOnly } from './read-only';
import type { Translation } from '../core/translation';
import { verdictWord } from './Verdict';

interface RowProps {
  readonly item: HistoryItem;
  /** 1-based place in the grid. */
  readonly place: number;
  readonly top: number;
  readonly height: number;
  readonly isInGroup: boolean;
  readonly isActive: boolean;
  readonly isTabStop: boolean;
  readonly onGo: () => void;
  readonly onRevert: () => void;
}

export function HistoryRowView(props: RowProps) {
  const { item, isActive, onGo } = props;
  const { model } = usePanel();
  const state = item.kind === 'entry' ? item.row.state : 'stands';
  const box = item.kind === 'entry' ? item.row.entry.box : null;
  return (
    <div
      role="row"
      aria-selected={isActive}
      aria-rowindex={props.place}
      tabIndex={props.isTabStop ? 0 : -1}
      className={`vp-Row vp-HistoryRow vp-mod-${item.kind} vp-mod-${state}`}
      style={{ top: props.top, height: props.height }}
      onClick={onGo}
      onMouseEnter={() => {
        model.update({ shownBox: box });
      }}
      onMouseLeave={() => {
        model.update({ shownBox: null });
      }}
    >
      {item.kind === 'group' ? (
        <GroupCells group={item} />
      ) : (
        <EntryCells row={item.row} isInGroup={props.isInGroup} />
      )}
      <RevertButton {...props} />
    </div>
  );
}

function GroupCells({ group }: { readonly group: HistoryGroup }) {
  const { model, trans } = usePanel();
  return (
    <span role="gridcell" className="vp-HistoryRow-words">
      <strong>{regionWords(model, group.region, trans)}</strong>
      <span className="vp-Pill" title={trans.__('Edits that stand, of all that were made here')}>
        {trans.__('%1 of %2', formatCount(group.standing), formatCount(group.edits))}
      </span>
    </span>
  );
}

interface EntryProps {
  readonly row: HistoryRow;
  readonly isInGroup: boolean;
}

function EntryCells({ row: { entry, state }, isInGroup }: EntryProps) {
  const { model, trans } = usePanel();
  const time = new Date(entry.time);
  const region = isInGroup ? null : entry.region;
  const about = [
    region === null ? null : regionWords(model, region, trans),
    voxelWords(entry, trans),
    stateWords(state, trans)
  ];
  return (
    <>
      <Icon name={iconOf(entry)} />
      <span className="vp-HistoryRow-words" role="presentation">
        <span role="gridcell" className="vp-HistoryRow-name">
          {entryWords(entry, trans)}
        </span>
        <span role="gridcell" className="vp-HistoryRow-about">
          {about.filter(part => part !== null).join(' · ')}
        </span>
      </span>
      <time
        role="gridcell"
        className="vp-HistoryRow-time"
        dateTime={time.toISOString()}
        title={time.toLocaleString()}
      >
        {time.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })}
      </time>
    </>
  );
}

function RevertButton({ item, onRevert }: RowProps) {
  const { trans } = usePanel();
  const bar = useReadOnly();
  if (revertOf(item) === null) {
    return null;
  }
  const label =
    item.kind === 'group'
      ? trans._n(
          'Revert the edit of this region',
          'Revert all %1 edits of this region',
          item.standing
        )
      : trans.__('Revert (Delete): later edits keep their voxels');
  return (
    <span role="gridcell" className="vp-HistoryRow-cell">
      <Button
        label={barred(label, bar)}
        unavailable={bar !== null}
        icon="reopen"
        tabIndex={-1}
        className="vp-HistoryRow-revert"
        onClick={onRevert}
      />
    </span>
  );
}

/** `Region 3`, as in the list of today. */
function regionWords(model: CurationModel, region: string | null, trans: Translation): string {
  const { ranking, volume } = model;
  if (region === null) {
    return trans.__('No region');
  }
  const index =
    ranking === null || volume === null ? null : regionIndex(volume.generation, ranking, region);
  return index === null
    ? trans.__('A region of another list')
    : trans.__('Region %1', formatCount(index + 1));
}

function entryWords(entry: Entry, trans: Translation): string {
  if (entry.kind === 'verdict') {
    const { verdict } = entry;
    return verdict === 'done'
      ? trans.__('Done')
      : verdict === 'open'
        ? trans.__('Opened again')
        : capital(verdictWord(verdict, trans));
  }
  return entry.tool === 'code' ? trans.__('Your code') : capital(entry.tool);
}

function voxelWords(entry: Entry, trans: Translation): string | null {
  if (entry.kind === 'verdict') {
    return entry.note === '' ? null : `“${entry.note}”`;
  }
  const words = trans._n('%1 voxel', '%2 voxels', entry.voxels, formatCount(entry.voxels));
  return entry.kind === 'revert' && entry.kept > 0
    ? trans.__('%1, %2 kept', words, formatCount(entry.kept))
    : words;
}

function stateWords(state: HistoryRow['state'], trans: Translation): string | null {
  return state === 'stands' ? null : state === 'undone' ? trans.__('undone') : trans.__('reverted');
}

function iconOf({ kind }: Entry): IconName {
  return kind === 'verdict' ? 'check' : kind === 'revert' ? 'reopen' : 'pencil';
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

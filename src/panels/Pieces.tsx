/** What an act does to pieces, loops and cavities of the segmentation; with a warning when it joins or parts something. */
import type { Counts, EditCause, PieceNote } from '../core/pieces';
import { isConnecting, isSame, isUnchanged } from '../core/pieces';
import { useModel, usePanel } from './context';
import { formatCount } from './format';
import { Icon } from './Icon';
import type { Translation } from '../core/translation';

export function Pieces() {
  const { trans } = usePanel();
  const note = useModel(({ state }) => state.pieces);
  if (note === null) {
    return null;
  }
  const isWarning = isWarningNote(note);
  const words = pieceWords(note, trans);
  const about = trans.__(
    'Pieces are connected voxels of one label in the whole volume, also where they only touch at a corner. A loop goes round a hole, a cavity is closed on all sides.'
  );
  return (
    <span className={`vp-Pieces ${isWarning ? 'vp-mod-warning' : ''}`} title={`${words}. ${about}`}>
      {isWarning && <Icon name="warning" />}
      <span>{words}</span>
    </span>
  );
}

/** Undo and redo do what is expected of them; everything else may have joined or parted what it should not have. */
export function isWarningNote({ cause, change }: PieceNote): boolean {
  return isConnecting(change) && !EXPECTED.has(cause);
}

const EXPECTED: ReadonlySet<EditCause> = new Set<EditCause>(['undo', 'redo', 'refusal']);

/** `last edit: 12 → 11 pieces (−1), joins 2 · 3 → 4 loops (+1) · 0 cavities`. */
export function pieceWords({ cause, change }: PieceNote, trans: Translation): string {
  const { before, after, joined, parted, loops, cavities } = change;
  const isCounted = before === after && joined + parted === 0;
  const pieces = [
    isCounted
      ? trans._n('%1 piece', '%2 pieces', after, formatCount(after))
      : trans._n('%2 → %3 piece (%4)', '%2 → %3 pieces (%4)', after, ...changeWords(change)),
    ...(joined > 0 ? [trans.__('joins %1', formatCount(joined))] : []),
    ...(parted > 0 ? [trans.__('parts into %1', formatCount(parted))] : [])
  ];
  const words = [pieces.join(', '), loopWords(loops, trans), cavityWords(cavities, trans)];
  const told = `${causeWords(cause, trans)}: ${words.join(' · ')}`;
  return isUnchanged(change) ? trans.__('%1, as before', told) : told;
}

function loopWords(loops: Counts, trans: Translation): string {
  return isSame(loops)
    ? trans._n('%1 loop', '%2 loops', loops.after, formatCount(loops.after))
    : trans._n('%2 → %3 loop (%4)', '%2 → %3 loops (%4)', loops.after, ...changeWords(loops));
}

function cavityWords(cavities: Counts, trans: Translation): string {
  return isSame(cavities)
    ? trans._n('%1 cavity', '%2 cavities', cavities.after, formatCount(cavities.after))
    : trans._n(
        '%2 → %3 cavity (%4)',
        '%2 → %3 cavities (%4)',
        cavities.after,
        ...changeWords(cavities)
      );
}

function changeWords({ before, after }: Counts): [string, string, string] {
  return [formatCount(before), formatCount(after), formatChange(after - before)];
}

function causeWords(cause: EditCause, trans: Translation): string {
  const words = {
    stroke: trans.__('last edit'),
    drawing: trans.__('stroke'),
    undo: trans.__('undo'),
    redo: trans.__('redo'),
    refusal: trans.__('put back'),
    kernel: trans.__('from the kernel'),
    offer: trans.__('if taken')
  };
  return words[cause];
}

function formatChange(change: number): string {
  const sign = change > 0 ? '+' : change < 0 ? '−' : '±';
  return `${sign}${formatCount(Math.abs(change))}`;
}

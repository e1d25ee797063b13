/** What the last act did to the pieces of the segmentation; with a warning when it has joined or parted some. */
import type { EditCause, PieceNote } from '../core/pieces';
import { isConnecting } from '../core/pieces';
import { useModel, usePanel } from './context';
import { formatCount } from './format';
import { Icon } from './Icon';
import type { Translation } from './translation';

export function Pieces() {
  const { trans } = usePanel();
  const note = useModel(({ state }) => state.pieces);
  if (note === null) {
    return null;
  }
  const isWarning = isWarningNote(note);
  const words = pieceWords(note, trans);
  const about = trans.__(
    'Pieces are connected voxels of one label in the whole volume, also where they only touch at a corner.'
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
  return isConnecting(change) && (cause === 'stroke' || cause === 'kernel' || cause === 'offer');
}

/** `stroke: 12 → 11 pieces (−1), joins 2`. */
export function pieceWords({ cause, change }: PieceNote, trans: Translation): string {
  const { before, after, joined, parted } = change;
  const counts =
    before === after && !isConnecting(change)
      ? trans._n('%1 piece, as before', '%2 pieces, as before', after, formatCount(after))
      : trans._n(
          '%2 → %3 piece (%4)',
          '%2 → %3 pieces (%4)',
          after,
          formatCount(before),
          formatCount(after),
          formatChange(after - before)
        );
  const events = [
    ...(joined > 0 ? [trans.__('joins %1', formatCount(joined))] : []),
    ...(parted > 0 ? [trans.__('parts into %1', formatCount(parted))] : [])
  ];
  return [`${causeWords(cause, trans)}: ${counts}`, ...events].join(', ');
}

function causeWords(cause: EditCause, trans: Translation): string {
  const words = {
    stroke: trans.__('stroke'),
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

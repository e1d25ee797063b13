/** A curator among those of its notebook: its name, and how far its review is. */
import { useModel, usePanel } from './context';
import { formatCount } from './format';
import { useReview } from './Worklist';

interface RosterRowProps {
  readonly name: string;
  readonly isShown: boolean;
  /** Null where there is no other. */
  readonly onUse: (() => void) | null;
}

export function RosterRow({ name, isShown, onUse }: RosterRowProps) {
  const { trans } = usePanel();
  const ranking = useModel(model => model.ranking);
  const volume = useModel(model => model.volume);
  const review = useReview(ranking, volume);
  if (onUse === null) {
    return (
      <li className="vp-Roster-row">
        <strong>{name}</strong>
      </li>
    );
  }
  const count = ranking === null ? '' : formatCount(ranking.count);
  const done = formatCount(review.verdicts.size);
  return (
    <li className="vp-Roster-row">
      <button type="button" aria-pressed={isShown} onClick={onUse}>
        <strong>{name}</strong>
        {ranking !== null && <span>{trans.__('%1 of %2', done, count)}</span>}
      </button>
    </li>
  );
}

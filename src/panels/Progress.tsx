/** How far the review is, and whether it still finds errors. */
import type { Ranking } from '../core/regions';
import { usePanel } from './context';
import { formatCount } from './format';
import { PrecisionMenu } from './PrecisionMenu';
import type { Review } from './review';

interface ProgressProps {
  readonly ranking: Ranking;
  readonly review: Review;
}

export function Progress({ ranking, review }: ProgressProps) {
  const { trans } = usePanel();
  const done = review.verdicts.size;
  const text = trans.__('%1 of %2 reviewed', formatCount(done), formatCount(ranking.count));
  return (
    <div className="vp-Progress">
      <span className="vp-Progress-count">{text}</span>
      <progress max={ranking.count} value={done} aria-label={text} />
      <PrecisionMenu ranking={ranking} review={review} />
    </div>
  );
}

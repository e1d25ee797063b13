/** Over the list while another is being made: how far it is, and the way to keep this one. Comes only where that takes a moment. */
import { Button } from './Button';
import { useModel, usePanel } from './context';
import { formatPercent } from './format';

export function RankingStrip() {
  const { model, trans } = usePanel();
  const isRanking = useModel(({ state }) => state.isRanking);
  const fraction = useModel(({ state }) => state.rankingFraction);
  if (!isRanking) {
    return null;
  }
  const words = trans.__('New list, %1', formatPercent(fraction));
  return (
    <div className="vp-RankingStrip">
      <progress max={1} value={fraction} aria-label={words} />
      <span>{words}</span>
      <Button
        label={trans.__('Keep the list as it is')}
        kind="outlined"
        onClick={() => {
          model.cancelRanking();
        }}
      >
        {trans.__('Cancel')}
      </Button>
    </div>
  );
}

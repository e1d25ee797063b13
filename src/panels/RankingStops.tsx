/** How regions are grouped into stops. */
import { useModel, usePanel } from './context';
import { NumberField } from './NumberField';
import { LEAST_EDGE, windowOf } from './ranking-presets';
import type { RankingPartProps } from './use-ranking';

const MOST_IN_STOP = 64;

export function RankingStops({ parameters, ask, onDone }: RankingPartProps) {
  const { trans } = usePanel();
  const volume = useModel(({ volume: open }) => open);
  if (volume === null) {
    return null;
  }
  const { spacing, unit } = volume;
  const finest = spacing.y <= spacing.x ? 'y' : 'x';
  return (
    <div className="vp-Ranking-row">
      <span>{trans.__('Stops')}</span>
      <span className="vp-Ranking-sizes">
        {trans.__('up to')}
        <NumberField
          label={trans.__('Most regions of a stop')}
          title={trans.__('Most regions that are reviewed in one view; 1: no stops, a flat list')}
          value={parameters.stopRegions}
          step={1}
          minimum={1}
          maximum={MOST_IN_STOP}
          onChange={regions => {
            ask({ stopRegions: Math.round(regions) });
          }}
          onDone={onDone}
        />
        {trans.__('regions in')}
        <NumberField
          label={trans.__('Window of a stop')}
          title={trans.__('Edge of the cube that the regions of a stop lie in')}
          value={Math.round(100 * parameters.stopWindow[finest] * spacing[finest]) / 100}
          step={spacing[finest]}
          minimum={LEAST_EDGE * spacing[finest]}
          unit={unit}
          onChange={edge => {
            ask({ stopWindow: windowOf(edge, spacing) });
          }}
          onDone={onDone}
        />
      </span>
    </div>
  );
}

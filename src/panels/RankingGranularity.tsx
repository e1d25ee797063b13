/** How fine the regions are, in the unit of the map: the list follows the slider. */
import { useModel, usePanel } from './context';
import { plainFigure } from './format';
import { NumberField } from './NumberField';
import { granularityWords } from './ranking-words';
import type { RankingPartProps } from './use-ranking';

/** Positions of the slider. */
const POSITIONS = 1000;
/** Tolerances beyond this part of the largest doubt leave hardly any regions. */
const MOST_TOLERANCE = 0.2;

export function RankingGranularity({ parameters, ask, onDone }: RankingPartProps) {
  const { trans } = usePanel();
  const maximum = useModel(({ volume }) => volume?.uncertainty.maximum) ?? 1;
  const { mode, granularity } = parameters;
  const words = granularityWords(mode, trans);
  if (words === null) {
    return null;
  }
  const most = mode === 'plateau' ? MOST_TOLERANCE * maximum : maximum;
  // Where small values matter they have more room.
  const power = mode === 'threshold' ? 1 : 2;
  const position = POSITIONS * Math.min(granularity / most, 1) ** (1 / power);
  const set = (value: number): void => {
    ask({ granularity: Math.min(value, maximum) });
  };
  return (
    <div className="vp-Ranking-row" title={words.about}>
      <span>{words.name}</span>
      <input
        type="range"
        className="vp-Slider"
        aria-label={words.name}
        aria-valuetext={plainFigure(granularity)}
        min={0}
        max={POSITIONS}
        value={Math.round(position)}
        onChange={event => {
          const share = (event.target.valueAsNumber / POSITIONS) ** power;
          set(Number(plainFigure(most * share)));
        }}
      />
      <NumberField
        label={trans.__('%1, in the unit of the map', words.name)}
        title={words.about}
        value={granularity}
        step={maximum / POSITIONS}
        minimum={0}
        maximum={maximum}
        onChange={set}
        onDone={onDone}
      />
    </div>
  );
}

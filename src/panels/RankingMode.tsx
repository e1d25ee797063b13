/** Which regions there are: the mode, what it is for, and which one suits the map. */
import type { RegionMode } from '../core/regions';
import { Button } from './Button';
import { usePanel } from './context';
import { modeName, modeWords } from './ranking-words';
import { Select } from './Select';
import type { RankingPartProps } from './use-ranking';
import { useSuited, whyWords } from './use-suited';

/** From what suits most maps to what suits few. */
const MODES = ['variants', 'branch', 'plateau', 'delta', 'threshold', 'tree'] as const;

export function RankingMode({ parameters, ask }: RankingPartProps) {
  const { trans } = usePanel();
  return (
    <>
      <div className="vp-Ranking-row">
        <span>{trans.__('Regions')}</span>
        <Select<RegionMode>
          label={trans.__('Regions')}
          value={parameters.mode}
          options={MODES.map(mode => [mode, modeName(mode, trans)])}
          onChange={mode => {
            ask({ mode });
          }}
        />
      </div>
      <p className="vp-Ranking-about">{modeWords(parameters.mode, trans)}</p>
      <Suited parameters={parameters} ask={ask} />
    </>
  );
}

function Suited({ parameters, ask }: Pick<RankingPartProps, 'parameters' | 'ask'>) {
  const { trans } = usePanel();
  const suited = useSuited();
  if (suited === null) {
    return null;
  }
  const why = whyWords(suited, trans);
  if (suited.mode === parameters.mode) {
    return <p className="vp-Ranking-about">{trans.__('Suits this map: %1.', why)}</p>;
  }
  const name = modeName(suited.mode, trans);
  return (
    <p className="vp-Ranking-about">
      {trans.__('%1 would suit this map: %2.', name, why)}{' '}
      <Button
        label={trans.__('Take the mode that suits this map')}
        kind="outlined"
        onClick={() => {
          ask({ mode: suited.mode });
        }}
      >
        {name}
      </Button>
    </p>
  );
}

/** How the list is made: which regions, of which size, in which order, in which stops. It follows while something is changed. */
import { useState } from 'react';
import { Stops } from '../core/stops';
import { Button } from './Button';
import { useModel, usePanel } from './context';
import { formatCount } from './format';
import { Icon } from './Icon';
import { Popover } from './Popover';
import { RankingGranularity } from './RankingGranularity';
import { RankingMode } from './RankingMode';
import { RankingScore } from './RankingScore';
import { RankingSizes } from './RankingSizes';
import { RankingStops } from './RankingStops';
import { RankingStrip } from './RankingStrip';
import { defaultParameters, presets } from './ranking-presets';
import { modeName, scoreName } from './ranking-words';
import type { RankingPartProps } from './use-ranking';
import { useRanking } from './use-ranking';

export function RankingMenu() {
  const { trans } = usePanel();
  const [parameters, ask] = useRanking();
  if (parameters === null) {
    return null;
  }
  const name = modeName(parameters.mode, trans);
  return (
    <Popover
      label={trans.__('Ranking: %1', name)}
      title={trans.__('How the list is ranked: regions, sizes, score, stops (q)')}
      className="vp-mod-beside"
      request="ranking"
      face={
        <>
          <Icon name="sliders" />
          <span className="vp-RankingMenu-name">{name}</span>
        </>
      }
    >
      {close => <RankingPanel parameters={parameters} ask={ask} onDone={close} />}
    </Popover>
  );
}

function RankingPanel(props: RankingPartProps) {
  const { trans } = usePanel();
  const { score } = props.parameters;
  const [formula, setFormula] = useState(scoreName(score) === 'formula' ? score : null);
  return (
    <div className="vp-Ranking">
      <header>
        <h3>{trans.__('Ranking')}</h3>
        <Button label={trans.__('Close (Esc)')} icon="close" onClick={props.onDone} />
      </header>
      <RankingMode {...props} />
      <RankingGranularity {...props} />
      <RankingSizes {...props} />
      <RankingScore {...props} formula={formula} onFormula={setFormula} />
      <RankingStops {...props} />
      <Presets
        parameters={props.parameters}
        ask={change => {
          setFormula(null);
          props.ask(change);
        }}
      />
      <Result hasFormula={formula !== null} />
    </div>
  );
}

function Presets({ parameters, ask }: Pick<RankingPartProps, 'parameters' | 'ask'>) {
  const { trans } = usePanel();
  const volume = useModel(({ volume: open }) => open);
  if (volume === null) {
    return null;
  }
  return (
    <div className="vp-Ranking-presets">
      <Button
        label={trans.__('All but the mode as this mode begins')}
        kind="outlined"
        onClick={() => {
          ask(defaultParameters(parameters.mode, volume));
        }}
      >
        {trans.__('Reset to defaults')}
      </Button>
      {presets(trans).map(({ name, about, change }) => (
        <Button
          key={name}
          label={about}
          kind="outlined"
          onClick={() => {
            ask(change);
          }}
        >
          {name}
        </Button>
      ))}
    </div>
  );
}

interface ResultProps {
  /** The field of the formula tells what is wrong with it. */
  readonly hasFormula: boolean;
}

/** What comes of it, and how far that is. */
function Result({ hasFormula }: ResultProps) {
  const { trans } = usePanel();
  const ranking = useModel(({ ranking: current }) => current);
  const problem = useModel(({ state }) => state.rankingProblem);
  const count = ranking?.count ?? 0;
  const stops = ranking === null ? 0 : Stops.of(ranking).count;
  return (
    <footer className="vp-Ranking-result">
      <span aria-live="polite">
        {trans._n('%1 region', '%2 regions', count, formatCount(count))}{' '}
        {trans._n('in %1 stop', 'in %2 stops', stops, formatCount(stops))}
      </span>
      <RankingStrip />
      {problem !== null && !hasFormula && (
        <p className="vp-Ranking-problem" role="alert">
          {problem}
        </p>
      )}
    </footer>
  );
}

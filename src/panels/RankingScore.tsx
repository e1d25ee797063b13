/** What the list is ordered by: a score by its name, or a formula. */
import { useEffect, useRef } from 'react';
import { Choice } from './Choice';
import { useModel, usePanel } from './context';
import {
  FORMULA_FUNCTIONS,
  formulaColumns,
  scoreName,
  SCORES,
  scoreWord,
  scoreWords
} from './ranking-words';
import type { ScoreName } from './ranking-words';
import { Select } from './Select';
import type { RankingPartProps } from './use-ranking';

/** A formula is read when no key was pressed for so long. */
const PAUSE_MS = 400;
const FIRST_FORMULA = 'mean * ln(1 + voxels)';

interface RankingScoreProps extends RankingPartProps {
  /** What stands in the field for a formula, right or wrong; null while there is none. */
  readonly formula: string | null;
  readonly onFormula: (formula: string | null) => void;
}

export function RankingScore(props: RankingScoreProps) {
  const { parameters, ask, formula, onFormula } = props;
  const { trans } = usePanel();
  return (
    <>
      <div className="vp-Ranking-row">
        <span>{trans.__('Score')}</span>
        <Select<ScoreName | 'formula'>
          label={trans.__('Score')}
          value={formula === null ? scoreName(parameters.score) : 'formula'}
          options={[...SCORES, 'formula' as const].map(each => [each, scoreWord(each, trans)])}
          onChange={chosen => {
            onFormula(chosen === 'formula' ? FIRST_FORMULA : null);
            ask({ score: chosen === 'formula' ? FIRST_FORMULA : chosen });
          }}
        />
        <Choice<'falling' | 'rising'>
          label={trans.__('First in the list')}
          value={parameters.ascending ? 'rising' : 'falling'}
          options={[
            ['falling', trans.__('Highest')],
            ['rising', trans.__('Lowest')]
          ]}
          onChoose={direction => {
            ask({ ascending: direction === 'rising' });
          }}
        />
      </div>
      {formula === null ? (
        <p className="vp-Ranking-about">{`${sentence(scoreWords(parameters, trans))}.`}</p>
      ) : (
        <Formula {...props} formula={formula} />
      )}
    </>
  );
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

interface FormulaProps extends RankingScoreProps {
  readonly formula: string;
}

function Formula({ parameters, ask, formula, onFormula }: FormulaProps) {
  const { trans } = usePanel();
  const problem = useModel(({ state }) => state.rankingProblem);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const take = (text: string): void => {
    clearTimeout(timer.current);
    if (text.trim() !== '' && text !== parameters.score) {
      ask({ score: text });
    }
  };
  useEffect(
    () => () => {
      clearTimeout(timer.current);
    },
    []
  );
  const isWrong = problem !== null && formula !== parameters.score;
  return (
    <div className="vp-Formula">
      <input
        type="text"
        className="vp-Input"
        aria-label={trans.__('Formula of the score')}
        aria-invalid={isWrong}
        spellCheck={false}
        value={formula}
        onChange={event => {
          const text = event.target.value;
          onFormula(text);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => {
            take(text);
          }, PAUSE_MS);
        }}
        onKeyDown={event => {
          if (event.key === 'Enter') {
            take(formula);
          }
        }}
      />
      {isWrong && (
        <p className="vp-Ranking-problem" role="alert">
          {problem}
        </p>
      )}
      <details>
        <summary>{trans.__('Columns and functions')}</summary>
        <dl>
          {formulaColumns(trans).map(([columns, about]) => (
            <div key={columns}>
              <dt>
                {columns.split(' ').map(column => (
                  <code key={column}>{column} </code>
                ))}
              </dt>
              <dd>{about}</dd>
            </div>
          ))}
        </dl>
        <p>
          <code>{FORMULA_FUNCTIONS}</code>
        </p>
      </details>
    </div>
  );
}

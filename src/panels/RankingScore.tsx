/** What the list is ordered by: a score by its name, or a formula. */
import { useEffect, useRef, useState } from 'react';
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

export function RankingScore({ parameters, ask, onDone }: RankingPartProps) {
  const { trans } = usePanel();
  const { score, ascending } = parameters;
  const name = scoreName(score);
  return (
    <>
      <div className="vp-Ranking-row">
        <span>{trans.__('Score')}</span>
        <Select<ScoreName | 'formula'>
          label={trans.__('Score')}
          value={name}
          options={[...SCORES, 'formula' as const].map(each => [each, scoreWord(each, trans)])}
          onChange={chosen => {
            ask({ score: chosen === 'formula' ? FIRST_FORMULA : chosen });
          }}
        />
        <Choice<'falling' | 'rising'>
          label={trans.__('First in the list')}
          value={ascending ? 'rising' : 'falling'}
          options={[
            ['falling', trans.__('Highest')],
            ['rising', trans.__('Lowest')]
          ]}
          onChoose={direction => {
            ask({ ascending: direction === 'rising' });
          }}
        />
      </div>
      {name === 'formula' ? (
        <Formula parameters={parameters} ask={ask} onDone={onDone} />
      ) : (
        <p className="vp-Ranking-about">{`${sentence(scoreWords(parameters, trans))}.`}</p>
      )}
    </>
  );
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function Formula({ parameters, ask, onDone }: RankingPartProps) {
  const { trans } = usePanel();
  const problem = useModel(({ state }) => state.rankingProblem);
  const [draft, setDraft] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const take = (text: string): void => {
    clearTimeout(timer.current);
    setDraft(null);
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
  return (
    <div className="vp-Formula">
      <input
        type="text"
        className="vp-Input"
        aria-label={trans.__('Formula of the score')}
        aria-invalid={problem !== null}
        spellCheck={false}
        value={draft ?? parameters.score}
        onChange={event => {
          const text = event.target.value;
          setDraft(text);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => {
            take(text);
          }, PAUSE_MS);
        }}
        onBlur={event => {
          take(event.target.value);
        }}
        onKeyDown={event => {
          if (event.key === 'Enter') {
            take(event.currentTarget.value);
            onDone();
          }
        }}
      />
      {problem !== null && draft === null && (
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

/** What a row says, for the filter to look through. */
import { useMemo } from 'react';
import type { Mark } from '../core/marks';
import type { Ranking } from '../core/regions';
import type { Verdict } from '../core/state';
import { Stops } from '../core/stops';
import { usePanel } from './context';
import type { RowText } from './listing';
import { kindWords } from './reason';
import type { Review } from './review';
import type { Translation } from '../core/translation';
import { verdictWord } from './Verdict';

/** Words that a million rows share are put together once. */
export function useRowText(ranking: Ranking, review: Review): RowText {
  const { model, trans } = usePanel();
  return useMemo(() => {
    const known = new Map<string, string>();
    return index => {
      const verdict = review.verdicts.get(index);
      if (verdict !== undefined) {
        return textOf(ranking, index, verdict, null, trans);
      }
      const mark = model.markOf(index);
      const key = `${mark ?? ''}${Number(isInStop(ranking, index))}${ranking.facts?.kind[index] ?? ''}`;
      const text = known.get(key) ?? textOf(ranking, index, null, mark, trans);
      known.set(key, text);
      return text;
    };
  }, [model, ranking, review, trans]);
}

function textOf(
  ranking: Ranking,
  index: number,
  verdict: Verdict | null,
  mark: Mark | null,
  trans: Translation
): string {
  return [
    ...(verdict === null
      ? [trans.__('open')]
      : [verdictWord(verdict.verdict, trans), verdict.note.toLowerCase()]),
    ...(verdict?.carried === true ? [trans.__('carried')] : []),
    ...(mark === null ? [] : [markWord(mark, trans)]),
    ...(isInStop(ranking, index) ? [trans.__('stop')] : []),
    kindWords(ranking, index, trans) ?? ''
  ].join(' ');
}

function isInStop(ranking: Ranking, index: number): boolean {
  return Stops.of(ranking).sizeOf(index) > 1;
}

/** What a new prediction did to a region, in a word. */
export function markWord(mark: Mark, trans: Translation): string {
  return mark === 'new' ? trans.__('new') : trans.__('returning');
}

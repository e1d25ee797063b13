/** What a row says, for the filter to look through. */
import { useMemo } from 'react';
import type { CurationModel } from '../core/model';
import type { Ranking } from '../core/regions';
import { Stops } from '../core/stops';
import { usePanel } from './context';
import type { RowText } from './listing';
import { shortReason } from './reason';
import type { Review } from './review';
import type { Translation } from './translation';
import { verdictWord } from './Verdict';

export function useRowText(ranking: Ranking, review: Review): RowText {
  const { model, trans } = usePanel();
  return useMemo(
    () => index => textOf(model, ranking, review, index, trans),
    [model, ranking, review, trans]
  );
}

function textOf(
  model: CurationModel,
  ranking: Ranking,
  review: Review,
  index: number,
  trans: Translation
): string {
  const verdict = review.verdicts.get(index);
  const mark = verdict === undefined ? model.markOf(index) : null;
  return [
    ...(verdict === undefined
      ? [trans.__('open')]
      : [verdictWord(verdict.verdict, trans), verdict.note.toLowerCase()]),
    ...(verdict?.carried === true ? [trans.__('carried')] : []),
    ...(mark === null ? [] : [markWord(mark, trans)]),
    ...(Stops.of(ranking).sizeOf(index) > 1 ? [trans.__('stop')] : []),
    shortReason(ranking, index, trans) ?? ''
  ].join(' ');
}

/** What a new prediction did to a region, in a word. */
export function markWord(mark: 'new' | 'returning', trans: Translation): string {
  return mark === 'new' ? trans.__('new') : trans.__('returning');
}

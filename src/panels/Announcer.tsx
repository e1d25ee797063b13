/** Tells screen readers what happened last, and where in the list they are. */
import { useEffect, useMemo, useState } from 'react';
import type { Act, CurationModel } from '../core/model';
import { regionFigures, regionIndex } from '../core/regions';
import type { VerdictName } from '../core/state';
import type { Translation } from '../core/translation';
import { useModel, usePanel } from './context';
import { formatCount } from './format';
import { isWarningNote, pieceWords } from './Pieces';
import { kindWords } from './reason';
import { verdictWord } from './Verdict';

export function Announcer() {
  const announcement = useModel(({ state }) => state.announcement);
  const told = useModel(({ state }) => state.told);
  const note = useModel(({ state }) => state.pieces);
  const { trans } = usePanel();
  const isSpoken = note !== null && note.cause !== 'drawing' && isWarningNote(note);
  return (
    <div className="vp-Hidden" aria-live="polite">
      <span key={told}>{announcement}</span>
      {isSpoken && <span>{pieceWords(note, trans)}</span>}
      <Judged />
      <InHand />
    </div>
  );
}

/** The last verdict given on this page: `Region 4 of 42, gap, marked correct.` */
function Judged() {
  const { model, trans } = usePanel();
  const [said, setSaid] = useState({ count: 0, words: '' });
  useEffect(
    () =>
      model.acted.connect(act => {
        setSaid(({ count }) => ({ count: count + 1, words: actWords(model, act, trans) }));
      }),
    [model, trans]
  );
  return said.words === '' ? null : <p key={said.count}>{said.words}</p>;
}

/** The region that a step or a click led to, and whether it had a verdict already. */
function InHand() {
  const { model, trans } = usePanel();
  const selected = useModel(({ state }) => state.selected);
  const ranking = useModel(model => model.ranking);
  const words = useMemo(() => {
    if (selected === null || ranking === null) {
      return '';
    }
    const region = regionWords(model, selected, trans);
    const verdict = model.verdictAt(selected);
    return verdict === null ? `${region}.` : markedWords(region, verdict.verdict, trans);
  }, [model, ranking, selected, trans]);
  return words === '' ? null : <p>{words}</p>;
}

function actWords(model: CurationModel, act: Act, trans: Translation): string {
  const { ranking, volume } = model;
  if (act.kind !== 'verdict' || ranking === null || volume === null) {
    return '';
  }
  const index = regionIndex(volume.generation, ranking, act.region);
  const verdict = model.verdicts.get(act.region)?.verdict;
  if (index === null) {
    return '';
  }
  const region = regionWords(model, index, trans);
  return verdict === undefined
    ? trans.__('%1, without a verdict again.', region)
    : markedWords(region, verdict, trans);
}

function markedWords(region: string, verdict: VerdictName, trans: Translation): string {
  return trans.__('%1, marked %2.', region, verdictWord(verdict, trans));
}

/** `Region 4 of 42, gap`; without the kind where the mode knows none. */
function regionWords(model: CurationModel, index: number, trans: Translation): string {
  const { ranking, volume } = model;
  if (ranking === null || volume === null) {
    return '';
  }
  const { rank } = regionFigures(ranking, index, volume.uncertainty.maximum);
  const place = [formatCount(rank), formatCount(ranking.count)];
  const kind = kindWords(ranking, index, trans);
  return kind === null
    ? trans.__('Region %1 of %2', ...place)
    : trans.__('Region %1 of %2, %3', ...place, kind);
}

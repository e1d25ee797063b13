/** What is not in the list, and the way to it. */
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { Ranking } from '../core/regions';
import { MOST_REGION } from '../core/regions';
import { usePanel } from './context';
import { formatCount } from './format';
import { modeName } from './ranking-words';
import type { Translation } from '../core/translation';
import { briefWhy, useSuited, whyWords } from './use-suited';

/** Sizes that were asked for before all were listed. */
interface Before {
  readonly minVoxels: number;
  readonly maxVoxels: number;
}

export function Footnote({ ranking }: { readonly ranking: Ranking }) {
  const { model, trans } = usePanel();
  const [before, setBefore] = useState<Before | null>(null);
  const { parameters, smaller, larger, unscored, facts } = ranking;
  const { minVoxels, maxVoxels } = parameters;
  const list = (change: Partial<Before>, told: string): void => {
    setBefore({ minVoxels, maxVoxels, ...before });
    model.askRanking(change);
    model.update({ announcement: told });
  };
  const isWider = before !== null && (minVoxels < before.minVoxels || maxVoxels > before.maxVoxels);
  const shown = facts?.shown ?? 0;
  const suited = useSuited();
  const better = suited === null || suited.mode === parameters.mode ? null : suited;
  if (smaller.count + larger.count + shown + unscored === 0 && !isWider && better === null) {
    return null;
  }
  return (
    <p className="vp-Worklist-note vp-Worklist-footnote">
      {smaller.count > 0 && (
        <LinkButton
          title={trans.__(
            'Under %1 voxels, so not listed. Press to list regions of every size.',
            formatCount(minVoxels)
          )}
          onClick={() => {
            list({ minVoxels: 1 }, trans.__('Regions of every size are listed.'));
          }}
        >
          {trans._n('%1 smaller region', '%2 smaller regions', ...counted(smaller.count))}
        </LinkButton>
      )}
      {larger.count > 0 && (
        <LinkButton
          title={trans.__(
            'Over %1 voxels, so not listed. Press to list them.',
            formatCount(maxVoxels)
          )}
          onClick={() => {
            list({ maxVoxels: MOST_REGION }, trans.__('Larger regions are listed.'));
          }}
        >
          {trans._n('%1 larger region', '%2 larger regions', ...counted(larger.count))}
        </LinkButton>
      )}
      {shown > 0 && (
        <span
          title={trans.__(
            'Most of each lies within two voxels of better regions of the list, so that it is seen with them.'
          )}
        >
          {trans._n('%1 shown by better ones', '%2 shown by better ones', ...counted(shown))}
        </span>
      )}
      {unscored > 0 && (
        <span title={trans.__('The formula gives no finite number for them: they come last')}>
          {trans._n('%1 without a score', '%2 without a score', ...counted(unscored))}
        </span>
      )}
      {better !== null && (
        <span className="vp-Worklist-better">
          <LinkButton
            title={trans.__('Suits this map: %1.', whyWords(better, trans))}
            onClick={() => {
              model.askRanking({ mode: better.mode });
            }}
          >
            {trans.__('%1 would suit this map', modeName(better.mode, trans))}
          </LinkButton>
          <span>{briefWhy(better, trans)}</span>
        </span>
      )}
      {isWider && (
        <LinkButton
          title={trans.__('List the sizes that were listed before')}
          onClick={() => {
            setBefore(null);
            model.askRanking(before);
            model.update({ announcement: sizesWords(before, trans) });
          }}
        >
          {trans.__('Back to %1', rangeWords(before, trans))}
        </LinkButton>
      )}
    </p>
  );
}

function counted(count: number): [number, string] {
  return [count, formatCount(count)];
}

function sizesWords(sizes: Before, trans: Translation): string {
  return trans.__('Listed are regions of %1.', rangeWords(sizes, trans));
}

function rangeWords({ minVoxels, maxVoxels }: Before, trans: Translation): string {
  return maxVoxels >= MOST_REGION
    ? trans.__('%1 voxels and more', formatCount(minVoxels))
    : trans.__('%1 to %2 voxels', formatCount(minVoxels), formatCount(maxVoxels));
}

interface LinkButtonProps {
  readonly title: string;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function LinkButton({ title, onClick, children }: LinkButtonProps) {
  return (
    <button type="button" className="vp-Link" title={title} onClick={onClick}>
      {children}
    </button>
  );
}

/** How far loading or the first ranking is, in words: what is the case, and when it stands still, what is possible. */
import type { Phase } from '../core/state';
import type { Translation } from '../core/translation';
import { formatPercent } from './format';

export function loadingText(
  { what, fraction, editable = false, paused = false }: Extract<Phase, { kind: 'loading' }>,
  trans: Translation
): string {
  const percent = formatPercent(fraction);
  if (!paused) {
    return what === 'regions'
      ? trans.__('Ranking the regions, %1', percent)
      : trans.__('Loading %1, %2', loadedWords(what, trans), percent);
  }
  if (what === 'regions') {
    return trans.__('Ranking stopped at %1: no list yet. You can look and paint.', percent);
  }
  return editable
    ? trans.__(
        'Loading stopped at %1. You can paint; %2 is not complete.',
        percent,
        loadedWords(what, trans)
      )
    : trans.__('Loading stopped at %1: the views are not complete.', percent);
}

function loadedWords(what: string, trans: Translation): string {
  const words: Readonly<Record<string, string>> = {
    image: trans.__('the image'),
    segmentation: trans.__('the segmentation'),
    uncertainty: trans.__('the uncertainty'),
    probability: trans.__('the probability')
  };
  return words[what] ?? what;
}

/** Verdicts as icon and word: colour is never the only sign. */
import type { VerdictName } from '../core/state';
import { usePanel } from './context';
import type { IconName } from './icon-paths';
import { Icon } from './Icon';
import type { Translation } from '../core/translation';

const VERDICT_ICONS: Readonly<Record<VerdictName, IconName>> = {
  fixed: 'fixed',
  correct: 'check',
  unsure: 'unsure'
};

export function verdictWord(verdict: VerdictName, trans: Translation): string {
  const words = {
    fixed: trans.__('fixed'),
    correct: trans.__('correct'),
    unsure: trans.__('unsure')
  };
  return words[verdict];
}

interface VerdictMarkProps {
  readonly verdict: VerdictName;
  readonly isLost?: boolean;
  /** It comes from another list. */
  readonly isCarried?: boolean;
}

/** One that never reached the kernel is none. */
export function VerdictMark({ verdict, isLost = false, isCarried = false }: VerdictMarkProps) {
  const { trans } = usePanel();
  const word = verdictWord(verdict, trans);
  if (isLost) {
    return (
      <span
        className="vp-Verdict vp-mod-lost"
        title={trans.__('The verdict “%1” never reached the kernel', word)}
      >
        <Icon name="warning" />
        {trans.__('not saved')}
      </span>
    );
  }
  return isCarried ? (
    <span
      className={`vp-Verdict vp-mod-${verdict} vp-mod-carried`}
      title={trans.__('“%1”, carried over from an earlier list: judge again if unsure', word)}
    >
      <Icon name="carried" />
      {word}
      <span className="vp-Hidden">{trans.__('(carried over)')}</span>
    </span>
  ) : (
    <span className={`vp-Verdict vp-mod-${verdict}`}>
      <Icon name={VERDICT_ICONS[verdict]} />
      {word}
    </span>
  );
}

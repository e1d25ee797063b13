/** Live precision: whether going on is worth it, how that went over the session, and when to be told to stop. */
import { useMemo } from 'react';
import type { Precision } from '../core/precision';
import { RECENT } from '../core/precision';
import type { Ranking } from '../core/regions';
import { useModel, usePanel, useVersion } from './context';
import { formatCount } from './format';
import { NumberField } from './NumberField';
import type { OrderCheck } from './order-check';
import { checkOrder } from './order-check';
import { Popover } from './Popover';
import { PrecisionPlot } from './PrecisionPlot';
import type { Review } from './review';
import type { Translation } from '../core/translation';

interface PrecisionMenuProps {
  readonly ranking: Ranking;
  readonly review: Review;
}

export function PrecisionMenu({ ranking, review }: PrecisionMenuProps) {
  const { model, trans } = usePanel();
  useVersion(model.verdictsChanged);
  const precision = model.precision();
  if (precision === null) {
    return null;
  }
  const { changed, judged } = precision;
  const words = trans.__('%1 of last %2 changed', changed, judged);
  return (
    <Popover
      label={words}
      title={trans.__(
        'Of the last %1 regions judged fixed or correct, %2 needed a change. Press for how that went, and when to stop.',
        judged,
        changed
      )}
      className="vp-mod-beside"
      face={<span className="vp-Progress-recent">{words}</span>}
    >
      {close => (
        <PrecisionPanel ranking={ranking} review={review} precision={precision} onDone={close} />
      )}
    </Popover>
  );
}

interface PrecisionPanelProps extends PrecisionMenuProps {
  readonly precision: Precision;
  readonly onDone: () => void;
}

function PrecisionPanel({ ranking, review, precision, onDone }: PrecisionPanelProps) {
  const { model, trans } = usePanel();
  const stopRule = useModel(({ state }) => state.stopRule);
  const order = useMemo(() => checkOrder(ranking, review), [ranking, review]);
  return (
    <div className="vp-Precision">
      <h3>{trans.__('Needed a change: %1 of the last %2', precision.changed, precision.judged)}</h3>
      <PrecisionPlot
        series={model.precisionSeries()}
        limit={stopRule === null ? null : stopRule / RECENT}
      />
      <p>{estimateWords(precision, trans)}</p>
      <p>{orderWords(order, trans)}</p>
      <StopRule onDone={onDone} />
    </div>
  );
}

function estimateWords({ left, low, high, remaining, judged }: Precision, trans: Translation) {
  if (remaining === 0) {
    return trans.__('No region is open.');
  }
  const [about, least, most] = [Math.round(left), Math.floor(low), Math.ceil(high)];
  return trans.__(
    'About %1 of the %2 open regions would need a change (%3 to %4, 95 % interval), if they need it as often as the last %5 did. Errors that no region of the list touches are not counted.',
    formatCount(about),
    formatCount(remaining),
    formatCount(least),
    formatCount(most),
    judged
  );
}

/** Says nothing for the order that the verdicts do not say. */
function orderWords(order: OrderCheck | null, trans: Translation): string {
  if (order === null) {
    return trans.__(
      'Whether the order of the list leads to errors can be told from 20 judged regions on.'
    );
  }
  const { upper, lower, helps } = order;
  const figures = [upper.changed, upper.judged, lower.changed, lower.judged];
  switch (helps) {
    case 'yes':
      return trans.__(
        'The order of the list helps so far: of the judged regions further up %1 of %2 needed a change, of those further down %3 of %4.',
        ...figures
      );
    case 'perhaps':
      return trans.__(
        'The order of the list may help, or it is chance: of the judged regions further up %1 of %2 needed a change, of those further down %3 of %4.',
        ...figures
      );
    case 'no':
      return trans.__(
        'The order of the list does not help so far: of the judged regions further up %1 of %2 needed a change, of those further down %3 of %4. Expect the rest to be no better and no worse; another score may order it better.',
        ...figures
      );
  }
}

function StopRule({ onDone }: { readonly onDone: () => void }) {
  const { model, trans } = usePanel();
  const stopRule = useModel(({ state }) => state.stopRule);
  const set = (rule: number | null): void => {
    model.update({ stopRule: rule, isStopTold: false });
  };
  const [before, after] = trans
    .__('Tell me when fewer than %1 of the last %2 needed a change', '\n', RECENT)
    .split('\n');
  return (
    <p className="vp-Precision-rule">
      {before}
      <NumberField
        label={trans.__('Tell me when fewer than so many of the last %1 needed a change', RECENT)}
        title={trans.__('Empty: never')}
        value={stopRule}
        step={1}
        minimum={1}
        maximum={RECENT}
        placeholder={trans.__('off')}
        onChange={rule => {
          set(Math.round(rule));
        }}
        onClear={() => {
          set(null);
        }}
        onDone={onDone}
      />
      {after}
    </p>
  );
}

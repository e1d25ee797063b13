/** Everything done in this generation, newest first: look at it, go there, take any of it back. */
import { useEffect, useMemo, useState } from 'react';
import { Choice } from './Choice';
import { usePanel, useVersion } from './context';
import { formatCount } from './format';
import { historyItems } from './history-list';
import { HistoryGrid } from './HistoryGrid';

type Order = 'time' | 'region';

export function HistoryPanel() {
  const { model, trans } = usePanel();
  const [order, setOrder] = useState<Order>('time');
  const version = useVersion(model.history.changed);
  useEffect(() => model.history.watch(), [model]);
  // `version` tells of other acts.
  const rows = useMemo(() => model.history.rows(), [model, version]);
  const items = useMemo(() => historyItems(rows, order === 'region'), [rows, order]);
  const edits = rows.filter(({ entry }) => entry.kind === 'edit').length;
  return (
    <section className="vp-Worklist vp-History" aria-label={trans.__('History')}>
      <div className="vp-Worklist-bar">
        <Choice<Order>
          label={trans.__('Order')}
          value={order}
          options={[
            ['time', trans.__('By time')],
            ['region', trans.__('By region')]
          ]}
          onChoose={setOrder}
        />
        <span className="vp-History-count">
          {trans._n('%1 edit', '%2 edits', edits, formatCount(edits))}
        </span>
      </div>
      {items.length === 0 ? (
        <p className="vp-History-empty">
          {trans.__('Nothing done yet. Edits and verdicts appear here, newest first.')}
        </p>
      ) : (
        <HistoryGrid items={items} isGrouped={order === 'region'} />
      )}
    </section>
  );
}

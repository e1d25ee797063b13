/** Beside the views: the list of regions, or what was done. */
import { Choice } from './Choice';
import { usePanel } from './context';
import { HistoryPanel } from './HistoryPanel';
import { Worklist } from './Worklist';

export type Side = 'regions' | 'history';

interface SidePanelProps {
  readonly side: Side;
  readonly onSide: (side: Side) => void;
  /** Go on with what was stopped. */
  readonly onResume: () => void;
}

/** The list stays behind the history: steps follow how it is filtered and sorted. */
export function SidePanel({ side, onSide, onResume }: SidePanelProps) {
  const { trans } = usePanel();
  return (
    <div className="vp-Side">
      <Choice<Side>
        label={trans.__('Panel')}
        value={side}
        options={[
          ['regions', trans.__('Regions')],
          ['history', trans.__('History')]
        ]}
        onChoose={onSide}
      />
      <div className="vp-Side-page" hidden={side !== 'regions'}>
        <Worklist onResume={onResume} />
      </div>
      {side === 'history' && <HistoryPanel />}
    </div>
  );
}

/** The reviewer's own rule to stop holds: told once, in the list, and nothing is blocked. */
import { isReached, RECENT } from '../core/precision';
import { Button } from './Button';
import { useModel, usePanel, useVersion } from './context';
import { Icon } from './Icon';

export function StopNotice() {
  const { model, trans } = usePanel();
  useVersion(model.verdictsChanged);
  const stopRule = useModel(({ state }) => state.stopRule);
  const isTold = useModel(({ state }) => state.isStopTold);
  const precision = model.precision();
  const limit = stopRule === null ? null : stopRule / RECENT;
  if (isTold || precision === null || !isReached(precision, limit)) {
    return null;
  }
  return (
    <div className="vp-Worklist-told" role="status">
      <Icon name="info" />
      <p>
        {trans.__(
          '%1 of the last %2 needed a change, fewer than the %3 you set: you may stop here.',
          precision.changed,
          precision.judged,
          stopRule ?? 0
        )}
      </p>
      <Button
        label={trans.__('Go on, and do not tell again')}
        kind="outlined"
        onClick={() => {
          model.update({ isStopTold: true });
        }}
      >
        {trans.__('Go on')}
      </Button>
    </div>
  );
}

/** One region in the worklist: rank, picture, score, size, verdict. */
import { memo, useEffect, useRef } from 'react';
import type { Ranking } from '../core/regions';
import { regionFigures } from '../core/regions';
import { Stops } from '../core/stops';
import type { Verdict, VerdictName, VolumeDescription } from '../core/state';
import { hush } from '../tools';
import { Button } from './Button';
import { usePanel } from './context';
import { formatCount, formatDoubt, sizeParts } from './format';
import type { IconName } from './Icon';
import { Icon } from './Icon';
import { Parts } from './Parts';
import { longReason, shortReason } from './reason';
import { RowPicture } from './RowPicture';
import type { Translation } from './translation';

export const ROW_PIXELS = 48;

interface WorklistRowProps {
  readonly index: number;
  /** 1-based place in the grid. */
  readonly place: number;
  readonly top: number;
  readonly height: number;
  readonly ranking: Ranking;
  readonly volume: VolumeDescription;
  readonly verdict: Verdict | null;
  readonly edits: number;
  /** The verdict never reached the kernel. */
  readonly isLost: boolean;
  readonly isSelected: boolean;
  /** The one row that Tab reaches. */
  readonly isStop: boolean;
}

function Row(props: WorklistRowProps) {
  const { index, ranking, volume, isSelected } = props;
  const { model, trans } = usePanel();
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const grid = row.current?.closest('[role="grid"]');
    const { activeElement } = document;
    if (
      isSelected &&
      grid?.contains(activeElement) === true &&
      row.current?.contains(activeElement) === false
    ) {
      row.current.focus({ preventScroll: true });
    }
  }, [isSelected]);
  const { rank, voxels } = regionFigures(ranking, index, volume.uncertainty.maximum);
  const rankOf = [formatCount(rank), formatCount(ranking.count)];
  const words = trans._n('%1 voxel', '%2 voxels', voxels, formatCount(voxels));
  const size = sizeParts(words, voxels, volume.spacing, volume.unit);
  const reason = shortReason(ranking, index, trans);
  const about = longReason(ranking, index, volume.spacing, volume.unit, trans);
  const rankTitle = (
    reason === null
      ? trans.__('Rank %1 of %2 by mean doubt.', ...rankOf)
      : trans.__('Rank %1 of %2 by score.', ...rankOf)
  ).concat(
    ' ',
    trans.__('Where the list goes stop by stop, or some are reviewed, ranks leave gaps.')
  );
  return (
    <div
      ref={row}
      role="row"
      aria-selected={isSelected}
      aria-rowindex={props.place}
      tabIndex={props.isStop ? 0 : -1}
      className="vp-Row"
      style={{ top: props.top, height: props.height }}
      onClick={() => {
        hush(model);
        model.select(index);
      }}
    >
      <span role="gridcell" className="vp-Row-rank" title={rankTitle}>
        {formatCount(rank)}
      </span>
      <RowPicture index={index} />
      <span className="vp-Row-figures" role="presentation">
        <span className="vp-Row-line" role="presentation">
          <span
            role="gridcell"
            className="vp-Row-score"
            title={
              reason === null
                ? trans.__('Mean doubt of its voxels: what the list is ranked by')
                : trans.__(
                    'What the list is ranked by: mean doubt, times the logarithm of the size, times 1 to 4 for the pieces it touches'
                  )
            }
          >
            <Score ranking={ranking} index={index} maximum={volume.uncertainty.maximum} />
          </span>
          <StopMark ranking={ranking} index={index} />
        </span>
        <span className="vp-Row-line" role="presentation">
          <span
            role="gridcell"
            className="vp-Row-size"
            title={[...(about === null ? [] : [about]), ...size].join(' · ')}
          >
            <Parts parts={reason === null ? size : [reason, words]} />
          </span>
          <Settled {...props} />
        </span>
      </span>
    </div>
  );
}

export const WorklistRow = memo(Row);

/** What has been done about a region. */
function Settled({ index, verdict, edits, isLost }: WorklistRowProps) {
  const { model, trans } = usePanel();
  return (
    <span role="gridcell" className="vp-Row-verdict">
      {verdict !== null && <VerdictMark verdict={verdict.verdict} isLost={isLost} />}
      {edits > 0 && (
        <span
          className="vp-Row-edits"
          title={trans._n('%1 edit in this region', '%1 edits in this region', edits)}
        >
          <Icon name="pencil" />
          {edits}
        </span>
      )}
      {verdict !== null && !isLost && (
        <Button
          label={trans.__('Take the verdict back')}
          icon="reopen"
          tabIndex={-1}
          className="vp-Row-action"
          onClick={() => {
            const region = model.regionIdAt(index);
            if (region !== null) {
              hush(model);
              model.reopen(region);
            }
          }}
        />
      )}
    </span>
  );
}

interface ScoreProps {
  readonly ranking: Ranking;
  readonly index: number;
  readonly maximum: number;
}

function Score({ ranking, index, maximum }: ScoreProps) {
  const { score } = regionFigures(ranking, index, maximum);
  const best = ranking.table.score[0];
  const share = best > 0 ? Math.max(0, score / best) : 0;
  return (
    <>
      <span className="vp-Bar" aria-hidden="true">
        <span style={{ width: `${100 * share}%` }} />
      </span>
      {formatDoubt(score, maximum)}
    </>
  );
}

/** Which stop a region belongs to, where it shares one. */
function StopMark({ ranking, index }: Omit<ScoreProps, 'maximum'>) {
  const { trans } = usePanel();
  const stops = Stops.of(ranking);
  const size = stops.sizeOf(index);
  if (size === 1) {
    return null;
  }
  const stop = formatCount(stops.numberOf(index));
  return (
    <span
      role="gridcell"
      className="vp-Row-stop"
      title={trans.__('Stop %1: %2 regions near each other, reviewed in one view', stop, size)}
    >
      {trans.__('stop %1 · %2 of %3', stop, stops.placeOf(index) + 1, size)}
    </span>
  );
}

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
}

/** A verdict as icon and word: colour is never the only sign. One that never reached the kernel is none. */
export function VerdictMark({ verdict, isLost = false }: VerdictMarkProps) {
  const { trans } = usePanel();
  const word = verdictWord(verdict, trans);
  return isLost ? (
    <span
      className="vp-Verdict vp-mod-lost"
      title={trans.__('The verdict “%1” never reached the kernel', word)}
    >
      <Icon name="warning" />
      {trans.__('not saved')}
    </span>
  ) : (
    <span className={`vp-Verdict vp-mod-${verdict}`}>
      <Icon name={VERDICT_ICONS[verdict]} />
      {word}
    </span>
  );
}

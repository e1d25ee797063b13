/** One region in the worklist: rank, picture, score, size, verdict. */
import { memo, useRef } from 'react';
import type { Mark } from '../core/marks';
import type { Column } from '../core/preferences';
import type { Ranking } from '../core/regions';
import { regionFigures } from '../core/regions';
import { Stops } from '../core/stops';
import type { Verdict, VolumeDescription } from '../core/state';
import { hush } from '../tools';
import { Button } from './Button';
import { toldParts } from './columns';
import { usePanel } from './context';
import { formatCount, sizeParts } from './format';
import { Icon } from './Icon';
import { Parts } from './Parts';
import { longReason, shortReason } from './reason';
import { scoreWords } from './ranking-words';
import { RowPicture } from './RowPicture';
import { useFocusFollows } from './row-focus';
import { markWord } from './row-text';
import { bestScores, formatScore } from './scores';
import { ScoreBar } from './ScoreBar';
import { VerdictMark } from './Verdict';

export const ROW_PIXELS = 48;

interface WorklistRowProps {
  readonly index: number;
  /** 1-based place in the grid. */
  readonly place: number;
  readonly top: number;
  readonly height: number;
  /** In a tree: 1, or 2 below its stop; null in a flat list. */
  readonly level: 1 | 2 | null;
  readonly columns: readonly Column[];
  readonly ranking: Ranking;
  readonly volume: VolumeDescription;
  readonly verdict: Verdict | null;
  readonly mark: Mark | null;
  readonly edits: number;
  /** The verdict never reached the kernel. */
  readonly isLost: boolean;
  readonly isSelected: boolean;
  /** It has the keyboard's attention. */
  readonly isActive: boolean;
  /** The one row that Tab reaches. */
  readonly isTabStop: boolean;
}

function Row(props: WorklistRowProps) {
  const { index, level, columns, ranking, volume, isSelected } = props;
  const { model, trans } = usePanel();
  const row = useRef<HTMLDivElement>(null);
  useFocusFollows(row, props.isActive);
  const { rank, voxels } = regionFigures(ranking, index, volume.uncertainty.maximum);
  const score = ranking.table.score[index];
  const rankOf = [formatCount(rank), formatCount(ranking.count)];
  const words = trans._n('%1 voxel', '%2 voxels', voxels, formatCount(voxels));
  const size = sizeParts(words, voxels, volume.spacing, volume.unit);
  const reason = shortReason(ranking, index, volume, trans);
  const about = longReason(ranking, index, volume, null, trans);
  const rankTitle = trans.__(
    'Rank %1 of %2. Where the list goes stop by stop, or some are reviewed, ranks leave gaps.',
    ...rankOf
  );
  return (
    <div
      ref={row}
      role="row"
      aria-selected={isSelected}
      aria-level={level ?? undefined}
      aria-rowindex={props.place}
      tabIndex={props.isTabStop ? 0 : -1}
      className={`vp-Row ${level === null ? '' : level === 1 ? 'vp-mod-plain' : 'vp-mod-inStop'}`}
      style={{ top: props.top, height: props.height }}
      onClick={() => {
        hush(model);
        model.select(index);
      }}
    >
      {level !== null && <span className="vp-Row-triangle" role="presentation" />}
      <span role="gridcell" className="vp-Row-rank" title={rankTitle}>
        {formatCount(rank)}
      </span>
      {columns.includes('picture') && <RowPicture of={index} />}
      <span className="vp-Row-figures" role="presentation">
        <span className="vp-Row-line" role="presentation">
          {columns.includes('score') && (
            <span
              role="gridcell"
              className="vp-Row-score"
              title={trans.__('Score: %1', scoreWords(ranking.parameters, trans))}
            >
              <ScoreBar share={score / bestScores(ranking).region} />
              {formatScore(ranking, score, volume.uncertainty.maximum)}
            </span>
          )}
          <MarkBadge mark={props.mark} />
          {level === null && <StopMark ranking={ranking} index={index} />}
        </span>
        <span className="vp-Row-line" role="presentation">
          <span
            role="gridcell"
            className="vp-Row-size"
            title={[...(about === null ? [] : [about]), ...size].join(' · ')}
          >
            <Parts parts={toldParts(columns, reason, words, size)} />
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
      {verdict !== null && (
        <VerdictMark
          verdict={verdict.verdict}
          isLost={isLost}
          isCarried={verdict.carried === true}
        />
      )}
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

/** What the last prediction did to an open region. */
function MarkBadge({ mark }: Pick<WorklistRowProps, 'mark'>) {
  const { trans } = usePanel();
  return mark === null ? null : (
    <span
      role="gridcell"
      className={`vp-Badge vp-mod-${mark}`}
      title={
        mark === 'new'
          ? trans.__('New: the list before this prediction did not have it')
          : trans.__(
              'Returning: it was settled, but the new prediction disagrees with what was left there'
            )
      }
    >
      {markWord(mark, trans)}
    </span>
  );
}

/** Which stop a region belongs to, where it shares one. */
function StopMark({ ranking, index }: Pick<WorklistRowProps, 'ranking' | 'index'>) {
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

/** One stop in the worklist: how many regions, what is in it, summed score, how far it is reviewed. Unfolds into its regions. */
import { memo, useRef } from 'react';
import type { Column } from '../core/preferences';
import type { Ranking } from '../core/regions';
import type { VolumeDescription } from '../core/state';
import { hush } from '../tools';
import { usePanel } from './context';
import { toldParts } from './columns';
import { stopContents } from './contents';
import { formatCount, sizeParts } from './format';
import { Icon } from './Icon';
import { Parts } from './Parts';
import type { Review } from './review';
import { RowPicture } from './RowPicture';
import { useFocusFollows } from './row-focus';
import { bestScores, formatScore, stopScore } from './scores';
import { ScoreBar } from './ScoreBar';

interface StopRowProps {
  readonly stop: number;
  /** Those of its regions that the list shows. */
  readonly regions: Uint32Array;
  readonly isUnfolded: boolean;
  readonly columns: readonly Column[];
  /** 1-based place in the grid. */
  readonly place: number;
  readonly top: number;
  readonly height: number;
  readonly ranking: Ranking;
  readonly volume: VolumeDescription;
  readonly review: Review;
  /** It has the keyboard's attention. */
  readonly isActive: boolean;
  /** The selected region is one of its. */
  readonly isInHand: boolean;
  /** The one row that Tab reaches. */
  readonly isTabStop: boolean;
  readonly onFold: (stop: number, isUnfolded: boolean) => void;
  readonly onFocus: (stop: number) => void;
}

function Row(props: StopRowProps) {
  const { stop, regions, isUnfolded, columns, ranking, volume, isInHand } = props;
  const { model, trans } = usePanel();
  const row = useRef<HTMLDivElement>(null);
  useFocusFollows(row, props.isActive);
  const { maximum } = volume.uncertainty;
  const score = stopScore(ranking, stop);
  const enter = (): void => {
    hush(model);
    if (!isInHand) {
      model.select(regions.find(index => !props.review.verdicts.has(index)) ?? regions[0]);
    }
  };
  return (
    <div
      ref={row}
      role="row"
      aria-level={1}
      aria-expanded={isUnfolded}
      aria-rowindex={props.place}
      tabIndex={props.isTabStop ? 0 : -1}
      className={`vp-Row vp-mod-stop ${isInHand ? 'vp-mod-inHand' : ''}`}
      style={{ top: props.top, height: props.height }}
      onFocus={() => {
        props.onFocus(stop);
      }}
      onClick={() => {
        enter();
        if (isInHand) {
          props.onFold(stop, !isUnfolded);
        }
      }}
      onKeyDown={event => {
        if (event.key === 'Enter' || event.key === ' ') {
          event.preventDefault();
          enter();
        }
      }}
    >
      <span
        role="presentation"
        className="vp-Row-triangle"
        title={isUnfolded ? trans.__('Fold this stop (←)') : trans.__('Unfold this stop (→)')}
        onClick={event => {
          event.stopPropagation();
          props.onFold(stop, !isUnfolded);
        }}
      >
        <Icon name={isUnfolded ? 'down' : 'next'} />
      </span>
      {columns.includes('picture') && <RowPicture of={regions} />}
      <span className="vp-Row-figures" role="presentation">
        <span className="vp-Row-line" role="presentation">
          <span role="gridcell" className="vp-Row-name">
            {trans.__('Stop %1', formatCount(stop))}
          </span>
          {columns.includes('score') && (
            <span
              role="gridcell"
              className="vp-Row-score"
              title={trans.__('Summed score of its regions: what stops are ranked by')}
            >
              <ScoreBar share={score / bestScores(ranking).stop} />
              {formatScore(ranking, score, maximum)}
            </span>
          )}
          <Size {...props} />
        </span>
        <span className="vp-Row-line" role="presentation">
          <Contents {...props} />
          <Reviewed {...props} />
        </span>
      </span>
    </div>
  );
}

export const StopRow = memo(Row);

function Size({ regions }: StopRowProps) {
  const { trans } = usePanel();
  return (
    <span
      role="gridcell"
      className="vp-Row-stop"
      title={trans.__('Regions near each other, reviewed in one view')}
    >
      {trans._n('%1 region', '%2 regions', regions.length, formatCount(regions.length))}
    </span>
  );
}

function Contents({ regions, ranking, volume, columns }: StopRowProps) {
  const { trans } = usePanel();
  const voxels = regions.reduce((sum, index) => sum + ranking.table.voxels[index], 0);
  const words = trans._n('%1 voxel', '%2 voxels', voxels, formatCount(voxels));
  const size = sizeParts(words, voxels, volume.spacing, volume.unit);
  const contents = stopContents(ranking, regions, trans);
  return (
    <span
      role="gridcell"
      className="vp-Row-size"
      title={[...(contents === null ? [] : [contents]), ...size].join(' · ')}
    >
      <Parts parts={toldParts(columns, contents, words, size)} />
    </span>
  );
}

/** How many of the regions that are listed have a verdict. */
function Reviewed({ regions, review }: StopRowProps) {
  const { trans } = usePanel();
  const done = regions.filter(index => review.verdicts.has(index)).length;
  const words = trans.__('%1 of %2 reviewed', done, regions.length);
  return (
    <span role="gridcell" className="vp-Row-verdict" title={words} aria-label={words}>
      {done > 0 && (
        <span className={`vp-Verdict ${done === regions.length ? 'vp-mod-correct' : ''}`}>
          <Icon name="check" />
          {trans.__('%1 of %2', done, regions.length)}
        </span>
      )}
    </span>
  );
}

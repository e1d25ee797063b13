/** What stands in the place of the list when it has no rows: what is the case, and what to do next. */
import type { ReactNode } from 'react';
import type { Ranking } from '../core/regions';
import type { Listing, Phase, VolumeDescription } from '../core/state';
import { Button } from './Button';
import { useModel, usePanel } from './context';
import { formatCount } from './format';
import type { IconName } from './icon-paths';
import { Icon } from './Icon';

interface EmptyProps {
  readonly icon: IconName;
  readonly title: string;
  readonly children: ReactNode;
}

function Empty({ icon, title, children }: EmptyProps) {
  return (
    <div className="vp-Worklist-empty">
      <Icon name={icon} />
      <h3>{title}</h3>
      {children}
    </div>
  );
}

/** There is no ranking: not yet, not any more, or it failed. */
export function NoRanking({ onResume }: { readonly onResume: () => void }) {
  const { trans } = usePanel();
  const phase = useModel(({ state }) => state.phase);
  if (phase.kind === 'loading' && phase.paused === true) {
    return <Stopped what={phase.what} onResume={onResume} />;
  }
  return phase.kind === 'ready' ? (
    <Empty icon="warning" title={trans.__('No list of regions')}>
      <p>{trans.__('The regions could not be ranked.')}</p>
      <p>{trans.__('You can look and paint. Run the cell again for another try.')}</p>
    </Empty>
  ) : (
    <p className="vp-Worklist-note">{waitingText(phase)}</p>
  );

  function waitingText(of: Phase): string {
    return of.kind === 'loading' && of.what === 'regions'
      ? trans.__('Ranking the regions…')
      : trans.__('The list comes when the uncertainty map is here.');
  }
}

interface StoppedProps {
  readonly what: string;
  readonly onResume: () => void;
}

function Stopped({ what, onResume }: StoppedProps) {
  const { trans } = usePanel();
  const isRanking = what === 'regions';
  return (
    <Empty icon="info" title={trans.__('No list yet')}>
      <p>
        {isRanking
          ? trans.__('Ranking the regions was stopped.')
          : trans.__('Loading was stopped before the regions could be ranked.')}
      </p>
      <Button
        label={isRanking ? trans.__('Go on ranking the regions') : trans.__('Go on loading')}
        kind="outlined"
        onClick={onResume}
      >
        {isRanking ? trans.__('Resume ranking') : trans.__('Resume loading')}
      </Button>
    </Empty>
  );
}

interface NoRegionsProps {
  readonly ranking: Ranking;
  readonly volume: VolumeDescription;
}

/** The map has been ranked, and nothing in it is a region. */
export function NoRegions({ ranking, volume }: NoRegionsProps) {
  const { trans } = usePanel();
  return (
    <Empty icon="info" title={trans.__('No region to review')}>
      <p>{reason()}</p>
      <p>
        {trans.__('You can look and paint. For a list, give another map in a cell:')}{' '}
        <code>curator.update(uncertainty=…)</code>
      </p>
    </Empty>
  );

  function reason(): string {
    const { smaller, uncovered, parameters } = ranking;
    if (smaller.count > 0) {
      return trans._n(
        'The only doubtful region has fewer than %3 voxels, too few to be listed.',
        'All %2 doubtful regions have fewer than %3 voxels, too few to be listed.',
        smaller.count,
        formatCount(smaller.count),
        formatCount(parameters.minVoxels)
      );
    }
    if (uncovered > 0) {
      return trans.__(
        'The doubtful voxels, %1 in all, cannot be told apart into regions of at most %2 voxels.',
        formatCount(uncovered),
        formatCount(parameters.maxVoxels)
      );
    }
    if (volume.uncertainty.probability) {
      return trans.__('No voxel is doubtful: the probability is 0 or 1 everywhere.');
    }
    return volume.uncertainty.direction === 'confidence'
      ? trans.__('No voxel is doubtful: the confidence map has its highest value everywhere.')
      : trans.__('No voxel is doubtful: the uncertainty map is zero everywhere.');
  }
}

interface NoMatchProps {
  readonly shown: Listing['shown'];
  readonly filter: string;
  readonly onShowAll: () => void;
}

/** There are regions, and the choice above the list leaves none of them. */
export function NoMatch({ shown, filter, onShowAll }: NoMatchProps) {
  const { trans } = usePanel();
  const text =
    filter.trim() !== ''
      ? trans.__('No region matches “%1”.', filter.trim())
      : shown === 'open'
        ? trans.__('Every region is reviewed.')
        : trans.__('No region is reviewed yet.');
  return (
    <p className="vp-Worklist-note">
      {text}{' '}
      <Button label={trans.__('Show all regions')} kind="outlined" onClick={onShowAll}>
        {trans.__('Show all')}
      </Button>
    </p>
  );
}

/** The line under the views: the region in hand and what can be decided about it; what is proposed; while blocks arrive, how far they are. */
import type { Ranking } from '../core/regions';
import { regionFigures } from '../core/regions';
import type { Phase, VolumeDescription } from '../core/state';
import { Button, CommandButton } from './Button';
import { Key } from './Key';
import { useModel, usePanel, useVersion } from './context';
import { formatCount, formatDoubt, sizeParts } from './format';
import { Parts } from './Parts';
import { loadingText } from './loading-words';
import { Offering } from './Offering';
import { longReason } from './reason';
import { VerdictMark } from './Verdict';

interface InspectorProps {
  readonly onCancel: () => void;
  readonly onResume: () => void;
}

export function Inspector(props: InspectorProps) {
  const { trans } = usePanel();
  const phase = useModel(({ state }) => state.phase);
  const ranking = useModel(model => model.ranking);
  const volume = useModel(model => model.volume);
  const selected = useModel(({ state }) => state.selected);
  const offer = useModel(({ state }) => state.offer);
  const hasRegion = ranking !== null && volume !== null && selected !== null;
  return (
    <div className="vp-Inspector" role="group" aria-label={trans.__('Region')}>
      {phase.kind === 'loading' ? (
        <Loading phase={phase} {...props} />
      ) : offer?.stays === true ? (
        <Offering offer={offer} />
      ) : hasRegion && selected < ranking.count ? (
        <Region ranking={ranking} volume={volume} index={selected} />
      ) : (
        <NothingSelected canStep={(ranking?.count ?? 0) > 0} />
      )}
    </div>
  );
}

interface LoadingProps extends InspectorProps {
  readonly phase: Extract<Phase, { kind: 'loading' }>;
}

function Loading({ phase, onCancel, onResume }: LoadingProps) {
  const { trans } = usePanel();
  const isStopped = phase.paused === true;
  const isRanking = phase.what === 'regions';
  const text = loadingText(phase, trans);
  const words = isRanking
    ? { stop: trans.__('Stop ranking the regions'), resume: trans.__('Go on ranking the regions') }
    : { stop: trans.__('Stop loading'), resume: trans.__('Go on loading') };
  return (
    <>
      <span className="vp-Inspector-text" title={text}>
        {text}
      </span>
      <progress max={1} value={phase.fraction} aria-label={text} />
      <Button
        label={isStopped ? words.resume : words.stop}
        kind="outlined"
        onClick={isStopped ? onResume : onCancel}
      >
        {isStopped ? trans.__('Resume') : trans.__('Cancel')}
      </Button>
    </>
  );
}

function NothingSelected({ canStep }: { readonly canStep: boolean }) {
  const { trans } = usePanel();
  return canStep ? (
    <>
      <span className="vp-Inspector-text">{trans.__('No region selected.')}</span>
      <CommandButton command="next-open" kind="primary">
        {trans.__('Go to the first one')} <Key command="next-open" />
      </CommandButton>
    </>
  ) : (
    <span className="vp-Inspector-text">
      {trans.__('No region to review; you can look and paint.')}
    </span>
  );
}

/** What the region proposes, to be looked at first. */
function Proposal() {
  const { trans } = usePanel();
  const isGone = useModel(({ state }) => state.connection === 'gone');
  return (
    <CommandButton command="accept-region" kind="outlined" unavailable={isGone}>
      {trans.__('Proposal')} <Key command="accept-region" />
    </CommandButton>
  );
}

interface RegionProps {
  readonly ranking: Ranking;
  readonly volume: VolumeDescription;
  readonly index: number;
}

function Region({ ranking, volume, index }: RegionProps) {
  const { model, trans } = usePanel();
  useVersion(model.verdictsChanged);
  const isGone = useModel(({ state }) => state.connection === 'gone');
  const id = model.regionIdAt(index) ?? '';
  const verdict = model.verdicts.get(id);
  const edits = model.standing.get(id) ?? 0;
  const { rank, voxels, mean, max } = regionFigures(ranking, index, volume.uncertainty.maximum);
  const words = trans._n('%1 voxel', '%2 voxels', voxels, formatCount(voxels));
  const doubt = [mean, max].map(each => formatDoubt(each, volume.uncertainty.maximum));
  const flip = useModel(({ state }) => state.flip);
  const isKnown = flip?.ranking === ranking && flip.index === index;
  const reason = longReason(ranking, index, volume, isKnown ? flip : null, trans);
  const facts = [
    ...(reason === null ? [] : [reason]),
    ...(edits > 0 ? [trans._n('1 edit', '%1 edits', edits)] : []),
    ...sizeParts(words, voxels, volume.spacing, volume.unit),
    trans.__('mean doubt %1, highest %2', ...doubt)
  ];
  return (
    <>
      <span className="vp-Inspector-text vp-Inspector-region" title={facts.join(' · ')}>
        <strong>{trans.__('Region %1', formatCount(rank))}</strong>
        <span className="vp-Inspector-separator"> · </span>
        <Parts parts={facts} className="vp-Inspector-facts" />
      </span>
      {verdict !== undefined && (
        <VerdictMark
          verdict={verdict.verdict}
          isCarried={verdict.carried === true}
          isLost={isGone && model.unansweredVerdicts.has(id)}
        />
      )}
      <span className="vp-Inspector-actions">
        <Proposal />
        <CommandButton command="recentre" icon="centre" className="vp-mod-wide" />
        <CommandButton command="previous-open" icon="previous" />
        <CommandButton command="next-open" icon="next" />
        {verdict !== undefined && (
          <CommandButton command="reopen-region" kind="outlined" unavailable={isGone}>
            {trans.__('Reopen')}
          </CommandButton>
        )}
        <CommandButton command="mark-unsure" kind="outlined" unavailable={isGone}>
          {trans.__('Unsure')} <Key command="mark-unsure" />
        </CommandButton>
        <CommandButton
          command="mark-done"
          kind="primary"
          unavailable={isGone}
          label={
            edits > 0
              ? trans.__('It was wrong and is fixed now; next region')
              : trans.__('It is right as it stands, nothing was edited; next region')
          }
        >
          {edits > 0 ? trans.__('Done: fixed') : trans.__('Done: correct')}{' '}
          <Key command="mark-done" />
        </CommandButton>
      </span>
    </>
  );
}

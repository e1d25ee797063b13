/** The ranked list of regions: stop by stop or flat, sortable, filterable, settled ones last, and quick with a million rows. */
import { useDeferredValue, useEffect, useMemo } from 'react';
import type { Ranking } from '../core/regions';
import type { VolumeDescription } from '../core/state';
import { useModel, usePanel, useVersion } from './context';
import { NoMatch, NoRanking, NoRegions } from './EmptyList';
import type { Folding } from './folding';
import { useFolding } from './folding';
import { Footnote } from './Footnote';
import { ListControls, setListing } from './ListControls';
import type { Sections } from './listing';
import { filterGroups, splitSettled } from './listing';
import { usePanelEvent } from './panel-events';
import { Progress } from './Progress';
import type { Review } from './review';
import { readReview } from './review';
import { RankingStrip } from './RankingStrip';
import { useRowText } from './row-text';
import type { Groups } from './sorting';
import { sortRegions, sortStops } from './sorting';
import { StopNotice } from './StopNotice';
import { WorklistGrid } from './WorklistGrid';

interface WorklistProps {
  /** Go on with what was stopped. */
  readonly onResume: () => void;
}

export function Worklist({ onResume }: WorklistProps) {
  const { trans } = usePanel();
  const ranking = useModel(model => model.ranking);
  const volume = useModel(model => model.volume);
  return (
    <section className="vp-Worklist" aria-label={trans.__('Worklist')}>
      {ranking === null || volume === null ? (
        <NoRanking onResume={onResume} />
      ) : (
        <RankedList ranking={ranking} volume={volume} />
      )}
    </section>
  );
}

/** Verdicts by row of the ranking; a new object whenever one changes. */
export function useReview(ranking: Ranking | null, volume: VolumeDescription | null): Review {
  const { model } = usePanel();
  const version = useVersion(model.verdictsChanged);
  return useMemo(
    () =>
      ranking === null || volume === null
        ? NOTHING_SETTLED
        : readReview(ranking, volume.generation, model.verdicts),
    // `version` tells of other verdicts.
    [model, ranking, volume, version]
  );
}

const NOTHING_SETTLED: Review = {
  verdicts: new Map(),
  counts: { fixed: 0, correct: 0, unsure: 0 }
};

interface ListProps {
  readonly ranking: Ranking;
  readonly volume: VolumeDescription;
}

function RankedList({ ranking, volume }: ListProps) {
  const { model } = usePanel();
  const { sorting, shown, filter } = useModel(({ state }) => state.listing);
  const layout = useModel(({ state }) => state.listLayout);
  const selected = useModel(({ state }) => state.selected);
  const review = useReview(ranking, volume);
  const words = useDeferredValue(filter);
  const isTree = layout === 'stops';
  const sorted = useMemo(
    () => (isTree ? sortStops : sortRegions)(ranking, sorting),
    [ranking, sorting, isTree]
  );
  const textOf = useRowText(ranking, review);
  const groups = useMemo(
    () => filterGroups(sorted, words, ranking.table, textOf),
    [sorted, words, ranking, textOf]
  );
  const sections = useMemo(
    () => splitSettled(groups, review, shown, ranking.count),
    [groups, review, shown, ranking]
  );
  const inHand = stopInHand(ranking, sections, selected);
  const folding = useFolding(ranking, selected, inHand, words.trim() !== '');
  useListOrder(groups, sections);
  useFoldCommands(isTree ? folding : null, inHand);
  const isEmpty = sections.order.length === 0;
  return (
    <>
      <Progress ranking={ranking} review={review} />
      <ListControls folding={isTree ? folding : null} />
      <StopNotice />
      <div className="vp-RankingPlace">
        <RankingStrip />
      </div>
      {isEmpty && ranking.count > 0 && (
        <NoMatch
          shown={shown}
          filter={words}
          onShowAll={() => {
            setListing(model, { shown: 'all', filter: '' });
          }}
        />
      )}
      {ranking.count === 0 ? (
        <NoRegions ranking={ranking} volume={volume} />
      ) : (
        <WorklistGrid
          ranking={ranking}
          volume={volume}
          review={review}
          sections={sections}
          folding={isTree ? folding : null}
          arrangement={[words, shown, sorting.key, sorting.isReversed, layout].join()}
        />
      )}
      <Footnote ranking={ranking} />
    </>
  );
}

/** The stop of the selected region; before one is selected, the first of the list. */
function stopInHand(
  { table, count }: Ranking,
  { order }: Sections,
  selected: number | null
): number | null {
  const region = selected === null || selected >= count ? order.at(0) : selected;
  return region === undefined ? null : table.stop[region];
}

/** Steps of the model follow the list. */
function useListOrder({ order }: Groups, { openRegions }: Sections): void {
  const { model } = usePanel();
  const walks = openRegions === 0 && order.length > 0 ? 'settled' : 'open';
  useEffect(() => model.showList({ order, walks }), [model, order, walks]);
}

/** @param inHand - the stop in hand */
function useFoldCommands(folding: Folding | null, inHand: number | null): void {
  usePanelEvent('fold', () => {
    if (folding !== null && inHand !== null) {
      folding.set(inHand, !folding.isUnfolded(inHand));
    }
  });
  usePanelEvent('fold-all', () => {
    folding?.setAll(!folding.isAllUnfolded);
  });
}

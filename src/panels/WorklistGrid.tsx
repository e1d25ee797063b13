/** The rows of the list: only those on screen are made. Moves with the keys of a tree grid. */
import type { CSSProperties, KeyboardEvent, ReactNode } from 'react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Ranking } from '../core/regions';
import type { VolumeDescription } from '../core/state';
import { Stops } from '../core/stops';
import { hush } from '../tools';
import { useModel, usePanel } from './context';
import type { Folding } from './folding';
import { formatCount } from './format';
import { Icon } from './Icon';
import { placeAfter, turnBy, useListKeys } from './list-keys';
import type { Sections } from './listing';
import { useReveal, useStartOver } from './reveal';
import type { Review } from './review';
import { StopRow } from './StopRow';
import type { ListRow } from './tree-layout';
import { TreeLayout } from './tree-layout';
import { useHeight, useListWindow } from './windowed';
import { ROW_PIXELS, WorklistRow } from './WorklistRow';

const HEADER_PIXELS = 28;
/** A list lower than this has rows of one line, so that there are more than a few of them. */
const LOW_PIXELS = 260;
const COMPACT_ROW_PIXELS = 28;

interface GridProps {
  readonly ranking: Ranking;
  readonly volume: VolumeDescription;
  readonly review: Review;
  readonly sections: Sections;
  /** Null for a flat list. */
  readonly folding: Folding | null;
  /** Names how the list is filtered and sorted: another one begins at its start. */
  readonly arrangement: string;
}

export function WorklistGrid({
  ranking,
  volume,
  review,
  sections,
  folding,
  arrangement
}: GridProps) {
  const { model, trans } = usePanel();
  const selected = useModel(({ state }) => state.selected);
  const isGone = useModel(({ state }) => state.connection === 'gone');
  const columns = useModel(({ state }) => state.preferences.columns);
  const [isFolded, setFolded] = useState(false);
  const scroller = useRef<HTMLDivElement>(null);
  const height = useHeight(scroller);
  const isCompact = height > 0 && height < LOW_PIXELS;
  const rowPixels = isCompact ? COMPACT_ROW_PIXELS : ROW_PIXELS;
  const unfolded = folding?.isUnfolded ?? null;
  const layout = useMemo(
    () => new TreeLayout(ranking, sections, unfolded, isFolded),
    [ranking, sections, unfolded, isFolded]
  );
  const settled = sections.order.length - sections.openRegions;
  const headerHeight = settled > 0 ? HEADER_PIXELS : 0;
  const listWindow = useListWindow(scroller, layout.count * rowPixels + headerHeight);
  const before = (place: number): number => (place >= layout.openRows ? headerHeight : 0);
  const [activeStop, setActiveStop] = useActiveStop(selected);
  const activePlace = placeInHand(layout, ranking, activeStop, selected);
  useStartOver(scroller, arrangement);
  useReveal(
    listWindow,
    height,
    {
      place: activePlace,
      ...(activePlace < 0 ? NO_ROWS : layout.rowsAround(activePlace)),
      rowPixels,
      before: before(activePlace)
    },
    arrangement
  );
  // Undo can lead to a reviewed region.
  const isHidden =
    isFolded &&
    selected !== null &&
    sections.order.indexOf(selected, sections.openRegions) >= sections.openRegions;
  const shownFor = useRef(selected);
  useEffect(() => {
    if (isHidden && shownFor.current !== selected) {
      setFolded(false);
    }
    shownFor.current = selected;
  }, [isHidden, selected]);
  const tabPlace = Math.max(activePlace, 0);
  const idAt = (index: number): string => model.regionIdAt(index) ?? '';
  const goTo = (row: ListRow, isInList: boolean): void => {
    if (row.kind === 'stop' && isInList) {
      setActiveStop(row.stop);
      return;
    }
    hush(model);
    setActiveStop(null);
    model.select(row.kind === 'stop' ? row.regions[0] : row.index);
  };
  /** @returns whether the key is one of the list's. */
  const moveBy = (key: string, isInList: boolean): boolean => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowPixels) - 1);
    const place = placeAfter(key, activePlace, page, layout.count);
    if (place !== null) {
      goTo(layout.at(place), isInList);
    }
    return place !== null;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = activePlace < 0 ? null : layout.at(activePlace);
    const isTurned =
      row !== null && folding !== null && turnBy(event.key, row, ranking, folding, goTo);
    if (isTurned || moveBy(event.key, true)) {
      event.preventDefault();
    }
  };
  useListKeys(key => moveBy(key, false));
  const inHand = selected === null ? null : Stops.of(ranking).numberOf(selected);
  const first = Math.floor((listWindow.top - headerHeight) / rowPixels);
  const last = Math.ceil(listWindow.bottom / rowPixels);
  return (
    <div className="vp-Worklist-scroller" ref={scroller}>
      <div
        role={folding === null ? 'grid' : 'treegrid'}
        aria-label={trans.__('Regions')}
        aria-rowcount={layout.count}
        className={`vp-Worklist-grid vp-mod-${folding === null ? 'flat' : 'tree'} ${isCompact ? 'vp-mod-compact' : ''} ${columns.includes('picture') ? '' : 'vp-mod-noPicture'}`}
        style={{ height: listWindow.height, ...rankWidth(ranking.count) }}
        onKeyDown={onKeyDown}
      >
        {drawnPlaces(first, last, tabPlace, layout.count).map(place => {
          const row = layout.at(place);
          const common = {
            place: place + 1,
            top: listWindow.place(place * rowPixels + before(place)),
            height: rowPixels,
            columns,
            ranking,
            volume,
            isActive: place === activePlace,
            isTabStop: place === tabPlace
          };
          return row.kind === 'stop' ? (
            <StopRow
              key={`stop ${row.stop}`}
              {...common}
              stop={row.stop}
              regions={row.regions}
              isUnfolded={row.isUnfolded}
              review={review}
              isInHand={row.stop === inHand}
              onFold={folding?.set ?? NOTHING}
              onFocus={setActiveStop}
            />
          ) : (
            <WorklistRow
              key={row.index}
              {...common}
              index={row.index}
              level={folding === null ? null : row.isInStop ? 2 : 1}
              verdict={review.verdicts.get(row.index) ?? null}
              mark={review.verdicts.has(row.index) ? null : model.markOf(row.index)}
              edits={model.standing.get(idAt(row.index)) ?? 0}
              isLost={isGone && model.unansweredVerdicts.has(idAt(row.index))}
              isSelected={row.index === selected}
            />
          );
        })}
        {settled > 0 && (
          <SectionHeader
            top={listWindow.place(layout.openRows * rowPixels)}
            count={settled}
            isFolded={isFolded}
            onFold={setFolded}
          />
        )}
      </div>
    </div>
  );
}

const NOTHING = (): void => undefined;
const NO_ROWS = { first: 0, end: 0 };

/** The stop whose own row the keys are on, until another region is selected. */
function useActiveStop(
  selected: number | null
): readonly [number | null, (stop: number | null) => void] {
  const [active, setActive] = useState<{ stop: number | null; selected: number | null }>({
    stop: null,
    selected
  });
  return [
    active.selected === selected ? active.stop : null,
    stop => {
      setActive({ stop, selected });
    }
  ];
}

/** Row of the stop the keys are on, else of the selected region, else of the folded stop it is in; -1 for none. */
function placeInHand(
  layout: TreeLayout,
  ranking: Ranking,
  activeStop: number | null,
  selected: number | null
): number {
  const stopPlace = activeStop === null ? -1 : layout.placeOfStop(activeStop);
  if (stopPlace >= 0 || selected === null) {
    return stopPlace;
  }
  const place = layout.placeOf(selected);
  return place >= 0 ? place : layout.placeOfStop(Stops.of(ranking).numberOf(selected));
}

/** Room for the longest rank, so that the rows stand in columns. */
function rankWidth(count: number): CSSProperties & Record<'--vp-rank-width', string> {
  return { '--vp-rank-width': `${formatCount(count).length + 0.5}ch` };
}

/** The rows on screen, and the one that has or would get the focus, wherever it is. */
function drawnPlaces(first: number, end: number, stop: number, count: number): readonly number[] {
  const from = Math.min(Math.max(first, 0), count);
  const to = Math.min(Math.max(end, from), count);
  const places = Array.from({ length: to - from }, (_, offset) => from + offset);
  const isStopDrawn = stop >= from && stop < to;
  return isStopDrawn || stop >= count ? places : [...places, stop].sort((a, b) => a - b);
}

interface SectionHeaderProps {
  readonly top: number;
  readonly count: number;
  readonly isFolded: boolean;
  readonly onFold: (isFolded: boolean) => void;
}

function SectionHeader({ top, count, isFolded, onFold }: SectionHeaderProps) {
  const { trans } = usePanel();
  return (
    <div role="row" className="vp-Worklist-section" style={{ top, height: HEADER_PIXELS }}>
      <span role="rowheader">
        <button
          type="button"
          aria-expanded={!isFolded}
          onClick={() => {
            onFold(!isFolded);
          }}
        >
          <Icon name={isFolded ? 'next' : 'down'} />
          {trans.__('Reviewed')}
          <Pill>{formatCount(count)}</Pill>
        </button>
      </span>
    </div>
  );
}

function Pill({ children }: { readonly children: ReactNode }) {
  return <span className="vp-Pill">{children}</span>;
}

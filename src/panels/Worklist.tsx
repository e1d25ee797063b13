/** The ranked list of regions: sortable, filterable, settled ones last, and quick with a million rows. */
import type { CSSProperties, KeyboardEvent, ReactNode } from 'react';
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import type { Ranking } from '../core/regions';
import type { VolumeDescription } from '../core/state';
import { Stops } from '../core/stops';
import { hush, LIST_EVENT } from '../tools';
import { useModel, usePanel, useVersion } from './context';
import { NoMatch, NoRanking, NoRegions } from './EmptyList';
import { formatCount } from './format';
import { Icon } from './Icon';
import { shortReason } from './reason';
import type { Review, Sections, Shown, SortKey } from './review';
import { filterRegions, recentPrecision, ReviewReader, sortRegions, splitSettled } from './review';
import { useHeight, useListWindow } from './windowed';
import { ROW_PIXELS, verdictWord, WorklistRow } from './WorklistRow';

const HEADER_PIXELS = 28;
/** A list lower than this has rows of one line, so that there are more than a few of them. */
const LOW_PIXELS = 260;
const COMPACT_ROW_PIXELS = 28;

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
      ) : ranking.count === 0 ? (
        <NoRegions ranking={ranking} volume={volume} />
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
  const [reader] = useState(() => new ReviewReader());
  return useMemo(
    () =>
      ranking === null || volume === null
        ? NOTHING_SETTLED
        : reader.read(ranking, volume.generation, model.verdicts),
    // The map of verdicts changes in place: `version` tells.
    [reader, model, ranking, volume, version]
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
  const { model, trans } = usePanel();
  const [sort, setSort] = useState<SortKey>('stop');
  const [shown, setShown] = useState<Shown>('all');
  const [filter, setFilter] = useState('');
  const review = useReview(ranking, volume);
  const words = useDeferredValue(filter);
  const sorted = useMemo(() => sortRegions(ranking, sort), [ranking, sort]);
  const order = useMemo(
    () =>
      filterRegions(sorted, words, ranking.table, index => {
        const verdict = review.verdicts.get(index);
        const said =
          verdict === undefined
            ? trans.__('open')
            : `${verdictWord(verdict.verdict, trans)} ${verdict.note.toLowerCase()}`;
        const stop = Stops.of(ranking).sizeOf(index) > 1 ? trans.__('stop') : '';
        return `${said} ${stop} ${shortReason(ranking, index, trans) ?? ''}`;
      }),
    [sorted, words, ranking, review, trans]
  );
  const sections = useMemo(() => splitSettled(order, review, shown), [order, review, shown]);
  const walks = sections.open.length === 0 && sections.settled.length > 0 ? 'settled' : 'open';
  useEffect(() => {
    model.setList({ order, walks });
    return () => {
      model.setList(null);
    };
  }, [model, order, walks]);
  return (
    <>
      <Progress total={ranking.count} review={review} />
      <div className="vp-Worklist-controls">
        <Filter value={filter} onChange={setFilter} />
        <Select<Shown>
          label={trans.__('Show')}
          value={shown}
          options={[
            ['all', trans.__('All')],
            ['open', trans.__('Open')],
            ['settled', trans.__('Reviewed')]
          ]}
          onChange={setShown}
        />
        <Select<SortKey>
          label={trans.__('Sort by')}
          value={sort}
          options={[
            ['stop', trans.__('By stop')],
            ['score', ranking.facts === null ? trans.__('Mean doubt') : trans.__('Score')],
            ['doubt', trans.__('Highest doubt')],
            ['size', trans.__('Size')],
            ['position', trans.__('Position')]
          ]}
          onChange={setSort}
        />
      </div>
      {sections.open.length + sections.settled.length === 0 && (
        <NoMatch
          shown={shown}
          filter={words}
          onShowAll={() => {
            setShown('all');
            setFilter('');
          }}
        />
      )}
      <Grid ranking={ranking} volume={volume} review={review} sections={sections} />
      <Footnote ranking={ranking} isByStop={sort === 'stop'} />
    </>
  );
}

interface GridProps extends ListProps {
  readonly review: Review;
  readonly sections: Sections;
}

function Grid({ ranking, volume, review, sections }: GridProps) {
  const { model, trans } = usePanel();
  const selected = useModel(({ state }) => state.selected);
  const isGone = useModel(({ state }) => state.connection === 'gone');
  const [isFolded, setFolded] = useState(false);
  const scroller = useRef<HTMLDivElement>(null);
  const height = useHeight(scroller);
  const isCompact = height > 0 && height < LOW_PIXELS;
  const rowPixels = isCompact ? COMPACT_ROW_PIXELS : ROW_PIXELS;
  const { open, settled } = sections;
  const layout = useMemo(() => layOut(open, isFolded ? null : settled), [open, settled, isFolded]);
  const headerHeight = settled.length > 0 ? HEADER_PIXELS : 0;
  const listWindow = useListWindow(scroller, layout.count * rowPixels + headerHeight);
  const topOf = (place: number): number =>
    place * rowPixels + (place >= open.length ? headerHeight : 0);
  const { reveal } = listWindow;
  const selectedPlace = selected === null ? -1 : layout.placeOf(selected);
  useEffect(() => {
    if (selectedPlace >= 0) {
      const before = selectedPlace >= open.length ? headerHeight : 0;
      reveal(selectedPlace * rowPixels + before, rowPixels);
    }
  }, [selectedPlace, open.length, headerHeight, rowPixels, reveal]);
  // Undo can lead to a reviewed region.
  const isHidden = isFolded && selected !== null && settled.includes(selected);
  const shownFor = useRef(selected);
  useEffect(() => {
    if (isHidden && shownFor.current !== selected) {
      setFolded(false);
    }
    shownFor.current = selected;
  }, [isHidden, selected]);
  const stop = selectedPlace >= 0 ? selectedPlace : 0;
  const idAt = (place: number): string => model.regionIdAt(layout.at(place)) ?? '';
  /** @returns whether the key is one of the list's. */
  const moveBy = (key: string): boolean => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowPixels) - 1);
    const place = placeAfter(key, selectedPlace, page, layout.count);
    if (place !== null) {
      hush(model);
      model.select(layout.at(place));
    }
    return place !== null;
  };
  useListKeys(moveBy);
  const first = Math.floor((listWindow.top - headerHeight) / rowPixels);
  const places = drawnPlaces(first, Math.ceil(listWindow.bottom / rowPixels), stop, layout.count);
  return (
    <div className="vp-Worklist-scroller" ref={scroller}>
      <div
        role="grid"
        aria-label={trans.__('Regions')}
        aria-rowcount={layout.count}
        className={`vp-Worklist-grid ${isCompact ? 'vp-mod-compact' : ''}`}
        style={{ height: listWindow.height, ...rankWidth(ranking.count) }}
        onKeyDown={(event: KeyboardEvent) => {
          if (moveBy(event.key)) {
            event.preventDefault();
          }
        }}
      >
        {places.map(place => (
          <WorklistRow
            key={layout.at(place)}
            index={layout.at(place)}
            place={place + 1}
            top={listWindow.place(topOf(place))}
            height={rowPixels}
            ranking={ranking}
            volume={volume}
            verdict={review.verdicts.get(layout.at(place)) ?? null}
            edits={model.standing.get(idAt(place)) ?? 0}
            isLost={isGone && model.unansweredVerdicts.has(idAt(place))}
            isSelected={layout.at(place) === selected}
            isStop={place === stop}
          />
        ))}
        {settled.length > 0 && (
          <div
            role="row"
            className="vp-Worklist-section"
            style={{ top: listWindow.place(open.length * rowPixels), height: HEADER_PIXELS }}
          >
            <span role="rowheader">
              <button
                type="button"
                aria-expanded={!isFolded}
                onClick={() => {
                  setFolded(!isFolded);
                }}
              >
                <Icon name={isFolded ? 'next' : 'down'} />
                {trans.__('Reviewed')}
                <Pill>{formatCount(settled.length)}</Pill>
              </button>
            </span>
          </div>
        )}
      </div>
    </div>
  );
}

/** Keys of the list that are pressed elsewhere in the view. */
function useListKeys(moveBy: (key: string) => boolean): void {
  const { root } = usePanel();
  const latest = useRef(moveBy);
  useEffect(() => {
    latest.current = moveBy;
  });
  useEffect(() => {
    const element = root();
    const onKey = (event: Event): void => {
      if (event instanceof CustomEvent && typeof event.detail === 'string') {
        latest.current(event.detail);
      }
    };
    element?.addEventListener(LIST_EVENT, onKey);
    return () => {
      element?.removeEventListener(LIST_EVENT, onKey);
    };
  }, [root]);
}

/** Room for the longest rank, so that the rows stand in columns. */
function rankWidth(count: number): CSSProperties & Record<'--vp-rank-width', string> {
  return { '--vp-rank-width': `${formatCount(count).length + 0.5}ch` };
}

/** The rows of both sections, one after the other. */
function layOut(open: Uint32Array, settled: Uint32Array | null) {
  return {
    count: open.length + (settled?.length ?? 0),
    at: (place: number): number =>
      place < open.length ? open[place] : (settled?.[place - open.length] ?? 0),
    placeOf: (index: number): number => {
      const place = open.indexOf(index);
      const later = settled?.indexOf(index) ?? -1;
      return place >= 0 || later < 0 ? place : open.length + later;
    }
  };
}

function placeAfter(key: string, place: number, page: number, count: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: page,
    PageUp: -page,
    Home: -count,
    End: count
  };
  return key in steps && count > 0 ? Math.min(Math.max(place + steps[key], 0), count - 1) : null;
}

/** The rows on screen, and the one that has or would get the focus, wherever it is. */
function drawnPlaces(first: number, end: number, stop: number, count: number): readonly number[] {
  const from = Math.min(Math.max(first, 0), count);
  const to = Math.min(Math.max(end, from), count);
  const places = Array.from({ length: to - from }, (_, offset) => from + offset);
  const isStopDrawn = stop >= from && stop < to;
  return isStopDrawn || stop >= count ? places : [...places, stop].sort((a, b) => a - b);
}

function Pill({ children }: { readonly children: ReactNode }) {
  return <span className="vp-Pill">{children}</span>;
}

interface ProgressProps {
  readonly total: number;
  readonly review: Review;
}

function Progress({ total, review }: ProgressProps) {
  const { trans } = usePanel();
  const done = review.verdicts.size;
  const text = trans.__('%1 of %2 reviewed', formatCount(done), formatCount(total));
  return (
    <div className="vp-Progress">
      <span className="vp-Progress-count">{text}</span>
      <progress max={total} value={done} aria-label={text} />
      <Recent review={review} />
    </div>
  );
}

/** Live precision: whether going on is worth it. */
function Recent({ review }: { readonly review: Review }) {
  const { trans } = usePanel();
  const precision = useMemo(() => recentPrecision(review), [review]);
  if (precision === null) {
    return null;
  }
  const { changed, judged } = precision;
  return (
    <span
      className="vp-Progress-recent"
      title={trans.__(
        'Of the last %1 regions judged fixed or correct, %2 needed a change. When hardly one does, the rest of the list may not be worth the time.',
        judged,
        changed
      )}
    >
      {trans.__('%1 of last %2 changed', changed, judged)}
    </span>
  );
}

interface FilterProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Filter({ value, onChange }: FilterProps) {
  const { trans } = usePanel();
  return (
    <span className="vp-Filter">
      <Icon name="search" />
      <input
        type="search"
        className="vp-Input"
        placeholder={trans.__('Filter')}
        title={trans.__(
          'A rank (12), a stop (stop 3), a verdict (fixed, open), a size in voxels (>100, <100)'
        )}
        aria-label={trans.__('Filter the regions')}
        value={value}
        onChange={event => {
          onChange(event.target.value);
        }}
      />
    </span>
  );
}

interface SelectProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly (readonly [value: T, word: string])[];
  readonly onChange: (value: T) => void;
}

function Select<T extends string>({ label, value, options, onChange }: SelectProps<T>) {
  return (
    <select
      className="vp-Select"
      aria-label={label}
      title={label}
      value={value}
      onChange={event => {
        const chosen = options.find(([option]) => option === event.target.value);
        if (chosen !== undefined) {
          onChange(chosen[0]);
        }
      }}
    >
      {options.map(([option, word]) => (
        <option key={option} value={option}>
          {word}
        </option>
      ))}
    </select>
  );
}

interface FootnoteProps {
  readonly ranking: Ranking;
  readonly isByStop: boolean;
}

/** Why ranks leave gaps, and what is not in the list. */
function Footnote({ ranking, isByStop }: FootnoteProps) {
  const { trans } = usePanel();
  const { smaller, parameters, table, count, facts } = ranking;
  const sharesStops = useMemo(
    () => table.stop.reduce((most, stop) => Math.max(most, stop), 0) < count,
    [table, count]
  );
  if (smaller.count === 0 && (facts?.shown ?? 0) === 0 && !(isByStop && sharesStops)) {
    return null;
  }
  return (
    <p className="vp-Worklist-note vp-Worklist-footnote">
      {isByStop && sharesStops && (
        <span className="vp-Worklist-order">
          {facts === null
            ? trans.__('Ranked by doubt, listed stop by stop.')
            : trans.__('Ranked by score, listed stop by stop.')}{' '}
        </span>
      )}
      {(facts?.shown ?? 0) > 0 && (
        <span>
          {trans._n(
            '%1 region that others show is not listed.',
            '%2 regions that others show are not listed.',
            facts?.shown ?? 0,
            formatCount(facts?.shown ?? 0)
          )}{' '}
        </span>
      )}
      {smaller.count > 0 &&
        trans._n(
          '%1 region under %3 voxels is not listed.',
          '%2 regions under %3 voxels are not listed.',
          smaller.count,
          formatCount(smaller.count),
          parameters.minVoxels
        )}
    </p>
  );
}

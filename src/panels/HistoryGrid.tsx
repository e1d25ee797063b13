/** The rows of the history: only those on screen are made. Moves with the keys of a grid. */
import type { KeyboardEvent } from 'react';
import { useEffect, useRef, useState } from 'react';
import { boxCentre } from '../core/axes';
import { hush, whyReadOnly } from '../tools';
import { usePanel } from './context';
import type { HistoryItem } from './history-list';
import { itemKey, revertOf } from './history-list';
import { HistoryRowView } from './HistoryRow';
import { placeAfter } from './list-keys';
import { useListWindow } from './windowed';

const ROW_PIXELS = 40;

interface GridProps {
  readonly items: readonly HistoryItem[];
  readonly isGrouped: boolean;
}

export function HistoryGrid({ items, isGrouped }: GridProps) {
  const { model, trans } = usePanel();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<string | null>(null);
  const listWindow = useListWindow(scroller, items.length * ROW_PIXELS);
  const activePlace = items.findIndex(item => itemKey(item) === active);
  const tabPlace = Math.max(activePlace, 0);
  const takesFocus = useRef(false);
  useEffect(() => {
    // The row that had it may be gone: End leads to one far away.
    if (takesFocus.current) {
      takesFocus.current = false;
      scroller.current
        ?.querySelector<HTMLElement>('[aria-selected="true"]')
        ?.focus({ preventScroll: true });
    }
  }, [active]);
  useEffect(
    () => () => {
      model.update({ shownBox: null });
    },
    [model]
  );
  const goTo = (place: number): void => {
    const item = items[place];
    setActive(itemKey(item));
    hush(model);
    listWindow.reveal(place * ROW_PIXELS, ROW_PIXELS);
    if (item.kind === 'group') {
      model.revisit(item.region, null);
      return;
    }
    const { region, box } = item.row.entry;
    model.revisit(region, box);
    if (box !== null) {
      model.moveCursor(boxCentre(box));
    }
    model.update({ shownBox: box });
  };
  const revert = (item: HistoryItem): void => {
    const what = revertOf(item);
    const announcement = whyReadOnly(model);
    if (what !== null && announcement !== null) {
      model.update({ announcement });
    } else if (what !== null) {
      hush(model);
      model.revert(what);
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_PIXELS) - 1);
    const place = placeAfter(event.key, activePlace, page, items.length);
    if (place !== null) {
      event.preventDefault();
      takesFocus.current = true;
      goTo(place);
    } else if (event.key === 'Delete' && activePlace >= 0) {
      event.preventDefault();
      revert(items[activePlace]);
    }
  };
  const first = Math.max(0, Math.floor(listWindow.top / ROW_PIXELS));
  const last = Math.min(items.length, Math.ceil(listWindow.bottom / ROW_PIXELS));
  const places = Array.from({ length: Math.max(0, last - first) }, (_, offset) => first + offset);
  if (!places.includes(tabPlace)) {
    places.push(tabPlace);
  }
  return (
    <div className="vp-Worklist-scroller" ref={scroller}>
      <div
        role="grid"
        aria-label={trans.__('History, newest first. Delete reverts.')}
        aria-rowcount={items.length}
        className={`vp-Worklist-grid ${isGrouped ? 'vp-mod-grouped' : ''}`}
        style={{ height: listWindow.height }}
        onKeyDown={onKeyDown}
      >
        {places.map(place => (
          <HistoryRowView
            key={itemKey(items[place])}
            item={items[place]}
            place={place + 1}
            top={listWindow.place(place * ROW_PIXELS)}
            height={ROW_PIXELS}
            isInGroup={isGrouped}
            isActive={place === activePlace}
            isTabStop={place === tabPlace}
            onGo={() => {
              goTo(place);
            }}
            onRevert={() => {
              revert(items[place]);
            }}
          />
        ))}
      </div>
    </div>
  );
}

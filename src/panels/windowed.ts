/** Which rows of a long list are on screen. Heights are fixed, so that a million rows cost no more than thirty. */
import type { RefObject } from 'react';
import { useCallback, useEffect, useLayoutEffect, useState } from 'react';

/** Browsers lay out no more than some tens of millions of pixels; beyond, the scroll bar is scaled. */
const MOST_PIXELS = 10_000_000;
const LINE_PIXELS = 40;
/** Rows drawn beyond the edges. */
const SPARE_PIXELS = 160;

export interface ListWindow {
  /** Height of the element that is scrolled. */
  readonly height: number;
  /** Stretch of the list to draw, in list pixels. */
  readonly top: number;
  readonly bottom: number;
  /** Where a row at `top` list pixels goes in the scrolled element. */
  readonly place: (top: number) => number;
  /** Scroll just enough to show the stretch. */
  readonly reveal: (top: number, height: number) => void;
}

/** Height of what can be seen of an element; 0 before it is known. */
export function useHeight(element: RefObject<HTMLElement | null>): number {
  const [height, setHeight] = useState(0);
  useLayoutEffect(() => {
    const { current } = element;
    if (current === null) {
      return;
    }
    const measure = (): void => {
      setHeight(current.clientHeight);
    };
    measure();
    const resize = new ResizeObserver(measure);
    resize.observe(current);
    return () => {
      resize.disconnect();
    };
  }, [element]);
  return height;
}

export function useListWindow(scroller: RefObject<HTMLElement | null>, total: number): ListWindow {
  const [scrollTop, setScrollTop] = useState(0);
  const [viewHeight, setViewHeight] = useState(0);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) {
      return;
    }
    const measure = (): void => {
      setViewHeight(element.clientHeight);
      setScrollTop(element.scrollTop);
    };
    measure();
    const resize = new ResizeObserver(measure);
    resize.observe(element);
    return () => {
      resize.disconnect();
    };
  }, [scroller]);
  useEffect(() => {
    const element = scroller.current;
    const onScroll = (): void => {
      setScrollTop(element?.scrollTop ?? 0);
    };
    element?.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      element?.removeEventListener('scroll', onScroll);
    };
  }, [scroller]);
  const height = Math.min(total, MOST_PIXELS);
  const scale = scaleOf(total, height, viewHeight);
  useScaledWheel(scroller, scale);
  const shift = scrollTop * (scale - 1);
  const reveal = useCallback(
    (top: number, rowHeight: number) => {
      const element = scroller.current;
      if (element === null) {
        return;
      }
      const visible = element.clientHeight;
      const from = element.scrollTop * scaleOf(total, Math.min(total, MOST_PIXELS), visible);
      const wanted =
        top < from ? top : top + rowHeight > from + visible ? top + rowHeight - visible : from;
      if (wanted !== from) {
        element.scrollTop = wanted / scaleOf(total, Math.min(total, MOST_PIXELS), visible);
      }
    },
    [scroller, total]
  );
  return {
    height,
    top: scrollTop + shift - SPARE_PIXELS,
    bottom: scrollTop + shift + (viewHeight || window.innerHeight) + SPARE_PIXELS,
    place: top => top - shift,
    reveal
  };
}

/** Where the scroll bar is scaled, the wheel is scaled back: a turn moves the list as far as it moves any other. */
function useScaledWheel(scroller: RefObject<HTMLElement | null>, scale: number): void {
  useEffect(() => {
    const element = scroller.current;
    if (element === null || scale === 1) {
      return;
    }
    let rest = 0;
    const onWheel = (event: WheelEvent): void => {
      if (event.ctrlKey || event.deltaY === 0) {
        return;
      }
      event.preventDefault();
      const pixels = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : LINE_PIXELS;
      rest += (event.deltaY * pixels) / scale;
      const step = Math.trunc(rest);
      rest -= step;
      element.scrollTop += step;
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      element.removeEventListener('wheel', onWheel);
    };
  }, [scroller, scale]);
}

/** List pixels per pixel of the scroll bar. */
function scaleOf(total: number, height: number, view: number): number {
  return total > height ? (total - view) / (height - view) : 1;
}

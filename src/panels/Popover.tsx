/** A button with a small panel under it: closes on Escape and on a press elsewhere, and gives the keyboard back to the view. */
import type { ReactNode } from 'react';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { PanelRequest } from '../tools';
import { usePanel } from './context';
import { useEscape } from './escape';
import { Icon } from './Icon';
import { usePanelEvent } from './panel-events';

interface PopoverProps {
  readonly label: string;
  readonly title: string;
  readonly face: ReactNode;
  readonly align?: 'start' | 'end';
  readonly className?: string;
  /** Command that opens and closes it too. */
  readonly request?: PanelRequest;
  /** What is inside; `close` gives the keyboard back to the view. */
  readonly children: (close: () => void) => ReactNode;
}

export function Popover(props: PopoverProps) {
  const { label, title, face, align = 'start', className = '', request, children } = props;
  const { focus } = usePanel();
  const [isOpen, setOpen] = useState(false);
  const host = useRef<HTMLDivElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const close = useCallback((): void => {
    setOpen(false);
    focus();
  }, [focus]);
  useEscape(isOpen, close);
  usePanelEvent(request, () => {
    setOpen(!isOpen);
  });
  useLayoutEffect(() => {
    if (isOpen && panel.current !== null) {
      keepInside(panel.current);
    }
  }, [isOpen]);
  useEffect(() => {
    if (!isOpen) {
      return;
    }
    const onPress = (event: Event): void => {
      if (event.target instanceof Node && host.current?.contains(event.target) === false) {
        setOpen(false);
      }
    };
    document.addEventListener('pointerdown', onPress, { capture: true });
    return () => {
      document.removeEventListener('pointerdown', onPress, { capture: true });
    };
  }, [isOpen]);
  return (
    <div className={`vp-Popover ${className}`} ref={host}>
      <button
        type="button"
        className="vp-Button vp-mod-plain"
        title={title}
        aria-label={label}
        aria-expanded={isOpen}
        aria-haspopup="dialog"
        onClick={() => {
          setOpen(!isOpen);
        }}
      >
        {face}
        <Icon name="down" />
      </button>
      {isOpen && (
        <div
          className={`vp-Popover-panel vp-mod-${align}`}
          role="dialog"
          aria-label={label}
          data-own-keys=""
          ref={panel}
        >
          {children(close)}
        </div>
      )}
    </div>
  );
}

/** Pixels between a panel and the edge of the view. */
const MARGIN = 8;

/** Move a panel sideways so that the view does not cut it off; its left edge counts first. */
function keepInside(panel: HTMLElement): void {
  const view = panel.closest('.vp-Curator')?.getBoundingClientRect();
  if (view !== undefined) {
    const { left, right } = panel.getBoundingClientRect();
    const back = Math.min(0, view.right - MARGIN - right);
    const shift = Math.max(back, view.left + MARGIN - left);
    panel.style.translate = shift < 0 || left < view.left ? `${shift}px` : '';
  }
}

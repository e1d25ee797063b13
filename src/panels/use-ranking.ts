/** The parameters of the list as a control shows them, and a way to change them while a slider is dragged. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { RankParameters } from '../core/regions';
import { useModel, usePanel, useVersion } from './context';

export type ChangeRanking = (change: Partial<RankParameters>) => void;

/** What each part of the panel of the ranking is given. */
export interface RankingPartProps {
  readonly parameters: RankParameters;
  readonly ask: ChangeRanking;
  readonly onDone: () => void;
}

/** @returns what is asked for, null before a volume is open; and how to ask for something else, at most once a frame. */
export function useRanking(): readonly [RankParameters | null, ChangeRanking] {
  const { model } = usePanel();
  useVersion(model.rankingAsked);
  const parameters = useModel(({ parameters: asked }) => asked);
  const [draft, setDraft] = useState<Partial<RankParameters>>({});
  const waiting = useRef<Partial<RankParameters>>({});
  const frame = useRef(0);
  const flush = useCallback(() => {
    const change = waiting.current;
    frame.current = 0;
    waiting.current = {};
    setDraft({});
    model.askRanking(change);
  }, [model]);
  const ask = useCallback<ChangeRanking>(
    change => {
      waiting.current = { ...waiting.current, ...change };
      setDraft(waiting.current);
      frame.current ||= requestAnimationFrame(flush);
    },
    [flush]
  );
  useEffect(
    () => () => {
      if (frame.current > 0) {
        cancelAnimationFrame(frame.current);
        flush();
      }
    },
    [flush]
  );
  return [parameters === null ? null : { ...parameters, ...draft }, ask];
}

/** The worklist and the history of a curator away from its views, with the progress of all curators of its notebook. */
import type { ReactNode } from 'react';
import { useMemo, useRef, useState } from 'react';
import type { CurationModel } from '../core/model';
import type { Translation } from '../core/translation';
import type { CommandName } from '../tools';
import { commandWords } from '../tools';
import type { DrawPicture, Panel } from './context';
import { PanelContext, useModel, usePanel } from './context';
import { Failed } from './Failed';
import { useListRequests } from './list-requests';
import { NoCurator } from './NoCurator';
import { RosterRow } from './RosterRow';
import type { Side } from './SidePanel';
import { SidePanel } from './SidePanel';

export interface SideCurator {
  readonly id: string;
  readonly name: string;
  readonly model: CurationModel;
  readonly onDraw: DrawPicture;
  readonly onRun: (command: CommandName) => void;
  /** Go on with what was stopped. */
  readonly onResume: () => void;
  /** Make it the one that is shown here and that commands act on. */
  readonly onUse: () => void;
}

export interface SideAppProps {
  /** Those of the notebook. */
  readonly curators: readonly SideCurator[];
  readonly shown: SideCurator | null;
  /** Adds a cell with an example to the notebook; null where none is open. */
  readonly onInsert: (() => void) | null;
  readonly translation: Translation;
}

/** Rendered into an element with the class `vp-Curator`, to which the keyboard is attached. */
export function SideApp({ curators, shown, onInsert, translation }: SideAppProps) {
  if (shown === null) {
    return <NoCurator trans={translation} onInsert={onInsert} />;
  }
  return (
    <div className="vp-App">
      <ul className="vp-Roster" aria-label={translation.__('Curators of the notebook')}>
        {curators.map(curator => (
          <InPanel key={curator.id} curator={curator} translation={translation}>
            <RosterRow
              name={curator.name}
              isShown={curator.id === shown.id}
              onUse={curators.length > 1 ? curator.onUse : null}
            />
          </InPanel>
        ))}
      </ul>
      <InPanel key={shown.id} curator={shown} translation={translation}>
        <Lists onResume={shown.onResume} />
      </InPanel>
    </div>
  );
}

interface InPanelProps {
  readonly curator: SideCurator;
  readonly translation: Translation;
  readonly children: ReactNode;
}

function InPanel({ curator, translation, children }: InPanelProps) {
  const { model, onDraw, onRun } = curator;
  const frame = useRef<HTMLDivElement>(null);
  const panel = useMemo<Panel>(() => {
    const root = (): HTMLElement | null => frame.current?.closest('.vp-Curator') ?? frame.current;
    return {
      model,
      trans: translation,
      words: commandWords(translation),
      draw: onDraw,
      root,
      run: onRun,
      focus: () => {
        root()?.focus({ preventScroll: true });
      }
    };
  }, [model, translation, onDraw, onRun]);
  return (
    <PanelContext.Provider value={panel}>
      <div className="vp-InPanel" ref={frame}>
        {children}
      </div>
    </PanelContext.Provider>
  );
}

function Lists({ onResume }: Pick<SideCurator, 'onResume'>) {
  const { trans } = usePanel();
  const phase = useModel(({ state }) => state.phase);
  const [side, setSide] = useState<Side>('regions');
  useListRequests(true, () => undefined, side, setSide);
  if (phase.kind === 'failed') {
    return <Failed message={phase.message} remedy={phase.remedy} />;
  }
  if (phase.kind === 'opening') {
    return <div className="vp-Stage">{trans.__('Opening…')}</div>;
  }
  return <SidePanel side={side} onSide={setSide} onResume={onResume} />;
}

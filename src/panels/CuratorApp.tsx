/** The whole interface of one view of a session. */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { CurationModel } from '../core/model';
import { drawPicture } from '../core/picture';
import type { CurationScene } from '../scene';
import { chooseCommand, commandWords, HELP_EVENT } from '../tools';
import { Announcer } from './Announcer';
import type { DrawPicture, Panel } from './context';
import { PanelContext, SceneContext, useModel, usePanel } from './context';
import { Failed } from './Failed';
import { Help } from './Help';
import { Inspector } from './Inspector';
import { useListRequests } from './list-requests';
import { Notices } from './Notices';
import type { Side } from './SidePanel';
import { SidePanel } from './SidePanel';
import { StatusLine } from './StatusLine';
import { Toolbar } from './Toolbar';
import { Views } from './Views';

export interface CuratorAppProps {
  readonly model: CurationModel;
  readonly scene: CurationScene;
  /** Stop loading blocks, and go on. */
  readonly onCancel: () => void;
  readonly onResume: () => void;
  /** Add a label id, as a decimal string, to the table. Rejects with the reason when it does not fit. */
  readonly onAddLabel: (id: string) => Promise<void>;
  /** Null where there is no main area, or the view is in it already. */
  readonly openInMain: (() => void) | null;
  /** Save edits that never reached the kernel to a file. */
  readonly onSaveUnsent?: () => void;
  /** Try at once to reach the kernel again. */
  readonly onReconnect?: () => void;
  /** Draws the pictures of the list; without it the page's thread does. */
  readonly onDraw?: DrawPicture;
}

/** Rendered into an element with the class `vp-Curator`, to which tools and keyboard are attached. */
export function CuratorApp(props: CuratorAppProps) {
  const { model, scene, onDraw = drawHere } = props;
  const frame = useRef<HTMLDivElement>(null);
  const panel = useMemo<Panel>(() => {
    const root = (): HTMLElement | null => frame.current?.closest('.vp-Curator') ?? frame.current;
    return {
      model,
      trans: model.trans,
      words: commandWords(model.trans),
      draw: onDraw,
      root,
      run: name => {
        const element = root();
        if (element !== null) {
          chooseCommand(name, { model, scene, root: element });
        }
      },
      focus: () => {
        root()?.focus({ preventScroll: true });
      }
    };
  }, [model, scene, onDraw]);
  return (
    <PanelContext.Provider value={panel}>
      <SceneContext.Provider value={scene}>
        <div className="vp-App" ref={frame}>
          <Body {...props} />
          <Announcer />
        </div>
      </SceneContext.Provider>
    </PanelContext.Provider>
  );
}

const drawHere: DrawPicture = (samples, accent) => Promise.resolve(drawPicture(samples, accent));

function Body(props: CuratorAppProps) {
  const { onCancel, onResume, openInMain, onAddLabel } = props;
  const { trans } = usePanel();
  const phase = useModel(({ state }) => state.phase);
  const [isListShown, setListShown] = useListShown();
  const [side, setSide] = useState<Side>('regions');
  useListRequests(isListShown, setListShown, side, setSide);
  const [help, setHelp] = useHelp();
  if (phase.kind === 'failed') {
    return <Failed message={phase.message} remedy={phase.remedy} />;
  }
  if (phase.kind === 'opening') {
    return <div className="vp-Stage">{trans.__('Opening…')}</div>;
  }
  return (
    <>
      <Toolbar
        isListShown={isListShown}
        openInMain={openInMain}
        onAddLabel={onAddLabel}
        onToggleList={() => {
          setListShown(!isListShown);
        }}
      />
      <Notices onSaveUnsent={props.onSaveUnsent} onReconnect={props.onReconnect} />
      <div className="vp-Body" data-list={isListShown ? 'shown' : 'hidden'}>
        {isListShown && <SidePanel side={side} onSide={setSide} onResume={onResume} />}
        <main className="vp-Main">
          <Views />
          <Inspector onCancel={onCancel} onResume={onResume} />
        </main>
        {help && (
          <Help
            onClose={() => {
              setHelp(false);
            }}
          />
        )}
      </div>
      <StatusLine />
    </>
  );
}

/** Whether the list stands beside the views: as preferred, until it is hidden or shown here. */
function useListShown(): readonly [boolean, (isShown: boolean) => void] {
  const isPreferred = useModel(({ state }) => state.preferences.isListShown);
  const [isShown, setShown] = useState(isPreferred);
  useEffect(() => {
    setShown(isPreferred);
  }, [isPreferred]);
  return [isShown, setShown];
}

/** Whether the key map is open: the key and the button for it send an event to the root. */
function useHelp(): readonly [boolean, (isOpen: boolean) => void] {
  const [isOpen, setOpen] = useState(false);
  const { focus, root } = usePanel();
  useEffect(() => {
    const element = root();
    const toggle = (): void => {
      setOpen(open => !open);
    };
    element?.addEventListener(HELP_EVENT, toggle);
    return () => {
      element?.removeEventListener(HELP_EVENT, toggle);
    };
  }, [root]);
  return [
    isOpen,
    open => {
      setOpen(open);
      focus();
    }
  ];
}

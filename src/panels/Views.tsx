/** The four views: hosts for the scene's canvases, and a button to make one fill the area. */
import { useEffect, useRef, useState } from 'react';
import type { ViewName } from '../core/state';
import type { SceneHealth } from '../scene';
import { Button } from './Button';
import { useModel, usePanel, useScene } from './context';
import { MaskChips } from './MaskMenu';
import { Notice } from './Notice';

const VIEWS: readonly ViewName[] = ['z', 'volume', 'y', 'x'];

export function Views() {
  const { trans } = usePanel();
  const maximised = useModel(({ state }) => state.maximised);
  const health = useHealth();
  return (
    <div
      className="vp-Views"
      role="group"
      aria-label={trans.__('Views')}
      data-maximised={maximised ?? undefined}
    >
      {VIEWS.map(view => (
        <View key={view} view={view} isHidden={maximised !== null && maximised !== view} />
      ))}
      <MaskChips />
      {health.kind === 'lost' && (
        <Notice kind="warning" title={trans.__('The browser took the graphics away.')}>
          {trans.__(
            'The slices go on without them, and the 3D view comes back by itself; edits and verdicts are safe. Should it stay away, load the page anew.'
          )}
        </Notice>
      )}
      {health.kind === 'no-webgl' && (
        <Notice kind="error" title={trans.__('No WebGL 2: the image cannot be drawn')}>
          {health.message}
        </Notice>
      )}
    </div>
  );
}

function useHealth(): SceneHealth {
  const scene = useScene();
  const [health, setHealth] = useState(scene.health);
  useEffect(() => {
    setHealth(scene.health);
    return scene.healthChanged.connect(setHealth);
  }, [scene]);
  return health;
}

interface ViewProps {
  readonly view: ViewName;
  readonly isHidden: boolean;
}

function View({ view, isHidden }: ViewProps) {
  const { model, trans } = usePanel();
  const scene = useScene();
  const host = useRef<HTMLDivElement>(null);
  const isMaximised = useModel(({ state }) => state.maximised === view);
  useEffect(() => {
    if (host.current !== null) {
      scene.attach(view, host.current);
    }
    return () => {
      scene.detach(view);
    };
  }, [scene, view]);
  return (
    <div className="vp-View" hidden={isHidden}>
      <div ref={host} className="vp-View-host" data-view={view} />
      <Button
        className="vp-View-maximise"
        label={isMaximised ? trans.__('Four views (Space)') : trans.__('This view large (Space)')}
        icon={isMaximised ? 'four' : 'expand'}
        pressed={isMaximised}
        onClick={() => {
          model.update({ maximised: isMaximised ? null : view });
        }}
      />
    </div>
  );
}

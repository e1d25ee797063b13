/** One view of a session in an element: the scene, the panels and the tools, tied together. */
import { createRoot } from 'react-dom/client';
import type { Root } from 'react-dom/client';
import { paintRegionMask } from './region-mask-source';
import type { CurationState } from '../core/state';
import { CuratorApp, readSceneTheme } from '../panels';
import { CurationScene } from '../scene';
import { attachHoverFocus, attachKeyboard, attachTools } from '../tools';
import { exposeHandle } from './handle';
import type { PageSession } from './page-session';

/** What the application around a view offers; another host may offer nothing. */
export interface CuratorHost {
  /** Save the document that the view is in. */
  readonly save?: () => void;
}

export class CuratorMount {
  constructor(root: HTMLElement, session: PageSession, host: CuratorHost) {
    const { model, link } = session;
    root.tabIndex = 0;
    // Keys are handled here; JupyterLab's own would act on the cell behind the view.
    root.dataset['lmSuppressShortcuts'] = 'true';
    root.setAttribute('role', 'region');
    root.setAttribute('aria-label', `Voxproof ${model.volume?.name ?? ''}`);
    this._root = root;
    this._scene = new CurationScene(model, {
      theme: readSceneTheme(root),
      volumeMode: model.state.volumeMode,
      regionMask: index => paintRegionMask(model, index)
    });
    this._scene.setWeights(link.weights);
    this._mirror(model.state);
    this._disconnect = [
      model.stateChanged.connect(state => {
        this._mirror(state);
        if (state.volumeMode !== this._scene.volume.mode) {
          this._scene.setVolumeMode(state.volumeMode);
        }
      }),
      link.weightsChanged.connect(weights => {
        this._scene.setWeights(weights);
      }),
      watchTheme(root, () => {
        this._scene.setTheme(readSceneTheme(root));
      }),
      attachTools(this._scene, model),
      attachKeyboard(root, model, this._scene, host),
      attachHoverFocus(root),
      exposeHandle(root, this._scene, model)
    ];
    this._container.style.display = 'contents';
    root.append(this._container);
    this._react = createRoot(this._container);
    this._react.render(
      <CuratorApp
        model={model}
        scene={this._scene}
        onCancel={() => {
          link.cancelLoading();
        }}
        onResume={() => {
          link.resumeLoading();
        }}
        onAddLabel={async id => {
          if (model.state.connection === 'gone') {
            throw new Error('The kernel is gone: run the cell again, then add the label.');
          }
          await link.addLabel(id);
        }}
        onSaveUnsent={() => {
          session.saveUnsent();
        }}
        onDraw={session.draw}
        openInMain={null}
      />
    );
  }

  dispose(): void {
    this._disconnect.forEach(disconnect => {
      disconnect();
    });
    this._react.unmount();
    this._container.remove();
    this._scene.dispose();
  }

  /** What tests, benchmarks and style sheets read off the root. */
  private _mirror({ phase, saving, connection }: CurationState): void {
    this._root.dataset['phase'] = phase.kind;
    this._root.dataset['pending'] = String(saving.pending);
    this._root.dataset['connection'] = connection;
  }

  private readonly _root: HTMLElement;
  private readonly _scene: CurationScene;
  /** React leaves its listeners on what it renders into, and the widget library holds on to the root of each removed view. */
  private readonly _container = document.createElement('div');
  private readonly _react: Root;
  private readonly _disconnect: readonly (() => void)[];
}

/**
 * JupyterLab names the theme on the body; its variables change with it. An element has no style before it is in the document, where a
 * widget comes only after it is made: its first size tells that it is there.
 */
function watchTheme(root: HTMLElement, onChange: () => void): () => void {
  const names = new MutationObserver(onChange);
  names.observe(document.body, {
    attributes: true,
    attributeFilter: ['data-jp-theme-name', 'data-jp-theme-light']
  });
  const sizes = new ResizeObserver(onChange);
  sizes.observe(root);
  return () => {
    names.disconnect();
    sizes.disconnect();
  };
}

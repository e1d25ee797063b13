/** One view of a session in an element: the scene, the panels and the tools, tied together. */
import type { CommandRegistry } from '@lumino/commands';
import { createRoot } from 'react-dom/client';
import type { Root } from 'react-dom/client';
import { paintRegionMask } from './region-mask-source';
import type { CurationState } from '../core/state';
import { CuratorApp, readSceneTheme } from '../panels';
import type { ScenePose } from '../scene';
import { CurationScene } from '../scene';
import type { CommandName } from '../tools';
import { attachHoverFocus, attachKeyboard, attachTools, chooseCommand } from '../tools';
import type { ICuratorView } from './curators';
import { exposeHandle } from './handle';
import { runShortcut } from './own-shortcuts';
import type { PageSession } from './page-session';

export interface MountOptions {
  /** Save the notebook: `ctrl s`. */
  readonly save: () => void;
  /** Where the views look at first; null for what fits. */
  readonly pose: ScenePose | null;
  /** With JupyterLab's shortcuts, of which those of a curator count here. */
  readonly commands: CommandRegistry;
}

export class CuratorMount implements ICuratorView {
  constructor(
    readonly root: HTMLElement,
    session: PageSession,
    { save, pose, commands }: MountOptions
  ) {
    const { model, link } = session;
    root.tabIndex = 0;
    // Keys are handled here; JupyterLab's own would act on the cell behind the view.
    root.dataset['lmSuppressShortcuts'] = 'true';
    root.setAttribute('role', 'region');
    root.setAttribute('aria-label', `Voxproof ${model.volume?.name ?? ''}`);
    this._session = session;
    this.scene = new CurationScene(model, {
      theme: readSceneTheme(root),
      volumeMode: model.state.volumeMode,
      regionMask: index => paintRegionMask(model, index)
    });
    this.scene.setWeights(link.weights);
    if (pose !== null) {
      this.scene.takePose(pose);
    }
    this._mirror(model.state);
    this._disconnect = [
      model.stateChanged.connect(state => {
        this._mirror(state);
        if (state.volumeMode !== this.scene.volume.mode) {
          this.scene.setVolumeMode(state.volumeMode);
        }
      }),
      link.weightsChanged.connect(weights => {
        this.scene.setWeights(weights);
      }),
      watchTheme(root, () => {
        this.scene.setTheme(readSceneTheme(root));
      }),
      attachTools(this.scene, model),
      attachKeyboard(root, model, this.scene, {
        save,
        elsewhere: event => runShortcut(commands, root, event)
      }),
      attachHoverFocus(root),
      session.lookout.watch(root),
      exposeHandle(root, this.scene, model)
    ];
    this._container.style.display = 'contents';
    root.append(this._container);
    this._react = createRoot(this._container);
    this.offerMain(null);
  }

  /** @param openInMain - moves the curator to the main area; null where it cannot be, or is already */
  offerMain(openInMain: (() => void) | null): void {
    const { model, link } = this._session;
    this._react.render(
      <CuratorApp
        model={model}
        scene={this.scene}
        onCancel={() => {
          link.cancelLoading();
        }}
        onResume={() => {
          link.resumeLoading();
        }}
        onAddLabel={async id => {
          if (model.state.connection === 'gone') {
            throw new Error(
              model.trans.__('The kernel is gone: run the cell again, then add the label.')
            );
          }
          await link.addLabel(id);
        }}
        onSaveUnsent={() => {
          this._session.saveUnsent();
        }}
        onReconnect={() => {
          this._session.reconnect();
        }}
        onDraw={this._session.draw}
        openInMain={openInMain}
      />
    );
  }

  choose(command: CommandName): void {
    const { root, scene } = this;
    chooseCommand(command, { model: this._session.model, scene, root });
  }

  dispose(): void {
    this._disconnect.forEach(disconnect => {
      disconnect();
    });
    this._react.unmount();
    this._container.remove();
    this.scene.dispose();
    for (const name of ['tabindex', 'role', 'aria-label', ...MIRRORED]) {
      this.root.removeAttribute(name);
    }
  }

  /** What tests, benchmarks and style sheets read off the root. */
  private _mirror({ phase, saving, connection }: CurationState): void {
    this.root.dataset['phase'] = phase.kind;
    this.root.dataset['pending'] = String(saving.pending);
    this.root.dataset['connection'] = connection;
  }

  readonly scene: CurationScene;

  private readonly _session: PageSession;
  /** React leaves its listeners on what it renders into, and the widget library holds on to the root of each removed view. */
  private readonly _container = document.createElement('div');
  private readonly _react: Root;
  private readonly _disconnect: readonly (() => void)[];
}

const MIRRORED = ['data-phase', 'data-pending', 'data-connection'];

/** What a person has asked of their system, besides the theme. */
const SYSTEM_COLOURS = ['(forced-colors: active)', '(prefers-contrast: more)'];

/**
 * JupyterLab names the theme on the body; its variables change with it. An element has no style before it is in the document, where a
 * widget comes only after it is made: its first size tells that it is there.
 */
function watchTheme(root: HTMLElement, onChange: () => void): () => void {
  const names = new MutationObserver(onChange);
  names.observe(document.body, {
    attributes: true,
    attributeFilter: ['data-jp-theme-name', 'data-jp-theme-light', 'data-voxproof-region']
  });
  const sizes = new ResizeObserver(onChange);
  sizes.observe(root);
  const queries = SYSTEM_COLOURS.map(query => window.matchMedia(query));
  queries.forEach(query => {
    query.addEventListener('change', onChange);
  });
  return () => {
    names.disconnect();
    sizes.disconnect();
    queries.forEach(query => {
      query.removeEventListener('change', onChange);
    });
  };
}

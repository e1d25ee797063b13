/** Puts the lists of the notebook in front into the side panel, and lets its keys act on the view that was used last. */
import '../../style/view.css';
import type { Root } from 'react-dom/client';
import { createRoot } from 'react-dom/client';
import type { SideCurator } from '../panels';
import { SideApp } from '../panels';
import type { CommandName } from '../tools';
import { attachKeyboard, chooseCommand, COMMAND_LIST } from '../tools';
import type { Curator, ICuratorView } from './curators';
import { ROOT_CLASS } from './names';
import { runShortcut } from './own-shortcuts';
import type { SideHost } from './side-host';

export class SideMount {
  constructor(
    host: HTMLElement,
    private readonly _host: SideHost
  ) {
    this._root.className = `${ROOT_CLASS} vp-mod-fill vp-mod-side`;
    this._root.tabIndex = 0;
    this._root.dataset['lmSuppressShortcuts'] = 'true';
    this._root.setAttribute('role', 'region');
    this._root.setAttribute('aria-label', _host.trans.__('Voxproof: worklist and history'));
    host.append(this._root);
    this._react = createRoot(this._root);
    _host.curators.changed.connect(this._draw, this);
    this._draw();
  }

  dispose(): void {
    this._host.curators.changed.disconnect(this._draw, this);
    this._detach();
    this._react.unmount();
    this._root.remove();
  }

  private readonly _draw = (): void => {
    const { curators, trans, insertExample } = this._host;
    const here = curators.of(curators.document);
    const shown = here.at(0) ?? null;
    this._listenTo(shown);
    const named = [...here].sort((a, b) => a.name.localeCompare(b.name));
    this._react.render(
      <SideApp
        curators={named.map(each => this._sideOf(each))}
        shown={shown === null ? null : this._sideOf(shown)}
        onInsert={insertExample()}
        translation={trans}
      />
    );
  };

  /** One object for each curator as long as it lives, so that nothing is drawn anew for no reason. */
  private _sideOf(curator: Curator): SideCurator {
    const known = this._sides.get(curator);
    if (known !== undefined) {
      return known;
    }
    const { id, name, model, session } = curator;
    const side: SideCurator = {
      id,
      name,
      model,
      onDraw: session.draw,
      onRun: command => {
        this._run(curator, command);
      },
      onResume: () => {
        session.link.resumeLoading();
      },
      onUse: () => {
        this._host.curators.use(curator);
      }
    };
    this._sides.set(curator, side);
    return side;
  }

  /** What concerns the list is done to the one here, the rest in the view. */
  private _run({ views, model }: Curator, command: CommandName): void {
    const view = views.at(0);
    if (view !== undefined && isOfLists(command)) {
      chooseCommand(command, { model, scene: view.scene, root: this._root });
    } else {
      view?.choose(command);
    }
  }

  private _listenTo(shown: Curator | null): void {
    const view = shown?.views.at(0) ?? null;
    if (view !== this._view) {
      this._detach();
      this._view = view;
      this._detach =
        shown === null || view === null
          ? () => undefined
          : attachKeyboard(this._root, shown.model, view.scene, {
              save: this._host.save,
              elsewhere: event => runShortcut(this._host.commands, this._root, event),
              run: command => {
                this._run(shown, command);
              }
            });
    }
  }

  private readonly _root = document.createElement('div');
  private readonly _react: Root;
  private readonly _sides = new WeakMap<Curator, SideCurator>();
  private _view: ICuratorView | null = null;
  private _detach: () => void = () => undefined;
}

function isOfLists(command: CommandName): boolean {
  return COMMAND_LIST[command].group === 'List' || command === 'toggle-history';
}

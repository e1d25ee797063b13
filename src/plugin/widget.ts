/** The `Curator` widget: one model, any number of views. */
import '../../style/view.css';
import { DOMWidgetModel, DOMWidgetView } from '@jupyter-widgets/base';
import type { Widget } from '@lumino/widgets';
import type { Translation } from '../core/translation';
import type { CuratorHost } from './curator-seat';
import { CuratorSeat } from './curator-seat';
import { PACKAGE, ROOT_CLASS, VERSION } from './names';
import { PageSession } from './page-session';

/** How long volumes are kept without a view: a moved tab lets go of its view before it makes the next. */
const LINGER_MS = 2000;

export class CuratorModel extends DOMWidgetModel {
  override defaults(): Record<string, unknown> {
    return {
      ...super.defaults(),
      _model_name: 'CuratorModel',
      _model_module: PACKAGE,
      _model_module_version: VERSION,
      _view_name: 'CuratorView',
      _view_module: PACKAGE,
      _view_module_version: VERSION,
      protocol: 0,
      session: '',
      volume: {}
    };
  }

  /**
   * The session of this page; call {@link release} once for each call.
   * @param trans - the words of a session that begins
   */
  acquire(trans: Translation): PageSession {
    clearTimeout(this._lingering);
    this._session ??= new PageSession(this, trans);
    this._viewCount += 1;
    return this._session;
  }

  release(): void {
    this._viewCount -= 1;
    this._letGoSoon();
  }

  override async close(commClosed = false): Promise<void> {
    await super.close(commClosed);
    clearTimeout(this._lingering);
    this._dropSession();
  }

  private _letGoSoon(): void {
    clearTimeout(this._lingering);
    if (this._viewCount === 0 && this._session?.hasFailed === true) {
      this._dropSession();
    } else if (this._viewCount === 0) {
      this._lingering = setTimeout(() => {
        if (this._session?.isSettled === false) {
          this._letGoSoon();
        } else {
          this._dropSession();
        }
      }, LINGER_MS);
    }
  }

  private _dropSession(): void {
    this._session?.dispose();
    this._session = null;
  }

  // Not initialised here: `initialize` runs inside the base constructor, before fields are.
  declare private _lingering: ReturnType<typeof setTimeout> | undefined;
  private _session: PageSession | null = null;
  private _viewCount = 0;
}

export class CuratorView extends DOMWidgetView {
  /** What the surrounding application can do for a view. */
  readonly host: CuratorHost | null = null;

  override render(): void {
    super.render();
    this.el.classList.add(ROOT_CLASS);
    const { model, host } = this;
    if (model instanceof CuratorModel && host !== null) {
      const session = model.acquire(host.trans);
      const facts = { id: model.model_id, createView: () => createTabView(model) };
      const seat = new CuratorSeat(this.el, session, facts, host, isForTab(this.options));
      this._seat = seat;
      this._release = () => {
        model.release();
      };
      void this.displayed.then(() => {
        if (this._seat === seat) {
          seat.attached();
        }
      });
    }
  }

  override remove(): unknown {
    this._seat?.dispose();
    this._seat = null;
    this._release?.();
    this._release = null;
    return super.remove() as unknown;
  }

  // Declared, not initialised: `render` must not be undone by a field initialiser that runs after it.
  declare private _seat: CuratorSeat | null;
  declare private _release: (() => void) | null;
}

/** The view class for an application. */
export function curatorViewFor(host: CuratorHost): typeof CuratorView {
  return class extends CuratorView {
    override readonly host = host;
  };
}

const FOR_TAB = { voxproofTab: true };

async function createTabView(model: CuratorModel): Promise<Widget> {
  const { luminoWidget } = await model.widget_manager.create_view(model, FOR_TAB);
  return luminoWidget;
}

function isForTab(options: unknown): boolean {
  return typeof options === 'object' && options !== null && 'voxproofTab' in options;
}

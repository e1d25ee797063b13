/** The element of one widget view: the curator itself, or, while that is in a tab of the main area, a placeholder in its cell. */
import type { CommandRegistry } from '@lumino/commands';
import type { IDisposable } from '@lumino/disposable';
import type { TranslationBundle } from '@jupyterlab/translation';
import { leaveOffer } from '../tools';
import { CuratorMount } from './curator-mount';
import type { Curator, CuratorFacts, Curators } from './curators';
import type { PageSession } from './page-session';
import { makePlaceholder } from './placeholder';

/** What the application around a view offers. */
export interface CuratorHost {
  readonly curators: Curators;
  readonly trans: TranslationBundle;
  readonly commands: CommandRegistry;
  /** Save the notebook of a curator. */
  readonly save: (curator: Curator) => void;
  /** Move a curator to the main area; null where there is none. */
  readonly openInMain: ((curator: Curator) => void) | null;
}

const CELL = '.jp-Cell';
const AWAY_CLASS = 'vp-mod-away';

export class CuratorSeat {
  /** @param isTab - made for a tab of the main area */
  constructor(
    private readonly _root: HTMLElement,
    private readonly _session: PageSession,
    facts: Omit<CuratorFacts, 'session'>,
    private readonly _host: CuratorHost,
    private readonly _isTab: boolean
  ) {
    const { curator, leave } = _host.curators.enter({ ...facts, session: _session });
    this._curator = curator;
    this._leave = leave;
    _session.open();
    curator.tabChanged.connect(this._arrange, this);
    _root.addEventListener('focusin', this._focused);
    if (_isTab) {
      _root.classList.add('vp-mod-fill');
    }
    this._arrange();
  }

  /** The element has come into the document: now it is known whether it is in a cell. */
  attached(): void {
    this._isInCell = this._root.closest(CELL) !== null;
    this._arrange();
  }

  dispose(): void {
    this._curator.tabChanged.disconnect(this._arrange, this);
    this._root.removeEventListener('focusin', this._focused);
    this._empty();
    this._leave.dispose();
  }

  private readonly _arrange = (): void => {
    const { tab } = this._curator;
    const isHere = this._isTab || tab === null || this._isInCell === false;
    if (isHere && this._mount === null) {
      this._show();
    } else if (!isHere && this._isInCell === true && this._placeholder === null) {
      this._empty();
      this._placeholder = makePlaceholder(this._curator.name, tab, this._host.trans);
      this._root.classList.add(AWAY_CLASS);
      this._root.append(this._placeholder);
    }
    this._mount?.offerMain(this._isInCell === true ? this._openInMain() : null);
  };

  private _show(): void {
    this._empty();
    const { pose } = this._curator;
    this._curator.pose = null;
    const save = (): void => {
      this._host.save(this._curator);
    };
    const { commands } = this._host;
    this._mount = new CuratorMount(this._root, this._session, { save, pose, commands });
    this._drawn = this._host.curators.draw(this._curator, this._mount);
  }

  /** What is proposed is left as if the reviewer had, and the next view looks where this one did. */
  private _empty(): void {
    this._placeholder?.remove();
    this._placeholder = null;
    this._root.classList.remove(AWAY_CLASS);
    if (this._mount !== null) {
      if (this._curator.views[0] === this._mount) {
        leaveOffer(this._session.model);
      }
      this._curator.pose = this._mount.scene.pose;
      this._drawn?.dispose();
      this._drawn = null;
      this._mount.dispose();
      this._mount = null;
    }
  }

  private _openInMain(): (() => void) | null {
    const { openInMain } = this._host;
    return openInMain === null
      ? null
      : () => {
          openInMain(this._curator);
        };
  }

  private readonly _focused = (): void => {
    if (this._mount !== null) {
      this._host.curators.use(this._curator, this._mount);
    }
  };

  private readonly _curator: Curator;
  private readonly _leave: IDisposable;
  private _isInCell: boolean | null = null;
  private _mount: CuratorMount | null = null;
  private _drawn: IDisposable | null = null;
  private _placeholder: HTMLElement | null = null;
}

/** What a tab of the main area holds: a curator, or, while its notebook shows none, what to do for it to appear. */
import type { Message } from '@lumino/messaging';
import { Panel, Widget } from '@lumino/widgets';
import type { Curator, ICuratorTab } from './curators';
import { ROOT_CLASS } from './names';
import type { Note } from './notes';
import { makeNote } from './notes';

/** Which curator a tab is for: names that stay over a reload of the page. */
export interface TabPlace {
  readonly document: string;
  readonly name: string;
}

interface TabOptions {
  readonly place: TabPlace;
  /** What to say while there is no curator. */
  readonly waiting: (place: TabPlace) => Note;
  /** Bring the tab to the front. */
  readonly reveal: (tab: CuratorTab) => void;
  /** Close it and go to the cell. */
  readonly bringBack: (tab: CuratorTab) => void;
}

export class CuratorTab extends Panel implements ICuratorTab {
  constructor(private readonly _options: TabOptions) {
    super();
    this._place = _options.place;
    this.addClass('vp-Tab');
    this.say();
  }

  get place(): TabPlace {
    const { _curator: curator } = this;
    return curator === null ? this._place : { document: curator.document, name: curator.name };
  }

  get curator(): Curator | null {
    return this._curator;
  }

  reveal(): void {
    this._options.reveal(this);
  }

  bringBack(): void {
    this._options.bringBack(this);
  }

  /** Take a curator over from its cell; one that was here before goes back to its own. A tab that was closed meanwhile takes none. */
  async fill(curator: Curator): Promise<void> {
    if (this.isDisposed) {
      return;
    }
    this.empty();
    this._curator = curator;
    this._place = this.place;
    curator.tab = this;
    const view = await curator.createView();
    if (this._curator !== curator) {
      view.dispose();
      return;
    }
    this._put(view);
    view.disposed.connect(this._viewGone, this);
  }

  /** Wait for a curator again. */
  empty(): void {
    const { _curator: curator } = this;
    if (curator !== null) {
      this._place = this.place;
      this._curator = null;
      this._content?.disposed.disconnect(this._viewGone, this);
      this.say();
      curator.tab = null;
    }
  }

  /** Say anew what to do, where there is no curator. */
  say(): void {
    if (this._curator === null && !this.isDisposed) {
      this._put(new Widget({ node: makeNote(this._options.waiting(this._place)) }));
    }
  }

  /** The notebook has another path. */
  rename(document: string): void {
    this._place = { ...this._place, document };
    this.say();
  }

  override dispose(): void {
    this.empty();
    super.dispose();
  }

  protected override onActivateRequest(_message: Message): void {
    const target = this.node.querySelector<HTMLElement>(`.${ROOT_CLASS}, button`);
    target?.focus({ preventScroll: true });
  }

  protected override onAfterShow(_message: Message): void {
    this.say();
  }

  private _put(content: Widget): void {
    this._content?.dispose();
    this._content = content;
    this.addWidget(content);
  }

  /** Its model is gone, as when the kernel makes another. */
  private readonly _viewGone = (): void => {
    this.empty();
  };

  private _place: TabPlace;
  private _curator: Curator | null = null;
  private _content: Widget | null = null;
}

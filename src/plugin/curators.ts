/** The curators of this page: which there are, in which notebook, where each is shown, and which one commands are about. */
import { Token } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import { DisposableDelegate } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { Widget } from '@lumino/widgets';
import type { CurationModel } from '../core/model';
import type { CurationScene, ScenePose } from '../scene';
import type { CommandName } from '../tools';
import type { PageSession } from './page-session';

/** A place on the page where a curator is drawn. */
export interface ICuratorView {
  readonly root: HTMLElement;
  readonly scene: CurationScene;
  /** Do what a menu asks for; what acts at the pointer acts at the crosshair. */
  choose(command: CommandName): void;
}

/** The tab of the main area that a curator was moved to. */
export interface ICuratorTab {
  /** Bring it to the front. */
  reveal(): void;
  /** Close it, so that the cell shows the curator again. */
  bringBack(): void;
}

/** A curator on this page. */
export interface ICurator {
  /** Of its widget model; another one after the cell has made a new widget. */
  readonly id: string;
  /** Of the volume. */
  readonly name: string;
  /** Path of its notebook; empty in hosts that have none. */
  readonly document: string;
  /** All that is known of it in the browser, shared by all its views. */
  readonly model: CurationModel;
  readonly session: Pick<PageSession, 'draw' | 'link' | 'lookout' | 'saveUnsent'>;
  /** Where it is drawn, the one used last first. */
  readonly views: readonly ICuratorView[];
  /** Null while it is shown in its cell. */
  readonly tab: ICuratorTab | null;
  readonly tabChanged: ISignal<ICurator, ICuratorTab | null>;
  /** Make one more view of it, for the main area. */
  createView(): Promise<Widget>;
}

/** The curators of this page. */
export interface ICurators {
  /** The one used last first. */
  readonly all: readonly ICurator[];
  /** The one that commands act on: of the active notebook if it has any, the one whose view had the focus last. */
  readonly current: ICurator | null;
  /** Path of the active notebook, or that of the active tab's curator. */
  readonly document: string;
  /** There is one more or one less, one is used or drawn elsewhere, or another notebook is active. */
  readonly changed: ISignal<ICurators, void>;
  readonly currentChanged: ISignal<ICurators, ICurator | null>;
  /** There is one more. */
  readonly added: ISignal<ICurators, ICurator>;
  /** Those of a notebook, the one used last first. */
  of(document: string): readonly ICurator[];
  /** By the names that stay over a reload of the page. */
  find(document: string, name: string): ICurator | null;
}

export const ICurators = new Token<ICurators>(
  'voxproof:ICurators',
  'The curators on the page, where each is shown, and which one commands are about.'
);

/** What a widget view tells when it shows a curator. */
export type CuratorFacts = Pick<ICurator, 'id' | 'createView'> & {
  readonly session: Pick<
    PageSession,
    'document' | 'draw' | 'link' | 'lookout' | 'model' | 'name' | 'saveUnsent'
  >;
};

export class Curator implements ICurator {
  readonly tabChanged = new Signal<this, ICuratorTab | null>(this);
  readonly id: string;
  readonly session: CuratorFacts['session'];
  readonly createView: () => Promise<Widget>;
  /** Widget views that show it or its placeholder. */
  holders = 0;
  /** Where the last view looked, for the next one to go on from. */
  pose: ScenePose | null = null;

  constructor({ id, session, createView }: CuratorFacts) {
    this.id = id;
    this.session = session;
    this.createView = createView;
  }

  get name(): string {
    return this.session.name;
  }

  get document(): string {
    return this.session.document;
  }

  get model(): CurationModel {
    return this.session.model;
  }

  get views(): readonly ICuratorView[] {
    return this._views;
  }

  set views(views: readonly ICuratorView[]) {
    this._views = views;
  }

  get tab(): ICuratorTab | null {
    return this._tab;
  }

  set tab(tab: ICuratorTab | null) {
    if (tab !== this._tab) {
      this._tab = tab;
      this.tabChanged.emit(tab);
    }
  }

  private _views: readonly ICuratorView[] = [];
  private _tab: ICuratorTab | null = null;
}

/** Kept by the widget views and by the plugin that watches notebooks. */
export class Curators implements ICurators {
  /** Throws TypeError for a list of somebody else's, which cannot be changed. */
  static from(curators: ICurators): Curators {
    if (!(curators instanceof Curators)) {
      throw new TypeError(
        'found another provider of voxproof:ICurators, expected that of Voxproof'
      );
    }
    return curators;
  }

  readonly changed = new Signal<this, void>(this);
  readonly currentChanged = new Signal<this, Curator | null>(this);
  readonly added = new Signal<this, Curator>(this);

  get all(): readonly Curator[] {
    return this._all;
  }

  get current(): Curator | null {
    return this._current;
  }

  get document(): string {
    return this._document;
  }

  of(document: string): readonly Curator[] {
    return this._all.filter(curator => curator.document === document);
  }

  find(document: string, name: string): Curator | null {
    return this.of(document).find(curator => curator.name === name) ?? null;
  }

  /** The curator with these facts, until everyone who entered it has left. */
  enter(facts: CuratorFacts): { readonly curator: Curator; readonly leave: IDisposable } {
    const known = this._all.find(({ id }) => id === facts.id);
    const curator = known ?? new Curator(facts);
    curator.holders += 1;
    if (known === undefined) {
      this._all = [...this._all, curator];
      this.added.emit(curator);
      this._update();
    }
    return { curator, leave: new DisposableDelegate(() => this._leave(curator)) };
  }

  /** A curator is drawn in one more place; disposed of, it is drawn there no longer. */
  draw(curator: Curator, view: ICuratorView): IDisposable {
    curator.views = [...curator.views, view];
    this._update();
    return new DisposableDelegate(() => {
      curator.views = curator.views.filter(each => each !== view);
      this._update();
    });
  }

  /** A view has the focus, or the tab of a curator is in front. */
  use(curator: Curator, view = curator.views.at(0)): void {
    if (this._current !== curator || curator.views.at(0) !== view) {
      const others = curator.views.filter(each => each !== view);
      curator.views = view === undefined ? others : [view, ...others];
      this._all = [curator, ...this._all.filter(each => each !== curator)];
      this._update(curator);
    }
  }

  /** Another notebook is active. */
  follow(document: string): void {
    if (document !== this._document) {
      this._document = document;
      this._update();
    }
  }

  private _leave(curator: Curator): void {
    curator.holders -= 1;
    if (curator.holders === 0) {
      this._all = this._all.filter(each => each !== curator);
      this._update();
      Signal.clearData(curator);
    }
  }

  private _update(used: Curator | null = null): void {
    const current = used ?? this.of(this._document).at(0) ?? this._all.at(0) ?? null;
    const isOther = current !== this._current;
    this._current = current;
    this.changed.emit();
    if (isOther) {
      this.currentChanged.emit(current);
    }
  }

  private _all: readonly Curator[] = [];
  private _current: Curator | null = null;
  private _document = '';
}

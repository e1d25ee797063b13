/** Curators in tabs of the main area, each beside its notebook. */
import type { ILabShell } from '@jupyterlab/application';
import { DOMUtils, MainAreaWidget, WidgetTracker } from '@jupyterlab/apputils';
import type { Cell } from '@jupyterlab/cells';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { Curator, Curators } from './curators';
import { CuratorTab } from './curator-tab';
import type { TabPlace } from './curator-tab';
import { cellOf } from './find-cell';
import { voxproofIcon } from './icons';
import { ROOT_CLASS } from './names';
import type { Note } from './notes';
import { notebookAt } from './waiting-note';

export type TabWidget = MainAreaWidget<CuratorTab>;

interface MainAreaOptions {
  readonly shell: ILabShell;
  readonly curators: Curators;
  readonly notebooks: INotebookTracker;
  readonly waiting: (place: TabPlace) => Note;
  /** Fills the tool bar of a tab. */
  readonly furnish: (tab: TabWidget) => void;
}

export class MainArea {
  readonly tracker = new WidgetTracker<TabWidget>({ namespace: 'voxproof' });

  constructor(private readonly _options: MainAreaOptions) {
    const { curators, notebooks } = _options;
    curators.added.connect(this._claim, this);
    notebooks.forEach(panel => {
      this._watch(notebooks, panel);
    });
    notebooks.widgetAdded.connect(this._watch, this);
  }

  /** The tab of a curator, which is made where there is none, split right of its notebook; it comes to the front. */
  async open(place: TabPlace): Promise<void> {
    const { shell, curators } = this._options;
    const widget = this._tabFor(place) ?? (await this._make(place));
    const { content: tab } = widget;
    const curator = curators.find(place.document, place.name);
    if (curator !== null && tab.curator !== curator) {
      await tab.fill(curator);
    }
    shell.activateById(widget.id);
  }

  /** The notebook of a curator comes to the front, at the cell that shows it. */
  async showCell(place: TabPlace): Promise<void> {
    await this._bringForward(place);
  }

  /** Keys go on in the cell as they did in the tab, and not into its code. */
  private async _giveKeys(place: TabPlace): Promise<void> {
    const cell = await this._bringForward(place);
    cell?.node.querySelector<HTMLElement>(`.${ROOT_CLASS}`)?.focus({ preventScroll: true });
  }

  private async _bringForward({ document, name }: TabPlace): Promise<Cell | null> {
    const { shell, notebooks } = this._options;
    const panel = notebookAt(notebooks, document);
    const cell = panel === null ? null : cellOf(panel, name);
    if (panel !== null && cell !== null) {
      panel.content.mode = 'command';
      shell.activateById(panel.id);
      panel.content.activeCellIndex = panel.content.widgets.indexOf(cell);
      await panel.content.scrollToCell(cell);
    }
    return cell;
  }

  private async _make(place: TabPlace): Promise<TabWidget> {
    const { shell, notebooks, waiting, furnish } = this._options;
    const content = new CuratorTab({
      place,
      waiting,
      reveal: () => {
        shell.activateById(widget.id);
      },
      bringBack: tab => {
        const { place: last } = tab;
        widget.close();
        void this._giveKeys(last);
      }
    });
    const widget = new MainAreaWidget({ content });
    // Not made of the place: that changes when the notebook is renamed, and another one may have its old name.
    widget.id = DOMUtils.createDomID();
    widget.title.label = place.name;
    widget.title.caption = place.document;
    widget.title.icon = voxproofIcon;
    widget.title.closable = true;
    furnish(widget);
    const ref = notebookAt(notebooks, place.document)?.id ?? null;
    shell.add(widget, 'main', ref === null ? {} : { mode: 'split-right', ref });
    await this.tracker.add(widget);
    return widget;
  }

  private _tabFor({ document, name }: TabPlace): TabWidget | undefined {
    return this.tracker.find(
      ({ content: { place } }) => place.document === document && place.name === name
    );
  }

  /** A tab that waits for a curator, or has one that its cell has made anew, takes it. */
  private readonly _claim = (_: Curators, curator: Curator): void => {
    void this._tabFor(curator)?.content.fill(curator);
  };

  private readonly _watch = (_: INotebookTracker, { context, disposed }: NotebookPanel): void => {
    let { path } = context;
    const tabs = (): CuratorTab[] => {
      const found: CuratorTab[] = [];
      this.tracker.forEach(({ content: tab }) => {
        if (tab.place.document === path) {
          found.push(tab);
        }
      });
      return found;
    };
    const say = (): void => {
      tabs().forEach(tab => {
        tab.say();
      });
    };
    void context.ready.then(say);
    context.pathChanged.connect((_context, renamed) => {
      const moved = tabs();
      path = renamed;
      moved.forEach(tab => {
        tab.rename(renamed);
      });
      this.tracker.forEach(widget => {
        void this.tracker.save(widget);
      });
    });
    disposed.connect(() => {
      tabs().forEach(tab => {
        tab.empty();
      });
      say();
    });
  };
}

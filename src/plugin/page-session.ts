/** What all views of one widget on a page share: the model, its link to the kernel, and the labeller. */
import type { DOMWidgetModel } from '@jupyter-widgets/base';
import { CurationModel } from '../core/model';
import { uniqueId } from '../core/unique-id';
import { KernelLink, PROTOCOL } from '../kernel';
import { followRegionLabel, followRegionWindow } from '../tools';
import type { Ranker } from '../wasm';
import { createRanker } from '../wasm';
import { CommChannel } from './comm-channel';
import { KernelWatch } from './kernel-watch';
import { VERSION } from './names';
import { keepViewSettings } from './view-settings';

export class PageSession {
  readonly model = new CurationModel();
  readonly link: KernelLink;

  constructor(widget: DOMWidgetModel) {
    this._widget = widget;
    this._channel = new CommChannel(widget);
    this._ranker = createRanker();
    this.link = new KernelLink(this.model, this._channel, {
      client: uniqueId(),
      version: VERSION,
      ranker: this._ranker
    });
    this._watch = new KernelWatch(widget);
    this._watch.changed.connect(state => {
      this.link.setConnection(state);
    });
    this._watch.reconnected.connect(() => {
      this.link.reconnected();
    });
    this._followers = [
      this._ranker.noteChanged.connect(() => {
        this.model.update({ announcement: this._ranker.note ?? '', isLasting: true });
      }),
      keepViewSettings(this.model),
      followRegionLabel(this.model),
      followRegionWindow(this.model)
    ];
    window.addEventListener('beforeunload', this._beforeUnload);
    this._open();
    this.link.setConnection(this._watch.state);
  }

  /** Nothing waits to be saved, or nothing can be saved any more. */
  get isSettled(): boolean {
    return this.model.state.saving.pending === 0 || this._watch.state === 'gone';
  }

  dispose(): void {
    window.removeEventListener('beforeunload', this._beforeUnload);
    this._followers.forEach(end => {
      end();
    });
    this._watch.dispose();
    this.link.dispose();
    this._channel.dispose();
    this._ranker.dispose();
    this.model.dispose();
  }

  private _open(): void {
    const spoken: unknown = this._widget.get('protocol');
    if (spoken === PROTOCOL) {
      this.link.open(this._widget.get('volume'));
      return;
    }
    const isKernelOlder = typeof spoken === 'number' && spoken < PROTOCOL;
    this.model.update({
      phase: {
        kind: 'failed',
        message: `The kernel speaks protocol ${String(spoken)}, this page speaks protocol ${PROTOCOL}. The kernel side goes on and keeps its edits.`,
        remedy: isKernelOlder
          ? 'Update voxproof in the kernel (pip install -U voxproof), restart it and run the cell again.'
          : 'Update voxproof beside JupyterLab (pip install -U voxproof) and reload the page.'
      }
    });
  }

  /** Edits on their way would be lost with the page. */
  private readonly _beforeUnload = (event: BeforeUnloadEvent): void => {
    if (!this.isSettled) {
      event.preventDefault();
    }
  };

  private readonly _widget: DOMWidgetModel;
  private readonly _channel: CommChannel;
  private readonly _ranker: Ranker;
  private readonly _watch: KernelWatch;
  private readonly _followers: readonly (() => void)[];
}

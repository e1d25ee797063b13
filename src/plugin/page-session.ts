/** What all views of one widget on a page share: the model, its link to the kernel, and the labeller. */
import type { DOMWidgetModel } from '@jupyter-widgets/base';
import { CurationModel } from '../core/model';
import type { Translation } from '../core/translation';
import { uniqueId } from '../core/unique-id';
import type { Legacy, Unsent, Welcome } from '../kernel';
import { KernelLink, PROTOCOL } from '../kernel';
import { followFlips, followPieces, followRegionLabel, followRegionWindow } from '../tools';
import type { Ranker } from '../wasm';
import { createRanker } from '../wasm';
import { CommChannel } from './comm-channel';
import { documentOf, estate } from './estate';
import { theShelf } from './act-shelf';
import { KeptActs } from './kept-acts';
import { KernelWatch } from './kernel-watch';
import { Lookout } from './lookout';
import { VERSION } from './names';
import { notebookKey } from './notebook-key';
import { pageMemory } from './page-memory';
import { saveUnsent } from './save-file';
import { keepViewSettings } from './view-settings';

export class PageSession {
  readonly model: CurationModel;
  readonly link: KernelLink;
  /** Of the volume; empty when the kernel tells none, which the link then says. */
  readonly name: string;

  constructor(
    widget: DOMWidgetModel,
    private readonly _trans: Translation
  ) {
    this._widget = widget;
    this.model = new CurationModel(_trans);
    this.name = nameOf(widget);
    this._channel = new CommChannel(widget);
    this._ranker = createRanker({ trans: _trans });
    const client = uniqueId();
    this._kept = new KeptActs({
      client,
      document: () => notebookKey(this.document),
      name: this.name,
      shelf: theShelf(),
      failed: reason => {
        this._notKept(reason);
      },
      worked: () => {
        this._showKept(true);
      }
    });
    this.link = new KernelLink(this.model, this._channel, {
      client,
      version: VERSION,
      ranker: this._ranker,
      claim: welcome => this._claim(welcome),
      store: this._kept,
      budget: pageMemory
    });
    this._watch = new KernelWatch(widget);
    this._watch.changed.connect(state => {
      this.link.setConnection(state);
    });
    this._watch.reconnected.connect(() => {
      this.link.reconnected();
    });
    this._watch.cellEnded.connect(() => {
      this.link.compare();
    });
    this._followers = [
      this._ranker.noteChanged.connect(() => {
        this.model.update({ announcement: this._ranker.note ?? '', isLasting: true });
      }),
      keepViewSettings(this.model),
      followRegionLabel(this.model),
      followPieces(this.model, segmentation => this._ranker.countPieces(segmentation)),
      followFlips(this.model, (mask, { shape, spacing }) =>
        this._ranker.consequences(mask, shape, spacing)
      ),
      followRegionWindow(this.model)
    ];
    this._leaveEstate = estate.add(this);
  }

  /** Open the volume, once whoever wants to set the model up before has done so. */
  open(): void {
    if (!this._isOpen) {
      this._isOpen = true;
      this._openVolume();
      this.link.setConnection(this._watch.state);
    }
  }

  /** Makes sure that views in sight missed nothing. */
  readonly lookout = new Lookout(() => {
    if (document.visibilityState === 'visible') {
      this.link.compare();
    }
  });

  /** Draw a picture of the list in the worker. */
  readonly draw: Ranker['draw'] = (samples, accent) => this._ranker.draw(samples, accent);

  /** Nothing waits for the kernel: all is saved, or the kernel is gone and what it lacks is kept without this session. */
  get isSettled(): boolean {
    return this.model.state.saving.pending === 0 || this.isGone;
  }

  /** The volume cannot be shown; another session may find room for it. */
  get hasFailed(): boolean {
    return this.model.state.phase.kind === 'failed';
  }

  get isGone(): boolean {
    return this.model.state.connection === 'gone';
  }

  /** The notebook it is shown in. */
  get document(): string {
    return documentOf(this._widget);
  }

  /** Whether a file holds all that is unsent. */
  get isOnFile(): boolean {
    return this.link.exportPending() === this._onFile;
  }

  unsent(): Unsent | null {
    return this.link.unsent();
  }

  letGo(): void {
    this.link.letGo();
  }

  forget(): void {
    this._kept.forget();
  }

  /** The kernel is out of reach: do not wait for the next try to connect. */
  reconnect(): void {
    this._watch.tryNow();
  }

  /** Let the reviewer save what is unsent as a file, and what pages before this one have left. */
  saveUnsent(): void {
    this._kept.unclaimed().forEach(saveUnsent);
    const unsent = this.link.unsent();
    if (unsent !== null) {
      saveUnsent(unsent);
      this._onFile = unsent.text;
    }
  }

  dispose(): void {
    this._leaveEstate();
    this._followers.forEach(end => {
      end();
    });
    this._watch.dispose();
    this.link.dispose();
    this._kept.dispose();
    this._channel.dispose();
    this._ranker.dispose();
    this.model.dispose();
  }

  /** What an earlier session or page could not send comes here; what does not fit any more becomes a file. */
  private _claim(welcome: Welcome): Legacy {
    const { fitting, others } = estate.claim(this.document, welcome.volume);
    const kept = this._kept.claim(welcome);
    for (const other of [...others, ...kept.others]) {
      saveUnsent(other);
      const { length } = other.acts;
      this.model.update({
        announcement: this._trans._n(
          '%1 change that the kernel never got does not fit this prediction; a file of it was saved to your downloads.',
          '%1 changes that the kernel never got do not fit this prediction; a file of them was saved to your downloads.',
          length
        ),
        isLasting: true
      });
    }
    return { unsent: [...kept.unsent, ...fitting], lost: kept.lost };
  }

  /** Edits go on all the same. */
  private _notKept(reason: unknown): void {
    this._showKept(false);
    const why = isFull(reason)
      ? this._trans.__('its storage for this site is full')
      : reason instanceof Error
        ? reason.message
        : String(reason);
    this.model.update({
      announcement: this._trans.__(
        'This browser keeps no copy of changes (%1): until the kernel has saved them, they are in this page only.',
        why
      ),
      isLasting: true
    });
  }

  private _showKept(isKept: boolean): void {
    this.model.update({ saving: { ...this.model.state.saving, isKept } });
  }

  private _openVolume(): void {
    const spoken: unknown = this._widget.get('protocol');
    if (spoken === PROTOCOL) {
      this.link.open(this._widget.get('volume'));
      return;
    }
    const isKernelOlder = typeof spoken === 'number' && spoken < PROTOCOL;
    this.model.update({
      phase: {
        kind: 'failed',
        message: this._trans.__(
          'The kernel speaks protocol %1, this page speaks protocol %2. The kernel side goes on and keeps its edits.',
          String(spoken),
          PROTOCOL
        ),
        remedy: isKernelOlder
          ? this._trans.__(
              'Update voxproof in the kernel (pip install -U voxproof), restart it and run the cell again.'
            )
          : this._trans.__(
              'Update voxproof beside JupyterLab (pip install -U voxproof) and reload the page.'
            )
      }
    });
  }

  private readonly _widget: DOMWidgetModel;
  private readonly _channel: CommChannel;
  private readonly _kept: KeptActs;
  private readonly _ranker: Ranker;
  private readonly _watch: KernelWatch;
  private readonly _followers: readonly (() => void)[];
  private readonly _leaveEstate: () => void;
  private _isOpen = false;
  private _onFile: string | null = null;
}

function isFull(reason: unknown): boolean {
  return reason instanceof DOMException && reason.name === 'QuotaExceededError';
}

function nameOf(widget: DOMWidgetModel): string {
  const volume: unknown = widget.get('volume');
  const isNamed = typeof volume === 'object' && volume !== null && 'name' in volume;
  return isNamed && typeof volume.name === 'string' ? volume.name : '';
}

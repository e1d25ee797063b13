/** What all views of one widget on a page share: the model, its link to the kernel, and the labeller. */
import type { DOMWidgetModel } from '@jupyter-widgets/base';
import { CurationModel } from '../core/model';
import type { VolumeDescription } from '../core/state';
import { uniqueId } from '../core/unique-id';
import type { Unsent } from '../kernel';
import { KernelLink, PROTOCOL } from '../kernel';
import { followFlips, followPieces, followRegionLabel, followRegionWindow } from '../tools';
import type { Ranker } from '../wasm';
import { createRanker } from '../wasm';
import { CommChannel } from './comm-channel';
import { documentOf, estate } from './estate';
import { KernelWatch } from './kernel-watch';
import { VERSION } from './names';
import { saveUnsent } from './save-file';
import { keepViewSettings } from './view-settings';

/** How often a page that is looked at makes sure that it missed nothing. */
const COMPARE_MS = 20_000;

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
      ranker: this._ranker,
      claim: volume => this._claim(volume)
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
    this._comparing = setInterval(() => {
      if (document.visibilityState === 'visible') {
        this.link.compare();
      }
    }, COMPARE_MS);
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
    this._open();
    this.link.setConnection(this._watch.state);
  }

  /** Draw a picture of the list in the worker. */
  readonly draw: Ranker['draw'] = (samples, accent) => this._ranker.draw(samples, accent);

  /** Nothing waits for the kernel: all is saved, or the kernel is gone and what it lacks is kept without this session. */
  get isSettled(): boolean {
    return this.model.state.saving.pending === 0 || this.isGone;
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

  /** Let the reviewer save what is unsent as a file. */
  saveUnsent(): void {
    const unsent = this.link.unsent();
    if (unsent !== null) {
      saveUnsent(unsent);
      this._onFile = unsent.text;
    }
  }

  dispose(): void {
    clearInterval(this._comparing);
    this._leaveEstate();
    this._followers.forEach(end => {
      end();
    });
    this._watch.dispose();
    this.link.dispose();
    this._channel.dispose();
    this._ranker.dispose();
    this.model.dispose();
  }

  /** What an earlier session of the volume could not send comes here; what does not fit any more becomes a file. */
  private _claim(volume: VolumeDescription): readonly Unsent[] {
    const { fitting, others } = estate.claim(this.document, volume);
    for (const other of others) {
      saveUnsent(other);
      const { length } = other.acts;
      this.model.update({
        announcement: `${length} ${length === 1 ? 'change that the old kernel never got does' : 'changes that the old kernel never got do'} not fit this prediction; a file of them was saved to your downloads.`,
        isLasting: true
      });
    }
    return fitting;
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

  private readonly _widget: DOMWidgetModel;
  private readonly _channel: CommChannel;
  private readonly _ranker: Ranker;
  private readonly _watch: KernelWatch;
  private readonly _followers: readonly (() => void)[];
  private readonly _comparing: ReturnType<typeof setInterval>;
  private readonly _leaveEstate: () => void;
  private _onFile: string | null = null;
}

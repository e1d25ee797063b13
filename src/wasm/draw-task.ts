/** Drawing one small picture in the worker. */
import type { PictureColour } from '../core/picture';
import type { PictureSamples } from '../core/picture-samples';
import { sampleBuffers } from '../core/picture-samples';
import { deferred } from './deferred';
import { LabellerError } from './ranker';
import type { Send, Task } from './tasks';
import type { FromWorker } from './worker-messages';

/** Red, green, blue, alpha of each pixel, row by row. */
export type Pixels = Uint8ClampedArray<ArrayBuffer>;

/** The samples are handed over; those of a worker that was lost are not drawn again. */
export class DrawTask implements Task {
  readonly isOwed = true;

  constructor(
    readonly id: number,
    private readonly _samples: PictureSamples,
    private readonly _accent: PictureColour,
    private readonly _onEnd: () => void
  ) {}

  get result(): Promise<Pixels> {
    return this._outcome.promise;
  }

  start(send: Send): void {
    if (this._isSent) {
      this.fail(new LabellerError('lost', 'the worker stopped over a picture', 'Draw it again.'));
      return;
    }
    this._isSent = true;
    send(
      { kind: 'draw', task: this.id, samples: this._samples, accent: this._accent },
      sampleBuffers(this._samples)
    );
  }

  handle(message: FromWorker): void {
    if (message.kind === 'drawn') {
      this._outcome.resolve(new Uint8ClampedArray(message.pixels));
      this._onEnd();
    }
  }

  fail(error: Error): void {
    this._outcome.reject(error);
    this._onEnd();
  }

  private readonly _outcome = deferred<Pixels>();
  private _isSent = false;
}

/** Drawing one small picture in the worker. */
import type { PictureColour } from '../core/picture';
import type { PictureSamples } from '../core/picture-samples';
import { sampleBuffers } from '../core/picture-samples';
import { LabellerError } from './ranker';
import type { Send } from './task';
import { AnsweredTask } from './task';
import type { FromWorker } from './worker-messages';

/** Red, green, blue, alpha of each pixel, row by row. */
export type Pixels = Uint8ClampedArray<ArrayBuffer>;

/** The samples are handed over; those of a worker that was lost are not drawn again. */
export class DrawTask extends AnsweredTask<Pixels> {
  constructor(
    id: number,
    private readonly _samples: PictureSamples,
    private readonly _accent: PictureColour,
    onEnd: () => void
  ) {
    super(id, onEnd);
  }

  handle(message: FromWorker): void {
    if (message.kind === 'drawn') {
      this.answer(new Uint8ClampedArray(message.pixels));
    }
  }

  protected ask(send: Send): void {
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

  private _isSent = false;
}

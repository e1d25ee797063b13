/** Brings the history of the generation from the kernel while somebody looks at it: all of it, then what is new. */
import type { CurationModel } from '../core/model';
import type { Acts, ToKernel } from './messages';

/** An answer that has not come for so long is asked for again, when there is an occasion. */
const LATE_MS = 8000;

export class HistorySync {
  /**
   * @param _send - sends a question
   * @param _nextRequest - numbers it
   */
  constructor(
    private readonly _model: CurationModel,
    private readonly _send: (message: ToKernel) => void,
    private readonly _nextRequest: () => number
  ) {
    this._disconnect = _model.history.wanted.connect(() => {
      this.follow();
    });
  }

  /** Another generation or session. */
  restart(): void {
    this._asked = null;
    this._model.history.clear();
    this.follow();
  }

  /** Something was done: ask for what is new. */
  follow(): void {
    if (!this._model.history.isWanted) {
      return;
    }
    const now = Date.now();
    if (this._asked !== null && now - this._asked.time < LATE_MS) {
      this._isBehind = true;
      return;
    }
    this._isBehind = false;
    this._asked = { request: this._nextRequest(), time: now };
    const { request } = this._asked;
    this._send({ type: 'history', request, after: this._model.history.last });
  }

  receive({ request, generation, more, acts }: Acts): void {
    if (request !== this._asked?.request) {
      return;
    }
    this._asked = null;
    if (generation === this._model.volume?.generation) {
      this._model.history.add(acts);
    }
    if (more || this._isBehind) {
      this.follow();
    }
  }

  dispose(): void {
    this._disconnect();
  }

  private readonly _disconnect: () => void;
  private _asked: { readonly request: number; readonly time: number } | null = null;
  private _isBehind = false;
}

/** Tells the kernel how the list is made, once a slider has come to rest, but before anything is said of the list's regions. */
import type { RankParameters } from '../core/regions';

/** Each telling is a commit in the journal, and a slider asks for a list with every frame. */
const REST_MS = 250;

export class RankingTeller {
  /** @param _tell - makes it an act */
  constructor(private readonly _tell: (parameters: RankParameters) => void) {}

  /** Whether something is still to be told. */
  get isWaiting(): boolean {
    return this._waiting !== null;
  }

  /** Tell soon; what waits is replaced. */
  later(parameters: RankParameters): void {
    this.drop();
    this._waiting = parameters;
    this._timer = setTimeout(() => {
      this.flush();
    }, REST_MS);
  }

  /** Tell what waits, now. */
  flush(): void {
    const waiting = this._waiting;
    this.drop();
    if (waiting !== null) {
      this._tell(waiting);
    }
  }

  drop(): void {
    clearTimeout(this._timer);
    this._waiting = null;
  }

  private _waiting: RankParameters | null = null;
  private _timer: ReturnType<typeof setTimeout> | undefined;
}

/** When things are drawn: slices with the next frame, the 3D view in a task after it, its fine picture when nothing moved for a while. */
const IDLE_MS = 160;
/** Without a GPU a frame is on screen about so long after it was drawn. */
const REST_MS = 100;

export class FrameLoop {
  /**
   * @param drawVolume - @returns whether `refine` would give a finer picture
   * @param hold - a frame comes: what `refine` began is to wait until it is called again
   */
  constructor(
    private readonly drawSlices: () => void,
    private readonly drawVolume: () => boolean,
    private readonly refine: () => void,
    private readonly hold: () => void
  ) {}

  /** Whether nothing waits to be drawn, and nothing was drawn a moment ago. */
  get isResting(): boolean {
    return this._frame === 0 && performance.now() - this._drawnAt > REST_MS;
  }

  /** Draw with the next frame. */
  schedule(): void {
    if (this._frame === 0 && !this._isDisposed) {
      this.hold();
      this._frame = requestAnimationFrame(() => {
        this._frame = 0;
        this.drawSlices();
        this._drawnAt = performance.now();
        clearTimeout(this._volumeTimer);
        this._volumeTimer = setTimeout(() => {
          this._drawVolume();
        }, 0);
      });
    }
  }

  /** Draw before this returns. */
  now(): void {
    cancelAnimationFrame(this._frame);
    clearTimeout(this._volumeTimer);
    this._frame = 0;
    if (!this._isDisposed) {
      this.drawSlices();
      this._drawVolume();
    }
  }

  dispose(): void {
    this._isDisposed = true;
    cancelAnimationFrame(this._frame);
    clearTimeout(this._volumeTimer);
    clearTimeout(this._idleTimer);
  }

  private _drawVolume(): void {
    clearTimeout(this._idleTimer);
    if (this.drawVolume()) {
      this._idleTimer = setTimeout(() => {
        this.refine();
      }, IDLE_MS);
    }
  }

  private _frame = 0;
  private _drawnAt = -Infinity;
  private _volumeTimer: ReturnType<typeof setTimeout> | undefined;
  private _idleTimer: ReturnType<typeof setTimeout> | undefined;
  private _isDisposed = false;
}

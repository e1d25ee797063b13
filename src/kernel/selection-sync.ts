/** The selected region, told to the kernel when the reviewer selects and taken from it when Python does. */
import type { CurationModel } from '../core/model';
import { regionIndex } from '../core/regions';

export class SelectionSync {
  constructor(
    private readonly _model: CurationModel,
    private readonly _told: (region: string | null) => void
  ) {
    this._disconnect = _model.regionSelected.connect(region => {
      if (!this._isFollowing) {
        this._wanted = undefined;
        this._told(region);
      }
    });
  }

  /** Select this region, or none for null, as soon as it is in the list. */
  want(region: string | null): void {
    this._wanted = region;
    this.follow();
  }

  /** As {@link want}, of a session that opens: a region that is settled makes way for the first open one. */
  resume(region: string | null): void {
    this._isResuming = true;
    this.want(region);
  }

  /** There may be a list now. */
  follow(): void {
    const { ranking, volume } = this._model;
    if (this._wanted === undefined || ranking === null || volume === null) {
      return;
    }
    const region = this._wanted;
    this._wanted = undefined;
    const index = region === null ? null : regionIndex(volume.generation, ranking, region);
    const isOver = this._isResuming && region !== null && this._model.verdicts.has(region);
    this._isResuming = false;
    this._isFollowing = true;
    if (isOver) {
      this._model.selectFirstOpen();
    } else if (index !== this._model.state.selected) {
      this._model.select(index);
    }
    this._isFollowing = false;
  }

  dispose(): void {
    this._disconnect();
  }

  private readonly _disconnect: () => void;
  /** Undefined when the kernel has no wish. */
  private _wanted: string | null | undefined = undefined;
  private _isFollowing = false;
  private _isResuming = false;
}

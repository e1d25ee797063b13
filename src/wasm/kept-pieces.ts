/** The worker's side of counting pieces: edits in order, in steps, so that other tasks are served in between. */
import type { Box } from '../core/axes';
import type { Found } from '../core/found';
import type { PieceChange } from '../core/pieces';
import { unchangedPieces } from '../core/pieces';
import { drive } from './drive';
import { Pieces } from './pieces';
import type { Codes } from './ranker';

export class KeptPieces {
  /** @param tell - is called with the counts as soon as they are known, and after each edit. */
  constructor(
    found: Found,
    private readonly _codeBytes: 1 | 2,
    private readonly _tell: (change: PieceChange) => void
  ) {
    this._pieces = new Pieces(found);
  }

  /** Count; edits wait for it. Rejects when memory does not suffice; of no use after that. */
  count(): Promise<void> {
    return this._next(async () => {
      await this._drive(this._pieces.countHoles());
      const { count, loops, cavities } = this._pieces;
      this._tell(unchangedPieces(count, loops, cavities));
    });
  }

  /** @param isTrial - it is forgotten when the next comes, which is compared to what was there before. */
  edit(box: Box, buffer: ArrayBuffer, isTrial: boolean): Promise<void> {
    const codes = this._codeBytes === 1 ? new Uint8Array(buffer) : new Uint16Array(buffer);
    return this._next(async () => {
      if (this._before !== null) {
        await this._drive(this._pieces.edit(this._before.box, this._before.codes));
      }
      this._before = isTrial ? { box, codes: this._pieces.read(box) } : null;
      this._tell(await this._drive(this._pieces.edit(box, codes)));
    });
  }

  stop(): void {
    this._stop.abort();
  }

  private _next(act: () => Promise<void>): Promise<void> {
    const { signal } = this._stop;
    this._last = this._last
      .then(() => (signal.aborted ? undefined : act()))
      .catch((error: unknown) => {
        if (!signal.aborted) {
          throw error;
        }
      });
    return this._last;
  }

  private _drive<T>(steps: Generator<number, T, undefined>): Promise<T> {
    return drive(steps, { signal: this._stop.signal });
  }

  private readonly _pieces: Pieces;
  /** What a trial lies over. */
  private _before: { readonly box: Box; readonly codes: Codes } | null = null;
  private readonly _stop = new AbortController();
  private _last = Promise.resolve();
}

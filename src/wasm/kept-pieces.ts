/** The worker's side of counting pieces: edits in order, in steps, so that other tasks are served in between. */
import type { Box } from '../core/axes';
import type { Found } from '../core/found';
import type { PieceChange } from '../core/pieces';
import { unchangedPieces } from '../core/pieces';
import { drive } from './drive';
import type { Connectivity } from './run-graph';
import { Pieces } from './pieces';

export class KeptPieces {
  /** @param tell - is called at once with the count, and after each edit. */
  constructor(
    found: Found,
    connectivity: Connectivity,
    private readonly _codeBytes: 1 | 2,
    private readonly _tell: (change: PieceChange) => void
  ) {
    this._pieces = new Pieces(found, connectivity);
    _tell(unchangedPieces(this._pieces.count));
  }

  /** Rejects when memory does not suffice; of no use after that. */
  edit(box: Box, buffer: ArrayBuffer): Promise<void> {
    const codes = this._codeBytes === 1 ? new Uint8Array(buffer) : new Uint16Array(buffer);
    this._last = this._last.then(async () => {
      const { signal } = this._stop;
      if (!signal.aborted) {
        const change = await drive(this._pieces.edit(box, codes), { signal });
        this._tell(change);
      }
    });
    return this._last;
  }

  stop(): void {
    this._stop.abort();
  }

  private readonly _pieces: Pieces;
  private readonly _stop = new AbortController();
  private _last = Promise.resolve();
}

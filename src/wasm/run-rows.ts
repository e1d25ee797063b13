/** Runs of equal code of a volume, row by row, each with the piece it belongs to; rows can be written anew. */
import type { Box } from '../core/axes';
import type { Found } from '../core/found';
import type { PieceNames } from './piece-names';
import type { Codes } from './ranker';
import { MOST_AXIS } from './ranker';

/** In the place of a run's piece: that is not known yet, and the rest is the run's code. */
export const UNNAMED = 2 ** 31;
/** Room for new runs, as a part of those there are. */
const SPARE = 0.2;
const LEAST_SPARE = 1024;

export class RunRows {
  /** Of each row: its first run, and behind its last. Rows lie anywhere. */
  readonly from: Uint32Array<ArrayBuffer>;
  readonly to: Uint32Array<ArrayBuffer>;
  start: Uint16Array<ArrayBuffer>;
  end: Uint16Array<ArrayBuffer>;
  piece: Uint32Array<ArrayBuffer>;
  /** For who looks through the runs: see {@link newMarks}. */
  mark: Uint32Array<ArrayBuffer>;

  /** @param rows - taken over. */
  constructor(
    rows: Pick<Found, 'rowStart' | 'start' | 'end' | 'owner'>,
    private readonly _names: PieceNames
  ) {
    this.from = rows.rowStart.slice(0, -1);
    this.to = rows.rowStart.slice(1);
    this.start = rows.start;
    this.end = rows.end;
    this.piece = rows.owner;
    this.mark = new Uint32Array(rows.owner.length);
    this._used = rows.start.length;
    this._line = {
      starts: new Uint16Array(MOST_AXIS),
      ends: new Uint16Array(MOST_AXIS),
      pieces: new Uint32Array(MOST_AXIS)
    };
    this._makeRoom(1);
  }

  get bytes(): number {
    return 12 * this.start.length + 8 * this.from.length;
  }

  codeOf(run: number): number {
    return this._code(this.piece[run]);
  }

  /** The first of `count` marks, one after the other, that no run bears; all below it are of the past. */
  newMarks(count: number): number {
    if (this._lastMark + count >= 2 ** 32) {
      this.mark.fill(0);
      this._lastMark = 0;
    }
    const first = this._lastMark + 1;
    this._lastMark += count;
    return first;
  }

  /** Let runs be of other pieces. */
  rename(nameOf: (piece: number) => number): void {
    for (let row = 0; row < this.from.length; row++) {
      for (let run = this.from[row]; run < this.to[row]; run++) {
        this.piece[run] = nameOf(this.piece[run]);
      }
    }
  }

  /** Write a box of codes. Runs that it does not reach keep their piece, the others are unnamed. */
  write({ z0, z1, y0, y1, x0, x1 }: Box, sizeY: number, codes: Codes): void {
    const width = x1 - x0;
    let offset = 0;
    for (let z = z0; z < z1; z++) {
      for (let y = y0; y < y1; y++, offset += width) {
        const row = z * sizeY + y;
        this._lineLength = 0;
        let run = this.from[row];
        for (; run < this.to[row] && this.start[run] < x0; run++) {
          this._append(
            this.start[run],
            Math.min(this.end[run], x0),
            this._named(run, this.end[run] <= x0)
          );
        }
        for (let x = 0, end = 0; x < width; x = end) {
          const code = codes[offset + x];
          for (end = x + 1; end < width && codes[offset + end] === code;) {
            end += 1;
          }
          if (code !== 0) {
            this._append(x0 + x, x0 + end, UNNAMED + code);
          }
        }
        for (run = this.from[row]; run < this.to[row]; run++) {
          if (this.end[run] > x1) {
            this._append(
              Math.max(this.start[run], x1),
              this.end[run],
              this._named(run, this.start[run] >= x1)
            );
          }
        }
        this._store(row);
      }
    }
  }

  /** The codes of a box. */
  read({ z0, z1, y0, y1, x0, x1 }: Box, sizeY: number): Uint16Array<ArrayBuffer> {
    const width = x1 - x0;
    const codes = new Uint16Array((z1 - z0) * (y1 - y0) * width);
    let offset = 0;
    for (let z = z0; z < z1; z++) {
      for (let y = y0; y < y1; y++, offset += width) {
        const row = z * sizeY + y;
        for (let run = this.from[row]; run < this.to[row] && this.start[run] < x1; run++) {
          if (this.end[run] > x0) {
            const start = Math.max(this.start[run] - x0, 0);
            const end = Math.min(this.end[run] - x0, width);
            codes.fill(this.codeOf(run), offset + start, offset + end);
          }
        }
      }
    }
    return codes;
  }

  *all(): Generator<{ row: number; start: number; end: number; piece: number }> {
    for (let row = 0; row < this.from.length; row++) {
      for (let run = this.from[row]; run < this.to[row]; run++) {
        yield { row, start: this.start[run], end: this.end[run], piece: this.piece[run] };
      }
    }
  }

  private _named(run: number, isWhole: boolean): number {
    return isWhole ? this.piece[run] : UNNAMED + this.codeOf(run);
  }

  private _code(piece: number): number {
    return piece >= UNNAMED ? piece - UNNAMED : this._names.codes[piece];
  }

  /** Add a run to the line, or lengthen the one before it. */
  private _append(start: number, end: number, piece: number): void {
    const { ends, pieces } = this._line;
    const last = this._lineLength - 1;
    if (last >= 0 && ends[last] === start && this._code(pieces[last]) === this._code(piece)) {
      ends[last] = end;
      pieces[last] = UNNAMED + this._code(piece);
      return;
    }
    this._line.starts[last + 1] = start;
    ends[last + 1] = end;
    pieces[last + 1] = piece;
    this._lineLength += 1;
  }

  /** Put the line in the place of a row, or behind all others when it has grown. */
  private _store(row: number): void {
    const { _lineLength: has, _line: line } = this;
    const had = this.to[row] - this.from[row];
    if (has > had) {
      this.to[row] = this.from[row];
      this._makeRoom(has);
      this.from[row] = this._used;
      this._used += has;
    }
    const from = this.from[row];
    this.to[row] = from + has;
    this.start.set(line.starts.subarray(0, has), from);
    this.end.set(line.ends.subarray(0, has), from);
    this.piece.set(line.pieces.subarray(0, has), from);
  }

  /** See that `count` runs more have room; where not, leave out what no row holds any more. */
  private _makeRoom(count: number): void {
    if (this._used + count <= this.start.length) {
      return;
    }
    let live = count;
    for (let row = 0; row < this.from.length; row++) {
      live += this.to[row] - this.from[row];
    }
    const room = Math.ceil((1 + SPARE) * live) + LEAST_SPARE;
    const { start, end, piece } = this;
    this.start = new Uint16Array(room);
    this.end = new Uint16Array(room);
    this.piece = new Uint32Array(room);
    this.mark = new Uint32Array(room);
    let used = 0;
    for (let row = 0; row < this.from.length; row++) {
      const first = used;
      for (let run = this.from[row]; run < this.to[row]; run++, used++) {
        this.start[used] = start[run];
        this.end[used] = end[run];
        this.piece[used] = piece[run];
      }
      this.from[row] = first;
      this.to[row] = used;
    }
    this._used = used;
  }

  private _used: number;
  private _lastMark = 0;
  private _lineLength = 0;
  private readonly _line: Line;
}

/** A row in the making. */
interface Line {
  readonly starts: Uint16Array;
  readonly ends: Uint16Array;
  readonly pieces: Uint32Array;
}

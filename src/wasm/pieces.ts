/**
 * The connected pieces of a segmentation, with their loops and cavities, kept true while it is edited: equal to labelling it anew, without doing so.
 *
 * An edit changes voxels inside a box. Around it lies a shell, one voxel thick, that it does not change; whatever is connected through
 * the outside is connected through the shell. So it is enough to know which voxels of the shell the inside connects, before and after:
 * where more, pieces are united; where fewer, and only there, the piece is searched for parts that are not connected any more
 * (part-search.ts). Pieces wholly inside come and go.
 */
import type { Box, Shape } from '../core/axes';
import { boxShape, intersectBoxes, wholeBox } from '../core/axes';
import type { Found } from '../core/found';
import type { PieceChange } from '../core/pieces';
import { unchangedPieces } from '../core/pieces';
import type { RankParameters } from '../core/regions';
import { MOST_REGION } from '../core/regions';
import { Holes } from './holes';
import type { RunAt } from './part-search';
import { PartSearch } from './part-search';
import { piecesCompared } from './piece-change';
import { PieceNames } from './piece-names';
import type { Codes } from './ranker';
import { RunGraph } from './run-graph';
import { RunRows, UNNAMED } from './run-rows';
import type { Crossing } from './shell';
import { crossingsOf, withShell } from './shell';

/** What touches at a corner is one piece, as everywhere with foreground. */
const CONNECTIVITY = 26;

/** How to rank a map of label indices, each weighing its index, so that {@link Pieces} can be made of it. */
export function pieceParameters(): RankParameters {
  return {
    mode: 'plateau',
    connectivity: CONNECTIVITY,
    granularity: 0,
    minVoxels: 1,
    maxVoxels: MOST_REGION,
    score: 'default',
    ascending: false,
    stopWindow: { z: 1, y: 1, x: 1 },
    stopRegions: 1
  };
}

export class Pieces {
  /** @param found - by {@link pieceParameters}, of whatever size. Its rows are taken over. */
  constructor(found: Found) {
    this._shape = found.shape;
    this._names = new PieceNames(found);
    this._rows = new RunRows(found, this._names);
    this._search = new PartSearch(this._rows, found.shape.y);
    this._holes = new Holes(this._rows, found.shape);
  }

  get count(): number {
    return this._names.count;
  }

  /** Bytes of all that is kept, about. */
  get bytes(): number {
    return this._rows.bytes + this._names.bytes;
  }

  /** Count loops and cavities; before that only how they change is known. Yields 0 to 1. */
  *countHoles(): Generator<number, void, undefined> {
    const labels = this._names.codes.reduce((most, code) => Math.max(most, code), 0) + 1;
    yield* this._holes.count(this.count, labels);
  }

  get loops(): number {
    return this._holes.loops;
  }

  get cavities(): number {
    return this._holes.cavities;
  }

  /** Label indices of a box, C order. */
  read(box: Box): Uint16Array<ArrayBuffer> {
    return this._rows.read(box, this._shape.y);
  }

  /**
   * Voxels inside a box have changed. Yields now and then where much is to be joined again; the next edit waits for the end.
   * @param codes - label indices of the box, C order.
   */
  *edit(box: Box, codes: Codes): Generator<number, PieceChange, undefined> {
    const { count } = this;
    const near = intersectBoxes(withShell(box), wholeBox(this._shape));
    if (near === null) {
      return unchangedPieces(count, this.loops, this.cavities);
    }
    this._tidy();
    const { _was: was, _now: now } = this;
    this._gather(was, near);
    this._nameSources(was);
    const before = crossingsOf(was, box, near);
    const pieces = before.map(({ run }) => was.source[run]);
    this._forget(was, before);
    this._rows.write(box, this._shape.y, codes);
    this._gather(now, near);
    const shell = crossingsOf(now, box, near);
    this._name(shell, pieces);
    for (const piece of this._apart(before, shell, pieces)) {
      yield* this._part(piece, shell, pieces);
    }
    this._nameSources(now);
    const holes = yield* this._holes.edit(box, { near, was, now }, this.count - count);
    const size = boxShape(near);
    const events = piecesCompared(was, now, size.z * size.y);
    return { before: count, after: this.count, ...events, ...holes };
  }

  /** The runs in scan order, each with its piece. */
  *runs(): Generator<{ row: number; start: number; end: number; piece: number }> {
    for (const { piece, ...run } of this._rows.all()) {
      yield { ...run, piece: this._find(piece) };
    }
  }

  /** The runs inside a box, cut to it and joined. */
  private _gather(graph: RunGraph, { z0, z1, y0, y1, x0, x1 }: Box): void {
    const { _rows: rows } = this;
    graph.reset(y1 - y0);
    for (let z = z0; z < z1; z++) {
      for (let y = y0; y < y1; y++) {
        const row = z * this._shape.y + y;
        graph.nextRow();
        for (let run = rows.from[row]; run < rows.to[row] && rows.start[run] < x1; run++) {
          if (rows.end[run] > x0) {
            const start = Math.max(rows.start[run], x0);
            graph.add(start, Math.min(rows.end[run], x1), rows.codeOf(run), run);
          }
        }
        graph.joinRow(CONNECTIVITY);
      }
    }
  }

  /** Let the source of runs be their pieces. */
  private _nameSources({ source, count }: RunGraph): void {
    for (let run = 0; run < count; run++) {
      source[run] = this._find(this._rows.piece[source[run]]);
    }
  }

  /** Give the runs that were written their pieces: that of the shell they are connected to, or a new one. Pieces that meet are united. */
  private _name(shell: readonly Crossing[], pieces: readonly number[]): void {
    const { _now: graph, _rows: rows, _names: names } = this;
    const pieceOf = new Map<number, number>();
    shell.forEach(({ root }, k) => {
      const known = pieceOf.get(root);
      pieceOf.set(root, known === undefined ? pieces[k] : names.unite(known, pieces[k]));
    });
    for (let run = 0; run < graph.count; run++) {
      if (rows.piece[graph.source[run]] >= UNNAMED) {
        const root = graph.rootOf(run);
        const piece = pieceOf.get(root) ?? names.add(graph.code[run]);
        pieceOf.set(root, piece);
        rows.piece[graph.source[run]] = piece;
      }
    }
  }

  /** Pieces of which the inside connected more of the shell than it does now. */
  private _apart(
    before: readonly Crossing[],
    now: readonly Crossing[],
    pieces: readonly number[]
  ): Set<number> {
    const rootOf = new Map<number, number>();
    const apart = new Set<number>();
    before.forEach((crossing, k) => {
      const { root } = now[k];
      if ((rootOf.get(crossing.root) ?? root) !== root) {
        apart.add(this._find(pieces[k]));
      }
      rootOf.set(crossing.root, root);
    });
    return apart;
  }

  /** Name the parts of a piece that are not connected any more. */
  private *_part(
    piece: number,
    shell: readonly Crossing[],
    pieces: readonly number[]
  ): Generator<number, void, undefined> {
    const groups = new Map<number, RunAt[]>();
    shell.forEach(({ root, run, z, y }, k) => {
      if (this._find(pieces[k]) === piece) {
        const group = groups.get(root) ?? [];
        group.push({ run: this._now.source[run], row: z * this._shape.y + y });
        groups.set(root, group);
      }
    });
    const code = this._names.codes[piece];
    for (const part of yield* this._search.parts([...groups.values()])) {
      const name = this._names.add(code);
      for (const run of part) {
        this._rows.piece[run] = name;
      }
    }
  }

  /** Pieces that cross the shell nowhere are wholly inside, and about to be written over. */
  private _forget(was: RunGraph, shell: readonly Crossing[]): void {
    const crossing = new Set(shell.map(({ root }) => root));
    for (let run = 0; run < was.count; run++) {
      if (was.rootOf(run) === run && !crossing.has(run)) {
        this._names.remove(was.source[run]);
      }
    }
  }

  private _tidy(): void {
    if (this._names.isUntidy) {
      this._rows.rename(piece => this._find(piece));
      this._names.tidy();
    }
  }

  private _find(piece: number): number {
    return this._names.find(piece);
  }

  private readonly _shape: Shape;
  private readonly _names: PieceNames;
  private readonly _rows: RunRows;
  /** Round the box of an edit, before and after it. */
  private readonly _was = new RunGraph();
  private readonly _now = new RunGraph();
  private readonly _search: PartSearch;
  private readonly _holes: Holes;
}

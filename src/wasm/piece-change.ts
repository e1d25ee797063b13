/** Which pieces inside a box go on in which, before and after an edit. */
import type { RunGraph } from './run-graph';

export type PieceEvents = Readonly<Record<'joined' | 'parted' | 'added' | 'removed', number>>;

/** @param was - the runs of a box before, and `now` after the edit; `source` of each is its piece. */
export function piecesCompared(was: RunGraph, now: RunGraph, rows: number): PieceEvents {
  const links = new Links(was, now);
  for (let row = 0; row < rows; row++) {
    const [from, to] = was.row(row);
    const [begin, end] = now.row(row);
    let other = begin;
    for (let run = from; run < to; run++) {
      while (other < end && now.end[other] <= was.start[run]) {
        other += 1;
      }
      for (let met = other; met < end && now.start[met] < was.end[run]; met++) {
        if (was.code[run] === now.code[met]) {
          links.add(was.source[run], now.source[met]);
        }
      }
    }
  }
  const [joined, added] = tally(links.ofNow);
  const [parted, removed] = tally(links.ofWas);
  return { joined, parted, added, removed };
}

/** Pieces before and now that have voxels in common. */
class Links {
  readonly ofWas: Map<number, Set<number>>;
  readonly ofNow: Map<number, Set<number>>;

  constructor(was: RunGraph, now: RunGraph) {
    this.ofWas = unlinked(was);
    this.ofNow = unlinked(now);
  }

  add(was: number, now: number): void {
    if (was !== this._was || now !== this._now) {
      this._was = was;
      this._now = now;
      this.ofWas.get(was)?.add(now);
      this.ofNow.get(now)?.add(was);
    }
  }

  private _was = 0;
  private _now = 0;
}

function unlinked({ source, count }: RunGraph): Map<number, Set<number>> {
  const links = new Map<number, Set<number>>();
  let last = 0;
  for (let run = 0; run < count; run++) {
    if (source[run] !== last && !links.has(source[run])) {
      links.set(source[run], new Set());
    }
    last = source[run];
  }
  return links;
}

/** How many links those have in all that have several, and how many have none. */
function tally(links: ReadonlyMap<number, ReadonlySet<number>>): readonly [number, number] {
  let several = 0;
  let none = 0;
  for (const { size } of links.values()) {
    several += size > 1 ? size : 0;
    none += size === 0 ? 1 : 0;
  }
  return [several, none];
}

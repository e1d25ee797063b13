/**
 * Which places around a box are connected through the background outside of it: a search from each, all in turn, until they have met, have
 * come outside the volume, or found all there is. What is left alone then is known to be apart.
 */
import type { Gap, LabelGaps } from './gaps';

/** Gaps that one search looks at in its turn, and all of them between two pauses. */
const TURN_GAPS = 16;
const PAUSE_GAPS = 1 << 12;

/** Places that are connected anyway. */
export interface GapGroup {
  readonly gaps: readonly Gap[];
  /** It touches the outside of the volume. */
  readonly isOutside: boolean;
  /** Whether it is asked with which others it is connected; else only ways lead through it. */
  readonly isAsked: boolean;
}

/** @returns of each group a number, equal for those that are connected. Yields now and then. */
export function* connectedGroups(
  groups: readonly GapGroup[],
  gaps: LabelGaps
): Generator<number, number[], undefined> {
  const search = new GapSearch(groups, gaps);
  let looked = 0;
  while (search.isUndecided) {
    looked += search.turn();
    if (looked >= PAUSE_GAPS) {
      looked = 0;
      yield 0.5;
    }
  }
  return groups.map((_, group) => search.rootOf(group));
}

class GapSearch {
  constructor(
    groups: readonly GapGroup[],
    private readonly _gaps: LabelGaps
  ) {
    this._outside = groups.length;
    this._parent = Array.from({ length: groups.length + 1 }, (_, group) => group);
    this._isWanted = [...groups.map(({ isAsked }) => isAsked), false];
    this._fronts = groups.map(() => ({ waiting: [], at: 0 }));
    groups.forEach(({ gaps, isOutside }, group) => {
      gaps.forEach(gap => {
        this._reach(group, gap);
      });
      if (isOutside) {
        this._unite(group, this._outside);
      }
    });
  }

  /** Whether what is not found yet could connect groups that are asked. */
  get isUndecided(): boolean {
    const open = new Set<number>();
    this._fronts.forEach(({ waiting, at }, group) => {
      if (at < waiting.length && this._isLookedFor(group)) {
        open.add(this.rootOf(group));
      }
    });
    return open.size > (this._isWanted[this.rootOf(this._outside)] ? 0 : 1);
  }

  /** @returns how many gaps were looked at */
  turn(): number {
    let looked = 0;
    this._fronts.forEach((front, group) => {
      const last = Math.min(front.at + TURN_GAPS, front.waiting.length);
      for (; front.at < last && this._isLookedFor(group); front.at++) {
        for (const gap of this._gaps.beside(front.waiting[front.at])) {
          this._reach(group, gap);
        }
        looked += 1;
      }
    });
    return looked;
  }

  rootOf(group: number): number {
    while (this._parent[group] !== group) {
      this._parent[group] = this._parent[this._parent[group]];
      group = this._parent[group];
    }
    return group;
  }

  private _reach(group: number, gap: Gap): void {
    if (this._gaps.isOutside(gap)) {
      this._unite(group, this._outside);
      return;
    }
    const key = this._gaps.keyOf(gap);
    const known = this._reached.get(key);
    if (known === undefined) {
      this._reached.set(key, group);
      this._fronts[group].waiting.push(gap);
    } else {
      this._unite(group, known);
    }
  }

  private _unite(a: number, b: number): void {
    const [from, to] = [this.rootOf(a), this.rootOf(b)];
    this._parent[from] = to;
    this._isWanted[to] ||= this._isWanted[from];
  }

  /** What is one with a group that is asked, and does not lead outside. */
  private _isLookedFor(group: number): boolean {
    const root = this.rootOf(group);
    return this._isWanted[root] && root !== this.rootOf(this._outside);
  }

  private readonly _outside: number;
  private readonly _parent: number[];
  /** Of each root: whether a group of it is asked. */
  private readonly _isWanted: boolean[];
  private readonly _fronts: { readonly waiting: Gap[]; at: number }[];
  /** By key: which group came to a gap first. */
  private readonly _reached = new Map<number, number>();
}

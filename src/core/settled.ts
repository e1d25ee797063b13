/** The verdicts that today's list shows: those given to its regions, and those that settled areas carry over to them. */
import type { SettledArea, Stretches } from './carrying';
import { carryVerdicts, stretchesOf } from './carrying';
import type { Before, Mark } from './marks';
import { Marks } from './marks';
import { RegionPlaces } from './region-places';
import type { Ranking } from './regions';
import { regionId } from './regions';
import type { Review } from './review';
import type { Verdict } from './state';

interface Area extends SettledArea {
  readonly note: string;
}

export class Settled {
  constructor(private readonly _review: Review) {}

  /** Verdicts by region id: all that were given, also to regions of other parameters, and those carried to regions of the list. */
  get verdicts(): ReadonlyMap<string, Verdict> {
    return this._show().verdicts;
  }

  /** How many regions of the list have a verdict. */
  get count(): number {
    return this._show().count;
  }

  /** Judged regions of which it must be asked which voxels they have. */
  get unknown(): readonly string[] {
    return [...this._said()].flatMap(([id]) =>
      this._isForeign(id) && !this._voxels.has(id) ? [id] : []
    );
  }

  /** A new generation, without anything. */
  clear(): void {
    this._voxels.clear();
    this._ranking = null;
    this._before = this._marks = this._carried = this._shown = null;
  }

  /** The list is another one; voxels of regions that were judged in the one before are kept. */
  setRanking(generation: number, ranking: Ranking): void {
    const old = this._ranking;
    this._generation = generation;
    this._ranking = ranking;
    if (old !== null && old.key !== ranking.key) {
      this._keepVoxels(old);
    }
    this._marks = this._before === null ? null : new Marks(ranking, this._before);
    this._carried = this._shown = null;
  }

  /** Which voxels judged regions have. */
  setVoxels(voxels: ReadonlyMap<string, Stretches>): void {
    for (const [id, stretches] of voxels) {
      this._voxels.set(id, stretches);
    }
    this._carried = this._shown = null;
  }

  setBefore(before: Before): void {
    this._before = before;
    this._marks = this._ranking === null ? null : new Marks(this._ranking, before);
  }

  /** What was said of a region changed, or of all. */
  changed(region: string | null = null): void {
    this._shown = null;
    if (region === null || this._isForeign(region)) {
      this._carried = null;
    }
  }

  markOf(index: number): Mark | null {
    return this._marks?.of(index, this._isSettled) ?? null;
  }

  private readonly _isSettled = (index: number): boolean => {
    const id = this._idAt(index);
    return id !== null && this.verdicts.has(id);
  };

  private _show(): { readonly verdicts: ReadonlyMap<string, Verdict>; readonly count: number } {
    if (this._shown === null) {
      const verdicts = new Map(this._review.verdicts);
      let count = this._countOwn();
      for (const [index, { verdict, note, time }] of this._carry()) {
        const id = this._idAt(index);
        const isOwn = id !== null && (verdicts.has(id) || this._review.reopened.has(id));
        if (id !== null && !isOwn && verdict !== 'open') {
          verdicts.set(id, { verdict, note, time, carried: true });
          count += 1;
        }
      }
      this._shown = { verdicts, count };
    }
    return this._shown;
  }

  private _carry(): ReadonlyMap<number, Area> {
    this._carried ??=
      this._ranking === null ? new Map() : carryVerdicts(this._ranking, this._areas());
    return this._carried;
  }

  private _areas(): readonly Area[] {
    return [...this._said()].flatMap(([region, said]) => {
      const voxels = this._voxels.get(region);
      return this._isForeign(region) && voxels !== undefined ? [{ region, ...said, voxels }] : [];
    });
  }

  /** Everything that was said, in this generation or before. */
  private *_said(): Generator<
    [region: string, Pick<Verdict, 'note' | 'time'> & Pick<Area, 'verdict'>]
  > {
    yield* this._review.verdicts;
    yield* this._review.inherited;
    for (const [region, time] of this._review.reopened) {
      yield [region, { verdict: 'open', note: '', time }];
    }
  }

  /** Whether a region is not one of those that today's parameters make. */
  private _isForeign(id: string): boolean {
    return !id.startsWith(`g${this._generation}/${this._ranking?.key ?? ''}/`);
  }

  private _keepVoxels(old: Ranking): void {
    const places = RegionPlaces.of(old);
    for (const [id, said] of this._said()) {
      // What was brought from an earlier generation counts with the voxels it had there, which the kernel knows.
      const isOurs = !('carried' in said && said.carried === true) && !this._voxels.has(id);
      const index = isOurs ? places.indexOf(this._generation, id) : null;
      if (index !== null) {
        this._voxels.set(id, stretchesOf(old, index));
      }
    }
  }

  private _countOwn(): number {
    const ranking = this._ranking;
    if (ranking === null) {
      return 0;
    }
    const places = RegionPlaces.of(ranking);
    const isListed = (id: string) =>
      !this._isForeign(id) && places.indexOf(this._generation, id) !== null;
    return [...this._review.verdicts.keys()].filter(isListed).length;
  }

  private _idAt(index: number): string | null {
    return this._ranking === null ? null : regionId(this._generation, this._ranking, index);
  }

  private _generation = 0;
  private _ranking: Ranking | null = null;
  private readonly _voxels = new Map<string, Stretches>();
  private _before: Before | null = null;
  private _marks: Marks | null = null;
  private _carried: ReadonlyMap<number, Area> | null = null;
  private _shown: {
    readonly verdicts: ReadonlyMap<string, Verdict>;
    readonly count: number;
  } | null = null;
}

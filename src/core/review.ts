/** Verdicts and the edits that stand, by region id: what the kernel has told, with ours on top that it has not answered yet. */
import type { Edit } from './edits';
import type { Verdict, VerdictName } from './state';

/** What was said of regions besides verdicts given in this generation. */
export interface SaidBesides {
  /** Regions that a person has opened again, whatever covers them, with the time (ISO 8601). */
  readonly reopened: ReadonlyMap<string, string>;
  /** Verdicts of earlier generations that no region of this one bears, by the id that the region had. */
  readonly inherited: ReadonlyMap<string, Verdict>;
}

export const NOTHING_BESIDES: SaidBesides = { reopened: new Map(), inherited: new Map() };

export class Review {
  /** Those given to regions, of all parameters in this generation. */
  get verdicts(): ReadonlyMap<string, Verdict> {
    return this._verdicts;
  }

  get reopened(): ReadonlyMap<string, string> {
    return this._reopened;
  }

  get inherited(): ReadonlyMap<string, Verdict> {
    return this._inherited;
  }

  /** Number of edits that stand. */
  get standing(): ReadonlyMap<string, number> {
    return this._standing;
  }

  get unansweredVerdicts(): ReadonlySet<string> {
    return this._unansweredVerdicts;
  }

  clear(): void {
    this.replace(new Map(), new Map(), NOTHING_BESIDES);
  }

  /** Everything the kernel knows. */
  replace(
    verdicts: ReadonlyMap<string, Verdict>,
    standing: ReadonlyMap<string, number>,
    { reopened, inherited }: SaidBesides
  ): void {
    this._verdicts = new Map(verdicts);
    this._reopened = new Map(reopened);
    this._inherited = inherited;
    this._told = new Map(standing);
    this._count();
  }

  /** @param reopened - when a person opened the region again; null where nothing is said of it any more */
  setVerdict(region: string, verdict: Verdict | null, reopened: string | null = null): void {
    this._reopened.delete(region);
    this._verdicts.delete(region);
    if (verdict !== null) {
      this._verdicts.set(region, verdict);
    } else if (reopened !== null) {
      this._reopened.set(region, reopened);
    }
  }

  setStanding(region: string, edits: number): void {
    this._told.set(region, edits);
    this._count();
  }

  addUnanswered(edit: Edit): void {
    this._unanswered = [...this._unanswered, edit];
    this._count();
  }

  /** @returns whether they are others than before. */
  setUnanswered(edits: readonly Edit[], verdicts: ReadonlySet<string>): boolean {
    const known = this._unanswered;
    const judged = this._unansweredVerdicts;
    const isSame =
      edits.length === known.length &&
      edits.every((edit, i) => edit === known[i]) &&
      verdicts.size === judged.size &&
      [...verdicts].every(region => judged.has(region));
    this._unanswered = edits;
    this._unansweredVerdicts = verdicts;
    this._count();
    return !isSame;
  }

  /** What `done` means for a region: `fixed` when edits of it stand. */
  meaningOf(region: string, verdict: VerdictName | 'done'): VerdictName {
    const edits = this._standing.get(region) ?? 0;
    return verdict === 'done' ? (edits > 0 ? 'fixed' : 'correct') : verdict;
  }

  private _count(): void {
    this._standing = new Map(this._told);
    for (const { region } of this._unanswered) {
      if (region !== null) {
        this._standing.set(region, (this._standing.get(region) ?? 0) + 1);
      }
    }
  }

  private _verdicts = new Map<string, Verdict>();
  private _reopened = new Map<string, string>();
  private _inherited: ReadonlyMap<string, Verdict> = new Map();
  private _standing = new Map<string, number>();
  /** What the kernel told of edits that stand. */
  private _told = new Map<string, number>();
  private _unanswered: readonly Edit[] = [];
  private _unansweredVerdicts: ReadonlySet<string> = new Set();
}

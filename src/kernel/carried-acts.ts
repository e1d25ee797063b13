/** Keeps count of acts that came over from a session that is gone, and says once what has become of them. */
import type { KernelAct } from './act-queue';
import type { Carried } from './carry';

export class CarriedActs {
  /** @param _tell - says a sentence that stays */
  constructor(private readonly _tell: (text: string) => void) {}

  add({ acts, loose }: Carried): void {
    const changes = acts.flatMap(({ act }) =>
      act.kind === 'label' || act.kind === 'rank' ? [] : [act]
    );
    for (const act of changes) {
      this._open.add(act);
    }
    this._count += changes.length;
    this._loose += loose;
    if (this._open.size === 0 && loose > 0) {
      this._end();
    }
  }

  /** What is open is carried on, or by somebody else. */
  clear(): void {
    this._open.clear();
    this._count = this._loose = 0;
    this._refusals = [];
  }

  /** The kernel has answered an act. @param refusal - why it was not done, or null */
  answered(act: KernelAct, refusal: string | null): void {
    if (this._open.delete(act)) {
      if (refusal !== null) {
        this._refusals.push(refusal);
      }
      if (this._open.size === 0) {
        this._end();
      }
    }
  }

  private _end(): void {
    const text = [
      madeAgain(this._count, this._refusals.length),
      this._refusals.length > 0 ? `Refused: ${this._refusals[0]}` : '',
      this._loose > 0
        ? 'An undo or redo that had not arrived either was left out: do it again if it is still needed.'
        : ''
    ];
    this.clear();
    this._tell(text.filter(part => part !== '').join(' '));
  }

  private readonly _open = new Set<KernelAct>();
  private _count = 0;
  private _loose = 0;
  private _refusals: string[] = [];
}

function madeAgain(count: number, refused: number): string {
  if (count === 0) {
    return '';
  }
  const what =
    count === 1 ? 'change that the old kernel never got' : 'changes that the old kernel never got';
  if (refused > 0) {
    return `${count - refused} of ${count} ${what} ${count - refused === 1 ? 'was' : 'were'} made again.`;
  }
  return `${count} ${what} ${count === 1 ? 'was' : 'were'} made again.`;
}

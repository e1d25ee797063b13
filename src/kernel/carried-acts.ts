/** Keeps count of acts that came over from a page or a session that is gone, and says once what has become of them. */
import type { Translation } from '../core/translation';
import type { KernelAct } from './act-queue';
import type { Carried } from './carry';

/** What acts of a kind are called when they are made again: how many of how many. */
export type CarriedWords = (made: number, of: number, trans: Translation) => string;

export class CarriedActs {
  /**
   * @param _tell - says a sentence that stays
   * @param _words - says how many were made again
   */
  constructor(
    private readonly _tell: (text: string) => void,
    private readonly _words: CarriedWords,
    private readonly _trans: Translation
  ) {}

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
      this._count === 0
        ? ''
        : this._words(this._count - this._refusals.length, this._count, this._trans),
      this._refusals.length > 0 ? this._trans.__('Refused: %1', this._refusals[0]) : '',
      this._loose > 0
        ? this._trans.__(
            'An undo or redo that had not arrived either was left out: do it again if it is still needed.'
          )
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

/** Of acts that have no answer. */
export const neverGot: CarriedWords = (made, of, trans) =>
  made === of
    ? trans._n(
        '%1 change that the kernel never got was made again.',
        '%1 changes that the kernel never got were made again.',
        of
      )
    : trans._n(
        '%1 of %2 changes that the kernel never got was made again.',
        '%1 of %2 changes that the kernel never got were made again.',
        made,
        of
      );

/** Of acts that had their answer, and that the journal does not have. */
export const broughtBack: CarriedWords = (made, of, trans) =>
  made === of
    ? trans._n(
        '%1 change that the journal had lost was brought back from this browser.',
        '%1 changes that the journal had lost were brought back from this browser.',
        of
      )
    : trans._n(
        '%1 of %2 changes that the journal had lost was brought back from this browser.',
        '%1 of %2 changes that the journal had lost were brought back from this browser.',
        made,
        of
      );

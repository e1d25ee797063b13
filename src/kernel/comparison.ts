/** Asks the kernel now and then, in a few bytes, whether a message was missed: the server may drop some when a cell floods its output. */
import type { CurationModel } from '../core/model';
import { isSameRanking } from '../core/ranking-change';
import type { Outline } from './messages';

/** The ends of several cells make one question. */
const SETTLE_MS = 500;
/** The answer may be dropped as well. */
const RETRY_MS = 2000;
const MOST_ASKS = 4;

export interface ComparisonHost {
  /** Whether there is anything to compare: the kernel listens, and nothing is on its way to it. */
  canCompare(): boolean;
  ask(): void;
  /** What we hold is not what the kernel holds. */
  differs(): void;
}

export class Comparison {
  constructor(private readonly _host: ComparisonHost) {}

  /** Compare soon. */
  begin(): void {
    if (this._timer === undefined) {
      this._asks = 0;
      this._later(SETTLE_MS);
    }
  }

  /** The kernel has answered; `isSame` when we hold the same. What is on its way may be the difference, and is answered anyway. */
  answered(isSame: boolean): void {
    this.stop();
    if (!isSame && this._host.canCompare()) {
      this._host.differs();
    }
  }

  stop(): void {
    clearTimeout(this._timer);
    this._timer = undefined;
  }

  private _later(delay: number): void {
    this._timer = setTimeout(() => {
      this._timer = undefined;
      if (this._asks < MOST_ASKS && this._host.canCompare()) {
        this._asks += 1;
        this._later(RETRY_MS * this._asks);
        this._host.ask();
      }
    }, delay);
  }

  private _asks = 0;
  private _timer: ReturnType<typeof setTimeout> | undefined;
}

/** Whether a model holds what the kernel tells of. */
export function isSameState(
  outline: Outline,
  { volume, state, ownVerdicts }: CurationModel
): boolean {
  const times = [...ownVerdicts.values()].map(({ time }) => time).sort();
  return (
    outline.generation === volume?.generation &&
    outline.revision === state.revision &&
    outline.labels === volume.segmentation.labels.length &&
    outline.verdicts === ownVerdicts.size &&
    isSameRanking(outline.ranking, volume.ranking) &&
    outline.judged === (times.at(-1) ?? null)
  );
}

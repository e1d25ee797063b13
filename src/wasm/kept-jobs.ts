/** Jobs that are kept for other granularities: of several lists, as long as memory allows. */
import type { KeptJob } from './ranker';
import { LabellerError } from './ranker';

interface Held {
  readonly job: KeptJob;
  /** Resolves when nothing goes on in it. */
  busy: Promise<void>;
}

export class KeptJobs {
  /** @param _budget - bytes that they may hold together; the one used last is kept in any case */
  constructor(private readonly _budget: number) {}

  add(task: number, job: KeptJob): void {
    this._held.set(task, { job, busy: Promise.resolve() });
    this._trim(1);
  }

  /** Let go of what is over the budget, also the last one: memory is wanted for another job. */
  trim(): void {
    this._trim(0);
  }

  /**
   * Do something with the job of a task when nothing else goes on in it.
   * Rejects with {@link LabellerError} `lost` where it is not kept any more, or with what the use rejects with.
   */
  async use(task: number, act: (job: KeptJob) => Promise<void>): Promise<void> {
    const held = this._held.get(task);
    if (held === undefined) {
      throw new LabellerError(
        'lost',
        'found no more of what the list was made of, expected its hierarchy',
        'Rank anew.'
      );
    }
    this._held.delete(task);
    this._held.set(task, held);
    const acting = held.busy.then(() => act(held.job));
    held.busy = acting.catch(() => undefined);
    await acting;
  }

  /** Those used longest ago first, each as soon as nothing goes on in it. */
  private _trim(least: number): void {
    let bytes = 0;
    for (const { job } of this._held.values()) {
      bytes += job.bytes;
    }
    for (const [task, { job, busy }] of this._held) {
      if (bytes <= this._budget || this._held.size <= least) {
        return;
      }
      bytes -= job.bytes;
      this._held.delete(task);
      void busy.then(() => job.release());
    }
  }

  /** By task, those used last at the end. */
  private readonly _held = new Map<number, Held>();
}

/** Questions for what a tool would do, until they are answered. */
import type { Proposal } from '../core/proposals';
import type { Translation } from '../core/translation';
import { deferred } from '../wasm';
import type { Deferred } from '../wasm';

/** A kernel that says nothing for so long is busy. */
const LATE_MS = 15_000;

interface Question {
  readonly outcome: Deferred<Proposal | null>;
  readonly timer: ReturnType<typeof setTimeout>;
}

export class Proposals {
  constructor(private readonly _trans: Translation) {}

  begin(request: number, send: () => void): Promise<Proposal | null> {
    const outcome = deferred<Proposal | null>();
    const timer = setTimeout(() => {
      const why = this._trans.__(
        'The kernel does not answer; nothing was changed. Try again later.'
      );
      this.refuse(request, why);
    }, LATE_MS);
    this._questions.set(request, { outcome, timer });
    send();
    return outcome.promise;
  }

  answer(request: number, proposal: Proposal | null): void {
    this._take(request)?.outcome.resolve(proposal);
  }

  /** @returns whether it was a question of ours */
  refuse(request: number, message: string): boolean {
    const question = this._take(request);
    question?.outcome.reject(new Error(message));
    return question !== undefined;
  }

  /** Nobody will answer. */
  refuseAll(message: string): void {
    for (const request of [...this._questions.keys()]) {
      this.refuse(request, message);
    }
  }

  private _take(request: number): Question | undefined {
    const question = this._questions.get(request);
    this._questions.delete(request);
    clearTimeout(question?.timer);
    return question;
  }

  private readonly _questions = new Map<number, Question>();
}

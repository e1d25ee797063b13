/** Another granularity of what the worker has kept of a ranking. */
import type { RankParameters } from '../core/regions';
import type { RankOptions } from './ranker';
import type { Send } from './task';
import { RankingTask } from './task';

export class RecutTask extends RankingTask {
  /** @param _of - the task whose job is kept */
  constructor(
    id: number,
    private readonly _of: number,
    private readonly _parameters: RankParameters,
    options: RankOptions,
    onEnd: () => void
  ) {
    super(id, options, onEnd);
  }

  protected ask(send: Send): void {
    send({ kind: 'recut', task: this.id, of: this._of, parameters: this._parameters }, []);
  }
}

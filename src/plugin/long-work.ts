/** Tells of long work that nobody sees: a curator out of sight that loads or ranks, how far it is, and a way to stop it. */
import type { Notification } from '@jupyterlab/apputils';
import type { CurationState } from '../core/state';
import type { Translation } from '../core/translation';
import { formatCount, formatPercent } from '../panels/format';
import { loadingText } from '../panels/loading-words';
import type { ICurator } from './curators';

/** Shorter work is not told of. */
export const PATIENCE_MS = 2000;
const DONE_MS = 8000;
/** Progress is told this often. */
const STEPS = 20;

/** As much of JupyterLab's notifications as is needed here. */
export type Notices = Pick<typeof Notification, 'emit' | 'update' | 'dismiss'>;

interface Work {
  readonly text: string;
  readonly fraction: number;
  readonly isStopped: boolean;
}

export interface LongWorkOptions {
  readonly notices: Notices;
  readonly trans: Translation;
  /** Bring the curator into sight. */
  readonly show: () => void;
}

export class LongWork {
  constructor(
    private readonly _curator: Pick<ICurator, 'name' | 'model' | 'session'>,
    private readonly _options: LongWorkOptions
  ) {
    const { model, session } = _curator;
    this._disconnect = [
      model.stateChanged.connect(this._look),
      session.lookout.changed.connect(this._look)
    ];
    this._look();
  }

  dispose(): void {
    this._disconnect.forEach(disconnect => {
      disconnect();
    });
    this._withdraw();
    this._forget();
  }

  private readonly _look = (): void => {
    const { model, session } = this._curator;
    const work = workOf(model.state, this._options.trans);
    if (work === null) {
      this._end();
      return;
    }
    this._timer ??= setTimeout(() => {
      this._isLong = true;
      this._look();
    }, PATIENCE_MS);
    if (session.lookout.isInSight) {
      this._withdraw();
    } else if (this._isLong) {
      this._tell(work);
    }
  };

  private _tell(work: Work): void {
    const step = `${work.isStopped} ${Math.floor(work.fraction * STEPS)}`;
    if (step === this._step) {
      return;
    }
    this._step = step;
    this._put(work.text, work.isStopped ? 'default' : 'in-progress', {
      progress: work.fraction,
      autoClose: false,
      actions: [this._turn(work), this._toIt()]
    });
  }

  /** One that was closed by hand stays closed. */
  private _put(
    text: string,
    type: Notification.TypeOptions,
    options: Notification.IOptions<null>
  ): void {
    const { notices } = this._options;
    const message = `${this._curator.name} · ${text}`;
    if (this._id === null) {
      this._id = notices.emit(message, type, options);
    } else {
      notices.update({ id: this._id, message, type, ...options });
    }
  }

  private _turn({ isStopped }: Work): Notification.IAction {
    const { trans } = this._options;
    const { model, session } = this._curator;
    return {
      label: isStopped ? trans.__('Resume') : trans.__('Cancel'),
      callback: event => {
        // The notification stays, and says what came of it.
        event.preventDefault();
        if (model.state.isRanking) {
          model.cancelRanking();
        } else if (isStopped) {
          session.link.resumeLoading();
        } else {
          session.link.cancelLoading();
        }
      }
    };
  }

  private _toIt(): Notification.IAction {
    return { label: this._options.trans.__('Show'), callback: this._options.show };
  }

  /** What was told of is over. */
  private _end(): void {
    const { trans } = this._options;
    const problem = problemOf(this._curator.model.state);
    if (this._id !== null && problem !== null) {
      this._put(problem, 'error', { autoClose: false, actions: [this._toIt()] });
    } else if (this._id !== null) {
      const count = this._curator.model.ranking?.count ?? 0;
      const regions = trans._n('%1 region', '%2 regions', count, formatCount(count));
      this._put(trans.__('%1, ready for review', regions), 'success', {
        autoClose: DONE_MS,
        actions: [this._toIt()]
      });
    }
    this._forget();
  }

  /** The view tells it now. */
  private _withdraw(): void {
    if (this._id !== null) {
      this._options.notices.dismiss(this._id);
      this._id = null;
      this._step = '';
    }
  }

  private _forget(): void {
    clearTimeout(this._timer);
    this._timer = undefined;
    this._isLong = false;
    this._id = null;
    this._step = '';
  }

  private readonly _disconnect: readonly (() => void)[];
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _isLong = false;
  private _id: string | null = null;
  /** What was told last: told again when it is another. */
  private _step = '';
}

/** Why what was under way has come to nothing; null when it has not. */
function problemOf({ phase, rankingProblem }: CurationState): string | null {
  return phase.kind === 'failed' ? `${phase.message} ${phase.remedy}` : rankingProblem;
}

function workOf(
  { phase, isRanking, rankingFraction }: CurationState,
  trans: Translation
): Work | null {
  if (phase.kind === 'loading') {
    const { fraction, paused = false } = phase;
    return { text: loadingText(phase, trans), fraction, isStopped: paused };
  }
  return isRanking
    ? {
        text: trans.__('New list, %1', formatPercent(rankingFraction)),
        fraction: rankingFraction,
        isStopped: false
      }
    : null;
}

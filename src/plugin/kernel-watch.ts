/**
 * Whether the kernel behind a widget answers, runs a cell, is out of reach, or is gone. The connection's own status will not do: it
 * takes the `idle` of a comm message on a subshell, as ours are, for that of the cell that goes on running.
 */
import type { DOMWidgetModel } from '@jupyter-widgets/base';
import type { Kernel, KernelMessage } from '@jupyterlab/services';
import { Emitter } from '../core/signals';
import { Reconnection } from './reconnection';

export type KernelState = 'idle' | 'busy' | 'reconnecting' | 'gone';

/** A kernel counts as busy only when it stays so: most cells are over before one could read that they run. */
const BUSY_AFTER_MS = 700;

export class KernelWatch {
  readonly changed = new Emitter<KernelState>();
  /** The connection is back after it was out of reach. */
  readonly reconnected = new Emitter<undefined>();

  /** A cell is over. */
  readonly cellEnded = new Emitter<undefined>();

  constructor(widget: DOMWidgetModel) {
    this._widget = widget;
    this._kernel = kernelOf(widget);
    this._reconnection = this._kernel === null ? null : new Reconnection(this._kernel);
    widget.on('comm_live_update', this._look);
    this._kernel?.statusChanged.connect(this._look);
    this._kernel?.connectionStatusChanged.connect(this._look);
    this._kernel?.disposed.connect(this._look);
    this._kernel?.iopubMessage.connect(this._hear);
    this._ask();
    this._look();
  }

  get state(): KernelState {
    return this._state;
  }

  /** Out of reach: try at once to connect again. */
  tryNow(): void {
    this._reconnection?.tryNow();
  }

  dispose(): void {
    this._reconnection?.dispose();
    clearTimeout(this._busyTimer);
    this._widget.off('comm_live_update', this._look);
    this._kernel?.statusChanged.disconnect(this._look);
    this._kernel?.connectionStatusChanged.disconnect(this._look);
    this._kernel?.disposed.disconnect(this._look);
    this._kernel?.iopubMessage.disconnect(this._hear);
    this._asked += 1;
    this.changed.clear();
    this.reconnected.clear();
    this.cellEnded.clear();
  }

  private readonly _look = (): void => {
    const now = this._now();
    if (now !== 'busy' || this._state === 'reconnecting') {
      clearTimeout(this._busyTimer);
      this._busyTimer = undefined;
      this._set(now);
    } else if (this._state !== 'busy' && this._busyTimer === undefined) {
      this._busyTimer = setTimeout(() => {
        this._busyTimer = undefined;
        this._set(this._now());
      }, BUSY_AFTER_MS);
    }
  };

  private readonly _hear = (_: unknown, message: KernelMessage.IIOPubMessage): void => {
    const state = stateOfCell(message);
    if (state !== null) {
      this._asked += 1;
      this._runsCell = state === 'busy';
      this._look();
      if (!this._runsCell) {
        this.cellEnded.emit(undefined);
      }
    }
  };

  /** What ran before we listened: the kernel answers this when its cells are over. */
  private _ask(): void {
    if (this._kernel !== null) {
      this._asked += 1;
      const asked = this._asked;
      this._runsCell = true;
      const answered = () => {
        if (asked === this._asked) {
          this._runsCell = false;
          this._look();
        }
      };
      this._kernel.requestKernelInfo().then(answered, answered);
    }
  }

  private _now(): KernelState {
    const kernel = this._kernel;
    const isOver =
      kernel !== null && (kernel.isDisposed || ['dead', 'restarting'].includes(kernel.status));
    if (!this._widget.comm_live || isOver) {
      return 'gone';
    }
    if (kernel !== null && kernel.connectionStatus !== 'connected') {
      return 'reconnecting';
    }
    return this._runsCell ? 'busy' : 'idle';
  }

  private _set(state: KernelState): void {
    const before = this._state;
    // A restarted kernel knows nothing of this widget, whatever its status.
    if (state === before || before === 'gone') {
      return;
    }
    this._state = state;
    this.changed.emit(state);
    if (before === 'reconnecting' && state !== 'gone') {
      this._ask();
      this.reconnected.emit(undefined);
    }
  }

  private readonly _widget: DOMWidgetModel;
  private readonly _kernel: Kernel.IKernelConnection | null;
  private readonly _reconnection: Reconnection | null;
  private _state: KernelState = 'idle';
  /** Whether a cell runs, as far as is known. */
  private _runsCell = false;
  /** Number of the last question; one more than that when its answer would be outdated. */
  private _asked = 0;
  private _busyTimer: ReturnType<typeof setTimeout> | undefined;
}

/** What a message says of the cells of the kernel's main shell; null when nothing. */
function stateOfCell({
  header,
  parent_header: parent,
  content
}: KernelMessage.IIOPubMessage): 'busy' | 'idle' | null {
  const isOfCell =
    'msg_type' in parent && parent.msg_type === 'execute_request' && !parent.subshell_id;
  if (header.msg_type !== 'status' || !isOfCell || !('execution_state' in content)) {
    return null;
  }
  return content.execution_state === 'busy' ? 'busy' : 'idle';
}

/** The kernel connection of JupyterLab's widget managers; other hosts have none. */
function kernelOf(widget: DOMWidgetModel): Kernel.IKernelConnection | null {
  const manager: unknown = widget.widget_manager;
  const kernel =
    typeof manager === 'object' && manager !== null && 'kernel' in manager ? manager.kernel : null;
  return isKernelConnection(kernel) ? kernel : null;
}

function isKernelConnection(value: unknown): value is Kernel.IKernelConnection {
  return (
    typeof value === 'object' &&
    value !== null &&
    'statusChanged' in value &&
    'connectionStatus' in value &&
    'iopubMessage' in value
  );
}

/** Whether the kernel behind a widget answers, is busy, is out of reach, or is gone. */
import type { DOMWidgetModel } from '@jupyter-widgets/base';
import type { Kernel } from '@jupyterlab/services';
import { Emitter } from '../core/signals';

export type KernelState = 'idle' | 'busy' | 'reconnecting' | 'gone';

/** A kernel counts as busy only when it stays so: messages of our own make it busy for moments. */
const BUSY_AFTER_MS = 700;

export class KernelWatch {
  readonly changed = new Emitter<KernelState>();
  /** The connection is back after it was out of reach. */
  readonly reconnected = new Emitter<undefined>();

  constructor(widget: DOMWidgetModel) {
    this._widget = widget;
    this._kernel = kernelOf(widget);
    widget.on('comm_live_update', this._look);
    this._kernel?.statusChanged.connect(this._look);
    this._kernel?.connectionStatusChanged.connect(this._look);
    this._kernel?.disposed.connect(this._look);
    this._look();
  }

  get state(): KernelState {
    return this._state;
  }

  dispose(): void {
    clearTimeout(this._busyTimer);
    this._widget.off('comm_live_update', this._look);
    this._kernel?.statusChanged.disconnect(this._look);
    this._kernel?.connectionStatusChanged.disconnect(this._look);
    this._kernel?.disposed.disconnect(this._look);
    this.changed.clear();
    this.reconnected.clear();
  }

  private readonly _look = (): void => {
    const now = this._now();
    if (now !== 'busy') {
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
    return kernel?.status === 'busy' ? 'busy' : 'idle';
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
      this.reconnected.emit(undefined);
    }
  }

  private readonly _widget: DOMWidgetModel;
  private readonly _kernel: Kernel.IKernelConnection | null;
  private _state: KernelState = 'idle';
  private _busyTimer: ReturnType<typeof setTimeout> | undefined;
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
    'connectionStatus' in value
  );
}

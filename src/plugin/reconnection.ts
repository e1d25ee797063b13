/**
 * Goes on trying to reach a kernel. JupyterLab gives up after a handful of tries, in about a minute, and at once when the server said
 * good-bye; then nothing would be sent again before somebody thinks of the menu.
 */
import type { Kernel } from '@jupyterlab/services';

const EVERY_MS = 15_000;

export class Reconnection {
  constructor(private readonly _kernel: Kernel.IKernelConnection) {
    _kernel.connectionStatusChanged.connect(this._follow);
    window.addEventListener('online', this.tryNow);
    this._follow();
  }

  /** Not wait for the next try. */
  readonly tryNow = (): void => {
    const { isDisposed, connectionStatus } = this._kernel;
    if (!isDisposed && connectionStatus !== 'connected') {
      this._kernel.reconnect().catch(() => undefined);
    }
  };

  dispose(): void {
    clearTimeout(this._timer);
    this._kernel.connectionStatusChanged.disconnect(this._follow);
    window.removeEventListener('online', this.tryNow);
  }

  private readonly _follow = (): void => {
    clearTimeout(this._timer);
    if (this._kernel.connectionStatus === 'disconnected') {
      this._timer = setTimeout(this.tryNow, EVERY_MS);
    }
  };

  private _timer: ReturnType<typeof setTimeout> | undefined;
}

/** The comm of a widget, as the kernel layer's channel. */
import type { DOMWidgetModel } from '@jupyter-widgets/base';
import type { JSONObject } from '@lumino/coreutils';
import { Emitter } from '../core/signals';
import type { Channel } from '../kernel';

/** A kernel without subshells never tells that one has started. */
const SUBSHELL_WAIT_MS = 1500;

export class CommChannel implements Channel {
  readonly received = new Emitter<{
    readonly content: unknown;
    readonly buffers: readonly DataView[];
  }>();
  /** The comm's subshell runs, so that messages are heard while a cell runs; or there is none to wait for. */
  readonly ready: Promise<void>;

  constructor(widget: DOMWidgetModel) {
    this._widget = widget;
    this.ready = subshellOf(widget);
    widget.on('msg:custom', this._onMessage);
  }

  send(content: Record<string, unknown>, buffers: readonly ArrayBuffer[] = []): void {
    this._widget.send(content as JSONObject, undefined, [...buffers]);
  }

  dispose(): void {
    this._widget.off('msg:custom', this._onMessage);
    this.received.clear();
  }

  private readonly _onMessage = (content: unknown, buffers: readonly DataView[] | null): void => {
    this.received.emit({ content, buffers: buffers ?? [] });
  };

  private readonly _widget: DOMWidgetModel;
}

async function subshellOf(widget: DOMWidgetModel): Promise<void> {
  const started: unknown = (
    widget.comm as { jsServicesComm?: { subshellStarted?: Promise<void> } } | undefined
  )?.jsServicesComm?.subshellStarted;
  if (started instanceof Promise) {
    const timeout = new Promise(resolve => {
      setTimeout(resolve, SUBSHELL_WAIT_MS);
    });
    await Promise.race([started, timeout]).catch(() => undefined);
  }
}

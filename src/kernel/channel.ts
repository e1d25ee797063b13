/** What carries messages to the kernel and back; the plugin makes one of the widget's comm. */
import type { Emitter } from '../core/signals';

export interface Received {
  readonly content: unknown;
  readonly buffers: readonly DataView[];
}

export interface Channel {
  /** Settles when messages are heard while a cell runs, or when there is no way to that. */
  readonly ready: Promise<void>;
  /** Borrows the buffers. May throw when the connection is closed. */
  send(content: Record<string, unknown>, buffers?: readonly ArrayBuffer[]): void;
  readonly received: Emitter<Received>;
}

/** The bytes of a buffer that may lie on a larger one. A view; a copy only of shared memory. */
export function bytesOf({ buffer, byteOffset, byteLength }: DataView): Uint8Array<ArrayBuffer> {
  return buffer instanceof ArrayBuffer
    ? new Uint8Array(buffer, byteOffset, byteLength)
    : Uint8Array.from(new Uint8Array(buffer, byteOffset, byteLength));
}

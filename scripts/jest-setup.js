/** What browsers have and jsdom lacks. */
const { webcrypto } = require('node:crypto');
const { TextDecoder, TextEncoder } = require('node:util');

Object.defineProperty(globalThis, 'crypto', { value: webcrypto, configurable: true });
Object.assign(globalThis, { TextDecoder, TextEncoder });
if (typeof MouseEvent !== 'undefined') {
  globalThis.DragEvent ??= class DragEvent extends MouseEvent {};
  globalThis.PointerEvent ??= class PointerEvent extends MouseEvent {};
}
globalThis.ResizeObserver ??= class ResizeObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
};

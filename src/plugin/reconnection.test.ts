import type { Kernel } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';
import { Reconnection } from './reconnection';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** A connection that JupyterLab tries to make, or has given up. */
class FakeConnection {
  readonly connectionStatusChanged = new Signal<this, string>(this);
  isDisposed = false;
  connectionStatus = 'connected';
  tries = 0;

  becomes(status: string): void {
    this.connectionStatus = status;
    this.connectionStatusChanged.emit(status);
  }

  reconnect(): Promise<void> {
    this.tries += 1;
    this.becomes('connecting');
    return Promise.reject(new Error('Kernel connection disconnected'));
  }
}

function reconnecting(): { kernel: FakeConnection; reconnection: Reconnection } {
  const kernel = new FakeConnection();
  const reconnection = new Reconnection(kernel as unknown as Kernel.IKernelConnection);
  return { kernel, reconnection };
}

it('a connection that was given up is tried again, now and then, until it is there', () => {
  const { kernel } = reconnecting();
  kernel.becomes('connecting');
  jest.advanceTimersByTime(60_000);
  expect(kernel.tries).toBe(0);
  kernel.becomes('disconnected');
  jest.advanceTimersByTime(60_000);
  expect(kernel.tries).toBe(1);
  kernel.becomes('disconnected');
  jest.advanceTimersByTime(60_000);
  expect(kernel.tries).toBe(2);
  kernel.becomes('connected');
  jest.advanceTimersByTime(60_000);
  expect(kernel.tries).toBe(2);
});

it('of several views of one kernel one tries', () => {
  const { kernel } = reconnecting();
  new Reconnection(kernel as unknown as Kernel.IKernelConnection);
  kernel.becomes('disconnected');
  jest.advanceTimersByTime(60_000);
  expect(kernel.tries).toBe(1);
});

it('a network that is back, or a person, need not wait', () => {
  const { kernel, reconnection } = reconnecting();
  reconnection.tryNow();
  window.dispatchEvent(new Event('online'));
  expect(kernel.tries).toBe(0);
  kernel.becomes('disconnected');
  window.dispatchEvent(new Event('online'));
  expect(kernel.tries).toBe(1);
  reconnection.tryNow();
  expect(kernel.tries).toBe(2);
});

it('what has ended tries nothing', () => {
  const { kernel, reconnection } = reconnecting();
  kernel.becomes('disconnected');
  reconnection.dispose();
  window.dispatchEvent(new Event('online'));
  jest.advanceTimersByTime(60_000);
  expect(kernel.tries).toBe(0);
});

import type { DOMWidgetModel } from '@jupyter-widgets/base';
import { Signal } from '@lumino/signaling';
import { KernelWatch } from './kernel-watch';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** What the watch sees of a kernel; its main shell answers when the test says so. */
class FakeConnection {
  readonly statusChanged = new Signal<this, string>(this);
  readonly connectionStatusChanged = new Signal<this, string>(this);
  readonly disposed = new Signal<this, undefined>(this);
  readonly iopubMessage = new Signal<this, unknown>(this);
  isDisposed = false;
  status = 'idle';
  connectionStatus = 'connected';
  answers: (() => void)[] = [];

  requestKernelInfo(): Promise<void> {
    return new Promise(resolve => this.answers.push(resolve));
  }

  async answer(): Promise<void> {
    this.answers.shift()?.();
    await Promise.resolve();
  }

  /** The kernel begins or ends with a message, and tells everybody. */
  says(execution_state: string, msg_type: string, subshell_id: string | null = null): void {
    this.status = execution_state;
    this.statusChanged.emit(execution_state);
    this.iopubMessage.emit({
      header: { msg_type: 'status' },
      parent_header: { msg_type, subshell_id },
      content: { execution_state }
    });
  }

  connect(connectionStatus: string): void {
    this.connectionStatus = connectionStatus;
    this.connectionStatusChanged.emit(connectionStatus);
  }
}

function watchOf(kernel: FakeConnection): KernelWatch {
  const widget = { widget_manager: { kernel }, comm_live: true, on: jest.fn(), off: jest.fn() };
  return new KernelWatch(widget as unknown as DOMWidgetModel);
}

async function watched() {
  const kernel = new FakeConnection();
  const watch = watchOf(kernel);
  await kernel.answer();
  return { kernel, watch };
}

it('a cell that runs makes the kernel busy, once it lasts', async () => {
  const { kernel, watch } = await watched();
  kernel.says('busy', 'execute_request');
  expect(watch.state).toBe('idle');
  jest.advanceTimersByTime(1000);
  expect(watch.state).toBe('busy');
  kernel.says('idle', 'execute_request');
  expect(watch.state).toBe('idle');
});

it('the end of a cell is told, however short it was, and that of other messages is not', async () => {
  const { kernel, watch } = await watched();
  const ended = jest.fn();
  watch.cellEnded.connect(ended);
  kernel.says('busy', 'execute_request');
  kernel.says('idle', 'comm_msg');
  expect(ended).not.toHaveBeenCalled();
  kernel.says('idle', 'execute_request');
  expect(ended).toHaveBeenCalledTimes(1);
});

it('messages that a subshell handles meanwhile say nothing of the cell', async () => {
  const { kernel, watch } = await watched();
  kernel.says('busy', 'execute_request');
  kernel.says('busy', 'comm_msg', 'subshell');
  kernel.says('idle', 'comm_msg', 'subshell');
  jest.advanceTimersByTime(1000);
  kernel.says('idle', 'comm_msg', 'subshell');
  expect(watch.state).toBe('busy');
});

it('a cell in a subshell holds nobody up', async () => {
  const { kernel, watch } = await watched();
  kernel.says('busy', 'execute_request', 'subshell');
  jest.advanceTimersByTime(1000);
  expect(watch.state).toBe('idle');
});

it('a page that opens during a cell hears when it is over', async () => {
  const kernel = new FakeConnection();
  const watch = watchOf(kernel);
  jest.advanceTimersByTime(1000);
  expect(watch.state).toBe('busy');
  await kernel.answer();
  expect(watch.state).toBe('idle');
});

it('an answer that is overtaken by the next cell counts no more', async () => {
  const kernel = new FakeConnection();
  const watch = watchOf(kernel);
  kernel.says('busy', 'execute_request');
  await kernel.answer();
  jest.advanceTimersByTime(1000);
  expect(watch.state).toBe('busy');
});

it('the end of a cell may be missed while the kernel is out of reach', async () => {
  const { kernel, watch } = await watched();
  const back = jest.fn();
  watch.reconnected.connect(back);
  kernel.says('busy', 'execute_request');
  jest.advanceTimersByTime(1000);
  kernel.connect('connecting');
  expect(watch.state).toBe('reconnecting');
  kernel.connect('connected');
  expect(watch.state).toBe('busy');
  expect(back).toHaveBeenCalledTimes(1);
  await kernel.answer();
  expect(watch.state).toBe('idle');
});

it('a kernel that restarts is gone for this widget', async () => {
  const { kernel, watch } = await watched();
  kernel.says('restarting', 'shutdown_request');
  expect(watch.state).toBe('gone');
  kernel.says('idle', 'kernel_info_request');
  expect(watch.state).toBe('gone');
});

import { Emitter } from './signals';

describe('an emitter', () => {
  it('tells its listeners until they disconnect', () => {
    const emitter = new Emitter<number>();
    const heard: number[] = [];
    const disconnect = emitter.connect(value => heard.push(value));
    emitter.emit(1);
    disconnect();
    emitter.emit(2);
    expect(heard).toEqual([1]);
  });

  it('does not call a listener that another has disconnected meanwhile', () => {
    const emitter = new Emitter<undefined>();
    const late = jest.fn();
    emitter.connect(() => disconnect());
    const disconnect = emitter.connect(late);
    emitter.emit(undefined);
    expect(late).not.toHaveBeenCalled();
  });

  it('goes on when a listener throws, and reports what it threw', () => {
    const report = jest.spyOn(globalThis, 'queueMicrotask').mockImplementation();
    const emitter = new Emitter<undefined>();
    const other = jest.fn();
    emitter.connect(() => {
      throw new Error('in a view');
    });
    emitter.connect(other);
    expect(() => emitter.emit(undefined)).not.toThrow();
    expect(other).toHaveBeenCalled();
    expect(report.mock.calls[0][0]).toThrow('in a view');
    report.mockRestore();
  });
});

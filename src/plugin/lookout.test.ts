import { Lookout } from './lookout';

/** As a browser calls it. */
let tell: (isIntersecting: boolean) => void;

beforeEach(() => {
  jest.useFakeTimers();
  Object.assign(globalThis, {
    IntersectionObserver: class {
      constructor(callback: (entries: readonly object[]) => void) {
        tell = isIntersecting => {
          callback([{ isIntersecting, time: performance.now() }]);
        };
      }
      observe(): void {}
      disconnect(): void {}
    }
  });
});

afterEach(() => {
  jest.useRealTimers();
  Reflect.deleteProperty(globalThis, 'IntersectionObserver');
});

describe('what a page may have missed', () => {
  it('is asked when a view comes into sight, and now and then', () => {
    const ask = jest.fn();
    new Lookout(ask).watch(document.body);
    expect(ask).toHaveBeenCalledTimes(0);
    tell(true);
    expect(ask).toHaveBeenCalledTimes(1);
    jest.advanceTimersByTime(40_000);
    expect(ask).toHaveBeenCalledTimes(3);
  });

  it('is not asked for a view out of sight, or gone', () => {
    const ask = jest.fn();
    const end = new Lookout(ask).watch(document.body);
    tell(true);
    tell(false);
    expect(jest.getTimerCount()).toBe(0);
    tell(true);
    end();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is asked as long as one of several views is in sight', () => {
    const ask = jest.fn();
    const lookout = new Lookout(ask);
    lookout.watch(document.body);
    tell(true);
    const end = lookout.watch(document.documentElement);
    tell(true);
    end();
    expect(jest.getTimerCount()).toBe(1);
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it('comes into sight with the first view, and goes out of it with the last', () => {
    const lookout = new Lookout(() => undefined);
    const seen: boolean[] = [];
    lookout.changed.connect(() => seen.push(lookout.isInSight));
    const ends = [document.body, document.documentElement].map(view => {
      const end = lookout.watch(view);
      tell(true);
      return end;
    });
    ends.forEach(end => {
      end();
    });
    expect(seen).toEqual([true, false]);
  });
});

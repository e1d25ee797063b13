import { watchSight } from './sight';

/** As JupyterLab calls it: late reports come after newer ones. */
let tell: (isIntersecting: boolean, time: number) => void;

beforeEach(() => {
  Object.assign(globalThis, {
    IntersectionObserver: class {
      constructor(callback: (entries: readonly object[]) => void) {
        tell = (isIntersecting, time) => {
          callback([{ isIntersecting, time }]);
        };
      }
      observe(): void {}
      disconnect(): void {}
    }
  });
});

afterEach(() => {
  Reflect.deleteProperty(globalThis, 'IntersectionObserver');
});

function reports(): { seen: boolean[]; end: () => void } {
  const seen: boolean[] = [];
  const end = watchSight(document.body, isInSight => seen.push(isInSight));
  return { seen, end };
}

it('reports are passed on as they come', () => {
  const { seen } = reports();
  tell(true, 10);
  tell(false, 20);
  expect(seen).toEqual([true, false]);
});

it('a report that comes late does not overrule a newer one', () => {
  const { seen } = reports();
  tell(false, 20);
  tell(true, 10);
  expect(seen).toEqual([false]);
});

it('what comes after the end is not heard', () => {
  const { seen, end } = reports();
  end();
  tell(true, 10);
  expect(seen).toEqual([]);
});

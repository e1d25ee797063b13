import { FrameLoop } from './frame-loop';

function make(canRefine = false) {
  const log: string[] = [];
  const loop = new FrameLoop(
    () => log.push('slices'),
    () => {
      log.push('volume');
      return canRefine;
    },
    () => log.push('fine'),
    () => log.push('hold')
  );
  return { log, loop };
}

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

it('draws the slices first, once a frame, and the volume after them', () => {
  const { log, loop } = make();
  loop.schedule();
  loop.schedule();
  expect(log).toEqual(['hold']);
  jest.advanceTimersToNextTimer();
  expect(log).toEqual(['hold', 'slices']);
  jest.runAllTimers();
  expect(log).toEqual(['hold', 'slices', 'volume']);
});

it('refines when nothing moved for a while, and not before', () => {
  const { log, loop } = make(true);
  for (let frame = 0; frame < 3; frame++) {
    loop.schedule();
    jest.advanceTimersByTime(100);
  }
  expect(log).not.toContain('fine');
  jest.runAllTimers();
  expect(log.filter(name => name === 'fine')).toHaveLength(1);
});

it('holds a fine picture back from the moment a frame is wanted, and goes on when nothing moved for a while', () => {
  const { log, loop } = make(true);
  loop.now();
  jest.runAllTimers();
  loop.schedule();
  expect(log).toEqual(['slices', 'volume', 'fine', 'hold']);
  jest.runAllTimers();
  expect(log.slice(4)).toEqual(['slices', 'volume', 'fine']);
});

it('draws at once when asked, and nothing once it is disposed', () => {
  const { log, loop } = make(true);
  loop.now();
  expect(log).toEqual(['slices', 'volume']);
  loop.schedule();
  loop.dispose();
  loop.schedule();
  loop.now();
  jest.runAllTimers();
  expect(log).toEqual(['slices', 'volume', 'hold']);
});

it('rests when nothing waits and the last frame is on screen', () => {
  const { loop } = make();
  expect(loop.isResting).toBe(true);
  loop.schedule();
  expect(loop.isResting).toBe(false);
  jest.advanceTimersByTime(20);
  expect(loop.isResting).toBe(false);
  jest.advanceTimersByTime(120);
  expect(loop.isResting).toBe(true);
});

import type { Phase } from '../core/state';
import { SurfaceTurn } from './surface-turn';

const loading = (what: string, paused = false): Phase => ({
  kind: 'loading',
  fraction: 0.5,
  what,
  paused
});

function make() {
  const onTurn = jest.fn();
  const turn = new SurfaceTurn(onTurn);
  turn.reset();
  turn.follow(loading('image'));
  return { turn, onTurn };
}

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

it('lets blocks come first', () => {
  expect(make().turn.detail).toBe('none');
});

it.each<[string, Phase]>([
  ['only the ranking is missing', loading('regions')],
  ['loading is stopped', loading('image', true)],
  ['everything is there', { kind: 'ready' }]
])('makes fine surfaces once %s', (_, phase) => {
  const { turn, onTurn } = make();
  turn.follow(phase);
  expect(turn.detail).toBe('fine');
  expect(onTurn).toHaveBeenCalledTimes(1);
});

it('shows something coarse when blocks take long', () => {
  const { turn, onTurn } = make();
  jest.advanceTimersByTime(5000);
  expect(turn.detail).toBe('coarse');
  expect(onTurn).toHaveBeenCalledTimes(1);
});

it('waits again for the next arrays', () => {
  const { turn } = make();
  turn.follow({ kind: 'ready' });
  turn.reset();
  turn.follow(loading('segmentation'));
  expect(turn.detail).toBe('none');
});

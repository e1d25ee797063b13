import { nullTranslator } from '@jupyterlab/translation';
import { Emitter } from '../core/signals';
import { openSession, rankingOf } from '../tools/testing';
import type { ICurator } from './curators';
import { LongWork, PATIENCE_MS } from './long-work';

const event = { preventDefault: jest.fn() } as unknown as MouseEvent;

function session() {
  const changed = new Emitter<undefined>();
  const lookout = { isInSight: false, changed };
  const link = { cancelLoading: jest.fn(), resumeLoading: jest.fn() };
  const model = openSession();
  const curator = { name: 'mouse-07', model, session: { link, lookout } } as unknown as ICurator;
  const notices = {
    emit: jest.fn(() => 'one'),
    update: jest.fn(() => true),
    dismiss: jest.fn()
  };
  const show = jest.fn();
  const trans = nullTranslator.load('voxproof');
  const work = new LongWork(curator, { notices, trans, show });
  return {
    model,
    link,
    notices,
    show,
    work,
    load: (fraction: number, paused = false) => {
      model.update({ phase: { kind: 'loading', what: 'image', fraction, paused } });
    },
    setInSight: (isInSight: boolean) => {
      lookout.isInSight = isInSight;
      changed.emit(undefined);
    }
  };
}

type Told = [
  string,
  string,
  { progress?: number; actions: { label: string; callback: (event: MouseEvent) => void }[] }
];

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

test('short work is not told of', () => {
  const { load, model, notices } = session();
  load(0.2);
  jest.advanceTimersByTime(PATIENCE_MS - 1);
  model.update({ phase: { kind: 'ready' } });
  jest.advanceTimersByTime(PATIENCE_MS);
  expect(notices.emit).not.toHaveBeenCalled();
});

test('long work out of sight is told of, with its progress, and when it is done', () => {
  const { load, model, notices } = session();
  load(0.2);
  jest.advanceTimersByTime(PATIENCE_MS);
  expect(notices.emit).toHaveBeenCalledWith(
    'mouse-07 · Loading the image, 20 %',
    'in-progress',
    expect.objectContaining({ progress: 0.2, autoClose: false })
  );
  load(0.21);
  expect(notices.update).not.toHaveBeenCalled();
  load(0.5);
  expect(notices.update).toHaveBeenCalledWith(
    expect.objectContaining({ id: 'one', message: 'mouse-07 · Loading the image, 50 %' })
  );
  model.setRanking(rankingOf([[10, 3]]));
  model.update({ phase: { kind: 'ready' } });
  expect(notices.update).toHaveBeenLastCalledWith(
    expect.objectContaining({ type: 'success', message: 'mouse-07 · 1 region, ready for review' })
  );
});

test('it can be stopped and resumed from there', () => {
  const { load, link, notices } = session();
  load(0.2);
  jest.advanceTimersByTime(PATIENCE_MS);
  const [, , { actions }] = notices.emit.mock.calls[0] as unknown as Told;
  actions[0].callback(event);
  expect(link.cancelLoading).toHaveBeenCalledTimes(1);
  load(0.2, true);
  const [stopped] = notices.update.mock.lastCall as unknown as [Told[2] & { message: string }];
  expect(stopped.message).toContain('Loading stopped at 20 %');
  stopped.actions[0].callback(event);
  expect(link.resumeLoading).toHaveBeenCalledTimes(1);
});

test('a new list is told of too, and can be left', () => {
  const { model, notices } = session();
  const asked = jest.spyOn(model, 'cancelRanking');
  model.update({ phase: { kind: 'ready' }, isRanking: true, rankingFraction: 0.4 });
  jest.advanceTimersByTime(PATIENCE_MS);
  const [message, , { actions }] = notices.emit.mock.calls[0] as unknown as Told;
  expect(message).toBe('mouse-07 · New list, 40 %');
  actions[0].callback(event);
  expect(asked).toHaveBeenCalledTimes(1);
});

test('what comes into sight, or goes, is told of no longer', () => {
  const { load, notices, setInSight, work } = session();
  load(0.2);
  jest.advanceTimersByTime(PATIENCE_MS);
  setInSight(true);
  expect(notices.dismiss).toHaveBeenCalledWith('one');
  setInSight(false);
  expect(notices.emit).toHaveBeenCalledTimes(2);
  work.dispose();
  expect(notices.dismiss).toHaveBeenCalledTimes(2);
  load(0.9);
  expect(notices.emit).toHaveBeenCalledTimes(2);
});

test('why it failed is told, with the way out', () => {
  const { load, model, notices, show } = session();
  load(0.2);
  jest.advanceTimersByTime(PATIENCE_MS);
  model.update({ phase: { kind: 'failed', message: 'No room.', remedy: 'Clear an output.' } });
  const [failed] = notices.update.mock.lastCall as unknown as [Told[2] & { message: string }];
  expect(failed).toMatchObject({ type: 'error', message: 'mouse-07 · No room. Clear an output.' });
  failed.actions[0].callback(event);
  expect(show).toHaveBeenCalledTimes(1);
});

test('a new list that could not be made is told of as that', () => {
  const { model, notices } = session();
  model.update({ phase: { kind: 'ready' }, isRanking: true, rankingFraction: 0.4 });
  jest.advanceTimersByTime(PATIENCE_MS);
  model.update({ isRanking: false, rankingProblem: 'The memory does not suffice.' });
  expect(notices.update).toHaveBeenLastCalledWith(
    expect.objectContaining({ type: 'error', message: 'mouse-07 · The memory does not suffice.' })
  );
});

import type { LoggedAct, LoggedEdit, LoggedRevert } from './history';
import { HistoryLog } from './history';

const BOX = { z0: 0, z1: 1, y0: 0, y1: 1, x0: 0, x1: 1 };

function edit(seq: number, region: string | null = null): LoggedEdit {
  return {
    seq,
    kind: 'edit',
    time: seq,
    id: `e${seq}`,
    tool: 'brush',
    region,
    box: BOX,
    voxels: 1
  };
}

function revert(seq: number, target: number | null, region: string | null = null): LoggedRevert {
  return { ...edit(seq, region), kind: 'revert', tool: 'revert', target, kept: 0 };
}

const step = (seq: number, kind: 'undo' | 'redo'): LoggedAct => ({ seq, kind, time: seq });

function statesOf(...acts: readonly LoggedAct[]): readonly string[] {
  const log = new HistoryLog();
  log.add(acts);
  return log.rows().map(({ entry, state }) => `${entry.seq} ${state}`);
}

describe('the history', () => {
  it('has the newest first, undone entries until something else is done', () => {
    expect(statesOf(edit(1), edit(2), step(3, 'undo'))).toEqual(['2 undone', '1 stands']);
    expect(statesOf(edit(1), edit(2), step(3, 'undo'), edit(4))).toEqual(['4 stands', '1 stands']);
    expect(statesOf(edit(1), step(2, 'undo'), step(3, 'redo'))).toEqual(['1 stands']);
  });

  it('tells what was reverted out of order, and what stands again since that was reverted', () => {
    const acts = [edit(1), edit(2), revert(3, 1)];
    expect(statesOf(...acts)).toEqual(['3 stands', '2 stands', '1 reverted']);
    expect(statesOf(...acts, revert(4, 3))).toEqual([
      '4 stands',
      '3 reverted',
      '2 stands',
      '1 stands'
    ]);
    expect(statesOf(...acts, step(4, 'undo'))).toEqual(['3 undone', '2 stands', '1 stands']);
  });

  it('takes back all edits of a region that stand, and no others', () => {
    const acts = [
      edit(1, 'a'),
      edit(2, 'b'),
      edit(3, 'a'),
      revert(4, 1, 'a'),
      revert(5, null, 'a')
    ];
    expect(statesOf(...acts)).toEqual([
      '5 stands',
      '4 stands',
      '3 reverted',
      '2 stands',
      '1 reverted'
    ]);
    expect(statesOf(...acts, step(6, 'undo')).slice(2)).toEqual([
      '3 stands',
      '2 stands',
      '1 reverted'
    ]);
  });

  it('follows each act once, however often it is told', () => {
    const log = new HistoryLog();
    log.add([edit(1), edit(2)]);
    log.add([edit(2), step(3, 'undo')]);
    expect(log.last).toBe(3);
    expect(log.rows()).toHaveLength(2);
    log.clear();
    expect([log.last, log.rows()]).toEqual([0, []]);
  });
});

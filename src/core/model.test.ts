import { containsBox } from './axes';
import type { Edit } from './edits';
import { labelIndex } from './labels';
import type { Act } from './model';
import { CurationModel } from './model';
import { USUAL } from './preferences';
import { rankingOf, volumeDescription } from './testing';

const DESCRIPTION = volumeDescription();
const { shape: SHAPE } = DESCRIPTION;
const RANKING = rankingOf(SHAPE, [
  [[4, 5, 6, 9]],
  [
    [10, 12, 20, 21],
    [10, 13, 20, 28]
  ],
  [[19, 32, 46, 47]]
]);
const VERDICT = { verdict: 'unsure', note: 'blurred', time: '2026-11-25T10:00:00Z' } as const;

/** Everything is loaded and ranked. */
function readyModel() {
  const model = new CurationModel();
  const acts: Act[] = [];
  model.open(DESCRIPTION);
  model.setRanking(RANKING);
  model.update({ phase: { kind: 'ready' } });
  model.acted.connect(act => acts.push(act));
  return { model, acts };
}

function paint(model: CurationModel, x0 = 6, x1 = 8): Edit | null {
  model.beginStroke()?.paintRow(4, 5, x0, x1, labelIndex(2));
  return model.endStroke('brush');
}

function id(index: number): string {
  return `g0/plateau26/${RANKING.table.firstVoxel[index]}`;
}

describe('opening', () => {
  it('makes empty arrays and starts in the middle', () => {
    const model = new CurationModel();
    const opened = jest.fn();
    model.opened.connect(opened);
    model.open(DESCRIPTION);
    expect(opened).toHaveBeenCalledWith(DESCRIPTION);
    expect(model.arrays?.segmentation.data).toHaveLength(20 * 33 * 47);
    expect(model.state).toMatchObject({
      phase: { kind: 'loading' },
      cursor: { z: 10, y: 16, x: 23 },
      crop: null,
      selected: null,
      window: [10, 200],
      tool: { radius: 1.5, label: 1 }
    });
  });

  it('gives the brush the radius that is preferred, in edges of the smallest side of a voxel', () => {
    const model = new CurationModel();
    model.update({ preferences: { ...USUAL, radius: 5 } });
    model.open(DESCRIPTION);
    expect(model.state.tool.radius).toBe(2.5);
    model.setRadius(6);
    expect(model.state.tool.radius).toBe(3);
  });

  it('of the next generation keeps tool, layers, place and grey scale of the reviewer', () => {
    const { model } = readyModel();
    model.select(1);
    const chosen = {
      tool: { name: 'erase', radius: 4, disc: true, slices: 3, label: labelIndex(2) },
      layers: {
        segmentation: 'fill',
        region: false,
        uncertainty: true,
        peek: false,
        before: false,
        changes: false
      },
      window: [50, 90]
    } as const;
    const masks = { ...model.state.masks, crop: true, brightness: 70 };
    const inside = (label: number) => ({ kind: 'inside', label: labelIndex(label) }) as const;
    model.update({ ...chosen, masks: { ...masks, labels: inside(2) } });
    const { crop, cursor } = model.state;
    const segmentation = { ...DESCRIPTION.segmentation, labels: ['0', '7'] };
    model.open(volumeDescription({ generation: 1, segmentation }));
    expect(model.state).toMatchObject({
      ...chosen,
      tool: { ...chosen.tool, label: 1 },
      masks: { ...masks, labels: inside(1) },
      crop,
      cursor,
      selected: null
    });
  });

  it('of another grid and image keeps none that would mean something else', () => {
    const { model } = readyModel();
    model.select(1);
    model.update({ window: [50, 90] });
    model.open(
      volumeDescription({
        shape: { z: 5, y: 6, x: 7 },
        image: { dtype: 'uint8', range: [0, 255], window: [0, 255] }
      })
    );
    expect(model.state).toMatchObject({
      crop: null,
      cursor: { z: 2, y: 3, x: 3 },
      window: [0, 255]
    });
  });

  it('of the same volume selects the region again, without moving the views', () => {
    const { model } = readyModel();
    const selected: (string | null)[] = [];
    model.regionSelected.connect(region => selected.push(region));
    model.select(1);
    model.moveCursor({ z: 1, y: 2, x: 3 });
    model.open(DESCRIPTION);
    expect(model.state.selected).toBeNull();
    model.setRanking(RANKING);
    expect(model.state).toMatchObject({ selected: 1, cursor: { z: 1, y: 2, x: 3 } });
    expect(selected).toEqual([id(1), id(1)]);
  });

  it('of another generation does not take its regions for the old ones', () => {
    const { model } = readyModel();
    model.select(1);
    model.open(volumeDescription({ generation: 1 }));
    model.setRanking(RANKING);
    expect(model.state.selected).toBeNull();
  });

  it('forgets verdicts, edits and the stroke in hand', () => {
    const { model } = readyModel();
    model.setVerdicts(new Map([[id(0), VERDICT]]), new Map([[id(0), 2]]));
    model.beginStroke();
    model.open(DESCRIPTION);
    expect([model.verdicts.size, model.standing.size, model.isStroking]).toEqual([0, 0, false]);
  });
});

describe('selecting', () => {
  it('crops with the margin that is preferred', () => {
    const { model } = readyModel();
    model.select(1);
    const { crop } = model.state;
    model.update({ preferences: { ...USUAL, margin: 4 } });
    expect(model.state.crop).toBe(crop);
    model.recentre();
    expect(model.state.crop).toEqual({ z0: 2, z1: 19, y0: 0, y1: 33, x0: 0, x1: 47 });
  });

  it('crops to the region with a margin and centres on a voxel of it', () => {
    const { model } = readyModel();
    model.select(1);
    expect(model.state.cursor).toEqual({ z: 10, y: 13, x: 23 });
    expect(model.state.crop).toEqual({ z0: 7, z1: 14, y0: 0, y1: 26, x0: 8, x1: 40 });
  });

  it('says which region by its id', () => {
    const { model } = readyModel();
    const selected = jest.fn();
    model.regionSelected.connect(selected);
    model.select(2);
    model.select(null);
    expect(selected.mock.calls).toEqual([[id(2)], [null]]);
    expect(model.state).toMatchObject({ selected: null, crop: null });
  });

  it.each([-1, 3])('does nothing for region %d, which does not exist', index => {
    const { model } = readyModel();
    model.select(0);
    model.select(index);
    expect(model.state.selected).toBe(0);
  });

  it('keeps the region in hand, and the view, when the list is made anew in another order', () => {
    const { model } = readyModel();
    model.select(2);
    const { crop } = model.state;
    model.setRanking(rankingOf(SHAPE, [[[19, 32, 46, 47]], [[4, 5, 6, 9]]]));
    expect(model.state).toMatchObject({ selected: 0, crop });
    model.setRanking(rankingOf(SHAPE, [[[4, 5, 6, 9]]]));
    expect(model.state.selected).toBeNull();
  });

  it('waits for the region it remembers while the search goes on', () => {
    const { model } = readyModel();
    model.select(2);
    model.open(DESCRIPTION);
    model.setRanking(rankingOf(SHAPE, [[[4, 5, 6, 9]]]), true);
    expect(model.state.selected).toBeNull();
    model.setRanking(RANKING);
    expect(model.state.selected).toBe(2);
  });

  it('centres again when asked to', () => {
    const { model } = readyModel();
    model.select(0);
    const { cursor } = model.state;
    model.moveCursor({ z: 0, y: 0, x: 0 });
    model.recentre();
    expect(model.state.cursor).toEqual(cursor);
  });
});

describe('brightness', () => {
  /** An image that is 100 brighter in its second half along z. */
  function grey() {
    const { model } = readyModel();
    const { data } = model.arrays?.image ?? { data: new Uint8Array(0) };
    data.forEach((_, offset) => {
      data[offset] = (offset % 61) + (offset < data.length / 2 ? 0 : 100);
    });
    return model;
  }

  it('follows the regions, and is that of the volume without one', () => {
    const model = grey();
    expect(model.state.window).toEqual([10, 200]);
    model.select(0);
    expect(model.state.window[1]).toBeLessThan(165);
    model.select(2);
    expect(model.state.window[0]).toBeGreaterThan(95);
    model.select(null);
    expect(model.state.window).toEqual([10, 200]);
  });

  it('stays as the reviewer has set it until it is given back', () => {
    const model = grey();
    model.setWindow([5, 50]);
    model.select(2);
    expect(model.state.window).toEqual([5, 50]);
    model.followWindow('volume');
    expect(model.state.window).toEqual([10, 200]);
    model.followWindow('region');
    expect(model.state.window[0]).toBeGreaterThan(95);
  });

  it('can be set for what lies around a voxel', () => {
    const model = grey();
    model.windowAt({ z: 19, y: 3, x: 3 });
    expect(model.state.window[0]).toBeGreaterThan(95);
    expect(model.state.windowing).toBe('region');
  });
});

describe('stepping', () => {
  it('goes to the next region without a verdict and stops at both ends, saying so', () => {
    const { model } = readyModel();
    model.setVerdict(id(1), VERDICT);
    const visited = ([1, 1, 1, -1, -1] as const).map(step => {
      model.step(step);
      return [model.state.selected, model.state.announcement];
    });
    const end = 'End of the list: 1 open region is further up (p).';
    const start = 'Start of the list: 1 open region is further down (n).';
    expect(visited).toEqual([
      [0, ''],
      [2, ''],
      [2, end],
      [0, end],
      [0, start]
    ]);
    expect(model.state.told).toBe(2);
  });

  it('follows the order that the list shows', () => {
    const { model } = readyModel();
    model.showList({ order: Uint32Array.of(2, 0), walks: 'open' });
    const visited = ([1, 1, 1, -1] as const).map(step => {
      model.step(step);
      return model.state.selected;
    });
    expect(visited).toEqual([2, 0, 0, 2]);
  });

  it('follows the list shown last, and again the one before when that one goes', () => {
    const { model } = readyModel();
    model.showList({ order: Uint32Array.of(2, 0), walks: 'open' });
    const away = model.showList({ order: Uint32Array.of(1, 2), walks: 'open' });
    model.step(1);
    expect(model.state.selected).toBe(1);
    away();
    model.step(1);
    expect(model.state.selected).toBe(2);
  });

  it('walks the reviewed regions where the list shows no others', () => {
    const { model } = readyModel();
    [2, 0].forEach(index => model.setVerdict(id(index), VERDICT));
    model.showList({ order: Uint32Array.of(0, 1, 2), walks: 'settled' });
    const visited = ([1, 1, -1, -1] as const).map(step => {
      model.step(step);
      return model.state.selected;
    });
    expect(visited).toEqual([0, 2, 0, 0]);
  });

  it('begins with the first region of the list when none of it is selected', () => {
    const { model } = readyModel();
    model.showList({ order: Uint32Array.of(1, 2), walks: 'open' });
    model.select(0);
    model.step(-1);
    expect(model.state.selected).toBe(1);
  });

  it('stays where no other region is open, and in an empty list', () => {
    const { model } = readyModel();
    [0, 1].forEach(index => model.setVerdict(id(index), VERDICT));
    model.select(2);
    model.step(1);
    expect(model.state.selected).toBe(2);
    expect(model.state.announcement).toBe('No other open region in the list.');
    const empty = new CurationModel();
    empty.step(-1);
    expect(empty.state.selected).toBeNull();
  });
});

describe('undo and redo', () => {
  const BOX = { z0: 10, z1: 12, y0: 12, y1: 14, x0: 20, x1: 24 };

  it('select the region they concern, and show the place', () => {
    const { model } = readyModel();
    model.select(0);
    model.revisit(id(1), null);
    expect(model.state.selected).toBe(1);
    model.moveCursor({ z: 0, y: 0, x: 0 });
    model.revisit(id(1), BOX);
    expect(model.state.cursor).toMatchObject({ z: 11, y: 13 });
  });

  it('leave the crosshair where a slice through it shows the place', () => {
    const { model } = readyModel();
    model.select(1);
    const beside = { z: BOX.z0, y: 0, x: 0 };
    model.moveCursor(beside);
    model.revisit(id(1), BOX);
    expect(model.state.cursor).toEqual(beside);
    model.update({ maximised: 'x' });
    model.revisit(id(1), BOX);
    expect(model.state.cursor).not.toEqual(beside);
  });

  it('of an edit of no region move the views when it lies outside', () => {
    const { model } = readyModel();
    model.select(2);
    model.revisit(null, BOX);
    expect(model.state.selected).toBe(2);
    expect(model.state.crop !== null && containsBox(model.state.crop, BOX)).toBe(true);
  });
});

it('takes no act when the kernel is gone, and says so', () => {
  const { model, acts } = readyModel();
  model.setVerdict(id(1), VERDICT);
  model.select(0);
  model.update({ connection: 'gone' });
  model.judge('done');
  model.reopen(id(1));
  model.undo();
  model.redo();
  expect(acts).toEqual([]);
  expect([...model.verdicts.keys()]).toEqual([id(1)]);
  expect(model.state).toMatchObject({
    selected: 0,
    told: 4,
    announcement: 'The kernel is gone, so nothing was changed: run the cell again.'
  });
});

describe('a stop of two regions', () => {
  const ranking = rankingOf(SHAPE, [[[4, 5, 6, 9]], [[10, 12, 20, 21]], [[5, 7, 8, 10]]]);
  ranking.table.stop.set([1, 2, 1]);

  function modelOfStops() {
    const { model } = readyModel();
    model.setRanking(ranking);
    return model;
  }

  it('is gone through before the next one, best regions first', () => {
    const model = modelOfStops();
    const visited = [1, 1, 1].map(() => {
      model.step(1);
      return model.state.selected;
    });
    expect(visited).toEqual([0, 2, 1]);
  });

  it('is one view: the crop holds both, and stays while the cursor moves', () => {
    const model = modelOfStops();
    model.step(1);
    const { crop } = model.state;
    expect(crop !== null && containsBox(crop, { z0: 4, z1: 6, y0: 5, y1: 8, x0: 6, x1: 10 })).toBe(
      true
    );
    model.step(1);
    expect(model.state.crop).toBe(crop);
    expect(model.state.cursor).toMatchObject({ z: 5, y: 7 });
    model.step(1);
    expect(model.state.crop).not.toEqual(crop);
  });

  it('is gone back to by its next region when the views went elsewhere', () => {
    const model = modelOfStops();
    model.select(0);
    const { crop } = model.state;
    model.revisit(null, { z0: 17, z1: 18, y0: 30, y1: 31, x0: 40, x1: 42 });
    expect(model.state.crop).not.toEqual(crop);
    model.select(2);
    expect(model.state.crop).toEqual(crop);
  });

  it('is skipped by a step to the next one, and found again with its best open region', () => {
    const model = modelOfStops();
    model.select(0);
    model.stepStop(1);
    expect(model.state.selected).toBe(1);
    model.stepStop(-1);
    expect(model.state.selected).toBe(0);
    model.judge('unsure');
    model.stepStop(1);
    model.stepStop(1);
    expect(model.state).toMatchObject({
      selected: 1,
      announcement: 'End of the list: other stops are further up (Shift+P).'
    });
    model.stepStop(-1);
    expect(model.state.selected).toBe(2);
  });

  it('is all there is to go to once the others are reviewed', () => {
    const model = modelOfStops();
    model.select(1);
    model.judge('unsure');
    model.select(0);
    model.stepStop(1);
    expect(model.state).toMatchObject({
      selected: 0,
      announcement: 'No other stop has an open region.'
    });
  });

  it('is centred again when its region is selected again', () => {
    const model = modelOfStops();
    model.select(0);
    const { crop } = model.state;
    model.update({ crop: null });
    model.select(2);
    expect(model.state.crop).toEqual(crop);
  });
});

describe('judging', () => {
  it('with done means correct while no edit of the region stands', () => {
    const { model, acts } = readyModel();
    model.select(0);
    model.judge('done');
    expect(model.verdictAt(0)).toMatchObject({ verdict: 'correct', note: '' });
    expect(acts).toEqual([{ kind: 'verdict', region: id(0), verdict: 'done', note: '' }]);
    expect(model.state.selected).toBe(1);
  });

  it('with done right after a stroke means fixed, before the kernel has answered', () => {
    const { model } = readyModel();
    model.select(0);
    paint(model);
    model.judge('done');
    expect(model.verdictAt(0)?.verdict).toBe('fixed');
  });

  it('with done means correct again when the only edit was refused', () => {
    const { model } = readyModel();
    model.select(0);
    paint(model);
    model.setUnanswered([]);
    model.judge('done');
    expect(model.verdictAt(0)?.verdict).toBe('correct');
  });

  it('keeps the note unless another is given', () => {
    const { model } = readyModel();
    model.setVerdict(id(0), VERDICT);
    model.select(0);
    model.judge('correct');
    expect(model.verdictAt(0)).toMatchObject({ verdict: 'correct', note: 'blurred' });
    model.select(0);
    model.judge('correct', '');
    expect(model.verdictAt(0)?.note).toBe('');
  });

  it('is taken back by reopening', () => {
    const { model, acts } = readyModel();
    model.setVerdict(id(0), VERDICT);
    model.reopen(id(0));
    expect(model.verdictAt(0)).toBeNull();
    expect(acts).toEqual([{ kind: 'verdict', region: id(0), verdict: 'open', note: '' }]);
  });

  it('does nothing without a selected region', () => {
    const { model, acts } = readyModel();
    model.judge('done');
    expect(acts).toEqual([]);
  });
});

describe('edits that stand', () => {
  it('are those the kernel told of and ours without an answer', () => {
    const { model } = readyModel();
    model.setStanding(id(0), 2);
    model.select(0);
    const first = paint(model);
    const second = paint(model, 8, 9);
    expect(model.standing.get(id(0))).toBe(4);
    model.setUnanswered([second!]);
    model.setStanding(id(0), 3);
    expect(model.standing.get(id(0))).toBe(4);
    expect(first?.region).toBe(id(0));
  });

  it('are told once when they change', () => {
    const { model } = readyModel();
    const changed = jest.fn();
    model.verdictsChanged.connect(changed);
    model.setUnanswered([]);
    expect(changed).not.toHaveBeenCalled();
  });
});

describe('a stroke', () => {
  it('begins when the segmentation is there', () => {
    const model = new CurationModel();
    expect(model.beginStroke()).toBeNull();
    model.open(DESCRIPTION);
    expect(model.beginStroke()).toBeNull();
    model.update({ phase: { kind: 'loading', fraction: 0.5, what: 'image', editable: true } });
    expect(model.beginStroke()).not.toBeNull();
  });

  it('ends as one act, of the region selected when it began', () => {
    const { model, acts } = readyModel();
    model.select(0);
    model.beginStroke()?.paintRow(4, 5, 6, 8, labelIndex(2));
    model.select(1);
    const edit = model.endStroke('brush');
    expect(edit).toMatchObject({ tool: 'brush', region: id(0), voxels: 2 });
    expect(acts).toEqual([{ kind: 'edit', edit }]);
  });

  it('that changed nothing is no act', () => {
    const { model, acts } = readyModel();
    model.beginStroke()?.paintRow(4, 5, 6, 8, labelIndex(0));
    expect(model.endStroke('erase')).toBeNull();
    expect(acts).toEqual([]);
  });

  it('that is cancelled is put back and drawn', () => {
    const { model, acts } = readyModel();
    const changed = jest.fn();
    model.beginStroke()?.paintRow(4, 5, 6, 8, labelIndex(2));
    model.voxelsChanged.connect(changed);
    model.cancelStroke();
    const box = { z0: 4, z1: 5, y0: 5, y1: 6, x0: 6, x1: 8 };
    expect(changed).toHaveBeenCalledWith({ array: 'segmentation', box, cause: 'stroke' });
    expect(model.arrays?.segmentation.data.every(label => label === 0)).toBe(true);
    expect(acts).toEqual([]);
  });

  it('tells its end in any case', () => {
    const { model } = readyModel();
    const ended = jest.fn(() => model.isStroking);
    model.strokeEnded.connect(ended);
    model.beginStroke();
    expect(model.isStroking).toBe(true);
    model.endStroke('brush');
    model.beginStroke();
    model.cancelStroke();
    expect(ended.mock.results.map(({ value }) => value as boolean)).toEqual([false, false]);
  });
});

describe('voxels from the kernel', () => {
  const box = { z0: 4, z1: 5, y0: 5, y1: 6, x0: 6, x1: 8 };

  it('are written and announced by box', () => {
    const { model } = readyModel();
    const changed = jest.fn();
    model.voxelsChanged.connect(changed);
    model.setBlock('segmentation', box, Uint8Array.of(1, 2));
    model.writeRuns(box, Uint32Array.of(0, 1, 1, 2), 'after');
    const at = (4 * 33 + 5) * 47 + 6;
    expect(Array.from(model.arrays!.segmentation.data.subarray(at - 1, at + 3))).toEqual([
      0, 2, 2, 0
    ]);
    expect(changed.mock.calls).toEqual([
      [{ array: 'segmentation', box, cause: 'kernel' }],
      [{ array: 'segmentation', box, cause: 'kernel' }]
    ]);
  });

  it('after the model was disposed are dropped', () => {
    const { model } = readyModel();
    model.dispose();
    expect(() => model.setBlock('image', box, Uint8Array.of(1, 2))).not.toThrow();
  });
});

it('the label table grows', () => {
  const { model } = readyModel();
  model.addLabels(3, ['-5']);
  model.addLabels(0, ['0', '1', '7']);
  expect(model.volume?.segmentation.labels).toEqual(['0', '1', '7', '-5']);
});

it('states are frozen, and others after each change', () => {
  const { model } = readyModel();
  const before = model.state;
  model.moveCursor({ z: -1, y: 999, x: 3.4 });
  expect(before).not.toBe(model.state);
  expect(Object.isFrozen(model.state)).toBe(true);
  expect(model.state.cursor).toEqual({ z: 0, y: 32, x: 3 });
});

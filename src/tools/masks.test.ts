/** Masks hold for whatever tool is used. */
import { voxelCount } from '../core/axes';
import { labelIndex } from '../core/labels';
import { allMasked } from '../core/masks';
import { ENGLISH } from '../core/translation';
import type { Masks } from '../core/masks';
import type { CurationModel } from '../core/model';
import type { Proposal } from '../core/proposals';
import { BrushStroke } from './brush';
import { runCommand } from './commands';
import type { CommandName } from './command-list';
import { offerOf } from './offer';
import { fakeScene, fill, offsetsWithout, openSession, rankingOf, SHAPE } from './testing';

let model: CurationModel;

/** Labels 7 (index 1) up to x 9 and the other one beyond, in one row of what else is background. */
beforeEach(() => {
  model = openSession();
  fill(model, { z0: 1, z1: 2, y0: 1, y1: 2, x0: 0, x1: 10 }, 1);
  fill(model, { z0: 1, z1: 2, y0: 1, y1: 2, x0: 10, x1: 20 }, 2);
});

const row = (SHAPE.y + 1) * SHAPE.x;

function mask(change: Partial<Masks>): void {
  model.update({ masks: { ...model.state.masks, ...change } });
}

function take(label: number): void {
  model.update({
    tool: { ...model.state.tool, label: labelIndex(label), radius: 0.1, disc: true }
  });
}

/** Along the whole row; the labels it holds then. */
function stroke(tool: 'brush' | 'erase'): string {
  const hand = BrushStroke.begin(model, 'z', tool);
  hand?.moveTo([
    { z: 1, y: 1, x: 0 },
    { z: 1, y: 1, x: SHAPE.x - 1 }
  ]);
  hand?.end();
  return [...(model.arrays?.segmentation.data.subarray(row, row + SHAPE.x) ?? [])].join('');
}

const run = (name: CommandName): void => {
  const root = document.createElement('div');
  runCommand(name, { model, scene: fakeScene(model), root, view: 'z', pointer: null });
};

const [ONES, TWOS, NONE] = ['1', '2', '0'].map(digit => digit.repeat(10));

test.each<[string, Masks['labels'], number, 'brush' | 'erase', string]>([
  ['any label', { kind: 'any' }, 1, 'brush', ONES + ONES + ONES],
  ['others kept', { kind: 'keep-others' }, 1, 'brush', ONES + TWOS + ONES],
  ['others kept', { kind: 'keep-others' }, 1, 'erase', NONE + TWOS + NONE],
  ['only one label', { kind: 'inside', label: labelIndex(2) }, 1, 'brush', ONES + ONES + NONE],
  ['only background', { kind: 'inside', label: labelIndex(0) }, 2, 'brush', ONES + TWOS + TWOS]
])('%s: %j, label %d, %s', (_, labels, label, tool, expected) => {
  take(label);
  mask({ labels });
  expect(stroke(tool)).toBe(expected);
});

test('only the view of the region changes, whatever is painted', () => {
  take(2);
  mask({ crop: true });
  model.update({ crop: { z0: 0, z1: 2, y0: 0, y1: 2, x0: 8, x1: 12 } });
  expect(stroke('brush')).toBe('1'.repeat(8) + '2'.repeat(12) + NONE);
});

test('only what is as bright as under the crosshair changes, until the mask is off', () => {
  model.setBlock(
    'image',
    { z0: 0, z1: 6, y0: 0, y1: 20, x0: 15, x1: 30 },
    new Uint8Array(6 * 20 * 15).fill(200)
  );
  model.moveCursor({ z: 1, y: 1, x: 25 });
  take(1);
  run('mask-brightness');
  expect(model.state.masks.brightness).toBe(200);
  expect(stroke('brush')).toBe(ONES + '2'.repeat(5) + '1'.repeat(15));
  run('mask-brightness');
  expect(model.state.masks.brightness).toBeNull();
});

test('only the label under the crosshair changes, until it is asked for again', () => {
  model.moveCursor({ z: 1, y: 1, x: 12 });
  run('mask-inside');
  expect(model.state).toMatchObject({
    masks: { labels: { kind: 'inside', label: 2 } },
    announcement: 'Mask on: only label 9223372036854775807 changes.'
  });
  run('mask-inside');
  expect(model.state.masks.labels.kind).toBe('any');
  mask({ crop: true });
  run('clear-masks');
  expect(model.state.masks.crop).toBe(false);
});

test('a stroke that masks leave nothing of makes no edit, and says so', () => {
  const acts: unknown[] = [];
  model.acted.connect(act => acts.push(act));
  take(1);
  mask({ brightness: 250, spread: 3 });
  const before = stroke('erase');
  expect(before).toBe(ONES + TWOS + NONE);
  expect(model.state.announcement).toBe(allMasked(ENGLISH));
  expect(acts).toEqual([]);
});

test.each([
  ['no label is in hand', { labels: { kind: 'keep-others' } as const }, {}],
  [
    'the image is coming in',
    { brightness: 9 },
    { phase: { kind: 'loading', fraction: 0.5, what: 'image', editable: true } as const }
  ],
  [
    'the journal is only read',
    {},
    {
      saving: {
        pending: 0,
        isKept: true,
        refused: null,
        journal: { state: 'read', message: '' } as const
      }
    }
  ]
])('while %s no stroke begins, and the reason is told', (_, masks, change) => {
  model.update(change);
  take(0);
  mask(masks);
  expect(BrushStroke.begin(model, 'z', 'erase')).toBeNull();
  expect(model.state.announcement).not.toBe('');
});

test('what the kernel proposes is shown and taken within the masks, also when they change', async () => {
  const proposal: Proposal = {
    box: { z0: 1, z1: 2, y0: 1, y1: 2, x0: 8, x1: 22 },
    runs: Uint32Array.of(0, 2, 1, 0, 2, 10, 2, 1, 12, 2, 0, 1)
  };
  model.propose = () => Promise.resolve(proposal);
  model.setRanking(rankingOf([[210, 0.9]]));
  model.select(0);
  take(1);
  mask({ labels: { kind: 'keep-others' } });
  run('accept-region');
  await new Promise(resolve => setTimeout(resolve));
  expect(model.state.offer).toMatchObject({ voxels: 4 });
  mask({ labels: { kind: 'inside', label: labelIndex(2) } });
  expect(model.state.offer).toMatchObject({ voxels: 10 });
  const edit = offerOf(model)?.take();
  expect(edit).toMatchObject({ voxels: 10, box: { x0: 10, x1: 20 } });
  expect(offsetsWithout(model, 2)).toHaveLength(voxelCount(SHAPE));
});

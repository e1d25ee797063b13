import { labelIndex } from '../core/labels';
import { NO_MASKS } from '../core/masks';
import { CurationModel } from '../core/model';
import { volumeDescription } from '../core/testing';
import type { TextStorage } from './view-settings';
import { keepViewSettings } from './view-settings';

class Shelf implements TextStorage {
  text: string | null = null;
  getItem = (): string | null => this.text;
  setItem = (_: string, text: string): void => {
    this.text = text;
  };
}

/** Open a volume on a page, do something, and leave the page. */
function visit(
  storage: TextStorage,
  act: (model: CurationModel) => void = () => undefined,
  change: Parameters<typeof volumeDescription>[0] = {}
): CurationModel {
  const model = new CurationModel();
  const leave = keepViewSettings(model, storage);
  model.open(volumeDescription(change));
  act(model);
  leave();
  return model;
}

const CHOSEN = {
  layers: {
    segmentation: 'fill',
    region: false,
    uncertainty: true,
    peek: false,
    before: false,
    changes: false
  },
  volumeMode: 'projection',
  listLayout: 'flat',
  stopRule: 3
} as const;

function choose(model: CurationModel): void {
  model.update({ ...CHOSEN, tool: { ...model.state.tool, radius: 4, disc: true, name: 'brush' } });
  model.setWindow([20, 90]);
}

test('the same volume opens as it was left, but with nothing in hand', () => {
  const shelf = new Shelf();
  visit(shelf, choose);
  expect(visit(shelf).state).toMatchObject({
    ...CHOSEN,
    window: [20, 90],
    windowing: 'own',
    tool: { radius: 4, disc: true, name: 'look' }
  });
});

test('another volume, or the same with other grey values, opens as a new one', () => {
  const shelf = new Shelf();
  visit(shelf, choose);
  const fresh = { layers: { segmentation: 'outline' }, volumeMode: 'surfaces', window: [10, 200] };
  expect(visit(shelf, undefined, { name: 'mouse-08' }).state).toMatchObject(fresh);
  const image = { dtype: 'uint8', range: [0, 255], window: [10, 200] } as const;
  expect(visit(shelf, undefined, { image }).state).toMatchObject(fresh);
  expect(visit(shelf).state).toMatchObject(CHOSEN);
});

test('a window that follows the image is not kept as a number', () => {
  const shelf = new Shelf();
  visit(shelf, choose);
  visit(shelf, model => model.followWindow('volume'));
  expect(visit(shelf).state).toMatchObject({ window: [10, 200], windowing: 'volume' });
});

test('the image alone, while a key is held, is not kept', () => {
  const shelf = new Shelf();
  visit(shelf, model => {
    model.update({ layers: { ...model.state.layers, peek: true, region: false } });
  });
  expect(visit(shelf).state.layers).toMatchObject({ peek: false, region: false });
});

test('masks come back with the volume, labels by their ids', () => {
  const shelf = new Shelf();
  const tables = [
    ['0', '7', '300'],
    ['0', '300'],
    ['0', '7']
  ].map(labels => ({ segmentation: { dtype: 'uint16', index: 'uint8', labels } as const }));
  visit(
    shelf,
    model => {
      const labels = { kind: 'inside', label: labelIndex(2) } as const;
      model.update({ masks: { labels, crop: true, brightness: 64.5, spread: 9 } });
    },
    tables[0]
  );
  expect(visit(shelf, undefined, tables[1]).state.masks).toEqual({
    labels: { kind: 'inside', label: 1 },
    crop: true,
    brightness: 64.5,
    spread: 9
  });
  expect(visit(shelf, undefined, tables[2]).state.masks.labels).toEqual({ kind: 'any' });
  expect(visit(shelf, undefined, { name: 'mouse-08' }).state.masks).toEqual(NO_MASKS);
});

test('a few dozen volumes are remembered, those left last', () => {
  const shelf = new Shelf();
  for (let volume = 0; volume < 60; volume++) {
    visit(shelf, choose, { name: `mouse-${volume}` });
  }
  expect(Object.keys(JSON.parse(shelf.text ?? '') as object)).toHaveLength(40);
  expect(visit(shelf, undefined, { name: 'mouse-59' }).state).toMatchObject(CHOSEN);
});

const denied = (): never => {
  throw new DOMException('denied', 'SecurityError');
};

test.each<[string, TextStorage]>([
  ['denied', { getItem: denied, setItem: denied }],
  ['full', { getItem: () => null, setItem: denied }],
  ['damaged', { getItem: () => '{"', setItem: () => undefined }],
  ['of another kind', { getItem: () => '[1, {"a": 2}]', setItem: () => undefined }]
])('a storage that is %s is as good as none', (_, storage) => {
  const model = visit(storage, choose);
  expect(model.state).toMatchObject(CHOSEN);
  expect(visit(storage).state.volumeMode).toBe('surfaces');
});

test.each([
  {
    radius: -1,
    layers: 7,
    volumeMode: 'x',
    window: [9, 3],
    windowing: 'own',
    stopRule: -2,
    masks: 4
  },
  {
    radius: 'wide',
    layers: { segmentation: 3, region: 'no' },
    window: [null, 4],
    windowing: 'own',
    masks: { labels: 'inside', inside: '99', crop: 1, brightness: 300, spread: -1 }
  },
  'text',
  null
])('an entry such as %j changes nothing that it does not say', entry => {
  const shelf = new Shelf();
  visit(shelf, choose);
  const [key] = Object.keys(JSON.parse(shelf.text ?? '') as object);
  shelf.text = JSON.stringify({ [key]: entry });
  expect(visit(shelf).state).toMatchObject({
    layers: { segmentation: 'outline', region: true, uncertainty: false },
    volumeMode: 'surfaces',
    windowing: 'region',
    listLayout: 'stops',
    stopRule: null,
    masks: NO_MASKS,
    tool: { radius: 1.5 }
  });
});

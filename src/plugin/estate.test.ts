import type { VolumeDescription } from '../core/state';
import type { Unsent } from '../kernel';
import type { Holder } from './estate';
import { Estate } from './estate';

const VOLUME = {
  name: 'mouse-07',
  generation: 0,
  shape: { z: 3, y: 4, x: 5 },
  segmentation: { dtype: 'uint8', index: 'uint8', labels: ['0'] }
} as unknown as VolumeDescription;

const UNSENT: Unsent = {
  volume: VOLUME,
  acts: [
    { seq: 1, id: 'a', of: null, labels: null, generation: 0, act: { kind: 'label', id: '7' } }
  ],
  text: '{}'
};

class FakeHolder implements Holder {
  document = 'a.ipynb';
  isGone = true;
  isOnFile = false;
  left: Unsent | null = UNSENT;
  unsent = () => this.left;
  isForgotten = false;
  letGo = () => {
    this.left = null;
  };
  forget = () => {
    this.isForgotten = true;
  };
}

function isAsked(): boolean {
  const event = new Event('beforeunload', { cancelable: true });
  window.dispatchEvent(event);
  return event.defaultPrevented;
}

it('the next session of the volume gets it once, also when the old one is gone from the page', () => {
  const estate = new Estate();
  const holder = new FakeHolder();
  const leave = estate.add(holder);
  leave();
  expect(isAsked()).toBe(true);
  expect(holder.isForgotten).toBe(false);
  expect(estate.claim('a.ipynb', VOLUME).fitting).toEqual([UNSENT]);
  expect(holder.isForgotten).toBe(true);
  expect(estate.claim('a.ipynb', VOLUME).fitting).toEqual([]);
  expect(isAsked()).toBe(false);
});

it.each<[string, string, Partial<VolumeDescription>]>([
  ['notebook', 'b.ipynb', {}],
  ['volume', 'a.ipynb', { name: 'mouse-08' }],
  ['shape', 'a.ipynb', { shape: { z: 4, y: 4, x: 5 } }]
])('another %s gets nothing, and it stays', (_, document, change) => {
  const estate = new Estate();
  const leave = estate.add(new FakeHolder());
  expect(estate.claim(document, { ...VOLUME, ...change })).toEqual({ fitting: [], others: [] });
  expect(estate.claim('a.ipynb', VOLUME).fitting).toEqual([UNSENT]);
  leave();
});

it('another generation of the volume cannot take it', () => {
  const estate = new Estate();
  estate.add(new FakeHolder());
  const claim = estate.claim('a.ipynb', { ...VOLUME, generation: 1 });
  expect(claim).toEqual({ fitting: [], others: [UNSENT] });
});

it('a kernel that answers keeps its own', () => {
  const estate = new Estate();
  const holder = new FakeHolder();
  holder.isGone = false;
  const leave = estate.add(holder);
  expect(estate.claim('a.ipynb', VOLUME).fitting).toEqual([]);
  expect(isAsked()).toBe(true);
  holder.isOnFile = true;
  expect(isAsked()).toBe(false);
  holder.letGo();
  leave();
});

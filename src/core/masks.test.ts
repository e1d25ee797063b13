import fc from 'fast-check';
import type { MaskGround } from './edit-mask';
import { EditMask } from './edit-mask';
import { Stroke } from './edits';
import { labelIndex } from './labels';
import type { Masks } from './masks';
import { NO_MASKS, brightnessAt, brightnessRange } from './masks';
import { zeros } from './volume';

const SHAPE = { z: 3, y: 4, x: 9 };
const VOXELS = SHAPE.z * SHAPE.y * SHAPE.x;

const edge = (size: number) =>
  fc.tuple(fc.nat(size), fc.nat(size)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);

const masks: fc.Arbitrary<Masks> = fc.record({
  labels: fc.oneof(
    fc.constantFrom({ kind: 'any' } as const, { kind: 'keep-others' } as const),
    fc.nat(3).map(label => ({ kind: 'inside', label: labelIndex(label) }) as const)
  ),
  crop: fc.boolean(),
  brightness: fc.option(fc.nat(255)),
  spread: fc.double({ min: 0, max: 90, noNaN: true })
});

const crop = fc
  .tuple(edge(SHAPE.z), edge(SHAPE.y), edge(SHAPE.x))
  .map(([[z0, z1], [y0, y1], [x0, x1]]) => ({ z0, z1, y0, y1, x0, x1 }));

const stroke = fc.array(
  fc.record({ z: fc.nat(SHAPE.z - 1), y: fc.nat(SHAPE.y - 1), x: edge(SHAPE.x) }),
  { minLength: 1, maxLength: 10 }
);

interface Painting {
  readonly masks: Masks;
  readonly crop: MaskGround['crop'];
  readonly labels: number[];
  readonly greys: number[];
  readonly inHand: number;
  readonly after: number;
  readonly rows: readonly { z: number; y: number; x: readonly [number, number] }[];
}

const paintings: fc.Arbitrary<Painting> = fc.record({
  masks,
  crop: fc.option(crop),
  labels: fc.array(fc.nat(3), { minLength: VOXELS, maxLength: VOXELS }),
  greys: fc.array(fc.nat(255), { minLength: VOXELS, maxLength: VOXELS }),
  inHand: fc.nat(3),
  after: fc.nat(3),
  rows: stroke
});

/** The rule as it is told to people, voxel by voxel. */
function isFree({ masks, crop, labels, greys, inHand }: Painting, voxel: number): boolean {
  const x = voxel % SHAPE.x;
  const y = Math.floor(voxel / SHAPE.x) % SHAPE.y;
  const z = Math.floor(voxel / (SHAPE.x * SHAPE.y));
  const label = labels[voxel];
  const isLabel =
    masks.labels.kind === 'any' ||
    (masks.labels.kind === 'keep-others' && (label === 0 || label === inHand)) ||
    (masks.labels.kind === 'inside' && label === masks.labels.label);
  const isInCrop =
    !masks.crop ||
    crop === null ||
    (z >= crop.z0 && z < crop.z1 && y >= crop.y0 && y < crop.y1 && x >= crop.x0 && x < crop.x1);
  const [low, high] = brightnessRange(masks.brightness ?? 0, masks.spread);
  const isBright = masks.brightness === null || (greys[voxel] >= low && greys[voxel] <= high);
  return isLabel && isInCrop && isBright;
}

test('a stroke changes the voxels that no mask protects, and never another', () => {
  fc.assert(
    fc.property(paintings, painting => {
      const segmentation = zeros('uint8', SHAPE);
      const image = zeros('uint8', SHAPE);
      segmentation.data.set(painting.labels);
      image.data.set(painting.greys);
      const label = labelIndex(painting.inHand);
      const mask = EditMask.of(painting.masks, {
        segmentation,
        image,
        crop: painting.crop,
        label
      });
      const want = [...painting.labels];
      const touched = new Set<number>();
      const stroke = new Stroke(segmentation, mask);
      for (const { z, y, x } of painting.rows) {
        stroke.paintRow(z, y, ...x, labelIndex(painting.after));
        for (let at = x[0]; at < x[1]; at++) {
          touched.add((z * SHAPE.y + y) * SHAPE.x + at);
        }
      }
      for (const voxel of touched) {
        want[voxel] = isFree(painting, voxel) ? painting.after : want[voxel];
      }
      expect([...segmentation.data]).toEqual(want);
      stroke.cancel();
      expect([...segmentation.data]).toEqual(painting.labels);
    }),
    { seed: 20261126, numRuns: 400 }
  );
});

test('brightness is the median of what is around a voxel, at the corner too', () => {
  const image = zeros('uint8', SHAPE);
  image.data.fill(80);
  image.data[0] = 255;
  expect(brightnessAt(image, { z: 0, y: 0, x: 0 })).toBe(80);
});

test('without masks nothing is asked of a voxel', () => {
  const image = zeros('uint8', SHAPE);
  const ground = { segmentation: image, image, crop: null, label: labelIndex(1) };
  expect(EditMask.of(NO_MASKS, ground)).toBeNull();
});

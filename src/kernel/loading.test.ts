import type { Shape } from '../core/axes';
import { voxelCount } from '../core/axes';
import { labelIndex } from '../core/labels';
import { planBlocks, slabs } from './block-plan';
import { FakeKernel } from './fake-kernel';
import {
  boxOf,
  emptyRanking,
  inflateHere,
  openPage,
  paint,
  rankingOf,
  readyPage,
  turns,
  voxelsOf
} from './testing';
import type { Page } from './testing';
import { parseVolume } from './volume-description';

const LARGE: Shape = { z: 40, y: 300, x: 500 };

/** Two slabs of the image, four of the others. */
function largeKernel(): FakeKernel {
  const kernel = new FakeKernel(LARGE);
  kernel.encoding = 'deflate';
  const { data } = kernel.segmentation;
  for (let offset = 0; offset < data.length; offset++) {
    data[offset] = (offset >> 3) % 3;
  }
  return kernel;
}

function holdsSame({ model }: Page, kernel: FakeKernel, array: 'image' | 'segmentation'): boolean {
  return Buffer.compare(Buffer.from(model.arrays![array].data.buffer), kernel[array].data) === 0;
}

const volumeOf = (shape: Shape) =>
  parseVolume({ ...new FakeKernel().volume, shape: [shape.z, shape.y, shape.x] });

describe('the plan', () => {
  const focus = { z: 20, y: 150, x: 250 };

  it('begins with the three centre slices and a coarse level', () => {
    const first = planBlocks(volumeOf(LARGE), focus).slice(0, 8);
    expect(first.map(({ array, level, bytes }) => [array, level, bytes])).toEqual([
      ['image', 0, 150_000],
      ['segmentation', 0, 150_000],
      ['image', 0, 20_000],
      ['segmentation', 0, 20_000],
      ['image', 0, 12_000],
      ['segmentation', 0, 12_000],
      ['image', 2, 10 * 75 * 125],
      ['segmentation', 2, 10 * 75 * 125]
    ]);
  });

  it('goes on with the codes, then with what is nearest to the centre', () => {
    const rest = planBlocks(volumeOf(LARGE), focus).slice(8);
    expect(rest.map(({ array, box }) => `${array} ${box.z0}-${box.z1}`)).toEqual([
      'mask 0-40',
      'codes 0-13',
      'codes 13-26',
      'codes 26-39',
      'codes 39-40',
      'segmentation 13-26',
      'segmentation 26-39',
      'segmentation 0-13',
      'segmentation 39-40',
      'image 0-27',
      'image 27-40'
    ]);
  });

  it('is four blocks for a small volume', () => {
    expect(planBlocks(volumeOf({ z: 3, y: 4, x: 5 }), { z: 1, y: 2, x: 2 })).toHaveLength(4);
  });

  it.each([
    ['thin', { z: 1, y: 5000, x: 5000 }],
    ['deep', { z: 9000, y: 40, x: 30 }],
    ['large', LARGE]
  ])('covers a %s volume once, in blocks of at most 4 MiB', (_, shape) => {
    const volume = volumeOf(shape);
    for (const array of ['image', 'segmentation', 'codes'] as const) {
      const blocks = slabs(volume, array, boxOf(0, shape.z, 0, shape.y, 0, shape.x));
      expect(blocks.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(voxelCount(shape));
    }
    expect(
      Math.max(...planBlocks(volume, { z: 0, y: 0, x: 0 }).map(({ bytes }) => bytes))
    ).toBeLessThanOrEqual(4 << 20);
  });
});

describe('answers that are dropped', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('are asked for again after some silence', async () => {
    const kernel = largeKernel();
    const page = await openPage(kernel);
    page.wire.cut();
    jest.advanceTimersByTime(8000);
    await page.wire.settle();
    expect(holdsSame(page, kernel, 'segmentation')).toBe(true);
    expect(page.model.state.phase.kind).toBe('ready');
  });

  it('count when they are only late, and the question after them is taken back', async () => {
    const kernel = new FakeKernel();
    const page = await openPage(kernel);
    while (page.wire.up.length > 0) {
      page.wire.kernelReads();
    }
    jest.advanceTimersByTime(8000);
    const again = page.wire.up;
    page.wire.up = [];
    await page.wire.settle();
    expect(page.model.state.phase.kind).toBe('ready');
    expect(voxelsOf(page)).toEqual([...kernel.segmentation.data]);
    const asked = again.map(({ content }) => content['request']);
    expect(page.wire.ofType('cancel').flatMap(({ requests }) => requests)).toEqual(
      expect.arrayContaining(asked)
    );
  });

  it('are asked for a few times only, and the reviewer is told', async () => {
    const { model, wire } = await openPage(new FakeKernel());
    for (let minute = 0; minute < 20; minute++) {
      jest.advanceTimersByTime(60_000);
      wire.cut();
    }
    expect(wire.ofType('fetch')).toHaveLength(4 + 6 * 4);
    expect(model.state.announcement).toContain('no voxels for minutes');
  });

  it('are waited for while the kernel is out of reach', async () => {
    const { link, wire } = await openPage(new FakeKernel());
    link.setConnection('reconnecting');
    jest.advanceTimersByTime(100_000);
    link.setConnection('idle');
    expect(wire.ofType('fetch')).toHaveLength(4);
  });
});

describe('loading', () => {
  it('ends with every voxel, deflated or raw', async () => {
    const kernel = largeKernel();
    const page = await readyPage(kernel);
    expect(holdsSame(page, kernel, 'segmentation')).toBe(true);
    expect(holdsSame(page, kernel, 'image')).toBe(true);
    expect(page.model.state.phase.kind).toBe('ready');
  });

  it('draws a coarse level under the centre slices before the rest is there', async () => {
    const kernel = largeKernel();
    kernel.encoding = 'raw';
    const page = await openPage(kernel);
    while (page.wire.up.length > 0) {
      page.wire.kernelReads();
    }
    // The welcome, six slices, two coarse levels.
    for (let message = 0; message < 9; message++) {
      page.wire.browserReads();
    }
    const { data } = page.model.arrays!.image;
    const at = (z: number, y: number, x: number) => (z * 300 + y) * 500 + x;
    expect(data[at(20, 151, 253)]).toBe(kernel.image.data[at(20, 151, 253)]);
    expect(data[at(7, 151, 250)]).toBe(kernel.image.data[at(7, 151, 250)]);
    expect(data[at(7, 13, 26)]).toBe(kernel.image.data[at(4, 12, 24)]);
    expect(page.model.state.phase).toMatchObject({ kind: 'loading', editable: false });
  });

  it('keeps no more than 16 MiB on the way', async () => {
    const kernel = new FakeKernel({ z: 20, y: 1024, x: 1024 });
    const { wire } = await openPage(kernel);
    const asked = wire.ofType('fetch').map(({ array, level, box }) => {
      const [z0, z1, y0, y1, x0, x1] = box as number[];
      return (
        ((array === 'mask' ? 1 / 8 : 1) * ((z1 - z0) * (y1 - y0) * (x1 - x0))) /
        8 ** (level as number)
      );
    });
    const sum = asked.reduce((a, b) => a + b, 0);
    expect(sum).toBeLessThanOrEqual(16 << 20);
    expect(sum).toBeGreaterThan(12 << 20);
  });

  it('shows progress that never falls', async () => {
    const page = await openPage(largeKernel());
    const fractions: number[] = [];
    page.model.stateChanged.connect(({ phase }) => {
      if (phase.kind === 'loading' && phase.what !== 'regions') {
        fractions.push(phase.fraction);
      }
    });
    await page.wire.settle();
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBeGreaterThan(0.8);
  });

  it('lets strokes be painted once the segmentation is complete', async () => {
    const kernel = largeKernel();
    const page = await openPage(kernel);
    let wasEditable = false;
    page.model.stateChanged.connect(({ phase }) => {
      if (phase.kind === 'loading' && phase.editable === true && !wasEditable) {
        wasEditable = true;
        paint(page.model, 0, 0, 0, 3, 2);
      }
    });
    await page.wire.settle();
    expect(wasEditable).toBe(true);
    expect(holdsSame(page, kernel, 'segmentation')).toBe(true);
    expect(kernel.applied).toEqual(['page-1/1']);
  });

  it('can be cancelled and resumed', async () => {
    const kernel = largeKernel();
    const page = await openPage(kernel);
    page.wire.kernelReads();
    page.link.cancelLoading();
    expect(page.model.state.phase).toMatchObject({ kind: 'loading', paused: true });
    expect(page.wire.ofType('cancel')).toHaveLength(1);
    await page.wire.settle();
    expect(page.model.state.phase).toMatchObject({ kind: 'loading', paused: true, fraction: 0 });
    page.link.resumeLoading();
    await page.wire.settle();
    expect(page.model.state.phase.kind).toBe('ready');
    expect(holdsSame(page, kernel, 'segmentation')).toBe(true);
  });

  it('asks again for what was lost with the connection', async () => {
    const kernel = largeKernel();
    const page = await openPage(kernel);
    page.wire.kernelReads();
    page.wire.kernelReads();
    page.wire.cut();
    page.link.setConnection('reconnecting');
    page.link.reconnected();
    await page.wire.settle();
    expect(page.model.state.phase.kind).toBe('ready');
    expect(holdsSame(page, kernel, 'segmentation')).toBe(true);
  });

  it('drops blocks of an older generation', async () => {
    const kernel = new FakeKernel();
    const page = await openPage(kernel);
    while (page.wire.up.length > 0) {
      page.wire.kernelReads();
    }
    const stale = page.wire.down.filter(({ content }) => content['type'] === 'block');
    page.wire.down = [];
    kernel.image.data.fill(9);
    kernel.segmentation.data.fill(1);
    kernel.startGeneration();
    page.wire.browserReads();
    page.wire.down.push(...stale);
    await page.wire.settle();
    expect(page.model.volume!.generation).toBe(1);
    expect(holdsSame(page, kernel, 'image')).toBe(true);
    expect(voxelsOf(page)).toEqual([...kernel.segmentation.data]);
  });

  describe('a block that arrives late', () => {
    async function twoPages() {
      const kernel = new FakeKernel();
      kernel.encoding = 'deflate';
      const inflating: (() => void)[] = [];
      const inflate: typeof inflateHere = async bytes => {
        await new Promise<void>(resolve => inflating.push(resolve));
        return inflateHere(bytes);
      };
      const result = Promise.resolve(emptyRanking(kernel.shape));
      const ranker = {
        inflate,
        adjust: () => null,
        begin: () => ({ advance: () => undefined, result })
      };
      const page = await openPage(kernel, { ranker });
      const release = async (first = 0) => {
        inflating.splice(first).forEach(resolve => {
          resolve();
        });
        await turns();
      };
      await page.wire.settle();
      await release();
      const other = await readyPage(kernel, { client: 'page-2' });
      return { page, other, release };
    }

    /** This page asks for the block, and gets the runs of the undo while that is inflated. */
    async function paintAndUndo({ page, other }: Record<'page' | 'other', Page>) {
      paint(other.model, 0, 0, 0, 3, 2);
      await other.wire.settle();
      await page.wire.settle();
      other.model.undo();
      await other.wire.settle();
      await page.wire.settle();
    }

    it('does not hide what came after it', async () => {
      const { page, other, release } = await twoPages();
      await paintAndUndo({ page, other });
      await release();
      expect(voxelsOf(page)).toEqual(voxelsOf(other));
    });

    it('does not hide a later block that was inflated sooner', async () => {
      const { page, other, release } = await twoPages();
      for (const label of [1, 2]) {
        paint(other.model, 0, 0, 0, 3, label);
        await other.wire.settle();
        await page.wire.settle();
      }
      await release(1);
      await release();
      expect(voxelsOf(page)).toEqual(voxelsOf(other));
    });

    it('does not let an undo that waits with it hide what of ours was saved since', async () => {
      const { page, other, release } = await twoPages();
      await paintAndUndo({ page, other });
      paint(page.model, 0, 0, 2, 4, 1);
      await page.wire.settle();
      expect(page.model.state.saving.pending).toBe(0);
      await release();
      expect(voxelsOf(page).slice(0, 5)).toEqual([0, 0, 1, 1, 0]);
    });

    it('does not hide what of ours was saved since', async () => {
      const { page, other, release } = await twoPages();
      const stroke = other.model.beginStroke()!;
      stroke.paintRow(0, 0, 0, 1, labelIndex(2));
      stroke.paintRow(0, 0, 4, 5, labelIndex(2));
      other.model.endStroke('brush');
      await other.wire.settle();
      await page.wire.settle();
      paint(page.model, 0, 0, 2, 3, 1);
      await page.wire.settle();
      expect(page.model.state.saving.pending).toBe(0);
      await release();
      expect(voxelsOf(page).slice(0, 5)).toEqual([2, 0, 1, 0, 2]);
    });

    it('does not hide what the kernel has not answered yet', async () => {
      const { page, other, release } = await twoPages();
      const stroke = other.model.beginStroke()!;
      stroke.paintRow(0, 0, 0, 1, labelIndex(2));
      stroke.paintRow(0, 0, 4, 5, labelIndex(2));
      other.model.endStroke('brush');
      await other.wire.settle();
      await page.wire.settle();
      paint(page.model, 0, 0, 2, 3, 1);
      await release();
      expect(voxelsOf(page).slice(0, 5)).toEqual([2, 0, 1, 0, 2]);
      await page.wire.settle();
      await other.wire.settle();
      expect(voxelsOf(page)).toEqual(voxelsOf(other));
    });
  });

  it('a block that is not what was asked for fails the load with found and expected', async () => {
    const kernel = new FakeKernel();
    const page = await openPage(kernel);
    while (page.wire.up.length > 0) {
      page.wire.kernelReads();
    }
    page.wire.down = page.wire.down.map(({ content, buffers }) => ({
      content,
      buffers: buffers.map(buffer => buffer.slice(1))
    }));
    await page.wire.settle();
    expect(page.model.state.phase).toMatchObject({
      kind: 'failed',
      message: 'block: found "11 bytes", expected 12 bytes',
      remedy: 'Run the cell again.'
    });
  });

  it('ranks slab by slab while codes come in, with weights that are told or fetched', async () => {
    const kernel = largeKernel();
    const advanced: number[] = [];
    const begin = jest.fn(() => ({
      advance: (z: number) => advanced.push(z),
      result: Promise.resolve(rankingOf(LARGE, []))
    }));
    const volume = {
      ...kernel.volume,
      uncertainty: { ...(kernel.volume['uncertainty'] as object), weights: null }
    };
    const page = await openPage(
      kernel,
      { ranker: { begin, adjust: () => null, inflate: inflateHere } },
      volume
    );
    expect(page.link.weights).toBeNull();
    await page.wire.settle();
    expect([...page.link.weights!]).toEqual(kernel.weights);
    expect(begin).toHaveBeenCalledTimes(1);
    expect([...new Set(advanced)]).toEqual([0, 13, 26, 39, 40]);
  });

  it.each(['before', 'changes'] as const)(
    'what the segmentation was is asked for once it is wanted (%s), and there when all of it is',
    async layer => {
      const kernel = largeKernel();
      kernel.original = {
        ...kernel.original,
        data: kernel.segmentation.data.map(label => 2 - label)
      };
      const { model, wire } = await readyPage(kernel);
      const asked = () => wire.ofType('fetch').filter(({ array }) => array === 'original').length;
      expect([asked(), model.arrays!.original]).toEqual([0, null]);
      model.update({ layers: { ...model.state.layers, [layer]: true } });
      expect(model.arrays!.original).toBeNull();
      await wire.settle();
      const { data } = model.arrays!.original!;
      expect(Buffer.compare(Buffer.from(data.buffer), kernel.original.data)).toBe(0);
      model.update({ layers: { ...model.state.layers, before: true, changes: true } });
      expect(asked()).toBe(4);
    }
  );

  it('what lies near the selected region comes next', async () => {
    const kernel = new FakeKernel({ z: 60, y: 512, x: 512 });
    const page = await openPage(kernel);
    page.model.setRanking(rankingOf(kernel.shape, [58 * 512 * 512]));
    page.model.select(0);
    await page.wire.settle();
    const slabsAsked = page.wire
      .ofType('fetch')
      .slice(8)
      .filter(({ array }) => array === 'segmentation');
    expect(slabsAsked[0]['box']).toEqual([56, 60, 0, 512, 0, 512]);
  });
});

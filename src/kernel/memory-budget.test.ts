import { ENGLISH } from '../core/translation';
import { FakeKernel } from './fake-kernel';
import { MemoryBudget, NoRoomError, noRoom, volumeBytes } from './memory-budget';
import { openPage } from './testing';
import { parseVolume } from './volume-description';

const volume = parseVolume(new FakeKernel().volume);

describe('the memory of a page', () => {
  it('counts image, labels, codes and mask', () => {
    const { shape } = volume;
    const each = volume.uncertainty.heights ? 1 : 1 / 8;
    expect(volumeBytes(volume)).toBe(Math.ceil(shape.z * shape.y * shape.x * (3 + each)));
  });

  it('has room for as many volumes as fit, and again when one is let go', () => {
    const budget = new MemoryBudget(() => 2 * volumeBytes(volume));
    const [first, second, third] = [{}, {}, {}];
    budget.claim(first, volume, ENGLISH);
    budget.claim(second, volume, ENGLISH);
    expect(() => {
      budget.claim(third, volume, ENGLISH);
    }).toThrow(NoRoomError);
    budget.release(first);
    budget.release(first);
    budget.claim(third, volume, ENGLISH);
  });

  it('says what was found, what there is, and what can be shown', () => {
    const large = { ...volume, shape: { z: 1000, y: 1000, x: 2000 } };
    const alone = noRoom(large, { bytes: 8e9, mostBytes: 4e9, taken: 0 }, ENGLISH);
    expect(alone.message).toBe(
      "Found a volume of 1000 × 1000 × 2000 voxels, which takes 8.0 GB of the browser's memory; this page may hold 4.0 GB, and others hold 0.0 MB of it."
    );
    expect(alone.remedy).toBe(
      'Curate 500 of its 1000 slices at a time: Curator(image[:500], segmentation[:500], …) edits the same array.'
    );
    const beside = noRoom(large, { bytes: 8e9, mostBytes: 4e9, taken: 3e9 }, ENGLISH);
    expect(beside.message).toContain('4.0 GB, and others hold 3.0 GB of it.');
    expect(beside.remedy).toMatch(/125 of its 1000 .* Or clear the outputs of other curators/);
    const huge = noRoom(large, { bytes: 8e15, mostBytes: 4e9, taken: 0 }, ENGLISH);
    expect(huge.remedy).toBe('Curate a part of the volume.');
  });

  it('is asked before a volume is opened, and given back with the view', async () => {
    const budget = new MemoryBudget(() => volumeBytes(volume));
    const first = await openPage(new FakeKernel(), { budget });
    const second = await openPage(new FakeKernel(), { budget });
    expect(second.model.arrays).toBeNull();
    expect(second.model.state.phase).toMatchObject({
      kind: 'failed',
      remedy:
        'Curate a part of the volume. Or clear the outputs of other curators and run the cell again.'
    });
    expect(second.wire.ofType('fetch')).toEqual([]);
    first.link.dispose();
    expect((await openPage(new FakeKernel(), { budget })).model.arrays).not.toBeNull();
  });
});

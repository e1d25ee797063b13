/** Painting and erasing with the mouse lands in the notebook's own array, voxel for voxel. */
import { expect, test } from '@jupyterlab/galata';
import { CuratorPage } from './curator-page';
import type { Plane, Voxel } from './support';
import { ASYMMETRIC, Notebook, show } from './support';

const STROKES: readonly { plane: Plane; from: Voxel; to: Voxel }[] = [
  { plane: 'z', from: [6, 22, 8], to: [6, 22, 20] },
  { plane: 'y', from: [6, 24, 14], to: [10, 24, 22] },
  { plane: 'x', from: [5, 8, 24], to: [9, 16, 24] }
];

test('regions and order are those of vp.rank', async ({ page }) => {
  const notebook = new Notebook(page);
  await notebook.create(ASYMMETRIC, show('order'));
  const curator = await CuratorPage.shown(page);
  const expected = await notebook.value<number[]>(
    'vp.rank(segmentation, uncertainty, spacing=spacing).table["voxels"].tolist()'
  );
  await curator.toggleFlat();
  await expect(curator.rows).toHaveCount(expected.length);
  for (const [index, voxels] of expected.entries()) {
    await expect(curator.rows.nth(index)).toContainText(String(voxels));
  }
  expect(await notebook.value('curator.regions["voxels"].tolist()')).toEqual(expected);
  // Such as without the labeller's file, when the plain version ranks as well, but slowly.
  await expect(curator.root.getByText('ranking takes')).toHaveCount(0);
});

test('brush and eraser change exactly the voxels within the radius, in every slice', async ({
  page
}) => {
  const notebook = new Notebook(page);
  await notebook.create(ASYMMETRIC, show('strokes'));
  const curator = await CuratorPage.shown(page);
  await curator.setRadius(1.1);
  for (const { plane, from, to } of STROKES) {
    const [a, b] = [JSON.stringify(from), JSON.stringify(to)];
    await curator.goTo(from);
    await curator.press('b');
    await curator.drag(plane, from, to);
    await curator.saved();
    expect(await curator.labelAt(from)).toBe('7');
    expect(
      await notebook.python(
        `want = original.copy(); want[ball(${a}, ${b}, 1.1)] = 7; print((segmentation != want).sum())`
      )
    ).toBe('0');
    await curator.press('e');
    await curator.press('d');
    await curator.drag(plane, from, to);
    await curator.press('d');
    await curator.saved();
    expect(
      await notebook.python(
        `want[ball(${a}, ${b}, 1.1, "${plane}")] = 0; print((segmentation != want).sum())`
      )
    ).toBe('0');
    await curator.press('Control+z');
    await curator.saved();
    await curator.press('Control+z');
    await curator.saved();
    await expect.poll(() => notebook.python('print((segmentation != original).sum())')).toBe('0');
  }
  await curator.press('Control+Shift+z');
  await curator.saved();
  expect(await notebook.holds('(segmentation != original).any()')).toBe(true);
});

test('what is painted shows in all three slices at once', async ({ page }) => {
  const notebook = new Notebook(page);
  await notebook.create(ASYMMETRIC, show('pixels'));
  const curator = await CuratorPage.shown(page);
  const voxel: Voxel = [10, 16, 24];
  await curator.goTo(voxel);
  await curator.press('t');
  const before = await Promise.all(
    (['z', 'y', 'x'] as const).map(view => curator.probe(view, voxel))
  );
  await curator.press('b');
  await curator.setRadius(2.5);
  await curator.drag('z', [10, 16, 20], [10, 16, 28]);
  for (const [index, view] of (['z', 'y', 'x'] as const).entries()) {
    const now = await curator.probe(view, voxel);
    const change = now.reduce(
      (sum, value, channel) => sum + Math.abs(value - before[index][channel]),
      0
    );
    expect(change, `pixel of the voxel in the ${view} slice`).toBeGreaterThan(30);
  }
});

test('the selected region is drawn in the accent colour in every slice', async ({ page }) => {
  const notebook = new Notebook(page);
  await notebook.create(ASYMMETRIC, show('accent'));
  const curator = await CuratorPage.shown(page);
  const redness = async (view: Plane) => {
    const [red, , blue] = await curator.probe(view, [6, 8, 8]);
    return red - blue;
  };
  await curator.goTo([6, 8, 8]);
  expect(await redness('z')).toBeLessThan(10);
  await curator.toggleFlat();
  await curator.rows.first().click();
  await curator.goTo([6, 8, 8]);
  for (const view of ['z', 'y', 'x'] as const) {
    expect(await redness(view), `the ${view} slice`).toBeGreaterThan(20);
  }
});

test('Enter gives the verdict and goes to the next region', async ({ page }) => {
  const notebook = new Notebook(page);
  await notebook.create(ASYMMETRIC, show('verdicts'));
  const curator = await CuratorPage.shown(page);
  await curator.toggleFlat();
  await curator.rows.first().click();
  await curator.press('b');
  await curator.drag('z', [6, 22, 8], [6, 22, 12]);
  await curator.press('Enter');
  await curator.press('Enter');
  await curator.press('u');
  await curator.saved();
  expect(await notebook.value('curator.regions["verdict"].tolist()')).toEqual([
    'fixed',
    'correct',
    'unsure'
  ]);
  expect(await notebook.value('curator.edits["tool"].tolist()')).toEqual(['brush']);
  expect(await notebook.holds('curator.trust().max() == 1')).toBe(true);
});

test('a stroke tells what it does to the pieces, and so does its undo', async ({ page }) => {
  const notebook = new Notebook(page);
  const gap = 'segmentation[4:9, 22:30, 6:12] = 7';
  await notebook.create(ASYMMETRIC, gap, show('pieces'));
  const curator = await CuratorPage.shown(page);
  const pieces = curator.root.locator('.vp-Pieces');
  await curator.goTo([6, 20, 8]);
  await curator.setRadius(1.1);
  await curator.press('b');
  await curator.drag('z', [6, 10, 10], [6, 10, 16]);
  await expect(pieces).toHaveText('last edit: 3 pieces · 0 loops · 0 cavities, as before');
  await curator.drag('z', [6, 18, 8], [6, 24, 8]);
  await expect(pieces).toHaveText('last edit: 3 → 2 pieces (−1), joins 2 · 0 loops · 0 cavities');
  await expect(pieces.locator('svg')).toBeVisible();
  await curator.saved();
  await curator.press('Control+z');
  await expect(pieces).toHaveText('undo: 2 → 3 pieces (+1), parts into 2 · 0 loops · 0 cavities');
  await curator.press('Control+Shift+z');
  await expect(pieces).toHaveText('redo: 3 → 2 pieces (−1), joins 2 · 0 loops · 0 cavities');
  await notebook.python('segmentation[1:2, 1:3, 1:3] = 300; curator.refresh()');
  await expect(pieces).toHaveText('from the kernel: 2 → 3 pieces (+1) · 0 loops · 0 cavities');
  expect(
    await notebook.value(
      'sum(__import__("scipy.ndimage").ndimage.label(segmentation == v, np.ones((3, 3, 3)))[1] for v in (7, 300))'
    )
  ).toBe(3);
});

test('edits land while a cell runs', async ({ page }) => {
  const notebook = new Notebook(page);
  await notebook.create(
    ASYMMETRIC,
    show('live'),
    'import time, threading\nlanded = []\ncurator.on_edit(lambda edit: landed.append(time.time()))'
  );
  const curator = await CuratorPage.shown(page);
  const loops = {
    sleep: 'start = time.time(); time.sleep(8); end = time.time()',
    busy: 'start = time.time()\nwhile time.time() < start + 8: (np.random.rand(300, 300) @ np.random.rand(300, 300)).sum()\nend = time.time()'
  };
  for (const [name, code] of Object.entries(loops)) {
    const y = name === 'sleep' ? 14 : 18;
    const cell = notebook.start(code);
    await expect(page.locator('.jp-Notebook-ExecutionIndicator').first()).toHaveAttribute(
      'data-status',
      'busy'
    );
    await curator.goTo([10, y, 20]);
    await curator.press('b');
    await curator.drag('z', [10, y, 20], [10, y, 26]);
    await curator.saved();
    await expect(curator.root.getByText('kernel running a cell, edits go through')).toBeVisible();
    await cell;
    await expect(curator.root.getByText('kernel idle')).toBeVisible();
    expect(await notebook.holds('start < landed[-1] < end - 2'), `an edit during ${name}`).toBe(
      true
    );
  }
});

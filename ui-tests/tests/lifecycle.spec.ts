/** What a person has painted is still there after a reload, a closed notebook, a restarted kernel, and in a second view. */
import { expect, test } from '@jupyterlab/galata';
import type { Handle } from './curator-page';
import { CuratorPage } from './curator-page';
import { ASYMMETRIC, Notebook, show } from './support';

// Galata's stand-in for the kernels' API answers a restart as if a kernel had been made.
test.use({ kernels: null });

/** Everything the browser holds, against everything the kernel holds. */
async function sameVoxels(curator: CuratorPage, notebook: Notebook): Promise<void> {
  const kernel = await notebook.value<number[]>(
    '[int(v) for v in segmentation[::1, ::2, ::3].ravel()]'
  );
  const browser = await curator.root.evaluate(node => {
    const handle = (node as Handle).voxproof;
    const found: number[] = [];
    for (let z = 0; z < 20; z++) {
      for (let y = 0; y < 33; y += 2) {
        for (let x = 0; x < 47; x += 3) {
          found.push(Number(handle.labelAt([z, y, x])));
        }
      }
    }
    return found;
  });
  expect(browser).toEqual(kernel);
}

async function paintedCurator(notebook: Notebook, name: string): Promise<CuratorPage> {
  await notebook.create(ASYMMETRIC, show(name));
  const curator = await CuratorPage.shown(notebook.page);
  await curator.press('b');
  await curator.setRadius(1.6);
  await curator.goTo([6, 22, 8]);
  await curator.drag('z', [6, 22, 8], [6, 24, 20]);
  await curator.rows.first().click();
  await curator.press('Enter');
  await curator.saved();
  return curator;
}

test('a page reload brings back every voxel and verdict', async ({ page }) => {
  const notebook = new Notebook(page);
  await paintedCurator(notebook, 'reload');
  await page.notebook.save();
  await notebook.reload();
  const curator = await CuratorPage.shown(page);
  await sameVoxels(curator, notebook);
  await expect(curator.rows.filter({ hasText: /fixed|correct/i })).toHaveCount(1);
});

test('a closed and reopened notebook brings back every voxel', async ({ page }) => {
  const notebook = new Notebook(page);
  await paintedCurator(notebook, 'reopen');
  await page.notebook.save();
  await page.notebook.close();
  await page.notebook.openByPath(notebook.name);
  const curator = await CuratorPage.shown(page);
  await sameVoxels(curator, notebook);
});

test('after a kernel restart the view says what to do, and running the cell brings the work back', async ({
  page
}) => {
  const notebook = new Notebook(page);
  const before = await paintedCurator(notebook, 'restart');
  const changed = await notebook.value<number>('int((segmentation != original).sum())');
  await notebook.restartKernel();
  await expect(before.root).toContainText(/run the cell/i, { timeout: 30_000 });
  await notebook.run(0);
  await notebook.run(1);
  const curator = await CuratorPage.shown(page);
  expect(await notebook.value('int((segmentation != original).sum())')).toBe(changed);
  await sameVoxels(curator, notebook);
  await expect(curator.rows.filter({ hasText: /fixed|correct/i })).toHaveCount(1);
});

/** In the 3D view, of what was added, and of the fourth label. */
const ADDED = [86, 180, 233] as const;
const FOURTH = [250, 219, 134] as const;

test('what has changed, and what was there before, is shown voxel for voxel', async ({ page }) => {
  const notebook = new Notebook(page);
  await notebook.create(ASYMMETRIC, show('changes'));
  let curator = await CuratorPage.shown(page);
  const same = async () => {
    await curator.saved();
    const changed = await notebook.value<number[]>('np.flatnonzero(curator.changes()).tolist()');
    expect(changed.length).toBeGreaterThan(0);
    await expect.poll(() => curator.changes(), { timeout: 15_000 }).toEqual(changed);
  };
  await curator.setRadius(1.1);
  await curator.goTo([6, 22, 8]);
  await curator.press('b');
  await curator.drag('z', [6, 22, 8], [6, 22, 20]);
  await curator.press('e');
  await curator.drag('z', [6, 22, 12], [6, 28, 12]);
  await curator.saved();
  expect(await curator.changes()).toBeNull();
  const plain = await curator.probe('z', [6, 22, 16]);
  expect(await curator.lit('volume', ADDED)).toBe(0);
  await curator.press('Shift+T');
  await same();
  expect(await curator.probe('z', [6, 22, 16])).not.toEqual(plain);
  await expect.poll(() => curator.lit('volume', ADDED)).toBeGreaterThan(20);
  await curator.press('Control+z');
  await same();
  await curator.press('Control+Shift+z');
  await same();
  await notebook.python('curator.revert(curator.edits.index[1])');
  await same();
  await notebook.python('segmentation[1:3, 2:5, 3:9] = 5; curator.refresh()');
  await same();

  await curator.press('Shift+T');
  await curator.press('t');
  await curator.goTo([1, 3, 5]);
  const now = await curator.probe('z', [1, 3, 5]);
  await expect.poll(() => curator.lit('volume', FOURTH)).toBeGreaterThan(5);
  await curator.root.focus();
  await page.keyboard.down('Shift');
  await page.keyboard.down('O');
  expect(await curator.probe('z', [1, 3, 5])).not.toEqual(now);
  await expect.poll(() => curator.lit('volume', FOURTH)).toBe(0);
  await page.keyboard.up('O');
  await page.keyboard.up('Shift');
  expect(await curator.probe('z', [1, 3, 5])).toEqual(now);
  await expect.poll(() => curator.lit('volume', FOURTH)).toBeGreaterThan(5);

  await page.notebook.save();
  await notebook.reload();
  curator = await CuratorPage.shown(page);
  await curator.press('Shift+T');
  await same();
  await notebook.restartKernel();
  await expect(curator.root).toContainText(/run the cell/i, { timeout: 30_000 });
  await notebook.run(0);
  await notebook.run(1);
  curator = await CuratorPage.shown(page);
  await curator.press('Shift+T');
  await same();
});

test('after a restart and a reload the cell says what to do', async ({ page }) => {
  const notebook = new Notebook(page);
  await paintedCurator(notebook, 'gone');
  await page.notebook.save();
  await notebook.restartKernel();
  await page.notebook.save();
  await notebook.reload();
  await expect(page.locator('.jp-OutputArea-output').getByText(/run this cell again/i)).toBeVisible(
    { timeout: 60_000 }
  );
});

test('a second view of one curator shows the same strokes', async ({ page }) => {
  const notebook = new Notebook(page);
  await notebook.create(ASYMMETRIC, show('two'), 'curator');
  const first = await CuratorPage.shown(page, 0);
  const second = await CuratorPage.shown(page, 1);
  await first.press('b');
  await first.goTo([6, 22, 8]);
  await first.drag('z', [6, 22, 8], [6, 24, 20]);
  await first.saved();
  expect(await second.labelAt([6, 23, 14])).toBe('7');
  await sameVoxels(second, notebook);
});

test('Python calls show in the view', async ({ page }) => {
  const notebook = new Notebook(page);
  await notebook.create(ASYMMETRIC, show('calls'));
  const curator = await CuratorPage.shown(page);
  await notebook.python('curator.select(curator.regions.index[1])');
  await expect(curator.selectedRow).toContainText('2');
  await notebook.python('segmentation[0:2, 0:2, 0:3] = 300; curator.refresh()');
  await expect.poll(() => curator.labelAt([1, 1, 2])).toBe('300');
  await notebook.python('curator.undo()');
  await expect.poll(() => curator.labelAt([1, 1, 2])).toBe('0');
  await notebook.python(
    'new = segmentation.copy(); new[10:12, 10:14, 10:14] = 7\ncurator.update(segmentation=new, uncertainty=np.where(uncertainty > 0.5, uncertainty, 0))'
  );
  await curator.ready();
  await expect(curator.rows).toHaveCount(2);
  await expect.poll(() => curator.labelAt([11, 11, 11])).toBe('7');
});

/** Below a nested address the worker, the labeller and the comm are found as at the root. */
import { expect, test } from '@jupyterlab/galata';
import { CuratorPage } from './curator-page';
import { ASYMMETRIC, Notebook, show } from './support';

// Galata would make a folder and its address at the root, whatever the base address is.
test.use({ tmpPath: '', autoGoto: false });

test('the whole path works below a nested base address', async ({ page }) => {
  await page.goto();
  const notebook = new Notebook(page);
  await notebook.create(ASYMMETRIC, show('nested'));
  const curator = await CuratorPage.shown(page);
  await curator.toggleFlat();
  await expect(curator.rows).toHaveCount(3);
  await curator.goTo([6, 22, 8]);
  await curator.press('b');
  await curator.drag('z', [6, 22, 8], [6, 22, 20]);
  await curator.saved();
  expect(await notebook.value('int(segmentation[6, 22, 14])')).toBe(7);
});

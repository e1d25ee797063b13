/** The curator for people who see little, do not use a mouse, or have the page read to them. */
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect, test } from '@jupyterlab/galata';
import { seriousFaults } from './axe';
import { CuratorPage } from './curator-page';
import { ASYMMETRIC, Notebook, show } from './support';

// Galata's stand-in for the kernels' API answers a restart as if a kernel had been made.
test.use({ kernels: null });

/** Two tubes with a gap between them, and a weak piece: the list knows what its regions are. */
const VESSEL = `${ASYMMETRIC}
segmentation[:] = 0
segmentation[9:12, 14:18, 2:20] = segmentation[9:12, 14:18, 26:44] = 7
segmentation[2:4, 24:30, 4:8] = 7
probability = np.where(segmentation > 0, 0.97, 0)
probability[9:12, 14:18, 20:26] = np.linspace(0.3, 0.44, 6)
probability[2:4, 24:30, 4:8] = np.linspace(0.55, 0.6, 4)
uncertainty = 1 - np.abs(2 * probability - 1)
original = segmentation.copy()
`;

async function open(page: IJupyterLabPageFixture, name: string): Promise<[Notebook, CuratorPage]> {
  const notebook = new Notebook(page);
  await notebook.create(VESSEL, show(name));
  return [notebook, await CuratorPage.shown(page)];
}

test('no state of the curator has a serious fault', async ({ page }) => {
  const [notebook, curator] = await open(page, 'faults');
  const { root } = curator;
  const clean = (state: string): Promise<void> =>
    test.step(state, async () => {
      expect.soft(await seriousFaults(page), state).toEqual([]);
    });
  await curator.press('n');
  await expect(curator.selectedRow).toBeVisible();
  await clean('a region is selected');

  await curator.press('y');
  await expect(root.getByRole('button', { name: /^Take/ })).toBeVisible();
  await clean('a proposal is shown');
  await page.keyboard.press('y');
  await curator.press('Enter');
  await curator.saved();
  await clean('a region is settled');

  await curator.press('z');
  await expect(root.getByRole('grid', { name: /^History/ })).toBeVisible();
  await clean('the history is open');
  await curator.press('z');

  await curator.press('q');
  await expect(root.getByRole('dialog', { name: /^Ranking/ })).toBeVisible();
  await clean('the ranking is open');
  await page.keyboard.press('Escape');

  await curator.press('Shift+E');
  await expect(root.getByRole('dialog', { name: 'Edit' })).toBeVisible();
  await clean('the edit menu is open');
  await page.keyboard.press('Escape');

  await curator.press('?');
  await expect(root.getByRole('dialog', { name: /keys/i })).toBeVisible();
  await clean('the help is open');
  await page.keyboard.press('Escape');

  for (const theme of ['JupyterLab Dark', 'JupyterLab Dark High Contrast']) {
    await page.theme.setTheme(theme);
    await clean(theme);
  }
  await page.theme.setTheme('JupyterLab Light');
  await notebook.restartKernel();
  await expect(root).toContainText(/run the cell/i, { timeout: 30_000 });
  await clean('the kernel is gone');
});

test('a region is fixed, judged and taken back without a mouse, and Tab leads out', async ({
  page
}) => {
  const [notebook, curator] = await open(page, 'keys');
  const { root } = curator;
  const { keyboard } = page;
  const hasFocus = (): Promise<boolean> =>
    root.evaluate(node => node.contains(document.activeElement));
  const live = root.locator('[aria-live="polite"]');

  // From the cell, forwards, as long as it takes.
  for (let presses = 0; presses < 12 && !(await hasFocus()); presses++) {
    await keyboard.press('Tab');
  }
  await expect(root).toBeFocused();
  await keyboard.press('n');
  await expect(live).toContainText('Region 1 of 4, weak piece.');
  await keyboard.press('y');
  await expect(root.getByRole('button', { name: /^Take/ })).toBeVisible();
  await keyboard.press('y');
  await curator.saved();
  expect(await notebook.holds('(segmentation != original).any()')).toBe(true);
  await root.focus();
  await keyboard.press('Enter');
  await expect(live).toContainText('Region 1 of 4, weak piece, marked fixed.');
  await expect(live).toContainText('Region 2 of 4, gap.');
  await keyboard.press('Control+z');
  await keyboard.press('Control+z');
  await curator.saved();
  expect(await notebook.holds('(segmentation == original).all()')).toBe(true);

  await root.focus();
  await keyboard.press('Tab');
  await expect(root.getByRole('button', { name: 'Hide the worklist' })).toBeFocused();
  await keyboard.press('Shift+Tab');
  await expect(root).toBeFocused();
  await keyboard.press('Escape');
  await keyboard.press('Tab');
  expect(await hasFocus()).toBe(false);

  await root.focus();
  let presses = 0;
  for (; presses < 100 && (await hasFocus()); presses++) {
    await keyboard.press('Tab');
  }
  expect(presses).toBeLessThan(100);
});

test('a screen reader finds the list, the region in hand, and what is switched on', async ({
  page
}) => {
  const [, curator] = await open(page, 'tree');
  const { root } = curator;
  await curator.press('n');
  await curator.press('b');
  await expect(root.getByRole('treegrid')).toMatchAriaSnapshot(`
    - treegrid "Regions":
      - row /Stop 1/ [expanded] [level=1]:
        - gridcell "Stop 1"
        - gridcell /\\d/
        - gridcell "3 regions"
        - gridcell /1 gap, 1 weak piece, 1 branch/
        - gridcell "0 of 3 reviewed"
      - row /weak piece/ [level=2] [selected]:
        - gridcell "1"
        - gridcell /\\d/
        - gridcell "weak piece · 48 voxels"
        - gridcell
      - row /gap/ [level=2]
      - row /branch/ [level=2]
      - row /branch/ [level=1]
  `);
  await expect(root.getByRole('toolbar')).toMatchAriaSnapshot(`
    - toolbar "Voxproof":
      - button "Hide the worklist" [pressed]
      - group "History":
        - button /Nothing to undo/ [disabled]
        - button /Nothing to redo/ [disabled]
      - group "Tools":
        - button /^Brush/ [pressed]
      - group "Brush":
        - spinbutton "Radius"
      - group "Label":
        - 'button "Label: 7"'
        - 'button "Masks: off"'
      - group "View":
        - button /Image alone/
        - button "Layers"
        - button /Keys and mouse/
  `);
  await expect(root.getByRole('group', { name: 'Views' })).toMatchAriaSnapshot(`
    - group "Views":
      - img "XY slice"
      - img "3D view"
      - img "XZ slice"
      - img "YZ slice"
  `);
  await expect(root.locator('[aria-live="polite"]')).toHaveText('Region 1 of 4, weak piece.');
});

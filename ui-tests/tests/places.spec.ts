/** A curator in its cell, in the main area, in JupyterLab's own copies of an output, in the side panel: one session in all of them. */
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect, test } from '@jupyterlab/galata';
import type { Locator } from '@playwright/test';
import { CuratorPage } from './curator-page';
import { ASYMMETRIC, Notebook, show } from './support';

// Galata's stand-in for the kernels' API answers a restart as if a kernel had been made.
test.use({ kernels: null });

/** As much of a notebook's panel as is needed to rename it. */
interface Renamed {
  readonly title: { readonly label: string };
  readonly context: { readonly path: string; rename(name: string): Promise<void> };
}

/** The tab of the main area with this name. */
function tabOf(page: IJupyterLabPageFixture, name: string): Locator {
  return page.getByRole('main').locator('.lm-TabBar-tab', { hasText: name });
}

function inTab(page: IJupyterLabPageFixture): CuratorPage {
  return new CuratorPage(page, page.locator('.vp-Tab .vp-Curator'));
}

function inCell(page: IJupyterLabPageFixture): CuratorPage {
  return new CuratorPage(page, page.locator('.jp-Notebook .vp-Curator'));
}

/** Whether a workspace that is stored has the tab of a curator and the side panel in its layout. */
function hasPlaces(workspace: string | null): boolean {
  const { data } = JSON.parse(workspace ?? '{"data":{}}') as { data: Record<string, unknown> };
  const layout = JSON.stringify(data['layout-restorer:data'] ?? null);
  return layout.includes('voxproof:') && layout.includes('"current":"voxproof-panel"');
}

async function openInMain(page: IJupyterLabPageFixture): Promise<CuratorPage> {
  await inCell(page).root.getByRole('button', { name: 'Open in main area' }).click();
  const curator = inTab(page);
  await curator.ready();
  return curator;
}

test('a curator moves to the main area and back, and nothing is lost on the way', async ({
  page
}) => {
  const notebook = new Notebook(page);
  await notebook.create(ASYMMETRIC, show('moved'));
  const before = await CuratorPage.shown(page);
  await before.press('b');
  await before.setRadius(1.6);
  await before.select(2);
  const tab = await openInMain(page);
  const placeholder = inCell(page).root;
  await expect(placeholder).toContainText('moved is open beside the notebook.');
  await expect(tab.selectedRow).toContainText('2');
  await expect(tab.root.getByRole('button', { name: /^Brush/ })).toHaveAttribute(
    'aria-pressed',
    'true'
  );
  await tab.drag('z', [13, 18, 32], [13, 18, 42]);
  await tab.saved();
  expect(await tab.labelAt([13, 18, 37])).toBe('300');
  await expect(tab.root.getByRole('button', { name: 'Open in main area' })).toHaveCount(0);

  await placeholder.getByRole('button', { name: 'Bring back' }).click();
  const after = inCell(page);
  await after.ready();
  await expect(tabOf(page, 'moved')).toHaveCount(0);
  await expect(after.selectedRow).toContainText('2');
  await page.keyboard.press('n');
  await expect(after.selectedRow).toContainText('3');
  await expect(page.locator('.jp-Cell .cm-content').last()).toHaveText(/^curator = /);
  expect(await after.labelAt([13, 18, 37])).toBe('300');
  expect(await notebook.value('int(segmentation[13, 18, 37])')).toBe(300);
});

test('tab and side panel are there again after a reload, and a tab waits for its curator where it is not', async ({
  page
}) => {
  const notebook = new Notebook(page);
  await notebook.create(ASYMMETRIC, show('restored'));
  await CuratorPage.shown(page);
  const kept = page.waitForRequest(
    request => request.url().includes('/api/workspaces') && hasPlaces(request.postData())
  );
  await page.evaluate(() => window.jupyterapp.commands.execute('voxproof:show-panel'));
  const tab = await openInMain(page);
  await tab.press('Control+s');
  await expect.poll(() => notebook.isSaved()).toBe(true);
  await kept;
  await notebook.reload();
  await inTab(page).ready();
  await expect(inCell(page).root).toContainText('restored is open beside the notebook.');
  await expect(page.locator('#voxproof-panel')).toContainText('0 of 3 reviewed');

  await tabOf(page, notebook.name).click();
  await notebook.restartKernel();
  await tabOf(page, notebook.name).click();
  await page.menu.clickMenuItem('File>Close Tab');
  const waiting = page.locator('.vp-Tab');
  await expect(waiting).toContainText(`${notebook.name}, which is not open.`);
  await waiting.getByRole('button', { name: 'Open the notebook' }).click();
  await expect(waiting).toContainText('It comes here when cell');
});

test("JupyterLab's own copy of an output is one more view of the same session", async ({
  page
}) => {
  const notebook = new Notebook(page);
  await notebook.create(ASYMMETRIC, show('copied'));
  const cell = await CuratorPage.shown(page);
  await page.evaluate(() => window.jupyterapp.commands.execute('notebook:create-output-view'));
  const copy = new CuratorPage(page, page.locator('.jp-LinkedOutputView .vp-Curator'));
  await copy.ready();
  const tab = await page.locator('.jp-LinkedOutputView').boundingBox();
  const frame = await copy.root.boundingBox();
  expect(frame?.height).toBeGreaterThan((tab?.height ?? 0) - 20);
  await copy.select(3);
  await expect(cell.selectedRow).toContainText('3');
  await openInMain(page);
  await copy.ready();
});

test('no key reaches the notebook, from the cell or from the main area', async ({ page }) => {
  const notebook = new Notebook(page);
  await notebook.create(ASYMMETRIC, show('keys'));
  const cell = await CuratorPage.shown(page);
  const before = await notebook.cells();
  const keys = ['d', 'd', 'x', 'z', '1', 'a', 'Enter', 'Escape', 'Space', 'd', 'd', 'x'];
  for (const key of keys) {
    await cell.press(key);
  }
  expect(await notebook.cells()).toEqual(before);
  const tab = await openInMain(page);
  for (const key of keys) {
    await tab.press(key);
  }
  expect(await notebook.cells()).toEqual(before);
});

test('of two curators with one name, the one whose button is pressed moves to the main area', async ({
  page
}) => {
  const notebook = new Notebook(page);
  const other = `second = vp.Curator(image, original, uncertainty, name="twin", journal="memory")\nsecond`;
  await notebook.create(ASYMMETRIC, show('twin'), other);
  const cells = page.locator('.jp-Notebook .vp-Curator');
  for (const moved of [1, 0]) {
    await cells.nth(moved).getByRole('button', { name: 'Open in main area' }).click();
    await inTab(page).ready();
    await expect(cells.nth(moved)).toHaveClass(/vp-mod-away/);
    await expect(cells.nth(1 - moved)).not.toHaveClass(/vp-mod-away/);
  }
  await expect(tabOf(page, 'twin')).toHaveCount(1);
});

test('a notebook with the old name of another has a tab of its own', async ({ page }) => {
  const notebook = new Notebook(page);
  await notebook.create(ASYMMETRIC, show('again'));
  await CuratorPage.shown(page);
  await openInMain(page);
  await page.evaluate(async name => {
    const panels = [...window.jupyterapp.shell.widgets('main')] as unknown as Renamed[];
    const { context } = panels.find(({ title }) => title.label === name)!;
    const { path } = context;
    await context.rename('renamed.ipynb');
    await window.jupyterapp.commands.execute('voxproof:open-in-main', {
      document: path,
      curator: 'again'
    });
  }, notebook.name);
  await expect(tabOf(page, 'again')).toHaveCount(2);
  const ids = await page.evaluate(() =>
    Array.from(window.jupyterapp.shell.widgets('main'), ({ id }) => id)
  );
  expect(new Set(ids).size).toBe(ids.length);
  await expect(page.locator('.vp-Tab').last()).toBeVisible();
});

test('a shortcut that is bound to a curator runs in its view, one of the notebook does not', async ({
  page
}) => {
  const notebook = new Notebook(page);
  await notebook.create(ASYMMETRIC, show('bound'));
  const curator = await CuratorPage.shown(page);
  await page.evaluate(() => {
    const { commands } = window.jupyterapp;
    const bind = (key: string, selector: string, command: string) =>
      commands.addKeyBinding({ keys: [key], selector, command });
    bind('F9', '.vp-Curator', 'voxproof:take-lasso');
    bind('F8', '.jp-Notebook', 'voxproof:take-eraser');
  });
  const lasso = curator.root.getByRole('button', { name: /^Lasso/ });
  await curator.press('F9');
  await expect(lasso).toHaveAttribute('aria-pressed', 'true');
  await curator.press('F8');
  await expect(lasso).toHaveAttribute('aria-pressed', 'true');
});

test('menu and palette act on the curator that was used last', async ({ page }) => {
  const notebook = new Notebook(page);
  await notebook.create(ASYMMETRIC, show('first'));
  await notebook.start(
    'other = segmentation.copy()\nsecond = vp.Curator(image, other, uncertainty, spacing=spacing, name="second")\nsecond'
  );
  const [first, second] = [await CuratorPage.shown(page, 0), await CuratorPage.shown(page, 1)];
  await first.press('c');
  await second.press('c');
  await page.menu.clickMenuItem('Voxproof>Next Open Region');
  await expect(second.selectedRow).toHaveCount(1);
  await expect(first.selectedRow).toHaveCount(0);

  await page.keyboard.press('Control+Shift+C');
  const search = page.locator('.lm-CommandPalette-input');
  await search.fill('Done, Next Region');
  await search.press('Enter');
  await second.saved();
  expect(await notebook.holds('(second.regions["verdict"] == "correct").sum() == 1')).toBe(true);
  expect(await notebook.holds('(curator.regions["verdict"] == "open").all()')).toBe(true);
});

test('the side panel follows the notebook in front, and says what to do where there is no curator', async ({
  page
}) => {
  const notebook = new Notebook(page);
  await notebook.create();
  await page.evaluate(() => window.jupyterapp.commands.execute('voxproof:show-panel'));
  const panel = page.locator('#voxproof-panel');
  await expect(panel).toContainText('No curator here yet');
  await notebook.start(ASYMMETRIC);
  await notebook.start(show('beside'));
  const cell = inCell(page);
  await cell.ready();
  await expect(panel).toContainText('0 of 3 reviewed');
  const side = new CuratorPage(page, panel.locator('.vp-Curator'));
  await side.rows.last().click();
  await expect(cell.selectedRow).toContainText('210 voxels');
  await side.press('Enter');
  await cell.saved();
  await expect(panel).toContainText('1 of 3 reviewed');
  await expect(
    page.getByRole('button', { name: /^beside · region \d of 3 · saved/ })
  ).toBeVisible();
  await side.root.getByRole('button', { name: 'History' }).click();
  await expect(side.root.getByRole('region', { name: 'History' })).toContainText('Region 1');

  await notebook.start(
    'other = segmentation.copy()\nsecond = vp.Curator(image, other, uncertainty, spacing=spacing, name="second")\nsecond'
  );
  await CuratorPage.shown(page, 1);
  const roster = panel.getByRole('list', { name: 'Curators of the notebook' });
  await roster.getByRole('button', { name: /^second/ }).click();
  await expect(roster.getByRole('button', { name: /^second/ })).toHaveAttribute(
    'aria-pressed',
    'true'
  );
  await expect(panel).toContainText('0 of 3 reviewed');

  await page.evaluate(async () => {
    await window.jupyterapp.commands.execute('notebook:create-new', { kernelName: 'python3' });
  });
  await expect(panel).toContainText('No curator here yet');
  await tabOf(page, notebook.name).click();
  await expect(roster.getByRole('button', { name: /^beside/ })).toBeVisible();
});

test("a right click on a view opens the menu, the curator's commands first; a drag opens none", async ({
  page
}) => {
  const notebook = new Notebook(page);
  await notebook.create(ASYMMETRIC, show('menu'));
  const curator = await CuratorPage.shown(page);
  const menu = page.locator('.lm-Menu');
  for (const name of ['z', 'volume'] as const) {
    await curator.view(name).click({ button: 'right', position: { x: 60, y: 60 } });
    const labels = await menu.locator('.lm-Menu-item[data-type="command"]').allTextContents();
    const own = labels.indexOf('Keys and Mouse');
    expect(own).toBeGreaterThan(5);
    expect(labels.findIndex(label => label.startsWith('Cut Cell'))).toBeGreaterThan(own);
    await page.keyboard.press('Escape');
    await expect(menu).toHaveCount(0);
  }
  const box = await curator.view('z').boundingBox();
  const [left, top] = [box?.x ?? 0, box?.y ?? 0];
  await page.mouse.move(left + 60, top + 60);
  await page.mouse.down({ button: 'right' });
  await page.mouse.move(left + 90, top + 70);
  await page.mouse.up({ button: 'right' });
  await expect(menu).toHaveCount(0);
});

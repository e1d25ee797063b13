/** What the kernel has not answered outlives the page, its tab and the browser, and lands exactly once. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jupyterlab/galata';
import type { BrowserContext, Page } from '@playwright/test';
import { chromium } from '@playwright/test';
import { CuratorPage } from './curator-page';
import { ASYMMETRIC, Notebook, show } from './support';

// Galata's stand-in for the kernels' API answers a restart as if a kernel had been made.
test.use({ kernels: null });

/** Whether what widgets say reaches the kernel; the rest of the page's talk does. */
interface Wire {
  isCut: boolean;
}

async function wireOf(page: Page): Promise<Wire> {
  const wire: Wire = { isCut: false };
  await page.routeWebSocket(/\/channels/, socket => {
    const server = socket.connectToServer();
    socket.onMessage(message => {
      if (!wire.isCut || !message.toString().includes('"comm_msg"')) {
        server.send(message);
      }
    });
  });
  page.on('dialog', dialog => {
    void dialog.accept();
  });
  return wire;
}

/** A curator in a saved notebook, whose wire can be cut from now on. */
async function started(notebook: Notebook, name: string): Promise<Wire> {
  const wire = await wireOf(notebook.page);
  await notebook.page.reload();
  await notebook.create(ASYMMETRIC, show(name));
  await CuratorPage.shown(notebook.page);
  await notebook.page.notebook.save();
  return wire;
}

async function paint(curator: CuratorPage): Promise<void> {
  await curator.press('b');
  await curator.setRadius(1.1);
  await curator.goTo([6, 22, 8]);
  await curator.drag('z', [6, 22, 8], [6, 22, 20]);
  await expect(curator.root).toHaveAttribute('data-pending', '1');
}

/** The stroke is in the array, and one undo takes it out. */
async function landedOnce(notebook: Notebook): Promise<void> {
  const stroke = 'want = original.copy(); want[ball([6, 22, 8], [6, 22, 20], 1.1)] = 7';
  await expect
    .poll(() => notebook.python(`${stroke}; print((segmentation != want).sum())`))
    .toBe('0');
  await notebook.python('curator.undo()');
  expect(await notebook.python('print((segmentation != original).sum())')).toBe('0');
}

/** Number of acts in the browser's database. */
function actsKept(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('voxproof');
        opening.onerror = reject;
        opening.onsuccess = () => {
          const database = opening.result;
          const counting = database.transaction('acts').objectStore('acts').count();
          counting.onerror = reject;
          counting.onsuccess = () => {
            database.close();
            resolve(counting.result);
          };
        };
      })
  );
}

async function open(context: BrowserContext, address: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(address);
  return page;
}

function addressOf(notebook: Notebook): Promise<string> {
  return notebook.page.evaluate(() => {
    const panel = window.jupyterapp.shell.currentWidget as unknown as {
      readonly context: { readonly path: string };
    };
    return new URL(`/lab/tree/${panel.context.path}`, window.location.href).href;
  });
}

test('a stroke that was under way when the page was loaded anew lands once', async ({ page }) => {
  const notebook = new Notebook(page);
  const wire = await started(notebook, 'reload-unsent');
  wire.isCut = true;
  await paint(await CuratorPage.shown(page));
  expect(await notebook.python('print((segmentation != original).sum())')).toBe('0');
  await page.notebook.save();
  wire.isCut = false;
  await notebook.reload();
  const curator = await CuratorPage.shown(page);
  await curator.saved();
  await expect(curator.root).toContainText('1 change that the kernel never got was made again.');
  expect(await curator.labelAt([6, 22, 14])).toBe('7');
  await landedOnce(notebook);
});

test('a stroke lands once after the browser was killed', async ({ page, baseURL }) => {
  const notebook = new Notebook(page);
  await started(notebook, 'killed');
  const address = await addressOf(notebook);
  expect(address).toContain(baseURL);
  const folder = mkdtempSync(join(tmpdir(), 'voxproof-profile-'));
  const { launchOptions = {} } = test.info().project.use;
  const launch = () =>
    chromium.launchPersistentContext(folder, {
      ...launchOptions,
      viewport: { width: 1440, height: 1000 }
    });
  const first = await launch();
  const tab = await first.newPage();
  const wire = await wireOf(tab);
  await tab.goto(address);
  const before = await CuratorPage.shown(tab);
  wire.isCut = true;
  await paint(before);
  await expect.poll(() => actsKept(tab)).toBe(1);
  const ended = new Promise(resolve => first.once('close', resolve));
  const session = await first.newCDPSession(tab);
  session.send('Browser.crash').catch(() => undefined);
  await ended;
  const second = await launch();
  const curator = await CuratorPage.shown(await open(second, address));
  await curator.saved();
  await expect(curator.root).toContainText('1 change that the kernel never got was made again.');
  await second.close();
  await landedOnce(notebook);
});

test('a tab leaves what another tab has under way to that one', async ({ page }) => {
  const notebook = new Notebook(page);
  const wire = await started(notebook, 'tabs');
  wire.isCut = true;
  const first = await CuratorPage.shown(page);
  await paint(first);
  const other = await open(page.context(), await addressOf(notebook));
  const second = await CuratorPage.shown(other);
  await second.saved();
  expect(await second.labelAt([6, 22, 14])).toBe('0');
  await expect(first.root).toHaveAttribute('data-pending', '1');
  wire.isCut = false;
  await first.saved();
  await expect.poll(() => second.labelAt([6, 22, 14])).toBe('7');
  await landedOnce(notebook);
  await expect.poll(() => second.labelAt([6, 22, 14])).toBe('0');
  await second.press('Control+Shift+z');
  await second.saved();
  await expect.poll(() => first.labelAt([6, 22, 14])).toBe('7');
  await other.close();
  await landedOnce(notebook);
});

test('without a kernel the cell says what waits in this browser, and running it brings that back', async ({
  page
}) => {
  const notebook = new Notebook(page);
  const wire = await started(notebook, 'no-kernel');
  wire.isCut = true;
  const before = await CuratorPage.shown(page);
  await paint(before);
  await notebook.restartKernel();
  await expect(before.root).toContainText('1 change never reached it and is kept in this browser');
  await page.notebook.save();
  wire.isCut = false;
  await notebook.reload();
  const cell = page.locator('.jp-OutputArea-output');
  await expect(cell.getByText('1 change that the kernel never got waits')).toBeVisible({
    timeout: 60_000
  });
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    cell.getByRole('button', { name: 'Save to a file' }).click()
  ]);
  const saved: unknown = JSON.parse(readFileSync(await download.path(), 'utf8'));
  expect(saved).toMatchObject({ name: 'no-kernel', acts: [{ kind: 'edit' }] });
  await notebook.run(0);
  await notebook.run(1);
  const curator = await CuratorPage.shown(page);
  await curator.saved();
  await landedOnce(notebook);
});

test('a stroke that was under way is found when the notebook has another name', async ({
  page
}) => {
  const notebook = new Notebook(page);
  const wire = await started(notebook, 'renamed');
  wire.isCut = true;
  await paint(await CuratorPage.shown(page));
  await expect.poll(() => actsKept(page)).toBe(1);
  await page.evaluate(async () => {
    const panel = window.jupyterapp.shell.currentWidget as unknown as {
      readonly context: { rename(name: string): Promise<void> };
    };
    await panel.context.rename('another name.ipynb');
  });
  await page.notebook.save();
  const address = await addressOf(notebook);
  expect(decodeURI(address)).toContain('another name.ipynb');
  wire.isCut = false;
  await page.evaluate(to => {
    window.history.replaceState(null, '', to);
  }, address);
  await notebook.reload();
  const curator = await CuratorPage.shown(page);
  await curator.saved();
  await expect(curator.root).toContainText('1 change that the kernel never got was made again.');
  await landedOnce(notebook);
});

test('a browser whose storage is full says so, and nothing is lost while the kernel lives', async ({
  page
}) => {
  const notebook = new Notebook(page);
  const wire = await started(notebook, 'full');
  const curator = await CuratorPage.shown(page);
  // Galata's page is a stand-in for the browser's.
  const [tab] = page.context().pages();
  const devTools = await page.context().newCDPSession(tab);
  const { origin } = new URL(page.url());
  await devTools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
  wire.isCut = true;
  await paint(curator);
  await expect(curator.root).toContainText('its storage for this site is full');
  await expect(curator.root).toContainText('1 on its way, in this page only');
  expect(await actsKept(page)).toBe(0);
  wire.isCut = false;
  await curator.saved();
  await landedOnce(notebook);
  await devTools.send('Storage.overrideQuotaForOrigin', { origin });
  wire.isCut = true;
  await paint(curator);
  await expect.poll(() => actsKept(page)).toBe(1);
  await expect(curator.root).not.toContainText('in this page only');
  wire.isCut = false;
  await curator.saved();
});

test('a browser that keeps nothing says so once, and edits go on', async ({ page }) => {
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('storage is denied', 'SecurityError');
    };
  });
  const notebook = new Notebook(page);
  await started(notebook, 'denied');
  const curator = await CuratorPage.shown(page);
  await curator.press('b');
  await curator.goTo([6, 22, 8]);
  await curator.drag('z', [6, 22, 8], [6, 22, 20]);
  await expect(curator.root).toContainText('This browser keeps no copy of changes');
  await curator.saved();
  expect(await notebook.holds('(segmentation != original).any()')).toBe(true);
});

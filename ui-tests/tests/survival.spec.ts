/** A busy kernel, a sleeping computer, and a page without room: what the person sees, and that edits are there. */
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jupyterlab/galata';
import type { WebSocketRoute } from '@playwright/test';
import { CuratorPage } from './curator-page';
import { ASYMMETRIC, Notebook, show } from './support';

// Galata's stand-in for the kernels' API answers a restart as if a kernel had been made.
test.use({ kernels: null });

/** A file that the kernel waits for, or makes; `python` is its name in Python. */
function flag(name: string): {
  readonly python: string;
  raise(): void;
  readonly isRaised: boolean;
} {
  const path = join(mkdtempSync(join(tmpdir(), 'voxproof-flag-')), name);
  return {
    python: JSON.stringify(path),
    raise: () => {
      writeFileSync(path, '');
    },
    get isRaised() {
      return existsSync(path);
    }
  };
}

const WAIT = `
import os, time
def wait_for(path):
    while not os.path.exists(path): time.sleep(0.02)
`;

async function paint(curator: CuratorPage): Promise<void> {
  await curator.press('b');
  await curator.setRadius(1.1);
  await curator.goTo([6, 22, 8]);
  await curator.drag('z', [6, 22, 8], [6, 22, 20]);
}

test('a page that is loaded while a cell runs says that the view comes when it ends', async ({
  page
}) => {
  const notebook = new Notebook(page);
  const end = flag('end');
  await notebook.create(ASYMMETRIC + WAIT, show('busy'));
  const before = await CuratorPage.shown(page);
  await paint(before);
  await before.saved();
  await page.notebook.save();
  const index = await notebook.add(`wait_for(${end.python})`);
  await page.notebook.save();
  void notebook.run(index).catch(() => undefined);
  await expect(before.root).toHaveAttribute('data-connection', /busy/);
  await notebook.reload();
  const cell = page.locator('.jp-OutputArea-output');
  await expect(cell.getByText('The view opens as soon as the kernel answers')).toBeVisible({
    timeout: 60_000
  });
  end.raise();
  const curator = await CuratorPage.shown(page);
  expect(await curator.labelAt([6, 22, 14])).toBe('7');
});

test('after a sleep with a stroke under way, page and kernel hold the same', async ({ page }) => {
  const sockets = new Set<WebSocketRoute>();
  let isCut = false;
  await page.routeWebSocket(/\/channels/, socket => {
    const server = socket.connectToServer();
    sockets.add(socket);
    socket.onMessage(message => {
      if (!isCut || !message.toString().includes('"comm_msg"')) {
        server.send(message);
      }
    });
  });
  await page.reload();
  const notebook = new Notebook(page);
  const [asleep, edited] = [flag('asleep'), flag('edited')];
  await notebook.create(ASYMMETRIC + WAIT, show('sleep'));
  const curator = await CuratorPage.shown(page);
  await notebook.python(`
import threading
def edit():
    wait_for(${asleep.python})
    curator.apply(vp.Edit((1, 2, 3, 4, 5, 8), 300))
    open(${edited.python}, "w").close()
threading.Thread(target=edit).start()`);
  isCut = true;
  await paint(curator);
  await expect(curator.root).toHaveAttribute('data-pending', '1');
  // Galata's page is a stand-in for the browser's.
  const [tab] = page.context().pages();
  const devTools = await page.context().newCDPSession(tab);
  await devTools.send('Page.setWebLifecycleState', { state: 'frozen' });
  for (const socket of sockets) {
    await socket.close();
  }
  asleep.raise();
  await expect.poll(() => edited.isRaised).toBe(true);
  isCut = false;
  await devTools.send('Page.setWebLifecycleState', { state: 'active' });
  await tab.bringToFront();
  await curator.saved();
  await expect.poll(() => curator.labelAt([1, 3, 6])).toBe('300');
  expect(await curator.labelAt([6, 22, 14])).toBe('7');
  await expect(curator.root).toHaveAttribute('data-connection', 'idle');
  const stroke =
    'want = original.copy(); want[ball([6, 22, 8], [6, 22, 20], 1.1)] = 7; want[1, 3, 5:8] = 300';
  expect(await notebook.python(`${stroke}; print((segmentation != want).sum())`)).toBe('0');
  expect(await notebook.value('len(curator.edits)')).toBe(2);
});

test('a volume that the page has no room for is refused with what is possible, and comes when there is', async ({
  page
}) => {
  await page.addInitScript(() => {
    // Half of it is for volumes: one of 31 020 voxels, and not a second.
    Object.defineProperty(navigator, 'deviceMemory', { value: 300_000 / 2 ** 30 });
  });
  await page.reload();
  const notebook = new Notebook(page);
  const second = show('second').replace('segmentation', 'segmentation.copy()');
  await notebook.create(ASYMMETRIC, show('first'), second);
  const first = await CuratorPage.shown(page, 0);
  const refused = page.locator('.vp-Curator').nth(1);
  await expect(refused).toContainText('Found a volume of 20 × 33 × 47 voxels');
  await expect(refused).toContainText('this page may hold 0.1 MB, and others hold 0.1 MB of it');
  await expect(refused).toContainText(/Curate \d+ of its 20 slices at a time/);
  await expect(refused).toContainText('Or clear the outputs of other curators');
  await paint(first);
  await first.saved();
  await notebook.activate(1);
  await page.evaluate(async () => {
    await window.jupyterapp.commands.execute('notebook:clear-cell-output');
  });
  await expect(page.locator('.vp-Curator')).toHaveCount(1);
  await expect(async () => {
    await notebook.run(2);
    await expect(page.locator('.vp-Curator')).toHaveAttribute('data-phase', 'ready');
  }).toPass({ timeout: 30_000, intervals: [500] });
});

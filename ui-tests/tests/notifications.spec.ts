/** Long work of a curator that nobody sees is told of by JupyterLab's notifications, and can be stopped from there. */
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect, test } from '@jupyterlab/galata';
import { CuratorPage } from './curator-page';
import { ASYMMETRIC, Notebook, show } from './support';

/** The kernel sends no block before there is a file `go` beside the notebook. */
const HOLD = `
import time, voxproof._blocks
from pathlib import Path
answer = voxproof._blocks.BlockQueue._answer
def held(queue, fetch):
    while not Path("go").exists():
        time.sleep(0.05)
    answer(queue, fetch)
voxproof._blocks.BlockQueue._answer = held
`;

/** What the worker is asked from now on waits in `held`; a test answers it, or lets it go. */
const HOLD_WORKER = (): void => {
  const held: Held[] = [];
  (window as unknown as Page).held = held;
  const { prototype } = Worker;
  const post = Reflect.get(prototype, 'postMessage') as (
    message: Held['message'],
    transfer: Transferable[]
  ) => void;
  prototype.postMessage = function (this: Worker, message: Held['message'], transfer?: unknown) {
    if (['begin', 'recut', 'order'].includes(message.kind)) {
      held.push({ message, worker: this });
    }
    if (held.length === 0 || message.kind === 'draw') {
      post.call(this, message, transfer as Transferable[]);
    }
  };
};

interface Held {
  readonly message: { readonly kind: string; readonly task: number };
  readonly worker: Worker;
}

interface Page {
  held: readonly Held[];
}

/** Have the worker say something about what it was asked last. */
function say(page: IJupyterLabPageFixture, answer: Readonly<Record<string, unknown>>) {
  return page.evaluate(given => {
    const { message, worker } = (window as unknown as Page).held.at(-1)!;
    worker.onmessage?.(new MessageEvent('message', { data: { task: message.task, ...given } }));
  }, answer);
}

/** A list by other parameters is asked for, and something else comes in front of the curator. */
async function rankOutOfSight(page: IJupyterLabPageFixture, name: string): Promise<CuratorPage> {
  const notebook = new Notebook(page);
  await notebook.create(ASYMMETRIC, show(name));
  const curator = await CuratorPage.shown(page);
  await page.evaluate(HOLD_WORKER);
  await curator.press('q');
  const panel = curator.root.getByRole('dialog', { name: /^Ranking/ });
  await panel.getByRole('combobox', { name: 'Regions' }).selectOption({ label: 'Threshold' });
  await expect.poll(() => page.evaluate(() => (window as unknown as Page).held.length)).toBe(1);
  await page.evaluate(async () => {
    await window.jupyterapp.commands.execute('launcher:create');
  });
  return curator;
}

test('ranking out of sight is told of with its progress, and cancelled there', async ({ page }) => {
  const curator = await rankOutOfSight(page, 'ranked');
  const told = page.locator('.Toastify__toast', { hasText: 'ranked ·' });
  await expect(told).toContainText('New list, 0 %');
  await say(page, { kind: 'progress', fraction: 0.5 });
  await expect(told).toContainText('New list, 50 %');
  await told.getByRole('button', { name: 'Cancel' }).click();
  await expect(told).toContainText('ranked · 3 regions, ready for review');
  await told.getByRole('button', { name: 'Show' }).click();
  await curator.ready();
  await expect(curator.rows).toHaveCount(3);
});

test('a list that cannot be made out of sight is told of as a failure', async ({ page }) => {
  const curator = await rankOutOfSight(page, 'failing');
  const told = page.locator('.Toastify__toast', { hasText: 'failing ·' });
  await expect(told).toContainText('New list, 0 %');
  const error = { code: 'memory', message: 'Found no room for the list.', remedy: '' };
  await say(page, { kind: 'failed', error });
  await expect(told).toContainText('failing · Found no room for the list.');
  await expect(page.locator('.Toastify__toast--error')).toHaveCount(1);
  await told.getByRole('button', { name: 'Show' }).click();
  await expect(curator.rows).toHaveCount(3);
});

test('loading out of sight is told of, stopped and resumed there, and told to be done', async ({
  page,
  tmpPath
}) => {
  const notebook = new Notebook(page);
  await notebook.create(ASYMMETRIC + HOLD, show('late'));
  const curator = new CuratorPage(page, page.locator('.vp-Curator'));
  await expect(curator.root).toHaveAttribute('data-phase', 'loading');
  const told = page.locator('.Toastify__toast', { hasText: 'late ·' });
  await page.evaluate(async () => {
    await window.jupyterapp.commands.execute('launcher:create');
  });
  await expect(told).toContainText(/Loading the (image|segmentation|uncertainty), 0 %/);
  await told.getByRole('button', { name: 'Cancel' }).click();
  await expect(told).toContainText('Loading stopped at 0 %');
  await told.getByRole('button', { name: 'Resume' }).click();
  await expect(told).toContainText(/Loading the (image|segmentation|uncertainty), 0 %/);

  await page.contents.uploadContent('go', 'text', `${tmpPath}/go`);
  await expect(told).toContainText('late · 3 regions, ready for review');
  await told.getByRole('button', { name: 'Show' }).click();
  await curator.ready();
  await expect(curator.view('z')).toBeInViewport();
  await expect(told).toHaveCount(0);
});

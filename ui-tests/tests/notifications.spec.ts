/** Long work of a curator that nobody sees is told of by JupyterLab's notifications, and can be stopped from there. */
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

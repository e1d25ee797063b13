/** Notebook 7, which has no tabs, side bars or status bar, shows the same curator; the server of JupyterLab serves it too. */
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect, test } from '@playwright/test';
import { CuratorPage } from './curator-page';
import { ASYMMETRIC, Notebook, show } from './support';

const EMPTY = {
  cells: [],
  metadata: { kernelspec: { name: 'python3', display_name: 'Python 3', language: 'python' } },
  nbformat: 4,
  nbformat_minor: 5
};

test('in Notebook 7 a curator shows, paints and undoes, and the kernel has it', async ({
  page,
  request
}) => {
  const errors: string[] = [];
  page.on('console', message => message.type() === 'error' && errors.push(message.text()));
  const path = 'notebook-7.ipynb';
  await request.put(`/api/contents/${path}`, { data: { type: 'notebook', content: EMPTY } });
  await page.goto(`/notebooks/${path}`);
  const notebook = new Notebook(page as IJupyterLabPageFixture);
  await notebook.answered();
  await notebook.start(ASYMMETRIC);
  await notebook.start(show('notebook-7'));
  const curator = await CuratorPage.shown(page);
  await curator.goTo([6, 22, 8]);
  await curator.press('b');
  await curator.drag('z', [6, 22, 8], [6, 22, 20]);
  await curator.saved();
  expect(await notebook.value('int(segmentation[6, 22, 14])')).toBe(7);
  await curator.press('Control+z');
  await expect.poll(() => curator.labelAt([6, 22, 14])).toBe('0');
  await curator.saved();
  expect(await notebook.value('int(segmentation[6, 22, 14])')).toBe(0);
  // Such as a plugin that asks for a service which only JupyterLab has.
  expect(errors.filter(text => text.includes('voxproof'))).toEqual([]);
});

/** What readers without a kernel get: the saved notebook as a page, and the report. */
import { expect, test } from '@jupyterlab/galata';
import type { Page } from '@playwright/test';
import { CuratorPage } from './curator-page';
import { ASYMMETRIC, Notebook, show } from './support';

/** Natural widths of all pictures; 0 for one that did not open. */
function widths(page: Page): Promise<number[]> {
  return page
    .locator('img')
    .evaluateAll(images => images.map(image => (image as HTMLImageElement).naturalWidth));
}

test('a finished review sums itself up below the view, on the saved page and in the report', async ({
  page,
  baseURL,
  tmpPath
}) => {
  const notebook = new Notebook(page);
  await notebook.create(ASYMMETRIC, show('saved'));
  const curator = await CuratorPage.shown(page);
  await curator.root.evaluate(node => {
    node.dataset['seen'] = 'before the end';
  });
  await curator.review();
  const sibling = page.locator('.jp-OutputArea-output', { hasText: 'Curation of saved' });
  await expect(sibling.getByRole('img')).toBeVisible();
  await expect(curator.root).toHaveAttribute('data-seen', 'before the end');
  await notebook.python('print(curator.report("report.html"))');
  await page.notebook.save();

  const reader = await page.context().newPage();
  await reader.route(
    url => url.origin !== baseURL,
    route => route.abort()
  );
  await reader.goto(`/nbconvert/html/${tmpPath}/${notebook.name}`);
  await expect(reader.getByText('saved · 20 × 33 × 47 voxels')).toBeVisible();
  await expect(reader.getByText('Curation of saved')).toBeVisible();
  await expect(reader.getByRole('row', { name: 'reviewed 3' })).toBeVisible();
  expect(await widths(reader)).toEqual([208, 208]);

  const asked: string[] = [];
  reader.on('request', request => asked.push(new URL(request.url()).protocol));
  await reader.goto(`/files/${tmpPath}/report.html`);
  await expect(reader.getByRole('heading', { name: 'Curation of saved' })).toBeVisible();
  await expect(reader.getByRole('article')).toHaveCount(3);
  const pictures = await widths(reader);
  expect(pictures).toHaveLength(1 + 3 * 2);
  expect(pictures).not.toContain(0);
  expect(asked.filter(protocol => protocol !== 'data:')).toEqual(['http:']);
  await reader.close();
});

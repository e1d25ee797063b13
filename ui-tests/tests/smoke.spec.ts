import { expect, test } from '@jupyterlab/galata';

// Galata would make a folder and its address at the root, whatever the base address is.
test.use({ tmpPath: '', autoGoto: false });

test('JupyterLab finds the extension and has its plugins', async ({ page, baseURL }) => {
  await page.goto();
  const answer = await page.request.get(`${baseURL ?? ''}/lab/api/extensions`);
  const listed = (await answer.json()) as { name: string; enabled: boolean; status: string }[];
  expect(listed).toContainEqual(
    expect.objectContaining({ name: 'voxproof', enabled: true, status: 'ok' })
  );
  const plugins = await page.evaluate(() => window.jupyterapp.listPlugins());
  expect(plugins.some(id => id.startsWith('voxproof:'))).toBe(true);
});

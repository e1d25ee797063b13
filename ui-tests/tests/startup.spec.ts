/** A JupyterLab in which no curator is shown loads little of the extension. */
import { expect, test } from '@jupyterlab/galata';

const MOST_BYTES = 60_000;

test('before the first curator the page loads neither vtk.js nor the worker', async ({ page }) => {
  const sizes = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter(({ name }) => name.includes('/lab/extensions/voxproof/'))
      .map(entry => (entry as PerformanceResourceTiming).decodedBodySize)
  );
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
});

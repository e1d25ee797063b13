/** What is run again, cleared, deleted or closed leaves nothing behind, in the page or in the kernel. */
import { expect, test } from '@jupyterlab/galata';
import { CuratorPage } from './curator-page';
import type { Footprint, KernelFootprint } from './footprint';
import { KERNEL_SCALE, PageScale, WEIGH_KERNEL, kernelFootprint, watchContexts } from './footprint';
import { ASYMMETRIC, Notebook, show } from './support';

// Galata's stand-in for the kernels' API answers a restart as if a kernel had been made.
test.use({ kernels: null, viewport: { width: 1100, height: 800 } });

/** Of the cell: run as the active one, for JupyterLab keeps the tool bar of each cell that was. */
const SHOW = 1;
const NOTHING = { contexts: 0, workers: 0, models: 0, scenes: 0 };
const ONE = { contexts: 1, workers: 1, models: 1, scenes: 1 };
/** More than IPython keeps of each run: its source, what it printed and showed. The arrays are 217 140 bytes. */
const RUN_BYTES = 30_000;

interface Both {
  readonly page: Footprint;
  readonly kernel: KernelFootprint;
}

/** Run the cell that makes arrays and a curator so many times, each time until all is drawn. */
async function runAgain(notebook: Notebook, times: number): Promise<void> {
  for (let run = 0; run < times; run++) {
    await notebook.run(SHOW);
    const curator = await CuratorPage.shown(notebook.page);
    await curator.select(1 + (run % 3));
    await curator.view('x').scrollIntoViewIfNeeded();
    await curator.probe('x', [6, 12, 8]);
  }
}

/** What there is when the views of earlier runs have ended. */
async function weigh(notebook: Notebook, scale: PageScale): Promise<Both> {
  await expect.poll(() => scale.curators(), { timeout: 30_000 }).toEqual(ONE);
  return { kernel: await kernelFootprint(notebook), page: await scale.weigh() };
}

function expectFlat(fifth: Both, twentieth: Both): void {
  // The widget library keeps the empty root of each view that was removed.
  expect(twentieth.page.nodes - fifth.page.nodes).toBeLessThanOrEqual(15 * 5);
  expect(twentieth.page.listeners - fifth.page.listeners).toBeLessThan(15);
  expect(twentieth.page.observers - fifth.page.observers).toBeLessThan(5);
  expect(twentieth.kernel).toMatchObject({ curators: 1, sessions: 1, links: 1, journals: 1 });
  expect(twentieth.kernel.widgets).toBe(fifth.kernel.widgets);
  expect(twentieth.kernel.threads - fifth.kernel.threads).toBeLessThan(5);
  expect(twentieth.kernel.files - fifth.kernel.files).toBeLessThan(5);
  expect(twentieth.kernel.bytes - fifth.kernel.bytes).toBeLessThan(15 * RUN_BYTES);
}

test('a cell run twenty times leaves the last curator only; cleared, closed or deleted, none, and edits stay', async ({
  page
}) => {
  const notebook = new Notebook(page);
  const command = (name: string) =>
    page.evaluate(async id => {
      await window.jupyterapp.commands.execute(id);
    }, name);
  await watchContexts(page);
  await page.reload();
  const cell = ASYMMETRIC + show('run-again').replace(/curator$/, `${WEIGH_KERNEL}\ncurator`);
  await notebook.create(KERNEL_SCALE, cell);
  let curator = await CuratorPage.shown(page);
  const scale = await PageScale.on(curator.root);
  const letGo = async () => {
    // The browser holds on to what was clicked last and took the last key.
    await page.locator('#jp-MainLogo').click();
    await page.keyboard.press('Shift');
    await expect.poll(() => scale.curators(), { timeout: 30_000 }).toEqual(NOTHING);
  };
  const edited = async () => {
    curator = await CuratorPage.shown(page);
    expect(await curator.labelAt([6, 23, 14])).toBe('7');
  };

  await runAgain(notebook, 5);
  const fifth = await weigh(notebook, scale);
  await runAgain(notebook, 15);
  expectFlat(fifth, await weigh(notebook, scale));

  curator = await CuratorPage.shown(page);
  await curator.select(1);
  await curator.goTo([6, 22, 8]);
  await curator.press('b');
  await curator.drag('z', [6, 22, 8], [6, 24, 20]);
  await curator.saved();
  await edited();
  await notebook.activate(SHOW);
  await command('notebook:clear-cell-output');
  await letGo();
  await notebook.run(SHOW);
  await edited();
  await page.notebook.save();
  await page.notebook.close();
  await letGo();
  await page.notebook.openByPath(notebook.name);
  await edited();
  await notebook.activate(SHOW);
  await command('notebook:delete-cell');
  await letGo();
  await command('notebook:undo-cell-action');
  await edited();
  expect(await notebook.holds('(segmentation != original).any()')).toBe(true);
});

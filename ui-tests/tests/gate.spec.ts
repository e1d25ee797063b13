/** The gate between cells: a notebook that is run as a whole waits for the reviewer, and what they do goes through. */
import { expect, test } from '@jupyterlab/galata';
import { CuratorPage } from './curator-page';
import { ASYMMETRIC, Notebook, show } from './support';

const HEARD = `
heard = []
curator.on_edit(lambda change: heard.append(change.cause))
curator.on_verdict(lambda verdict: heard.append(verdict.verdict))
print("listening")
`;

test('run as a whole, a notebook awaits the review, lets edits through and goes on after the last verdict', async ({
  page
}) => {
  const notebook = new Notebook(page);
  await notebook.create();
  for (const cell of [
    ASYMMETRIC,
    show('gate'),
    HEARD,
    'done = await curator.finished(timeout=120)',
    'learnt = (done, int(segmentation[13, 18, 37]), list(curator.regions["verdict"]))'
  ]) {
    await notebook.add(cell);
  }
  await notebook.runAll();
  const curator = await CuratorPage.shown(page);
  await expect(curator.root.getByText('kernel running a cell, edits go through')).toBeVisible();
  await curator.review();
  await notebook.idle();
  const learnt = await notebook.value<[boolean, number, string[]]>('learnt');
  expect(learnt.slice(0, 2)).toEqual([true, 300]);
  expect(learnt[2].sort()).toEqual(['correct', 'fixed', 'unsure']);
  expect(await notebook.value('heard')).toEqual(['edit', 'fixed', 'correct', 'unsure']);
});

test('waiting that would never end is refused in the cell, with what to do', async ({ page }) => {
  await page.evaluate(() => {
    // As where the setting “Comms over subshells” is off.
    Object.assign(window.jupyterapp.serviceManager.kernels, { commsOverSubshells: 'disabled' });
  });
  const notebook = new Notebook(page);
  await notebook.create(ASYMMETRIC, show('refused'));
  await CuratorPage.shown(page);
  await notebook.start('curator.wait()');
  await expect(page.locator('.jp-OutputArea').last()).toContainText(
    'curator.wait() would never end: this kernel hears nothing from the browser while a cell runs. Show the curator in one cell, review, and go on in the next cell.'
  );
});

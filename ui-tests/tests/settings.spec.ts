/** Settings act at once on a curator that is there, and nothing else than the schema lets through is taken. */
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect, test } from '@jupyterlab/galata';
import { CuratorPage } from './curator-page';
import { ASYMMETRIC, Notebook, show } from './support';

interface Registry {
  set(plugin: string, key: string, value: unknown): Promise<void>;
}

/** Set one; gives the reason where it is refused. */
function set(page: IJupyterLabPageFixture, key: string, value: unknown): Promise<string | null> {
  return page.evaluate(
    async ([name, given]) => {
      const found: unknown = await window.galata.getPlugin(
        '@jupyterlab/apputils-extension:settings'
      );
      return (found as Registry).set('voxproof:settings', name, given).then(
        () => null,
        (reason: unknown) => JSON.stringify(reason) || String(reason)
      );
    },
    [key, value] as const
  );
}

test('a curator opens as the settings say', async ({ page }) => {
  const notebook = new Notebook(page);
  await notebook.create(ASYMMETRIC);
  for (const [key, value] of [
    ['tool', 'brush'],
    ['radius', 6],
    ['views', 'y'],
    ['list', 'flat'],
    ['tools', ['brush', 'erase']]
  ] as const) {
    expect(await set(page, key, value), key).toBeNull();
  }
  await notebook.start(show('chosen'));
  const curator = await CuratorPage.shown(page);
  await expect(curator.view('y')).toBeVisible();
  await expect(curator.view('z')).toBeHidden();
  await expect(curator.root.getByRole('grid', { name: /regions/i })).toBeVisible();
  await expect(curator.root.getByRole('group', { name: 'Tools' }).getByRole('button')).toHaveText([
    'Brush',
    'Erase',
    'Edit'
  ]);
  await expect(curator.root.getByTitle(/^Brush \(/)).toHaveAttribute('aria-pressed', 'true');
  await expect(curator.root.getByRole('spinbutton', { name: 'Radius' })).toHaveValue('3');
});

test('settings act at once, and bad ones are refused', async ({ page }) => {
  const notebook = new Notebook(page);
  await notebook.create(ASYMMETRIC, show('set'));
  const curator = await CuratorPage.shown(page);
  const pressed = (title: RegExp) =>
    expect(curator.root.getByTitle(title)).toHaveAttribute('aria-pressed', 'true');

  expect(await set(page, 'list', 'flat')).toBeNull();
  await expect(curator.root.getByRole('grid', { name: /regions/i })).toBeVisible();

  expect(await set(page, 'keys', { brush: ['e'], erase: ['ctrl shift e'] })).toBeNull();
  await curator.press('e');
  await pressed(/^Brush \(e\)/);
  await curator.press('b');
  await pressed(/^Brush \(e\)/);
  await curator.press('Control+Shift+E');
  await pressed(/^Eraser \(Ctrl\+Shift\+E\)/);

  await curator.select(1);
  await curator.goTo([6, 8, 8]);
  const orange = await curator.probe('z', [4, 5, 6]);
  expect(await set(page, 'regionColour', 'blue')).toBeNull();
  await expect.poll(() => curator.probe('z', [4, 5, 6])).not.toEqual(orange);

  const labelled = () => curator.probe('z', [6, 16, 8]);
  const grey = await labelled();
  expect(await set(page, 'segmentation', 'fill')).toBeNull();
  await expect.poll(labelled).not.toEqual(grey);
  const pale = await labelled();
  expect(await set(page, 'labelColours', 'strong')).toBeNull();
  await expect.poll(labelled).not.toEqual(pale);

  expect(await set(page, 'tools', ['brush', 'fill-slice'])).toBeNull();
  const tools = curator.root.getByRole('group', { name: 'Tools' }).getByRole('button');
  await expect(tools).toHaveText(['Brush', 'Fill Hole in Slice at Crosshair', 'Edit']);

  expect(await set(page, 'columns', { size: false, reason: false })).toBeNull();
  await expect(curator.rows.first()).not.toContainText('voxels');
  expect(await set(page, 'views', 'y')).toBeNull();
  await expect(curator.view('y')).toBeVisible();
  await expect(curator.view('z')).toBeHidden();
  expect(await set(page, 'isListShown', false)).toBeNull();
  await expect(curator.rows).toHaveCount(0);
  expect(await set(page, 'radius', 6)).toBeNull();
  await curator.press('b');
  await expect(curator.root.getByRole('spinbutton', { name: 'Radius' })).toHaveValue('3');
  expect(await set(page, 'height', 400)).toBeNull();
  await expect.poll(async () => (await curator.root.boundingBox())?.height).toBe(400);
  const width = (): Promise<number> =>
    curator
      .view('y')
      .locator('canvas')
      .first()
      .evaluate(canvas => (canvas as HTMLCanvasElement).width);
  const fine = await width();
  expect(await set(page, 'quality', 'coarse')).toBeNull();
  await expect.poll(async () => Math.abs((await width()) - fine / 2)).toBeLessThan(1);
  expect(await set(page, 'memory', 0.00005)).toBeNull();
  await notebook.start(show('second').replace('segmentation', 'segmentation.copy()'));
  await expect(page.locator('.vp-Curator[data-phase="failed"]')).toContainText(
    'this page may hold 0.1 MB'
  );

  for (const [key, value] of [
    ['list', 'tree'],
    ['tool', 'hammer'],
    ['radius', 0],
    ['margin', -1],
    ['views', 'five'],
    ['columns', { colour: true }],
    ['labelColours', 'bright'],
    ['quality', 'best'],
    ['memory', -1],
    ['height', 20],
    ['journalFolder', 7],
    ['tools', ['hammer']],
    ['keys', { brush: ['tab'] }],
    ['keys', { sing: ['b'] }]
  ] as const) {
    expect(await set(page, key, value), `${key}: ${JSON.stringify(value)}`).not.toBeNull();
  }
});

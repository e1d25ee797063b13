/** What a view shows beside what is painted: the theme's colours from the start, and the values under the pointer. */
import { expect, test } from '@jupyterlab/galata';
import { CuratorPage } from './curator-page';
import type { Colour } from './support';
import { ASYMMETRIC, Notebook, show } from './support';

/** The part of the view's element that reads a colour off the 3D view. */
interface SceneHandle extends HTMLElement {
  readonly voxproof: {
    readonly scene: { probe(view: 'volume', left: number, top: number): Colour };
  };
}

interface Registry {
  set(plugin: string, key: string, value: unknown): Promise<void>;
}

/** Those without a picture stand there with their names. */
const MANY_TOOLS: readonly string[] = [
  'brush',
  'fill',
  'fill-slice',
  'delete-branch',
  'delete-piece',
  'keep-only',
  'delete-side',
  'relabel-piece',
  'smooth-piece',
  'grow-piece',
  'shrink-piece',
  'fill-between',
  'merge-labels',
  'remove-islands',
  'fill-holes'
];

test('the 3D view has the background of the theme as it opens', async ({ page }) => {
  const notebook = new Notebook(page);
  await notebook.create(ASYMMETRIC, show('background'));
  const curator = await CuratorPage.shown(page);
  const corner = await curator.root.evaluate(node =>
    (node as SceneHandle).voxproof.scene.probe('volume', 2, 2)
  );
  // Galata opens JupyterLab in its light theme.
  expect(Math.min(...corner)).toBeGreaterThan(200);
});

test('the readout tells what is under the pointer, else under the crosshair', async ({ page }) => {
  const notebook = new Notebook(page);
  await notebook.create(ASYMMETRIC, show('readout'));
  const curator = await CuratorPage.shown(page);
  await curator.goTo([6, 8, 8]);
  const status = curator.root.getByRole('status');
  await expect(status).toContainText('crosshair · z 6 y 8 x 8');
  const value = await notebook.value<number>('int(image[9, 8, 20])');
  await curator.root.scrollIntoViewIfNeeded();
  const { x, y } = await curator.clientPoint('y', [9, 8, 20]);
  await page.mouse.move(x, y);
  await expect(status).toContainText(`z 9 y 8 x 20 · image ${value}`);
});

test('menus are as wide as their words, and many tools leave room for the views', async ({
  page
}) => {
  const notebook = new Notebook(page);
  await notebook.create(ASYMMETRIC, show('room'));
  const curator = await CuratorPage.shown(page);
  const { root } = curator;
  await root.getByRole('button', { name: /^Masks/ }).click();
  const menu = root.getByRole('dialog', { name: /^Masks/ });
  expect(await menu.evaluate(node => node.scrollWidth - node.clientWidth)).toBe(0);
  await page.keyboard.press('Escape');

  await page.setViewportSize({ width: 560, height: 1000 });
  await page.sidebar.close('left');
  await expect.poll(async () => (await root.boundingBox())?.width).toBeLessThan(600);
  const height = async (): Promise<number> => (await curator.view('z').boundingBox())?.height ?? 0;
  const usual = await height();
  await page.evaluate(async tools => {
    const found: unknown = await window.galata.getPlugin('@jupyterlab/apputils-extension:settings');
    await (found as Registry).set('voxproof:settings', 'tools', tools);
  }, MANY_TOOLS);
  const { length } = MANY_TOOLS;
  const group = root.getByRole('group', { name: 'Tools' });
  await expect(group.getByRole('button')).toHaveCount(length + 1);
  expect(await height()).toBeGreaterThan(0.6 * usual);
});

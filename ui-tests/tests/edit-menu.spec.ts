/** The tools of the Edit menu, by mouse and key: what is taken is what the same call in Python makes, voxel for voxel. */
import { expect, test } from '@jupyterlab/galata';
import { CuratorPage } from './curator-page';
import type { Voxel } from './support';
import { ASYMMETRIC, Notebook, show } from './support';

/** A vessel with a twig, beside small islands, a hollow block and two sections of a tube, in three labels. */
const PARTS = `${ASYMMETRIC}
segmentation[:] = 0
segmentation[9:12, 14:18, 2:44] = 7
segmentation[10, 18:30, 32:34] = 7
segmentation[3:6, 24:30, 4:10] = 7
segmentation[2, 3, 40] = segmentation[17, 30, 44] = 7
segmentation[13:19, 2:9, 10:18] = 300
segmentation[15, 4:7, 13:15] = 0
segmentation[15, 24:28, 20:25] = segmentation[18, 24:29, 21:27] = 300
original = segmentation.copy()
def is_made(name, *given, **more):
    preview = getattr(vp.repair, name)(original, *given, **more)
    want = original.copy(); want[preview.box] = preview.segmentation
    print((segmentation != want).sum(), (segmentation != original).sum() > 0)
`;

const EXACT = '0 True';

const VESSEL: Voxel = [10, 16, 20];
const TWIG: Voxel = [10, 26, 32];
const BLOCK: Voxel = [14, 3, 11];

/** What is pressed with the crosshair where, the label in hand, and the same in Python. */
const TOOLS: readonly (readonly [press: string, at: Voxel, inHand: string, made: string])[] = [
  [
    'Keep only this',
    VESSEL,
    '7',
    'is_made("delete", (10, 16, 20), what="others", spacing=spacing)'
  ],
  [
    'Delete side branch',
    TWIG,
    '7',
    'is_made("delete", (10, 26, 32), what="side", spacing=spacing)'
  ],
  ['Smooth', VESSEL, '7', 'is_made("smooth", (10, 16, 20), 0.75, spacing=spacing)'],
  ['Grow', TWIG, '7', 'is_made("grow", (10, 26, 32), 0.5, spacing=spacing)'],
  ['Shrink', BLOCK, '7', 'is_made("grow", (14, 3, 11), -0.5, spacing=spacing)'],
  ['Give it to the piece', VESSEL, '300', 'is_made("fill", (10, 16, 20), 300)'],
  ['Merge label 300 into it', BLOCK, '7', 'is_made("merge_labels", [300], 7)'],
  ['Fill between slices', BLOCK, '7', 'is_made("interpolate", 7, "z", spacing=spacing)'],
  ['Remove islands', VESSEL, '7', 'is_made("remove_islands", 30)'],
  ['Fill holes', VESSEL, '7', 'is_made("fill_holes", 30)']
];

test('each tool of the menu is shown first, and made when it is taken', async ({ page }) => {
  const notebook = new Notebook(page);
  await notebook.create(PARTS, show('parts'));
  const curator = await CuratorPage.shown(page);
  const { root } = curator;
  const offered = root.getByRole('group', { name: 'Region' });
  const take = root.getByRole('button', { name: /^Take [1-9]/ });
  const choose = async (word: string): Promise<void> => {
    await root.getByRole('button', { name: 'Edit', exact: true }).click();
    await root.getByRole('dialog', { name: 'Edit' }).getByText(word, { exact: true }).click();
  };
  const inHand = async (id: string): Promise<void> => {
    await root.getByRole('button', { name: /^Label: / }).click();
    await root.getByRole('option', { name: id }).click();
  };
  const untouched = (): Promise<boolean> => notebook.holds('(segmentation == original).all()');
  for (const [word, at, label, made] of TOOLS) {
    await test.step(word, async () => {
      await inHand(label);
      await curator.goTo(at);
      await choose(word);
      await expect(take).toBeVisible();
      await page.keyboard.press('Enter');
      await curator.saved();
      expect(await notebook.python(made)).toBe(EXACT);
      await curator.press('Control+z');
      await curator.saved();
    });
  }
  await test.step('brackets change how small an island is, and its size is told', async () => {
    await choose('Remove islands');
    await expect(offered).toContainText('3 found: 20, 1, 1 voxels');
    for (const below of [60, 120]) {
      await page.keyboard.press(']');
      await expect(offered).toContainText(`Islands of fewer than ${below} voxels`);
    }
    await expect(offered).toContainText('5 found: 108, 30, 20, 1, 1 voxels');
    expect(await untouched()).toBe(true);
    await curator.press('Escape');
    await expect(take).toBeHidden();
    expect(await untouched()).toBe(true);
  });
  await test.step('the keys act on what is under the pointer', async () => {
    await curator.goTo(TWIG);
    await root.scrollIntoViewIfNeeded();
    const { x, y } = await curator.clientPoint('z', TWIG);
    await page.mouse.move(x, y);
    await curator.press('Shift+D');
    await expect(take).toBeVisible();
    await curator.press('Escape');
    await curator.press('Shift+E');
    await expect(root.getByRole('dialog', { name: 'Edit' })).toContainText('a piece of label 7');
    await page.keyboard.press('Escape');
  });
});

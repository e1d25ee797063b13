/** Tools of the kernel, by mouse and key: what they make is what the same call in Python makes, voxel for voxel. */
import { expect, test } from '@jupyterlab/galata';
import { CuratorPage } from './curator-page';
import type { Plane, Voxel } from './support';
import { ASYMMETRIC, Notebook, show } from './support';

/** A vessel along x with a gap and a twig, on the asymmetric grid. */
const VESSEL = `${ASYMMETRIC}
from voxproof import strokes, tools
segmentation[:] = 0
segmentation[9:12, 14:18, 2:20] = segmentation[9:12, 14:18, 26:45] = 7
segmentation[10, 18:30, 32:34] = 7
segmentation[4:6, 25:30, 5:9] = 300
image[:] = 50; image[9:12, 14:18, 2:45] = 200
uncertainty[:] = 0; uncertainty[9:12, 14:18, 20:26] = 0.9; uncertainty[10, 18:30, 32:34] = 0.5
original = segmentation.copy()
def undone(preview):
    want = original.copy(); want[preview.box] = preview.segmentation
    print((segmentation != want).sum(), (segmentation != original).sum() > 0)
`;

const EXACT = '0 True';

async function begin(page: ConstructorParameters<typeof Notebook>[0], name: string) {
  const notebook = new Notebook(page);
  await notebook.create(VESSEL, show(name));
  return { notebook, curator: await CuratorPage.shown(page) };
}

async function back(curator: CuratorPage, notebook: Notebook): Promise<void> {
  await curator.saved();
  await curator.press('Control+z');
  await curator.saved();
  await expect.poll(() => notebook.python('print((segmentation != original).sum())')).toBe('0');
}

test('y takes what a region proposes, x and shift x delete what is under the pointer', async ({
  page
}) => {
  const { notebook, curator } = await begin(page, 'keys');
  await curator.select(1);
  await curator.press('y');
  const take = curator.root.getByRole('button', { name: /^Take/ });
  await expect(take).toBeVisible();
  expect(await notebook.python('print((segmentation != original).sum())')).toBe('0');
  await curator.press('Escape');
  await expect(take).toBeHidden();
  await curator.press('y');
  await expect(take).toBeVisible();
  await curator.press('y');
  await curator.saved();
  const accepted = 'undone(tools.accept(original, curator.ranking.voxels(1), adds=True))';
  expect(await notebook.python(accepted)).toBe(EXACT);
  await back(curator, notebook);
  for (const [key, what] of [
    ['x', 'branch'],
    ['Shift+X', 'piece']
  ]) {
    const twig: Voxel = [10, 26, 32];
    await curator.goTo(twig);
    await curator.root.scrollIntoViewIfNeeded();
    const { x, y } = await curator.clientPoint('z', twig);
    await curator.page.mouse.click(x, y);
    await curator.page.mouse.move(x, y + 1);
    await curator.page.keyboard.press(key);
    const deleted = `undone(tools.delete(original, ${JSON.stringify(twig)}, what="${what}", spacing=spacing))`;
    await expect.poll(() => notebook.python(deleted)).toBe(EXACT);
    await back(curator, notebook);
  }
});

test('clicks trace through a gap, in every slice and in 3D', async ({ page }) => {
  const { notebook, curator } = await begin(page, 'trace');
  const clicks: readonly (readonly [Plane, Voxel, Voxel])[] = [
    ['z', [10, 15, 16], [10, 16, 30]],
    ['y', [10, 15, 14], [11, 15, 29]]
  ];
  await curator.press('j');
  for (const [plane, from, to] of clicks) {
    await curator.goTo(from);
    for (const voxel of [from, to]) {
      const { x, y } = await curator.clientPoint(plane, voxel);
      await curator.page.mouse.click(x, y);
    }
    await expect(curator.root.getByRole('button', { name: /^Take [1-9]/ })).toBeVisible();
    await curator.press('Enter');
    const traced =
      `undone(tools.trace(original, ${JSON.stringify([from, to])}, label=7, image=image, ` +
      'probability=curator._session.doubt.heights, spacing=spacing))';
    await expect.poll(() => notebook.python(traced)).toBe(EXACT);
    await back(curator, notebook);
  }
});

test('a line cuts what it crosses, in every slice, and a click the neck', async ({ page }) => {
  const { notebook, curator } = await begin(page, 'cut');
  const cuts: readonly (readonly [Plane, Voxel, Voxel])[] = [
    ['z', [10, 11, 8], [10, 21, 9]],
    ['y', [5, 15, 36], [15, 15, 37]],
    ['x', [10, 20, 32], [10, 20, 32]]
  ];
  await curator.press('k');
  for (const [plane, from, to] of cuts) {
    await curator.goTo(from);
    const a = await curator.clientPoint(plane, from);
    const b = await curator.clientPoint(plane, to);
    await curator.page.mouse.move(a.x, a.y);
    await curator.page.mouse.down();
    await curator.page.mouse.move(b.x, b.y);
    await curator.page.mouse.up();
    const points = JSON.stringify(String(from) === String(to) ? [from] : [from, to]);
    const cut = `undone(tools.cut(original, ${points}, axis="${plane}", spacing=spacing))`;
    await expect.poll(() => notebook.python(cut)).toBe(EXACT);
    await back(curator, notebook);
  }
});

test('a quick line adds or removes what belongs to it, in every slice', async ({ page }) => {
  const { notebook, curator } = await begin(page, 'strokes');
  const strokes: readonly (readonly ['a' | 's', Plane, Voxel, Voxel])[] = [
    ['a', 'z', [10, 15, 17], [10, 17, 28]],
    ['a', 'y', [10, 16, 17], [11, 16, 28]],
    ['s', 'x', [10, 19, 32], [10, 28, 32]]
  ];
  for (const [key, plane, from, to] of strokes) {
    await curator.press(key);
    await curator.goTo(from);
    const a = await curator.clientPoint(plane, from);
    const b = await curator.clientPoint(plane, to);
    await curator.page.mouse.move(a.x, a.y);
    await curator.page.mouse.down();
    await curator.page.mouse.move(b.x, b.y);
    await curator.page.mouse.up();
    const given = key === 'a' ? 'mode="add", label=7' : 'mode="remove"';
    const stroke =
      `change = strokes.stroke(original, ${JSON.stringify([from, to])}, ${given}, image=image, ` +
      'probability=curator._session.doubt.heights, spacing=spacing)\n' +
      'want = original.copy(); want[change.box][change.mask] = change.label\n' +
      'print((segmentation != want).sum(), (segmentation != original).sum() > 0)';
    await expect.poll(() => notebook.python(stroke)).toBe(EXACT);
    await back(curator, notebook);
  }
});

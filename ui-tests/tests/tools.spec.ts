/** Tools, masks and the history, by mouse and key: what they make is what the same call in Python makes, voxel for voxel. */
import { expect, test } from '@jupyterlab/galata';
import { CuratorPage } from './curator-page';
import type { Handle } from './curator-page';
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
def is_made(want):
    print((segmentation != want).sum(), (segmentation != original).sum() > 0)
def undone(preview):
    want = original.copy(); want[preview.box] = preview.segmentation
    is_made(want)
def within(preview, **masks):
    undone(tools.within(preview, original, **masks))
`;

const EXACT = '0 True';

const TWIG: Voxel = [10, 26, 32];

/** One curator for all of it: to open a page takes longer than any of the steps. */
class Bench {
  static async begin(page: ConstructorParameters<typeof Notebook>[0]): Promise<Bench> {
    const notebook = new Notebook(page);
    await notebook.create(VESSEL, show('tools'));
    return new Bench(notebook, await CuratorPage.shown(page));
  }

  private constructor(
    readonly notebook: Notebook,
    readonly curator: CuratorPage
  ) {}

  get root() {
    return this.curator.root;
  }

  /** What is said in Python is what stands, and is taken back. */
  async made(code: string, undo = 'Control+z'): Promise<void> {
    await expect.poll(() => this.notebook.python(code), code).toBe(EXACT);
    await this.back(undo);
  }

  async back(undo = 'Control+z'): Promise<void> {
    await this.curator.saved();
    await this.curator.press(undo);
    await this.curator.saved();
  }

  /** Press a key with the pointer over a voxel. */
  async pressAt(plane: Plane, voxel: Voxel, key: string): Promise<void> {
    const { curator } = this;
    await curator.goTo(voxel);
    await this.root.scrollIntoViewIfNeeded();
    const { x, y } = await curator.clientPoint(plane, voxel);
    await curator.page.mouse.move(x, y - 1);
    await curator.page.mouse.move(x, y);
    await curator.press(key);
  }

  async click(plane: Plane, voxel: Voxel): Promise<void> {
    await this.root.scrollIntoViewIfNeeded();
    const { x, y } = await this.curator.clientPoint(plane, voxel);
    await this.curator.page.mouse.click(x, y);
  }

  async line(plane: Plane, from: Voxel, to: Voxel): Promise<void> {
    const { mouse } = this.curator.page;
    await this.curator.goTo(from);
    await this.root.scrollIntoViewIfNeeded();
    const a = await this.curator.clientPoint(plane, from);
    const b = await this.curator.clientPoint(plane, to);
    await mouse.move(a.x, a.y);
    await mouse.down();
    await mouse.move(b.x, b.y);
    await mouse.up();
  }

  async labelInHand(id: string): Promise<void> {
    await this.root.getByRole('button', { name: /^Label: / }).click();
    await this.root.getByRole('option', { name: id }).click();
  }
}

const SLICES: readonly Plane[] = ['z', 'y', 'x'];

test('tools make what the same call makes, in every slice', async ({ page }) => {
  test.slow();
  const bench = await Bench.begin(page);
  const { curator, notebook, root } = bench;
  const take = root.getByRole('button', { name: /^Take [1-9]/ });

  await test.step('x and shift x delete the branch and the piece under the pointer', async () => {
    for (const [i, plane] of SLICES.entries()) {
      const [key, what] = i === 1 ? ['Shift+X', 'piece'] : ['x', 'branch'];
      await bench.pressAt(plane, TWIG, key);
      await bench.made(
        `undone(tools.delete(original, ${JSON.stringify(TWIG)}, what="${what}", spacing=spacing))`
      );
    }
  });

  await test.step('f relabels the piece under the pointer, shift f fills a hole in the slice', async () => {
    await bench.labelInHand('300');
    for (const plane of SLICES) {
      await bench.pressAt(plane, TWIG, 'f');
      await bench.made(`undone(tools.fill(original, ${JSON.stringify(TWIG)}, 300))`);
    }
    await bench.labelInHand('7');
    await notebook.python(
      'segmentation[15, 4:9, 38:44] = 300; segmentation[15, 5:8, 39:43] = 0\n' +
        'curator.refresh(); original = segmentation.copy()'
    );
    await bench.pressAt('z', [15, 6, 41], 'Shift+F');
    await bench.made('undone(tools.fill(original, (15, 6, 41), 7, plane="z"))');
  });

  await test.step('clicks trace through a gap', async () => {
    const clicks: readonly (readonly [Plane, Voxel, Voxel])[] = [
      ['z', [10, 15, 16], [10, 16, 30]],
      ['y', [10, 15, 14], [11, 15, 29]],
      ['x', [10, 27, 32], [11, 17, 32]]
    ];
    await curator.press('j');
    for (const [plane, from, to] of clicks) {
      await curator.goTo(from);
      await bench.click(plane, from);
      await bench.click(plane, to);
      await expect(take).toBeVisible();
      await curator.press('Enter');
      await bench.made(
        `undone(tools.trace(original, ${JSON.stringify([from, to])}, label=7, image=image, ` +
          'probability=curator._session.doubt.heights, spacing=spacing))'
      );
    }
  });

  await test.step('a line cuts what it crosses, and a click the neck', async () => {
    const cuts: readonly (readonly [Plane, Voxel, Voxel])[] = [
      ['z', [10, 11, 8], [10, 21, 9]],
      ['y', [5, 15, 36], [15, 15, 37]],
      ['x', [6, 15, 9], [14, 16, 9]],
      ['x', [10, 20, 32], [10, 20, 32]]
    ];
    await curator.press('k');
    for (const [plane, from, to] of cuts) {
      await bench.line(plane, from, to);
      const points = JSON.stringify(String(from) === String(to) ? [from] : [from, to]);
      await bench.made(`undone(tools.cut(original, ${points}, axis="${plane}", spacing=spacing))`);
    }
  });

  await test.step('a quick line adds or removes what belongs to it', async () => {
    const strokes: readonly (readonly ['a' | 's', Plane, Voxel, Voxel])[] = [
      ['a', 'z', [10, 15, 17], [10, 17, 28]],
      ['a', 'y', [10, 16, 17], [11, 16, 28]],
      ['s', 'x', [10, 19, 32], [10, 28, 32]]
    ];
    for (const [key, plane, from, to] of strokes) {
      await curator.press(key);
      await bench.line(plane, from, to);
      const given = key === 'a' ? 'mode="add", label=7' : 'mode="remove"';
      await bench.made(
        `change = strokes.stroke(original, ${JSON.stringify([from, to])}, ${given}, image=image, ` +
          'probability=curator._session.doubt.heights, spacing=spacing)\n' +
          'want = original.copy(); want[change.box][change.mask] = change.label; is_made(want)'
      );
    }
  });

  await test.step('y shows what a region proposes, and takes it', async () => {
    await curator.select(1);
    await curator.press('y');
    await expect(take).toBeVisible();
    expect(await notebook.holds('(segmentation == original).all()')).toBe(true);
    await curator.press('Escape');
    await expect(take).toBeHidden();
    await curator.press('y');
    await expect(take).toBeVisible();
    await curator.press('y');
    await bench.made('undone(tools.accept(original, curator.ranking.voxels(1), adds=True))');
  });
});

test('no voxel changes that a mask protects; the history takes back out of order', async ({
  page
}) => {
  test.slow();
  const bench = await Bench.begin(page);
  const { curator, root } = bench;
  const handle = <T>(read: string): Promise<T> =>
    root.evaluate(
      (node, name) =>
        (node as Handle & { voxproof: { model: { state: Record<string, T> } } }).voxproof.model
          .state[name],
      read
    );
  const chips = root.getByRole('group', { name: 'Masks that are on' }).getByRole('button');
  const inMenu = async (act: (menu: ReturnType<typeof root.getByRole>) => Promise<void>) => {
    await root.getByRole('button', { name: /^Masks: / }).click();
    await act(root.getByRole('dialog', { name: /^Masks: / }));
    await page.keyboard.press('Escape');
    await expect(chips).toHaveCount(1);
  };
  const [from, to]: readonly Voxel[] = [
    [5, 27, 2],
    [5, 27, 12]
  ];
  const ball = `ball(${JSON.stringify(from)}, ${JSON.stringify(to)}, 1.1)`;
  const painted = (free: string): Promise<void> =>
    bench.made(`want = original.copy(); want[${ball} & (${free})] = 7; is_made(want)`);
  await bench.labelInHand('7');
  await curator.setRadius(1.1);

  await test.step('other labels are kept', async () => {
    await inMenu(menu => menu.getByText('Keep others').click());
    await curator.press('b');
    await bench.line('z', from, to);
    await painted('np.isin(original, (0, 7))');
    await curator.press('Shift+V');
  });

  await test.step('only one label is edited', async () => {
    await bench.pressAt('y', [5, 27, 7], 'Shift+I');
    await expect(chips).toHaveText(['Only label 300']);
    await bench.line('y', from, to);
    await painted('original == 300');
    await chips.click();
    await expect(chips).toHaveCount(0);
  });

  await test.step('only what is as bright as under the pointer', async () => {
    await bench.pressAt('x', [10, 15, 32], 'v');
    await expect(chips).toHaveCount(1);
    await bench.pressAt('x', TWIG, 'Shift+X');
    await bench.made(
      `within(tools.delete(original, ${JSON.stringify(TWIG)}, what="piece"), image=image, intensity=(150, 250))`
    );
    await curator.press('Shift+V');
  });

  await test.step('an edit is framed where it was, and reverted under a later one', async () => {
    const [a, b, c]: readonly Voxel[] = [
      [15, 5, 10],
      [15, 5, 20],
      [15, 5, 16]
    ];
    await curator.press('b');
    await bench.line('z', a, b);
    await bench.labelInHand('300');
    await bench.line('z', c, c);
    await curator.saved();
    await curator.press('z');
    const rows = root.getByRole('grid', { name: /^History/ }).getByRole('row');
    await rows.nth(1).hover();
    await expect.poll(async () => (await handle<{ z0: number } | null>('shownBox'))?.z0).toBe(15);
    await rows
      .nth(1)
      .getByRole('button', { name: /^Revert/ })
      .click();
    await curator.saved();
    const later = `ball(${JSON.stringify(c)}, ${JSON.stringify(c)}, 1.1)`;
    await bench.made(`want = original.copy(); want[${later}] = 300; is_made(want)`);
    await bench.back();
    await bench.back();
  });

  await test.step("only the region's view", async () => {
    await curator.select(2);
    await inMenu(menu => menu.getByLabel("Only in the region's view").check());
    const { z0, z1, y0, y1, x0, x1 } = await handle<Record<string, number>>('crop');
    await bench.pressAt('z', TWIG, 'Shift+X');
    const box = JSON.stringify([z0, z1, y0, y1, x0, x1]);
    await bench.made(
      `within(tools.delete(original, ${JSON.stringify(TWIG)}, what="piece"), box=tuple(${box}))`
    );
    await curator.press('Shift+V');
  });
});

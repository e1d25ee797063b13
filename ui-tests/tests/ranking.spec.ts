/** The list follows what is asked of it beside it, and the kernel's list is the same one. */
import { expect, test } from '@jupyterlab/galata';
import type { Locator } from '@playwright/test';
import { CuratorPage } from './curator-page';
import { ASYMMETRIC, Notebook, show } from './support';

/** Besides the three regions: a slope in one place, and two specks of 3 voxels far from all. */
const RANKED = `${ASYMMETRIC}
uncertainty[1:3, 25:29, 2:12] = np.linspace(0.1, 0.85, 10)
uncertainty[18, 2, 40:43] = 0.5
uncertainty[18, 2, 25:28] = 0.45
`;

const PARAMETERS = 'curator.ranking.parameters';

class RankingPanel {
  readonly element: Locator;

  constructor(private readonly _curator: CuratorPage) {
    this.element = _curator.root.getByRole('dialog', { name: /^Ranking/ });
  }

  static async opened(curator: CuratorPage): Promise<RankingPanel> {
    const panel = new RankingPanel(curator);
    await curator.press('q');
    await expect(panel.element).toBeVisible();
    return panel;
  }

  choose(what: string, option: string): Promise<unknown> {
    return this.element.getByRole('combobox', { name: what }).selectOption({ label: option });
  }

  async fill(field: RegExp, value: string): Promise<void> {
    await this.element.getByRole('spinbutton', { name: field }).fill(value);
  }

  /** The list is the one that is asked for. */
  async shows(regions: number): Promise<void> {
    await expect(this.element).toContainText(
      regions === 1 ? '1 region in' : `${regions} regions in`
    );
    await this._curator.saved();
  }

  async count(): Promise<number> {
    return Number.parseInt(await this.element.locator('footer').innerText(), 10);
  }

  close(): Promise<void> {
    return this._curator.page.keyboard.press('Escape');
  }
}

/** A curator with a session of its own. */
async function open(notebook: Notebook, name: string): Promise<CuratorPage> {
  await notebook.create(RANKED, show(name));
  return CuratorPage.shown(notebook.page);
}

const equalsKernel = async (notebook: Notebook, curator: CuratorPage): Promise<void> => {
  const expected = await notebook.value<number[]>('curator.regions["voxels"].tolist()');
  await expect(curator.root.locator('[aria-rowcount]')).toHaveAttribute(
    'aria-rowcount',
    String(expected.length)
  );
  // The list draws no more rows than can be seen.
  const drawn = Math.min(expected.length, await curator.rows.count());
  for (const [index, voxels] of expected.slice(0, drawn).entries()) {
    await expect(curator.rows.nth(index)).toContainText(`${voxels} voxel`);
  }
};

test('another mode, its granularity by slider and the kernel keeps up', async ({ page }) => {
  const notebook = new Notebook(page);
  const curator = await open(notebook, 'mode');
  const panel = await RankingPanel.opened(curator);
  await panel.choose('Regions', 'Threshold');
  await expect.poll(() => notebook.value(`${PARAMETERS}.mode`)).toBe('threshold');
  const before = await panel.count();
  const slider = panel.element.getByRole('slider', { name: 'Least doubt' });
  await slider.scrollIntoViewIfNeeded();
  const box = (await slider.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + 0.97 * box.width, box.y + box.height / 2, { steps: 12 });
  await expect.poll(() => panel.count()).toBeLessThan(before);
  await page.mouse.up();
  await curator.saved();
  const asked = Number(
    await panel.element.getByRole('spinbutton', { name: /^Least doubt/ }).inputValue()
  );
  expect(asked).toBeGreaterThan(0.8);
  await expect.poll(() => notebook.value(`${PARAMETERS}.granularity`)).toBeCloseTo(asked, 6);
  await panel.close();
  await curator.toggleFlat();
  await equalsKernel(notebook, curator);
});

test('sizes, and the smaller regions with the way back', async ({ page }) => {
  const notebook = new Notebook(page);
  const curator = await open(notebook, 'sizes');
  const all = await notebook.value<number>(
    'len(vp.rank(segmentation, uncertainty, min_voxels=1, mode="plateau", spacing=spacing).table)'
  );
  await curator.toggleFlat();
  const panel = await RankingPanel.opened(curator);
  await panel.choose('Regions', 'Plateaus');
  await panel.fill(/^Smallest region/, '100');
  await panel.shows(3);
  await panel.fill(/^Largest region/, '400');
  await expect.poll(() => panel.count()).toBeLessThan(3);
  await panel.fill(/^Largest region/, '');
  await panel.shows(3);
  await panel.close();
  await curator.root.getByRole('button', { name: /smaller region/ }).click();
  await expect(curator.root.getByText(`of ${all} reviewed`)).toBeVisible();
  await expect.poll(() => notebook.value(`${PARAMETERS}.min_voxels`)).toBe(1);
  await curator.root.getByRole('button', { name: 'Back to 100 voxels and more' }).click();
  await expect(curator.rows).toHaveCount(3);
  await expect.poll(() => notebook.value(`${PARAMETERS}.min_voxels`)).toBe(100);
  await equalsKernel(notebook, curator);
});

test('a formula orders the list; one that cannot be read says why and changes nothing', async ({
  page
}) => {
  const notebook = new Notebook(page);
  const curator = await open(notebook, 'formula');
  await curator.toggleFlat();
  const panel = await RankingPanel.opened(curator);
  await panel.choose('Score', 'Formula…');
  const formula = panel.element.getByRole('textbox', { name: /formula/i });
  await formula.fill('0 - voxels');
  await expect.poll(() => notebook.value(`${PARAMETERS}.score`)).toBe('0 - voxels');
  const ordered = await notebook.value<number[]>('curator.regions["voxels"].tolist()');
  expect(ordered).toEqual([...ordered].sort((a, b) => a - b));
  await formula.fill('voxels * (');
  await expect(panel.element.getByRole('alert')).toContainText(/expected/);
  await expect(formula).toHaveValue('voxels * (');
  await panel.close();
  await equalsKernel(notebook, curator);
  expect(await notebook.value(`${PARAMETERS}.score`)).toBe('0 - voxels');
});

test('stops fold and unfold by keys, and the list can be flat', async ({ page }) => {
  const notebook = new Notebook(page);
  const curator = await open(notebook, 'stops');
  await notebook.python('curator.rank(stop_window=8.0)');
  await expect(curator.stops.first()).toBeVisible();
  const stops = await curator.stops.count();
  const all = await notebook.value<number>('len(curator.regions)');
  await curator.press('Shift+H');
  await expect(curator.root.locator('[aria-expanded="true"][role="row"]')).toHaveCount(stops);
  await expect(curator.root.getByRole('treegrid')).toHaveAttribute(
    'aria-rowcount',
    String(all + stops)
  );
  await curator.press('Shift+H');
  const first = curator.stops.first();
  await expect(first).toHaveAttribute('aria-expanded', 'false');
  await first.click();
  await expect(first).toHaveAttribute('aria-expanded', 'true');
  await expect(curator.selectedRow).toHaveAttribute('aria-level', '2');
  await first.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(first).toHaveAttribute('aria-expanded', 'false');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(curator.selectedRow).toBeFocused();
  await curator.toggleFlat();
  await expect(curator.root.getByRole('grid')).toHaveAttribute('aria-rowcount', String(all));
});

test('a verdict is carried over to another mode, and can be given anew there', async ({ page }) => {
  const notebook = new Notebook(page);
  const curator = await open(notebook, 'carried');
  await curator.toggleFlat();
  await curator.select(1);
  await curator.press('Enter');
  await curator.saved();
  const panel = await RankingPanel.opened(curator);
  await panel.choose('Regions', 'Peaks');
  await expect.poll(() => notebook.value(`${PARAMETERS}.mode`)).toBe('tree');
  await panel.close();
  const carried = curator.rows.filter({ hasText: '(carried over)' });
  await expect(carried).toHaveCount(1);
  await expect(carried).toContainText('correct');
  expect(await notebook.value('int(curator.regions["carried"].sum())')).toBe(1);
  await carried.click();
  await curator.press('u');
  await curator.saved();
  await expect(carried).toHaveCount(0);
  expect(await notebook.value('(curator.regions["verdict"] == "unsure").sum().item()')).toBe(1);
});

test('a call in the notebook changes the list on the page', async ({ page }) => {
  const notebook = new Notebook(page);
  const curator = await open(notebook, 'called');
  await curator.toggleFlat();
  await notebook.python('curator.rank(score="size", ascending=True, min_voxels=20)');
  await equalsKernel(notebook, curator);
  const panel = await RankingPanel.opened(curator);
  await expect(panel.element.getByRole('combobox', { name: 'Score' })).toHaveValue('size');
});

test('after an update rows say what is new and what returns, and the notice counts them', async ({
  page
}) => {
  const notebook = new Notebook(page);
  const curator = await open(notebook, 'marks');
  await curator.toggleFlat();
  await notebook.python('curator.rank(mode="plateau", min_voxels=8)');
  await curator.select(1);
  await curator.press('Enter');
  await curator.saved();
  await notebook.python(`
settled = curator.regions.iloc[0]
box = [slice(int(settled[f"{axis}0"]), int(settled[f"{axis}1"])) for axis in "zyx"]
array, doubt = segmentation.copy(), uncertainty.copy()
array[tuple(box)] = 0
doubt[0:3, 0:3, 0:9] = 0.45
curator.update(array, doubt)
`);
  const marks = await notebook.value<string[]>('curator.regions["mark"].tolist()');
  expect(marks).toEqual(expect.arrayContaining(['new', 'returning', '']));
  await expect(curator.root).toContainText('1 new, 1 returning');
  for (const [index, mark] of marks.entries()) {
    await expect(curator.rows.nth(index).locator('.vp-Badge')).toHaveText(mark === '' ? [] : mark);
  }
  const badge = curator.root.locator('.vp-Badge', { hasText: 'returning' });
  await expect(badge).toHaveAttribute('title', /settled, but the new prediction disagrees/);
  await curator.rows.filter({ hasText: 'returning' }).click();
  await curator.press('Enter');
  await expect(badge).toHaveCount(0);
});

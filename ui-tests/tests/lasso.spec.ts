/** Lasso and polygon, by mouse, in every slice: what they make is what the same call in Python makes, voxel for voxel. */
import { expect, test } from '@jupyterlab/galata';
import { CuratorPage } from './curator-page';
import type { Plane, Voxel } from './support';
import { ASYMMETRIC, Notebook, show } from './support';

const MADE = `${ASYMMETRIC}
def is_made(corners, label, plane, depth, slices=1):
    preview = vp.repair.lasso(original, corners, label, plane, depth=depth, slices=slices)
    want = original.copy(); want[preview.box] = preview.segmentation
    print((segmentation != want).sum(), (segmentation != original).sum() > 0)
`;

const EXACT = '0 True';

/** Corners in the two axes of each slice, between voxels, and the slice; half in label 7, half in label 300 or beside them. */
const SHAPES: readonly (readonly [Plane, number, readonly (readonly [number, number])[]])[] = [
  [
    'z',
    6,
    [
      [3.5, 3.5],
      [3.5, 14.5],
      [13.5, 14.5],
      [9.5, 8.5],
      [13.5, 3.5]
    ]
  ],
  [
    'y',
    22,
    [
      [10.5, 25.5],
      [10.5, 40.5],
      [16.5, 40.5],
      [16.5, 25.5]
    ]
  ],
  [
    'x',
    9,
    [
      [2.5, 2.5],
      [2.5, 17.5],
      [8.5, 17.5],
      [5.5, 9.5],
      [8.5, 2.5]
    ]
  ]
];

function voxelOf(plane: Plane, depth: number, [v, u]: readonly [number, number]): Voxel {
  return { z: [depth, v, u], y: [v, depth, u], x: [v, u, depth] }[plane] as unknown as Voxel;
}

test('lasso and polygon fill what they go around, in every slice', async ({ page }) => {
  const notebook = new Notebook(page);
  await notebook.create(MADE, show('lasso'));
  const curator = await CuratorPage.shown(page);
  const back = async (): Promise<void> => {
    await curator.saved();
    await curator.press('Control+z');
    await curator.saved();
  };
  const made = (given: string) =>
    expect.poll(() => notebook.python(`is_made(${given})`)).toBe(EXACT);
  await curator.press('l');
  await expect(curator.root.getByRole('spinbutton', { name: 'Slices' })).toHaveValue('1');
  for (const [plane, depth, corners] of SHAPES) {
    const given = `${JSON.stringify(corners)}, 7, "${plane}", ${depth}`;
    await test.step(`${plane}: drag`, async () => {
      const places = await placesOf(curator, plane, depth, corners);
      await page.mouse.move(places[0].x, places[0].y);
      await page.mouse.down();
      for (const { x, y } of places.slice(1)) {
        await page.mouse.move(x, y, { steps: 3 });
      }
      await page.mouse.up();
      await made(given);
      await back();
    });
    await test.step(`${plane}: clicks and Enter, erasing, through two slices`, async () => {
      const places = await placesOf(curator, plane, depth, corners);
      await page.keyboard.down('Alt');
      for (const { x, y } of places) {
        await page.mouse.click(x, y);
      }
      await page.keyboard.up('Alt');
      await curator.press(']');
      await expect(curator.root.getByRole('button', { name: /^Take [1-9]/ })).toBeVisible();
      await curator.press('Enter');
      await made(given.replace(', 7,', ', 0,') + ', slices=2');
      await back();
      await curator.press('[');
    });
  }
  await test.step('a double click closes; Backspace drops a corner, Escape all', async () => {
    const [plane, depth, corners] = SHAPES[0];
    const places = await placesOf(curator, plane, depth, corners);
    for (const { x, y } of places.slice(0, 3)) {
      await page.mouse.click(x, y);
    }
    await curator.press('Escape');
    for (const { x, y } of [...places.slice(0, 3), { x: places[0].x, y: places[2].y }]) {
      await page.mouse.click(x, y);
    }
    await curator.press('Backspace');
    await page.mouse.click(places[3].x, places[3].y);
    await page.mouse.dblclick(places[4].x, places[4].y);
    await made(`${JSON.stringify(corners)}, 7, "${plane}", ${depth}`);
    await back();
    expect(await notebook.holds('(segmentation == original).all()')).toBe(true);
  });
});

async function placesOf(
  curator: CuratorPage,
  plane: Plane,
  depth: number,
  corners: readonly (readonly [number, number])[]
): Promise<readonly { x: number; y: number }[]> {
  await curator.root.scrollIntoViewIfNeeded();
  await curator.goTo(voxelOf(plane, depth, [8, 12]));
  return Promise.all(
    corners.map(corner => curator.clientPoint(plane, voxelOf(plane, depth, corner)))
  );
}

/** The example notebooks, played by a person with mouse and keyboard. */
import { expect, test } from '@jupyterlab/galata';
import { CuratorPage } from './curator-page';
import type { Voxel } from './support';
import { Notebook } from './support';

/** A voxel of the region in hand that differs from the truth, and whether it is missing there. */
interface Mistake {
  readonly rank: number;
  readonly voxel: Voxel;
  readonly isMissing: boolean;
}

const FIND_MISTAKES = `
def mistakes(truth, count):
    "In each of the first regions that have one: a voxel that is wrong, as near to the region's middle as there is one."
    found = []
    for region in curator.regions.head(40).itertuples():
        box = tuple(slice(int(a), int(b)) for a, b in ((region.z0, region.z1), (region.y0, region.y1), (region.x0, region.x1)))
        wrong = np.argwhere(curator.segmentation[box] != truth[box])
        if len(wrong) and len(found) < count:
            middle = (np.array(truth[box].shape) - 1) / 2
            at = wrong[((wrong - middle) ** 2).sum(1).argmin()] + [s.start for s in box]
            found.append({"rank": int(region.rank), "voxel": [int(v) for v in at], "isMissing": bool(truth[tuple(at)])})
    return found
`;

/** Go to a region as the list does, mend one dab of it with the mouse, and call it done. */
async function mend(curator: CuratorPage, { rank, voxel, isMissing }: Mistake) {
  await curator.select(rank);
  await curator.goTo(voxel);
  await curator.press(isMissing ? 'b' : 'e');
  await curator.drag('z', voxel, voxel);
  await curator.press('Enter');
  await curator.saved();
}

test('the first example: regions as ranked, a stroke, a verdict, and what it was worth', async ({
  page
}) => {
  const notebook = new Notebook(page);
  await notebook.open('examples/01-curate.ipynb');
  await notebook.runAll();
  const curator = await CuratorPage.shown(page);
  const voxels = await notebook.value<number[]>(
    'vp.rank(segmentation, uncertainty, probability=share, spacing=volume.spacing).table.sort_values(["stop", "rank"])["voxels"].head(5).tolist()'
  );
  for (const [index, count] of voxels.entries()) {
    await expect(curator.rows.nth(index)).toContainText(`${count} v`);
  }
  await notebook.python(FIND_MISTAKES);
  const [first] = await notebook.value<Mistake[]>('mistakes(volume.truth, 1)');
  await mend(curator, first);
  expect(
    await notebook.holds(
      `segmentation[${first.voxel.join()}] == volume.truth[${first.voxel.join()}]`
    )
  ).toBe(true);
  expect(await notebook.value('(segmentation != prediction).sum().item()')).toBe(
    await notebook.value('curator.edits["voxels"].sum().item()')
  );
  expect(await notebook.value('(curator.regions["verdict"] == "fixed").sum().item()')).toBe(1);
});

test('the second example: a person curates real vessels, the forest learns, settled stays settled', async ({
  page
}) => {
  test.skip(
    process.env.VOXPROOF_DATA === undefined,
    'the real volume is not here: VOXPROOF_DATA names no folder that holds octa-vessels'
  );
  const notebook = new Notebook(page);
  await notebook.open('examples/02-real-vessels.ipynb');
  await notebook.runAll();
  const curator = await CuratorPage.shown(page);
  await notebook.python(FIND_MISTAKES);
  const found = await notebook.value<Mistake[]>('mistakes(truth, 3)');
  for (const mistake of found) {
    await mend(curator, mistake);
  }
  const settled = await notebook.value<number>(
    '(curator.regions["verdict"] == "fixed").sum().item()'
  );
  expect(settled).toBe(found.length);
  await notebook.runSource('new_segmentation, new_doubt');
  await curator.ready();
  for (const { voxel, isMissing } of found) {
    await expect.poll(() => curator.labelAt(voxel)).toBe(isMissing ? '1' : '0');
    expect(await notebook.value(`int(curator.segmentation[${voxel.join()}])`)).toBe(
      isMissing ? 1 : 0
    );
  }
  await expect(curator.root).toContainText(/[1-9]\d* of \d+ reviewed/);
  const [next] = await notebook.value<Mistake[]>('mistakes(truth, 1)');
  await mend(curator, next);
  expect(await notebook.value('curator.edits["generation"].tolist()')).toEqual([
    ...found.map(() => 0),
    1
  ]);
});

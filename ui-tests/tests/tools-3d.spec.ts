/** Tools in the 3D view, by mouse: what they make is what the same call in Python makes, voxel for voxel; the camera keeps still meanwhile. */
import { expect, test } from '@jupyterlab/galata';
import type { Handle } from './curator-page';
import { CuratorPage } from './curator-page';
import type { Voxel } from './support';
import { ASYMMETRIC, Notebook, show } from './support';

/** A vessel along x with a gap and a twig, another one that passes behind, on the asymmetric grid. */
const VESSELS = `${ASYMMETRIC}
from voxproof import strokes, tools
segmentation[:] = 0
segmentation[9:12, 14:18, 2:20] = segmentation[9:12, 14:18, 26:45] = 7
segmentation[10, 18:30, 32:34] = 7
segmentation[16:18, 2:31, 22:25] = 300
image[:] = 50; image[9:12, 14:18, 2:45] = 200; image[16:18, 2:31, 22:25] = 250
uncertainty[:] = 0; uncertainty[9:12, 14:18, 20:26] = 0.9; uncertainty[10, 18:30, 32:34] = 0.5
original = segmentation.copy()
heights = lambda: curator._session.doubt.heights
def differs(want): print((segmentation != want).sum(), (segmentation != original).sum() > 0)
def undone(preview):
    want = original.copy(); want[preview.box] = preview.segmentation; differs(want)
def stroked(points, **given):
    change = strokes.stroke(original, points, image=image, probability=heights(), spacing=spacing, **given)
    want = original.copy(); want[change.box][change.mask] = change.label; differs(want)
def swept(hits, radius, label):
    want = original.copy(); last = None
    for hit in hits:
        if hit is None or last is None or np.linalg.norm(np.subtract(hit, last) * spacing) > max(radius, 1.5): last = hit
        if hit is not None: want[ball(last, hit, radius)] = label
        last = hit
    differs(want)
`;

const EXACT = '0 True';

interface Handle3D extends Handle {
  readonly voxproof: Handle['voxproof'] & {
    readonly model: {
      readonly stateChanged: {
        connect(slot: (state: { offer: { trail: readonly Point[] } | null }) => void): () => void;
      };
    };
    readonly scene: {
      readonly volume: {
        readonly camera: unknown;
        readonly voxelPixels: number;
        surfaceAt(at: { left: number; top: number }): Point | null;
      };
    };
  };
  trail?: readonly Point[] | undefined;
}

interface Point {
  readonly z: number;
  readonly y: number;
  readonly x: number;
}

const voxelOf = ({ z, y, x }: Point): Voxel => [z, y, x];

class Tools3D {
  private constructor(
    readonly notebook: Notebook,
    readonly curator: CuratorPage
  ) {}

  static async begin(page: ConstructorParameters<typeof Notebook>[0], name: string) {
    const notebook = new Notebook(page);
    await notebook.create(VESSELS, show(name));
    const tools = new Tools3D(notebook, await CuratorPage.shown(page));
    await tools.curator.root.evaluate(node => {
      const element = node as Handle3D;
      element.voxproof.model.stateChanged.connect(({ offer }) => {
        element.trail = offer?.trail ?? element.trail;
      });
    });
    await tools.curator.root.scrollIntoViewIfNeeded();
    return tools;
  }

  /** The points that the tool used last was given. */
  async trail(): Promise<string> {
    const trail = await this.curator.root.evaluate(node => (node as Handle3D).trail ?? []);
    return JSON.stringify(trail.map(voxelOf));
  }

  /** Where the camera looks from, as text. */
  camera(): Promise<string> {
    return this.curator.root.evaluate(node =>
      JSON.stringify((node as Handle3D).voxproof.scene.volume.camera)
    );
  }

  /** Whole pixels where a voxel is seen, so that moves between two of them are whole too. */
  async pixel(voxel: Voxel): Promise<readonly [x: number, y: number]> {
    const { x, y } = await this.curator.clientPoint('volume', voxel);
    return [4 * Math.round(x / 4), 4 * Math.round(y / 4)];
  }

  /** The voxel that is hit at a pixel. */
  async hitAt([x, y]: readonly [number, number]): Promise<Voxel> {
    const point = await this.curator.view('volume').evaluate(
      (host, [left, top]) => {
        const box = (host.querySelector('canvas') ?? host).getBoundingClientRect();
        const root = host.closest('.vp-Curator') as unknown as Handle3D;
        const { volume } = root.voxproof.scene;
        return volume.surfaceAt({ left: left - box.left, top: top - box.top });
      },
      [x, y] as const
    );
    expect(point).not.toBeNull();
    return voxelOf(point as Point);
  }

  /** The direction of view, as Python takes it. */
  async direction(): Promise<string> {
    const { forward } = JSON.parse(await this.camera()) as { forward: [number, number, number] };
    return JSON.stringify([...forward].reverse());
  }

  /** Press, move in steps and let go. @returns what is hit on the way, every half voxel of each step, as Python reads it */
  async sweep(from: Voxel, to: Voxel): Promise<string> {
    const { mouse } = this.curator.page;
    const [a, b] = [await this.pixel(from), await this.pixel(to)];
    const [across, down] = [(b[0] - a[0]) / 4, (b[1] - a[1]) / 4];
    const moves = [1, 2, 3, 4].map(i => [a[0] + i * across, a[1] + i * down] as const);
    const hits = await this.curator.view('volume').evaluate(
      (host, places) => {
        const canvas = host.querySelector('canvas') ?? host;
        const box = canvas.getBoundingClientRect();
        const root = host.closest('.vp-Curator') as unknown as Handle3D;
        const { volume } = root.voxproof.scene;
        const points = places.flatMap(([x, y], i) => {
          const [x0, y0] = places[Math.max(0, i - 1)];
          const length = Math.hypot(x - x0, y - y0);
          const count = Math.max(1, Math.ceil(length / (0.5 * volume.voxelPixels)));
          return Array.from({ length: count }, (_, step) => ({
            left: x0 + ((step + 1) / count) * (x - x0) - box.left,
            top: y0 + ((step + 1) / count) * (y - y0) - box.top
          }));
        });
        return points.map(point => volume.surfaceAt(point));
      },
      [a, ...moves]
    );
    await mouse.move(...a);
    await mouse.down();
    for (const move of moves) {
      await mouse.move(...move);
    }
    await mouse.up();
    const read = hits.map(hit => (hit === null ? 'None' : JSON.stringify(voxelOf(hit))));
    return `[${read.join()}]`;
  }

  async equals(python: string): Promise<void> {
    await expect.poll(() => this.notebook.python(python)).toBe(EXACT);
  }

  async back(): Promise<void> {
    await this.curator.saved();
    await this.curator.press('Control+z');
    await this.curator.saved();
    await expect
      .poll(() => this.notebook.python('print((segmentation != original).sum())'))
      .toBe('0');
    await this.curator.root.scrollIntoViewIfNeeded();
  }
}

test('a line in 3D adds or removes what lies in depth under it, and the camera keeps still', async ({
  page
}) => {
  const tools = await Tools3D.begin(page, 'lines');
  const { curator } = tools;
  const camera = await tools.camera();
  const lines: readonly (readonly ['a' | 's', 'Alt' | undefined, Voxel, Voxel])[] = [
    ['a', undefined, [10, 16, 17], [10, 16, 28]],
    ['s', 'Alt', [10, 15, 17], [10, 16, 28]],
    ['s', undefined, [10, 19, 32], [10, 28, 33]]
  ];
  for (const [key, modifier, from, to] of lines) {
    await curator.press(key);
    await curator.drag('volume', from, to, modifier);
    await curator.saved();
    const adds = key === 'a' || modifier !== undefined;
    const trail = await tools.trail();
    const depths = (JSON.parse(trail) as Voxel[]).map(([z]) => z);
    expect(Math.min(...depths)).toBeGreaterThanOrEqual(8);
    expect(Math.max(...depths)).toBeLessThanOrEqual(12);
    await tools.equals(`stroked(${trail}, mode="${adds ? 'add", label=7' : 'remove"'})`);
    await tools.back();
  }
  expect(await tools.camera()).toBe(camera);
});

test('brush and eraser paint balls on the surface under the pointer', async ({ page }) => {
  const tools = await Tools3D.begin(page, 'balls');
  const { curator } = tools;
  const camera = await tools.camera();
  const sweeps: readonly (readonly ['b' | 'e', Voxel, Voxel])[] = [
    ['b', [9, 17, 34], [9, 17, 34]],
    ['e', [9, 17, 34], [9, 17, 34]],
    ['b', [9, 17, 28], [9, 17, 42]],
    ['e', [9, 17, 5], [9, 17, 40]]
  ];
  for (const [key, from, to] of sweeps) {
    await curator.press(key);
    await curator.setRadius(1.6);
    const hits = await tools.sweep(from, to);
    await curator.saved();
    await tools.equals(`swept(${hits}, 1.6, ${key === 'b' ? 7 : 0})`);
    await tools.back();
  }
  expect(await tools.camera()).toBe(camera);
});

test('where nothing is hit nothing is painted, and the status line says so', async ({ page }) => {
  const tools = await Tools3D.begin(page, 'misses');
  await tools.curator.press('b');
  const { x, y } = await tools.curator.clientPoint('volume', [0, 32, 46]);
  await page.mouse.click(x, y);
  await expect(tools.curator.root).toContainText('Nothing is there to hit');
  expect(await tools.notebook.value('len(curator.edits)')).toBe(0);
});

test('middle drag and Ctrl+drag turn the scene while a tool that draws is in hand', async ({
  page
}) => {
  const tools = await Tools3D.begin(page, 'turns');
  const { curator } = tools;
  await curator.press('a');
  const { x, y } = await curator.clientPoint('volume', [10, 16, 23]);
  let before = await tools.camera();
  for (const [button, key] of [
    ['middle', null],
    ['left', 'Control']
  ] as const) {
    await page.mouse.move(x, y);
    if (key !== null) {
      await page.keyboard.down(key);
    }
    await page.mouse.down({ button });
    await page.mouse.move(x + 40, y + 15, { steps: 3 });
    await page.mouse.up({ button });
    if (key !== null) {
      await page.keyboard.up(key);
    }
    const now = await tools.camera();
    expect(now).not.toBe(before);
    before = now;
  }
  expect(await tools.notebook.value('len(curator.edits)')).toBe(0);
});

test('a knife parts along the plane of view, clicks part a neck and two merged pieces', async ({
  page
}) => {
  const tools = await Tools3D.begin(page, 'cuts');
  const { curator } = tools;
  const camera = await tools.camera();
  await curator.press('k');
  await curator.drag('volume', [10, 11, 37], [10, 21, 38]);
  await curator.saved();
  const plane = `${await tools.trail()}, ${await tools.direction()}`;
  await tools.equals(`undone(tools.cut_plane(original, ${plane}, spacing=spacing))`);
  await tools.back();

  const neck = await tools.pixel([10, 22, 33]);
  const hit = JSON.stringify(await tools.hitAt(neck));
  await page.mouse.click(...neck);
  await curator.saved();
  await tools.equals(`undone(tools.cut(original, [${hit}], spacing=spacing))`);
  await tools.back();

  await page.keyboard.down('Shift');
  for (const voxel of [
    [9, 16, 28],
    [10, 28, 33]
  ] as const) {
    await page.mouse.click(...(await tools.pixel(voxel)));
  }
  await page.keyboard.up('Shift');
  await expect(curator.root.getByRole('button', { name: /^Take [1-9]/ })).toBeVisible();
  expect(await tools.notebook.python('print((segmentation != original).sum())')).toBe('0');
  const seeds = await tools.trail();
  await curator.press('Enter');
  await curator.saved();
  await tools.equals(
    `undone(tools.cut_seeds(original, ${seeds}, image=image, probability=heights(), spacing=spacing))`
  );
  await tools.back();
  expect(await tools.camera()).toBe(camera);
});

test('in 3D clicks trace, and keys delete, fill and accept what is seen under the pointer', async ({
  page
}) => {
  const tools = await Tools3D.begin(page, 'keys');
  const { curator } = tools;
  await curator.press('j');
  for (const voxel of [
    [9, 16, 16],
    [9, 16, 30]
  ] as const) {
    await page.mouse.click(...(await tools.pixel(voxel)));
  }
  await expect(curator.root.getByRole('button', { name: /^Take [1-9]/ })).toBeVisible();
  const clicks = await tools.trail();
  await curator.press('Enter');
  await curator.saved();
  await tools.equals(
    `undone(tools.trace(original, ${clicks}, label=7, image=image, probability=heights(), spacing=spacing))`
  );
  await tools.back();

  const calls: readonly (readonly [key: string, voxel: Voxel, call: string])[] = [
    ['x', [10, 27, 33], 'tools.delete(original, HIT, what="branch", spacing=spacing)'],
    ['Shift+X', [9, 16, 8], 'tools.delete(original, HIT, what="piece", spacing=spacing)'],
    ['f', [16, 28, 23], 'tools.fill(original, HIT, 7)']
  ];
  for (const [key, voxel, call] of calls) {
    const at = await tools.pixel(voxel);
    const hit = JSON.stringify(await tools.hitAt(at));
    await page.mouse.move(...at);
    await curator.press(key);
    await curator.saved();
    await tools.equals(`undone(${call.replace('HIT', hit)})`);
    await tools.back();
  }
  await curator.select(1);
  await page.mouse.move(...(await tools.pixel([10, 16, 23])));
  await curator.press('y');
  await expect(curator.root.getByRole('button', { name: /^Take/ })).toBeVisible();
  await curator.press('y');
  await curator.saved();
  await tools.equals('undone(tools.accept(original, curator.ranking.voxels(1), adds=True))');
});

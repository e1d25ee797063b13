/** Many curators in one notebook share what is scarce, and those out of sight cost nothing. */
import { expect, galata, test } from '@jupyterlab/galata';
import type { Page } from '@playwright/test';
import { CuratorPage } from './curator-page';
import { liveContexts, watchContexts } from './footprint';
import { ASYMMETRIC, Notebook } from './support';

const TRACKER = '@jupyterlab/notebook-extension:tracker';

test.use({
  kernels: null,
  viewport: { width: 1100, height: 800 },
  // Cells out of sight are taken out of the page.
  mockSettings: {
    ...galata.DEFAULT_SETTINGS,
    [TRACKER]: { ...(galata.DEFAULT_SETTINGS[TRACKER] as object), windowingMode: 'full' }
  }
});

const COUNT = 12;
const MAKE = `curators = [
    vp.Curator(image, segmentation.copy(), uncertainty, spacing=spacing, name=f"many-{n}") for n in range(${COUNT})
]`;

/** Keep note of the timers that Voxproof waits for, and of who began them, from the page's next load on. */
async function watchTimers(notebook: Notebook): Promise<void> {
  await notebook.page.addInitScript(() => {
    const timers = new Map<number, string>();
    /** A timer that our code has begun. */
    const noted = (id: number): number => {
      const stack = new Error().stack ?? '';
      if (stack.includes('/voxproof/')) {
        timers.set(id, stack);
      }
      return id;
    };
    const [later, often] = [window.setTimeout.bind(window), window.setInterval.bind(window)];
    const [notLater, notOften] = [
      window.clearTimeout.bind(window),
      window.clearInterval.bind(window)
    ];
    Object.assign(window, {
      timers,
      setTimeout: (work: (...args: unknown[]) => void, delay?: number, ...args: unknown[]) => {
        const id = later(() => {
          timers.delete(id);
          work(...args);
        }, delay);
        return noted(id);
      },
      setInterval: (work: () => void, delay?: number) => noted(often(work, delay)),
      clearTimeout: (id: number) => {
        timers.delete(id);
        notLater(id);
      },
      clearInterval: (id: number) => {
        timers.delete(id);
        notOften(id);
      }
    });
  });
}

/** Bring the curator of a cell into sight. */
async function lookAt(notebook: Notebook, n: number): Promise<CuratorPage> {
  await notebook.scrollTo(n + 2);
  const name = `Voxproof many-${n}`;
  const curator = new CuratorPage(
    notebook.page,
    notebook.page.locator(`.vp-Curator[aria-label="${name}"]`)
  );
  await curator.ready();
  return curator;
}

/** The image is in the slices, and a surface in the 3D view. */
async function expectDrawn(curator: CuratorPage): Promise<void> {
  await curator.goTo([6, 12, 8]);
  const [bright, dim] = [
    await curator.probe('z', [6, 12, 8]),
    await curator.probe('z', [6, 30, 40])
  ];
  expect(bright[0] - dim[0]).toBeGreaterThan(20);
  const body = await curator.probe('volume', [6, 12, 8]);
  expect(body).not.toEqual(await curator.probe('volume', [1, 31, 2]));
}

/** No timer runs but one that watches over the worker, and one for each curator in sight, which asks whether it missed something. */
async function expectQuiet({ page }: Notebook): Promise<void> {
  const superfluous = () =>
    page.evaluate(() => {
      const { timers } = window as unknown as { timers: ReadonlyMap<number, string> };
      const { top, bottom } = document
        .querySelector('.jp-WindowedPanel-outer')!
        .getBoundingClientRect();
      const inSight = Array.from(document.querySelectorAll('.vp-Curator')).filter(root => {
        const box = root.getBoundingClientRect();
        return box.height > 0 && box.top < bottom && box.bottom > top;
      });
      return Array.from(timers.values()).slice(1 + inSight.length);
    });
  await expect.poll(superfluous, { timeout: 30_000 }).toEqual([]);
}

/** Count from now on how often the scene of a curator is drawn. */
async function countDrawings(curator: CuratorPage, n: number): Promise<void> {
  await curator.root.evaluate((node, at) => {
    const { scene } = (node as Drawing).voxproof;
    const counts = ((window as unknown as { drawings?: number[] }).drawings ??= []);
    counts[at] = 0;
    scene.drawn.connect(() => {
      counts[at] += 1;
    });
  }, n);
}

interface Drawing extends HTMLElement {
  readonly voxproof: {
    readonly scene: { readonly drawn: { connect(listener: () => void): void } };
  };
}

async function paint(curator: CuratorPage, y: number): Promise<void> {
  await curator.press('b');
  await curator.setRadius(1.1);
  await curator.goTo([6, y, 8]);
  await curator.drag('z', [6, y, 8], [6, y, 20]);
}

/** Take the page's graphics away, as the browser does when the driver fails. */
async function loseGraphics(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { webGlContexts } = window as unknown as {
      readonly webGlContexts: readonly WeakRef<WebGL2RenderingContext>[];
    };
    const context = webGlContexts
      .map(each => each.deref())
      .find(each => each?.isContextLost() === false);
    const graphics = context?.getExtension('WEBGL_lose_context');
    Object.assign(window, { graphics });
    graphics?.loseContext();
  });
}

async function restoreGraphics(page: Page): Promise<void> {
  await page.evaluate(() => {
    (window as unknown as { graphics: WEBGL_lose_context }).graphics.restoreContext();
  });
}

test('twelve curators share a context and a worker, and draw only in sight', async ({ page }) => {
  const notebook = new Notebook(page);
  await watchContexts(page);
  await watchTimers(notebook);
  await page.reload();
  const cells = Array.from({ length: COUNT }, (_, n) => `curators[${n}]`);
  await notebook.create(ASYMMETRIC, MAKE, ...cells);
  for (let n = 0; n < COUNT; n++) {
    const curator = await lookAt(notebook, n);
    if (n % 4 === 0) {
      await expectDrawn(curator);
    }
    if (n === 0) {
      await paint(curator, 27);
    }
    expect(await liveContexts(page)).toBe(1);
    expect(page.workers()).toHaveLength(1);
    await countDrawings(curator, n);
  }

  const drawings = () =>
    page.evaluate(() => (window as unknown as { drawings: number[] }).drawings.slice(0, 6));
  await expectQuiet(notebook);
  const before = await drawings();
  await notebook.python(
    'for each in curators[:6]:\n    each.segmentation[5:8, 20:24, 8:20] = 300; each.refresh()'
  );
  await notebook.scrollTo(COUNT + 1);
  await expectQuiet(notebook);
  expect(await drawings()).toEqual(before);

  const first = await lookAt(notebook, 0);
  await expect(first.root.getByRole('button', { name: /^Brush/ })).toHaveAttribute(
    'aria-pressed',
    'true'
  );
  expect(await first.labelAt([6, 27, 14])).toBe('7');
  await expect.poll(() => first.labelAt([6, 22, 14])).toBe('300');
  await expectDrawn(first);

  await loseGraphics(page);
  await expect(first.root).toContainText('The browser took the graphics away');
  await paint(first, 30);
  await first.saved();
  await restoreGraphics(page);
  await expect(first.root).not.toContainText('The browser took the graphics away');
  await expectDrawn(first);
  await expectDrawn(await lookAt(notebook, 1));
  expect(await liveContexts(page)).toBe(1);
  expect(
    await notebook.value('[int(curators[0].segmentation[6, y, 14]) for y in (27, 30, 12)]')
  ).toEqual([7, 7, 0]);
});

/** What every journey needs: a notebook, a kernel, and a curator to look at and paint on as a person would. */
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect } from '@jupyterlab/galata';
import type { Locator, Page } from '@playwright/test';

export type View = 'z' | 'y' | 'x' | 'volume';
export type Voxel = readonly [z: number, y: number, x: number];

/** Anisotropic, three unequal sizes: a swapped axis shows. */
export const ASYMMETRIC = `
import numpy as np, voxproof as vp
rng = np.random.default_rng(0)
shape = (20, 33, 47)
image = rng.integers(40, 90, shape).astype(np.uint8)
segmentation = np.zeros(shape, np.uint16)
uncertainty = np.zeros(shape, np.float32)
segmentation[4:9, 5:20, 6:12] = 7
segmentation[12:18, 20:30, 30:44] = 300
uncertainty[4:9, 5:12, 6:12] = 0.9
uncertainty[12:15, 20:30, 30:44] = 0.6
uncertainty[15:18, 20:30, 30:44] = 0.3
image[segmentation > 0] += 120
original = segmentation.copy()
`;

export const SHOW = `curator = vp.Curator(image, segmentation, uncertainty, spacing=(2.0, 0.5, 0.7), name="NAME")
curator`;

/** A notebook made for one test. */
export class Notebook {
  constructor(readonly page: IJupyterLabPageFixture) {}

  async create(cells: readonly string[]): Promise<void> {
    this.name = await this.page.notebook.createNew() ?? '';
    for (const [index, cell] of cells.entries()) {
      if (index > 0) {
        await this.page.notebook.addCell('code', cell);
      } else {
        await this.page.notebook.setCell(0, 'code', cell);
      }
    }
  }

  async run(index: number): Promise<void> {
    await this.page.notebook.runCell(index, true);
  }

  /** Run Python in a new last cell and give back the text it prints. */
  async python(code: string): Promise<string> {
    const index = await this.page.notebook.getCellCount();
    await this.page.notebook.addCell('code', code);
    await this.page.notebook.runCell(index, true);
    const output = await this.page.notebook.getCellTextOutput(index);
    return (output ?? []).join('').trim();
  }

  /** A Python expression's value by way of JSON. */
  async value<T>(expression: string): Promise<T> {
    const text = await this.python(
      `import json as _json; print(_json.dumps(${expression}))`
    );
    return JSON.parse(text) as T;
  }

  name = '';
}

/** A curator on screen. */
export class CuratorPage {
  constructor(
    readonly page: Page,
    readonly root: Locator
  ) {}

  static async shown(page: Page, nth = 0): Promise<CuratorPage> {
    const root = page.locator('.vp-Curator').nth(nth);
    await expect(root).toBeVisible({ timeout: 30_000 });
    const curator = new CuratorPage(page, root);
    await curator.ready();
    return curator;
  }

  async ready(): Promise<void> {
    await expect(this.root).toHaveAttribute('data-phase', 'ready', {
      timeout: 60_000
    });
    await expect(this.rows.first()).toBeVisible({ timeout: 30_000 });
  }

  get rows(): Locator {
    return this.root.getByRole('grid').getByRole('row');
  }

  get status(): Locator {
    return this.root.getByRole('status');
  }

  view(view: View): Locator {
    return this.root.locator(`[data-view="${view}"]`);
  }

  /** Wait until every act is durable. */
  async saved(): Promise<void> {
    await expect(this.root).toHaveAttribute('data-pending', '0', {
      timeout: 20_000
    });
  }
}

/** A curator on screen, handled as a person would: by what is named on it, and by the mouse over its views. */
import { expect } from '@jupyterlab/galata';
import type { Locator, Page } from '@playwright/test';
import type { Colour, View, Voxel } from './support';

/** What the view's element offers tests and the console; see `src/plugin/handle.ts`. */
export interface Handle extends HTMLElement {
  readonly voxproof: {
    clientPoint(view: View, voxel: Voxel): { x: number; y: number };
    probe(view: View, voxel: Voxel): Colour;
    labelAt(voxel: Voxel): string;
    drawn(): Promise<void>;
    moveCursor(voxel: Voxel): void;
    readonly model: {
      select(index: number): void;
      readonly arrays: { readonly segmentation: Labels; readonly original: Labels | null } | null;
    };
  };
}

interface Labels {
  readonly data: ArrayLike<number>;
}

export class CuratorPage {
  constructor(
    readonly page: Page,
    readonly root: Locator
  ) {}

  static async shown(page: Page, nth = 0): Promise<CuratorPage> {
    const curator = new CuratorPage(page, page.locator('.vp-Curator').nth(nth));
    await curator.ready();
    return curator;
  }

  /** All blocks are there and the worklist has rows. */
  async ready(): Promise<void> {
    await expect(this.root).toHaveAttribute('data-phase', 'ready', { timeout: 60_000 });
    await expect(this.rows.first()).toBeVisible({ timeout: 30_000 });
  }

  /** Rows of regions; those of folded stops are not there. */
  get rows(): Locator {
    return this.root.locator('[role="row"][aria-selected]');
  }

  /** Rows of stops of several regions. */
  get stops(): Locator {
    return this.root.locator('[role="row"][aria-expanded]');
  }

  /** From stops that fold to a flat list, in rank order, or back. */
  async toggleFlat(): Promise<void> {
    await this.press('g');
  }

  get selectedRow(): Locator {
    return this.root.locator('[role="row"][aria-selected="true"]');
  }

  /** Nothing is on its way to the kernel. */
  async saved(): Promise<void> {
    await expect(this.root).toHaveAttribute('data-pending', '0', { timeout: 30_000 });
  }

  view(view: View): Locator {
    return this.root.locator(`[data-view="${view}"]`);
  }

  async press(key: string): Promise<void> {
    await this.root.focus();
    await this.page.keyboard.press(key);
  }

  /** Drag from the centre of one voxel to that of another. */
  async drag(view: View, from: Voxel, to: Voxel, modifier?: 'Alt' | 'Shift'): Promise<void> {
    await this.root.scrollIntoViewIfNeeded();
    const a = await this.clientPoint(view, from);
    const b = await this.clientPoint(view, to);
    await this.page.mouse.move(a.x, a.y);
    if (modifier !== undefined) {
      await this.page.keyboard.down(modifier);
    }
    await this.page.mouse.down();
    await this.page.mouse.move(b.x, b.y, { steps: 4 });
    await this.page.mouse.up();
    if (modifier !== undefined) {
      await this.page.keyboard.up(modifier);
    }
  }

  clientPoint(view: View, voxel: Voxel): Promise<{ x: number; y: number }> {
    return this.root.evaluate((node, [v, p]) => (node as Handle).voxproof.clientPoint(v, p), [
      view,
      voxel
    ] as const);
  }

  /** All regions of `ASYMMETRIC`: one fixed by a stroke, one correct, one unsure. */
  async review(): Promise<void> {
    await this.press('n');
    await this.goTo([13, 18, 37]);
    await this.press('b');
    await this.drag('z', [13, 18, 33], [13, 18, 41]);
    await this.saved();
    for (const done of ['Enter', 'Enter', 'u']) {
      await this.press(done);
      await this.saved();
    }
  }

  /** Colour drawn at the centre of a voxel, after everything is drawn. */
  async probe(view: View, voxel: Voxel): Promise<Colour> {
    await expect(this.view(view)).toBeInViewport();
    return this.root.evaluate(
      async (node, [v, p]) => {
        const handle = (node as Handle).voxproof;
        await handle.drawn();
        return handle.probe(v, p);
      },
      [view, voxel] as const
    );
  }

  /** How many pixels of a view have a colour, in whatever light. */
  async lit(view: View, colour: readonly [number, number, number]): Promise<number> {
    await this.root.evaluate(node => (node as Handle).voxproof.drawn());
    return this.view(view)
      .locator('canvas')
      .evaluate((node, [red, green, blue]) => {
        const canvas = node as HTMLCanvasElement;
        const context = canvas.getContext('2d')!;
        const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
        let count = 0;
        for (let at = 0; at < data.length; at += 4) {
          const along = data[at] * red + data[at + 1] * green + data[at + 2] * blue;
          const length = Math.hypot(data[at], data[at + 1], data[at + 2]);
          count += along > 0.998 * length * Math.hypot(red, green, blue) && length > 90 ? 1 : 0;
        }
        return count;
      }, colour);
  }

  /** Label id that the browser's copy holds. */
  labelAt(voxel: Voxel): Promise<string> {
    return this.root.evaluate((node, p) => (node as Handle).voxproof.labelAt(p), voxel);
  }

  /** Offsets of the voxels that the browser takes for changed since the generation began; null while it does not know. */
  changes(): Promise<number[] | null> {
    return this.root.evaluate(node => {
      const { arrays } = (node as Handle).voxproof.model;
      const was = arrays?.original?.data;
      const now = arrays?.segmentation.data;
      return was === undefined || now === undefined
        ? null
        : Array.from(now, (label, offset) => (label === was[offset] ? -1 : offset)).filter(
            offset => offset >= 0
          );
    });
  }

  async setRadius(radius: number): Promise<void> {
    const field = this.root.getByRole('spinbutton', { name: /radius/i });
    await field.fill(String(radius));
    await field.press('Enter');
  }

  /** Select a region by its rank, also one that the list has not drawn. */
  async select(rank: number): Promise<void> {
    await this.root.evaluate((node, at) => {
      (node as Handle).voxproof.model.select(at - 1);
    }, rank);
  }

  /** Bring a voxel to the centre of the three slices by clicking its row and moving the cursor. */
  async goTo(voxel: Voxel): Promise<void> {
    await this.root.evaluate((node, p) => (node as Handle).voxproof.moveCursor(p), voxel);
  }
}

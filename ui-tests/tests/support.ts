/** What every journey needs: a notebook, a kernel, and a curator to look at and paint on as a person would. */
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect } from '@jupyterlab/galata';

export type Plane = 'z' | 'y' | 'x';
export type View = Plane | 'volume';
export type Voxel = readonly [z: number, y: number, x: number];
export type Colour = readonly [red: number, green: number, blue: number, alpha: number];

/** Anisotropic, three unequal sizes: a swapped axis shows. Three regions; two labels, one beyond 8 bits. */
export const ASYMMETRIC = `
import numpy as np, voxproof as vp
shape = (20, 33, 47)
spacing = (2.0, 0.5, 0.7)
image = np.random.default_rng(0).integers(40, 90, shape).astype(np.uint8)
segmentation = np.zeros(shape, np.uint16)
uncertainty = np.zeros(shape, np.float32)
segmentation[4:9, 5:20, 6:12] = 7
segmentation[12:18, 20:30, 30:44] = 300
uncertainty[4:9, 5:12, 6:12] = 0.9
uncertainty[12:15, 20:30, 30:44] = 0.6
uncertainty[15:18, 20:30, 30:44] = 0.3
image[segmentation > 0] += 120
original = segmentation.copy()
z, y, x = np.indices(shape)
def ball(a, b, radius, plane=None):
    "Voxels within a radius (µm) of the line from a to b; only in the slice when a plane is named."
    scale = np.array(spacing)
    p = np.stack([z, y, x], -1) * scale; a = np.array(a) * scale; b = np.array(b) * scale
    along = b - a; length = (along ** 2).sum()
    t = np.clip(((p - a) @ along) / length, 0, 1) if length else np.zeros(shape)
    near = (((p - (a + t[..., None] * along)) ** 2).sum(-1) <= radius ** 2)
    if plane is not None:
        axis = "zyx".index(plane); near &= np.indices(shape)[axis] == round(a[axis] / scale[axis])
    return near
`;

export function show(name: string): string {
  return `curator = vp.Curator(image, segmentation, uncertainty, spacing=spacing, name="${name}")\ncurator`;
}

/** As much of JupyterLab's notebook panel as the tests touch. */
interface Panel {
  readonly title: { readonly label: string };
  readonly context: { readonly model: { readonly dirty: boolean } };
  readonly sessionContext: {
    readonly session: { readonly kernel: { requestKernelInfo(): Promise<unknown> } } | null;
  };
  readonly content: {
    activeCellIndex: number;
    scrollToItem(index: number, alignment: 'start'): Promise<void>;
    readonly mode: string;
    readonly model: {
      readonly sharedModel: {
        readonly cells: readonly {
          readonly source: string;
          readonly cell_type: string;
          readonly outputs?: readonly Record<string, unknown>[];
          setSource(text: string): void;
        }[];
        addCell(cell: { cell_type: 'code'; source: string }): unknown;
      };
    };
  };
}

/** A notebook made for one test; every cell it runs is awaited. */
export class Notebook {
  constructor(readonly page: IJupyterLabPageFixture) {}

  name = '';

  async create(...cells: readonly string[]): Promise<void> {
    this.name = (await this.page.notebook.createNew()) ?? '';
    await this.idle();
    for (const cell of cells) {
      await this.start(cell);
    }
  }

  async open(path: string): Promise<void> {
    await this.page.evaluate(async name => {
      await window.jupyterapp.commands.execute('docmanager:open', { path: name });
    }, path);
    await this.answered();
  }

  /** Start every cell. Not awaited: a person looks at the curator before the last cell has ended. */
  async runAll(): Promise<void> {
    await this.page.evaluate(() => {
      void window.jupyterapp.commands.execute('notebook:run-all-cells');
    });
  }

  /** Load the page anew. Galata would wait for a launcher, which a page with an open notebook does not show. */
  async reload(): Promise<void> {
    const page = this.page as unknown as {
      reload(options: { waitForIsReady: boolean }): Promise<unknown>;
    };
    await page.reload({ waitForIsReady: false });
  }

  /** Restart the kernel, as its menu does, and wait until it answers. */
  async restartKernel(): Promise<void> {
    const restarted = this.page.evaluate(async () => {
      await window.jupyterapp.commands.execute('notebook:restart-kernel');
    });
    await this.page.getByRole('button', { name: 'Confirm Kernel Restart' }).click();
    await restarted;
    await this.answered();
  }

  /** The kernel has answered. */
  async answered(): Promise<void> {
    await expect.poll(() => this.answers(), { timeout: 60_000 }).toBe(true);
  }

  /** Whether the kernel answers a question; one asked while its sockets are being replaced is lost. */
  private answers(): Promise<boolean> {
    return this.page.evaluate(() => {
      const panel = window.jupyterapp?.shell.currentWidget as unknown as Panel | null | undefined;
      const session = panel?.sessionContext.session ?? null;
      if (session === null) {
        return false;
      }
      const answered = session.kernel.requestKernelInfo().then(
        () => true,
        () => false
      );
      const late = new Promise<boolean>(resolve => {
        setTimeout(() => {
          resolve(false);
        }, 2000);
      });
      return Promise.race([answered, late]);
    });
  }

  /** Kind and source of every cell, and how the notebook takes keys; whatever else is in front. */
  cells(): Promise<unknown> {
    return this.page.evaluate(name => {
      const panels = Array.from(window.jupyterapp.shell.widgets('main')) as unknown as Panel[];
      const panel = panels.find(({ title }) => title.label === name);
      const { mode, activeCellIndex, model } = panel?.content ?? {};
      const cells = model?.sharedModel.cells.map(({ cell_type, source }) => [cell_type, source]);
      return { mode, activeCellIndex, cells };
    }, this.name);
  }

  /** Whether the file holds what the notebook does; whatever else is in front. */
  isSaved(): Promise<boolean> {
    return this.page.evaluate(name => {
      const panels = Array.from(window.jupyterapp.shell.widgets('main')) as unknown as Panel[];
      return panels.find(({ title }) => title.label === name)?.context.model.dirty === false;
    }, this.name);
  }

  /** The kernel waits for work. */
  async idle(): Promise<void> {
    await expect(
      this.page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').first()
    ).toBeVisible({ timeout: 60_000 });
  }

  /** A new last cell with this source; the empty one of a new notebook is used. Typing it would let the editor indent it once more. Gives its place. */
  add(source: string): Promise<number> {
    return this.page.evaluate(text => {
      const { content } = window.jupyterapp.shell.currentWidget as unknown as Panel;
      const { sharedModel } = content.model;
      if (sharedModel.cells.length === 1 && sharedModel.cells[0].source === '') {
        sharedModel.cells[0].setSource(text);
      } else {
        sharedModel.addCell({ cell_type: 'code', source: text });
      }
      content.activeCellIndex = sharedModel.cells.length - 1;
      return content.activeCellIndex;
    }, source);
  }

  /** Make a cell the active one. */
  async activate(index: number): Promise<void> {
    await this.page.evaluate(at => {
      const { content } = window.jupyterapp.shell.currentWidget as unknown as Panel;
      content.activeCellIndex = at;
    }, index);
  }

  /** Bring a cell to the top of the window. */
  async scrollTo(index: number): Promise<void> {
    await this.page.evaluate(async at => {
      const { content } = window.jupyterapp.shell.currentWidget as unknown as Panel;
      await content.scrollToItem(at, 'start');
    }, index);
  }

  /** Run the active cell, or the one with this source, to its end. */
  async run(index?: number): Promise<void> {
    await this.page.evaluate(async at => {
      const { content } = window.jupyterapp.shell.currentWidget as unknown as Panel;
      content.activeCellIndex = at ?? content.activeCellIndex;
      await window.jupyterapp.commands.execute('notebook:run-cell');
    }, index);
  }

  /** Run the first cell whose source has this text in it. */
  async runSource(text: string): Promise<void> {
    const index = await this.page.evaluate(part => {
      const { content } = window.jupyterapp.shell.currentWidget as unknown as Panel;
      return content.model.sharedModel.cells.findIndex(cell => cell.source.includes(part));
    }, text);
    await this.run(index);
  }

  /** Run Python in a new last cell and give back the text it prints. */
  async python(code: string): Promise<string> {
    await this.start(code);
    return this.lastOutput(code);
  }

  /** What the last cell has printed. It must not have failed. */
  async lastOutput(code = 'the last cell'): Promise<string> {
    // The active cell may be another by now: the focus goes where a button was pressed.
    const outputs = await this.page.evaluate(() => {
      const { content } = window.jupyterapp.shell.currentWidget as unknown as Panel;
      return content.model.sharedModel.cells.at(-1)?.outputs ?? [];
    });
    const failed = outputs.find(output => output['output_type'] === 'error');
    expect(failed, code).toBeUndefined();
    return outputs
      .map(({ text }) =>
        Array.isArray(text) ? text.join('') : typeof text === 'string' ? text : ''
      )
      .join('')
      .trim();
  }

  /** A Python expression's value by way of JSON. */
  async value<T>(expression: string): Promise<T> {
    const text = await this.python(`import json as _json; print(_json.dumps(${expression}))`);
    return JSON.parse(text) as T;
  }

  /** Whether a Python expression is true. */
  async holds(expression: string): Promise<boolean> {
    return (await this.python(`print(bool(${expression}))`)) === 'True';
  }

  /** Run Python in a new last cell; the promise is for its end. */
  async start(code: string): Promise<void> {
    await this.run(await this.add(code));
  }
}

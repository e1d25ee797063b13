/** What a page and its kernel hold, counted after both have collected their garbage. */
import type { CDPSession, Locator, Page } from '@playwright/test';
import type { Notebook } from './support';

/** What curators hold of a page. */
export interface CuratorFootprint {
  /** WebGL contexts that are neither lost nor collected. */
  readonly contexts: number;
  readonly workers: number;
  /** Models of curation, and scenes. */
  readonly models: number;
  readonly scenes: number;
}

/** Of the page. */
export interface Footprint extends CuratorFootprint {
  /** DOM nodes, also those that are out of the document and still held. */
  readonly nodes: number;
  readonly listeners: number;
  /** Of sizes, of sight, of changes. */
  readonly observers: number;
}

/** Of the kernel. */
export interface KernelFootprint {
  readonly curators: number;
  readonly sessions: number;
  readonly links: number;
  readonly journals: number;
  readonly widgets: number;
  readonly threads: number;
  /** On disk, on Linux; sockets come and go with the page's subshells. */
  readonly files: number;
  /** What Python and NumPy have allocated since the measure began. */
  readonly bytes: number;
}

/** Keep count of the page's WebGL contexts from its next load on. */
export async function watchContexts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const made: WeakRef<WebGL2RenderingContext>[] = [];
    const given = Reflect.get(HTMLCanvasElement.prototype, 'getContext') as (
      ...args: unknown[]
    ) => unknown;
    HTMLCanvasElement.prototype.getContext = function (
      this: HTMLCanvasElement,
      ...args: unknown[]
    ) {
      const context = given.apply(this, args);
      if (
        context instanceof WebGL2RenderingContext &&
        made.every(each => each.deref() !== context)
      ) {
        made.push(new WeakRef(context));
      }
      return context;
    } as typeof HTMLCanvasElement.prototype.getContext;
    Object.assign(window, { webGlContexts: made });
  });
}

/** WebGL contexts of the page that draw. What vtk.js made to ask a question is collected first. */
export async function liveContexts(page: Page): Promise<number> {
  await page.requestGC();
  return page.evaluate(() => {
    const { webGlContexts } = window as unknown as {
      readonly webGlContexts: readonly WeakRef<WebGL2RenderingContext>[];
    };
    return webGlContexts.filter(each => each.deref()?.isContextLost() === false).length;
  });
}

export class PageScale {
  private constructor(
    private readonly _page: Page,
    private readonly _devTools: CDPSession,
    private readonly _kinds: Readonly<Record<'models' | 'scenes' | 'observers', string[]>>
  ) {}

  /** @param root - of a curator on the page: what it is made of is counted from now on */
  static async on(root: Locator): Promise<PageScale> {
    const page = root.page();
    // Galata's page is a stand-in for the browser's.
    const [tab] = page.context().pages();
    const devTools = await page.context().newCDPSession(tab);
    await root.evaluate(node => {
      const { model, scene } = (node as unknown as { voxproof: Record<'model' | 'scene', object> })
        .voxproof;
      const kinds: Record<string, unknown> = {
        model: Object.getPrototypeOf(model),
        scene: Object.getPrototypeOf(scene)
      };
      Object.assign(window, { voxproofKinds: kinds });
    });
    const prototype = async (expression: string): Promise<string> => {
      const { result } = await devTools.send('Runtime.evaluate', { expression });
      return result.objectId ?? '';
    };
    return new PageScale(page, devTools, {
      models: [await prototype('voxproofKinds.model')],
      scenes: [await prototype('voxproofKinds.scene')],
      observers: [
        await prototype('ResizeObserver.prototype'),
        await prototype('IntersectionObserver.prototype'),
        await prototype('MutationObserver.prototype')
      ]
    });
  }

  /** Quicker than all of it. */
  async curators(): Promise<CuratorFootprint> {
    return {
      contexts: await liveContexts(this._page),
      workers: this._page.workers().length,
      models: await this._count(this._kinds.models),
      scenes: await this._count(this._kinds.scenes)
    };
  }

  async weigh(): Promise<Footprint> {
    const curators = await this.curators();
    const observers = await this._count(this._kinds.observers);
    // What an earlier collection has freed may be what held the rest.
    await this._devTools.send('HeapProfiler.collectGarbage');
    const { nodes, jsEventListeners } = await this._devTools.send('Memory.getDOMCounters');
    return { ...curators, observers, nodes, listeners: jsEventListeners };
  }

  private async _count(prototypes: readonly string[]): Promise<number> {
    let total = 0;
    for (const prototypeObjectId of prototypes) {
      const { objects } = await this._devTools.send('Runtime.queryObjects', {
        prototypeObjectId,
        objectGroup: 'counted'
      });
      const { result } = await this._devTools.send('Runtime.callFunctionOn', {
        objectId: objects.objectId ?? '',
        functionDeclaration: 'function () { return this.length; }'
      });
      total += Number(result.value);
      await this._devTools.send('Runtime.releaseObjectGroup', { objectGroup: 'counted' });
    }
    return total;
  }
}

/** Python that defines `footprint()`; to be run before the curators are made. */
export const KERNEL_SCALE = `
import gc, os, threading, time, tracemalloc
import ipywidgets
tracemalloc.start()
FILES = "/proc/self/fd"
def is_file(number):
    try:
        return os.readlink(os.path.join(FILES, number)).startswith("/")
    except OSError:
        return False
def footprint():
    kinds = {"curators": "Curator", "sessions": "Session", "links": "Link", "journals": "Journal"}
    for _ in range(100):
        gc.collect()
        names = [type(each).__name__ for each in gc.get_objects() if str(type(each).__module__).startswith("voxproof")]
        counts = {kind: names.count(name) for kind, name in kinds.items()}
        if counts["curators"] <= 1:
            break
        # A subshell may still answer the page for the one before.
        time.sleep(0.05)
    return counts | {
        "widgets": len(ipywidgets.widgets.widget._instances),
        "threads": threading.active_count(),
        "files": sum(map(is_file, os.listdir(FILES))) if os.path.isdir(FILES) else 0,
        "bytes": tracemalloc.get_traced_memory()[0],
    }
`;

/** Prints what the kernel holds, in the cell that shows a curator: another one would be given a tool bar, which JupyterLab keeps. */
export const WEIGH_KERNEL = 'import json; print(json.dumps(footprint()))';

/** What the last run of the last cell printed. */
export async function kernelFootprint(notebook: Notebook): Promise<KernelFootprint> {
  return JSON.parse(await notebook.lastOutput()) as KernelFootprint;
}

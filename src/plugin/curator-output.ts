/** A Curator's output: the widget while its model lives, else a notice that says how to get it back. */
import type { IRenderMime, IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';
import { CURATOR_MIME, ROOT_CLASS, WIDGET_VIEW_MIME } from './names';
import { makeNote } from './notes';

/** Nodes for the notice, by the volume's name. */
type Waiting = (name: string) => Promise<readonly HTMLElement[]>;

/**
 * The renderer of widgets itself, watched: the widget manager looks for its own renderers among the outputs to give them its hand, so
 * it must not be wrapped.
 *
 * @param rendermime - of the notebook, which has the renderer of widgets
 * @param waiting - more to say of a volume whose kernel is gone
 */
export function createCuratorRenderer(
  rendermime: IRenderMimeRegistry,
  trans: TranslationBundle,
  waiting: Waiting
): IRenderMime.IRenderer {
  if (!rendermime.mimeTypes.includes(WIDGET_VIEW_MIME)) {
    return new NoWidgets(trans);
  }
  const renderer = rendermime.createRenderer(WIDGET_VIEW_MIME);
  const render = renderer.renderModel.bind(renderer);
  let about = aboutOf(null);
  const observer = new MutationObserver(() => {
    if (hasFailed(renderer)) {
      const remedy = trans.__(
        'The kernel that held this curator is gone. Run this cell again (and those above it that make its arrays): edits and verdicts come back from the journal.'
      );
      const notice = makeNotice(about.summary, remedy);
      renderer.node.replaceChildren(notice);
      waiting(about.name).then(
        nodes => {
          notice.append(...nodes);
        },
        () => undefined
      );
    }
  });
  observer.observe(renderer.node, { attributes: true, childList: true });
  renderer.disposed.connect(() => {
    observer.disconnect();
  });
  renderer.renderModel = model => {
    about = aboutOf(model.data[CURATOR_MIME]);
    const rendered = render(model);
    showWaiting(renderer.node, about.summary, trans);
    return rendered;
  };
  return renderer;
}

/** The widget manager marks what it cannot show with its class and a bare text. */
function hasFailed({ node }: Widget): boolean {
  return (
    node.classList.contains('jupyter-widgets') &&
    node.firstElementChild === null &&
    node.querySelector(`.${ROOT_CLASS}`) === null
  );
}

/** The widget manager says only that it loads, however long that takes: its model comes when the kernel is between two cells. */
function showWaiting(node: HTMLElement, summary: string, trans: TranslationBundle): void {
  const text = trans.__(
    'The view opens as soon as the kernel answers: while it runs a cell, when that has ended. What was saved is kept. Without a kernel, start one and run this cell again.'
  );
  const note = makeNote({ title: summary, text, buttons: [] });
  note.classList.add('vp-mod-waiting');
  node.replaceChildren(note);
}

class NoWidgets extends Widget implements IRenderMime.IRenderer {
  constructor(trans: TranslationBundle) {
    super();
    this._trans = trans;
  }

  renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    const remedy = this._trans.__(
      'Found no Jupyter widgets in this JupyterLab, which the view needs. Install ipywidgets beside JupyterLab and reload the page.'
    );
    this.node.replaceChildren(makeNotice(aboutOf(model.data[CURATOR_MIME]).summary, remedy));
    return Promise.resolve();
  }

  private readonly _trans: TranslationBundle;
}

function makeNotice(summary: string, remedy: string): HTMLElement {
  const notice = makeNote({ title: summary, text: remedy, buttons: [] });
  notice.classList.add('vp-mod-warning');
  return notice;
}

/** What the kernel last said of the session, kept in the notebook. */
function aboutOf(about: unknown): { readonly summary: string; readonly name: string } {
  const text = (field: string, otherwise: string): string => {
    const value: unknown =
      typeof about === 'object' && about !== null ? Reflect.get(about, field) : undefined;
    return typeof value === 'string' ? value : otherwise;
  };
  return { summary: text('summary', 'Voxproof'), name: text('name', '') };
}

/** A Curator's output: the widget while its model lives, else a panel that says how to get it back. */
import type { IRenderMime, IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Panel, Widget } from '@lumino/widgets';
import { CURATOR_MIME, ROOT_CLASS, WIDGET_VIEW_MIME } from './names';

export class CuratorOutput extends Panel implements IRenderMime.IRenderer {
  /** @param rendermime - of the notebook, whose renderer of widgets is used */
  constructor(rendermime: IRenderMimeRegistry, trans: TranslationBundle) {
    super();
    this._rendermime = rendermime;
    this._trans = trans;
    this.addClass('vp-Output');
  }

  async renderModel(mime: IRenderMime.IMimeModel): Promise<void> {
    this._release();
    if (!this._rendermime.mimeTypes.includes(WIDGET_VIEW_MIME)) {
      this._showNotice(
        mime,
        this._trans.__(
          'Found no Jupyter widgets in this JupyterLab, which the view needs. Install ipywidgets beside JupyterLab and reload the page.'
        )
      );
      return;
    }
    const inner = this._rendermime.createRenderer(WIDGET_VIEW_MIME);
    this.addWidget(inner);
    // The widget manager may try again by itself once it is restored: its verdict is read off its node.
    this._observer = new MutationObserver(() => {
      this._noticeFailure(inner, mime);
    });
    this._observer.observe(inner.node, { attributes: true, childList: true });
    await inner.renderModel(mime);
    this._noticeFailure(inner, mime);
  }

  override dispose(): void {
    this._release();
    super.dispose();
  }

  /** The manager marks a widget that it cannot show with its class and a text. */
  private _noticeFailure(inner: Widget, mime: IRenderMime.IMimeModel): void {
    const isShown = inner.node.querySelector(`.${ROOT_CLASS}`) !== null;
    if (inner.hasClass('jupyter-widgets') && !isShown) {
      inner.hide();
      this._showNotice(
        mime,
        this._trans.__(
          'The kernel that held this curator is gone. Run this cell again (and those above it that make its arrays): edits and verdicts come back from the journal.'
        )
      );
    } else {
      inner.show();
      this._notice?.dispose();
      this._notice = null;
    }
  }

  private _showNotice(mime: IRenderMime.IMimeModel, text: string): void {
    if (this._notice === null) {
      const node = document.createElement('div');
      node.setAttribute('role', 'note');
      const summary = document.createElement('strong');
      summary.textContent = summaryOf(mime.data[CURATOR_MIME]);
      const remedy = document.createElement('p');
      remedy.textContent = text;
      node.append(summary, remedy);
      this._notice = new Widget({ node });
      this._notice.addClass('vp-Output-notice');
      this.addWidget(this._notice);
    }
  }

  private _release(): void {
    this._observer?.disconnect();
    this._observer = null;
    this._notice = null;
    for (const widget of [...this.widgets]) {
      widget.dispose();
    }
  }

  private readonly _rendermime: IRenderMimeRegistry;
  private readonly _trans: TranslationBundle;
  private _observer: MutationObserver | null = null;
  private _notice: Widget | null = null;
}

/** What the kernel last said of the session, kept in the notebook. */
function summaryOf(data: unknown): string {
  const summary =
    typeof data === 'object' && data !== null && 'summary' in data ? data.summary : undefined;
  return typeof summary === 'string' ? summary : 'Voxproof';
}

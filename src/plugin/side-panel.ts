/** The side panel, which loads what it shows when it is shown first. */
import { Widget } from '@lumino/widgets';
import { voxproofIcon } from './icons';
import type { SideHost } from './side-host';
import type { SideMount } from './side-mount';

export class SidePanelWidget extends Widget {
  constructor(private readonly _host: SideHost) {
    super();
    this.id = 'voxproof-panel';
    this.addClass('vp-SideHost');
    this.title.icon = voxproofIcon;
    this.title.caption = _host.trans.__('Voxproof: worklist and history');
  }

  override dispose(): void {
    this._leave();
    super.dispose();
  }

  /** A layout that is restored may attach it where it is seen at once. */
  protected override onAfterAttach(): void {
    if (this.isVisible) {
      this._enter();
    }
  }

  protected override onAfterShow(): void {
    this._enter();
  }

  /** A list that nobody sees need not be kept up to date. */
  protected override onAfterHide(): void {
    this._leave();
  }

  protected override onActivateRequest(): void {
    this.node.querySelector<HTMLElement>('[tabindex="0"]')?.focus({ preventScroll: true });
  }

  private _enter(): void {
    void import('./side-mount').then(({ SideMount: Mount }) => {
      if (this.isVisible && this._mount === null) {
        this._mount = new Mount(this.node, this._host);
      }
    });
  }

  private _leave(): void {
    this._mount?.dispose();
    this._mount = null;
  }

  private _mount: SideMount | null = null;
}

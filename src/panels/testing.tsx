/** A curator on a page for tests: shown, and read as a person would. */
import { act, cleanup, render, screen, within } from '@testing-library/react';
import type { CurationModel } from '../core/model';
import type { CurationState } from '../core/state';
import { attachKeyboard } from '../tools';
import { fakeScene, openSession } from '../tools/testing';
import type { CuratorAppProps } from './CuratorApp';
import { CuratorApp } from './CuratorApp';

export class CuratorOnPage {
  readonly model: CurationModel = openSession();
  readonly root = document.createElement('div');
  readonly handlers = {
    onCancel: jest.fn(),
    onResume: jest.fn(),
    onAddLabel: jest.fn(() => Promise.resolve()),
    onSaveUnsent: jest.fn(),
    onReconnect: jest.fn()
  };

  constructor() {
    HTMLCanvasElement.prototype.getContext = () => null;
    jest.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
    this.root.className = 'vp-Curator';
    this.root.tabIndex = 0;
    document.body.append(this.root);
  }

  show(props: Partial<CuratorAppProps> = {}): void {
    const { model, handlers } = this;
    const scene = fakeScene(model);
    this._detach = attachKeyboard(this.root, model, scene);
    render(<CuratorApp model={model} scene={scene} {...handlers} openInMain={null} {...props} />, {
      container: this.root
    });
  }

  readonly update = (change: Partial<CurationState>): void => {
    act(() => {
      this.model.update(change);
    });
  };

  dispose(): void {
    this._detach();
    cleanup();
    this.root.remove();
    jest.restoreAllMocks();
  }

  private _detach: () => void = () => undefined;
}

/** The list, stop by stop or flat. */
export function grid(): HTMLElement {
  return screen.queryByRole('treegrid') ?? screen.getByRole('grid');
}

/** Its rows, without the headings of sections. */
export function rows(): HTMLElement[] {
  return within(grid())
    .getAllByRole('row')
    .filter(row => within(row).queryAllByRole('gridcell').length > 0);
}

/** The first words of each row: the rank of a region, the name of a stop. */
export function names(): string[] {
  return rows().map(row => within(row).getAllByRole('gridcell')[0].textContent);
}

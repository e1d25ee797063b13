/** What a tab says while its curator is not there: which notebook shows it, and which cell to run. */
import { NotebookActions } from '@jupyterlab/notebook';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { TabPlace } from './curator-tab';
import { cellNumber, cellOf } from './find-cell';
import type { Note } from './notes';

interface WaitingOptions {
  readonly notebooks: INotebookTracker;
  readonly trans: TranslationBundle;
  /** Open a notebook, or bring it to the front. */
  readonly open: (document: string) => void;
}

/** An open notebook by its path. */
export function notebookAt(notebooks: INotebookTracker, document: string): NotebookPanel | null {
  return notebooks.find(({ context }) => context.path === document) ?? null;
}

export function waitingNote({ document, name }: TabPlace, options: WaitingOptions): Note {
  const { notebooks, trans, open } = options;
  const panel = notebookAt(notebooks, document);
  const title = trans.__('%1 is not running.', name);
  const toNotebook = {
    label: panel === null ? trans.__('Open the notebook') : trans.__('Go to the notebook'),
    onClick: () => {
      open(document);
    }
  };
  if (panel === null) {
    const text = trans.__('It is shown by %1, which is not open.', document);
    return { title, text, buttons: [toNotebook] };
  }
  const cell = cellOf(panel, name);
  if (cell === null) {
    const text = trans.__(
      'It comes here when a cell of %1 shows it: run that cell, and those above it.',
      document
    );
    return { title, text, buttons: [toNotebook] };
  }
  const run = {
    label: trans.__('Run the cell'),
    caption: trans.__('Without those above it, which must have been run before'),
    onClick: () => {
      void NotebookActions.runCells(panel.content, [cell], panel.sessionContext);
    }
  };
  const text = trans.__(
    'It comes here when cell %1 of %2 has run. After a restart of the kernel, run those above it first; edits and verdicts come back.',
    cellNumber(panel, cell),
    document
  );
  return { title, text, buttons: [run, toNotebook] };
}

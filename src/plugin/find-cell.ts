/** The cell that shows a curator, by what its output says. */
import type { Cell, CodeCell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { CURATOR_MIME } from './names';

/** @returns the first such code cell, or null */
export function cellOf(panel: NotebookPanel, name: string): Cell | null {
  return panel.content.widgets.find(cell => isCode(cell) && shows(cell, name)) ?? null;
}

/** What the notebook shows of its place: the number of its last run, or where it stands. */
export function cellNumber(panel: NotebookPanel, cell: Cell): string {
  const count = isCode(cell) ? cell.model.executionCount : null;
  return String(count ?? panel.content.widgets.indexOf(cell) + 1);
}

function isCode(cell: Cell): cell is CodeCell {
  return cell.model.type === 'code';
}

function shows({ model: { outputs } }: CodeCell, name: string): boolean {
  for (let index = 0; index < outputs.length; index++) {
    const about: unknown = outputs.get(index).data[CURATOR_MIME];
    if (typeof about === 'object' && about !== null && Reflect.get(about, 'name') === name) {
      return true;
    }
  }
  return false;
}

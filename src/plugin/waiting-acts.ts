/** What waits in this browser for a kernel, told where there is no view that could tell. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Unsent } from '../kernel';
import { theShelf } from './act-shelf';
import { leftBehind } from './left-acts';
import { notebookKey } from './notebook-key';
import { makeNoteButton } from './notes';
import { saveUnsent } from './save-file';

/**
 * @param path - of the notebook
 * @param name - of the volume
 * @returns nodes for a notice: how many changes wait, and a button that saves them; none when nothing waits, or nobody knows
 */
export async function waitingActs(
  path: string,
  name: string,
  trans: TranslationBundle
): Promise<readonly HTMLElement[]> {
  const shelf = await theShelf();
  const left = await leftBehind(shelf, notebookKey(path), name);
  return left.length === 0 ? [] : [sentence(left, trans), button(left, trans)];
}

function sentence(left: readonly Unsent[], trans: TranslationBundle): HTMLElement {
  const count = left.reduce((total, { acts }) => total + acts.length, 0);
  const text = document.createElement('p');
  text.textContent = trans._n(
    '%1 change that the kernel never got waits in this browser and is made again when the cell is run.',
    '%1 changes that the kernel never got wait in this browser and are made again when the cell is run.',
    count
  );
  return text;
}

function button(left: readonly Unsent[], trans: TranslationBundle): HTMLElement {
  return makeNoteButton({
    label: trans.__('Save to a file'),
    caption: trans.__('For curator.load_unsent(path)'),
    onClick: () => {
      left.forEach(saveUnsent);
    }
  });
}

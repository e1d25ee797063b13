/** Edits of one label table, told in another: a kernel that was started again numbers its labels anew. */
import type { Edit } from '../core/edits';
import { RUN_COLUMNS } from '../core/edits';

/** Index of no label, which every kernel refuses. */
const NONE = 2 ** 32 - 1;

/** The edit with its label indices told in the table `to`; labels that it lacks get an index that is refused. */
export function relabel(edit: Edit, from: readonly string[], to: readonly string[]): Edit {
  const indices = from.map(id => to.indexOf(id));
  if (indices.every((index, old) => index === old)) {
    return edit;
  }
  const told = (index: number) => (indices[index] >= 0 ? indices[index] : NONE);
  const runs = edit.runs.slice();
  for (let row = 0; row < runs.length; row += RUN_COLUMNS) {
    runs[row + 2] = told(runs[row + 2]);
    runs[row + 3] = told(runs[row + 3]);
  }
  return { ...edit, runs };
}

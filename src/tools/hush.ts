/** Messages belong to the act they tell of. */
import type { CurationModel } from '../core/model';

/** A new act or step begins: what was told of the last one is over, unless someone must still act on it. */
export function hush(model: CurationModel): void {
  const { announcement, isLasting, pieces } = model.state;
  if (pieces !== null) {
    model.update({ pieces: null });
  }
  if (announcement !== '' && !isLasting) {
    model.update({ announcement: '' });
  }
}

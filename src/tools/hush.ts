/** Messages belong to the act they tell of. */
import type { CurationModel } from '../core/model';

/** A new act or step begins: what was told of the last one is over, unless someone must still act on it. */
export function hush(model: CurationModel): void {
  if (model.state.pieces !== null) {
    model.update({ pieces: null });
  }
  unsay(model);
}

/** What was last told is over, unless someone must still act on it. */
export function unsay(model: CurationModel): void {
  const { announcement, isLasting } = model.state;
  if (announcement !== '' && !isLasting) {
    model.update({ announcement: '' });
  }
}

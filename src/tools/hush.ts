/** Messages belong to the act they tell of. */
import type { CurationModel } from '../core/model';

/** A new act or step begins: what was told of the last one is over, unless someone must still act on it. */
export function hush(model: CurationModel): void {
  const { announcement, isLasting } = model.state;
  if (announcement !== '' && !isLasting) {
    model.update({ announcement: '' });
  }
}

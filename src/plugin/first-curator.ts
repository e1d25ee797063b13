/** Work that waits for the first curator, so that a page without one loads nothing for it. */
import type { ICurators } from './curators';

export function withFirstCurator({ added }: Pick<ICurators, 'added'>, work: () => void): void {
  const begin = (): void => {
    added.disconnect(begin);
    work();
  };
  added.connect(begin);
}

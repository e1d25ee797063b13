/** Follows the curators of the page, to tell of their long work. */
import { Notification } from '@jupyterlab/apputils';
import type { Translation } from '../core/translation';
import type { ICurator, ICurators } from './curators';
import { LongWork } from './long-work';

/** @param show - brings a curator into sight */
export function tellLongWork(
  curators: ICurators,
  trans: Translation,
  show: (curator: ICurator) => void
): void {
  const told = new Map<ICurator, LongWork>();
  const follow = (): void => {
    curators.all.forEach(curator => {
      if (!told.has(curator)) {
        const work = new LongWork(curator, {
          notices: Notification,
          trans,
          show: () => {
            show(curator);
          }
        });
        told.set(curator, work);
      }
    });
    told.forEach((work, curator) => {
      if (!curators.all.includes(curator)) {
        work.dispose();
        told.delete(curator);
      }
    });
  };
  curators.changed.connect(follow);
  follow();
}

/** What pages that are gone have left on the shelf. */
import type { Unsent } from '../kernel';
import { PROTOCOL, unsentText } from '../kernel';
import type { ActShelf, KeptAct, KeptPage } from './act-shelf';
import { holdName } from './page-lock';

/** Acts of a page that is gone; it is nobody else's while it is held. */
export interface Left {
  readonly page: KeptPage;
  /** Without an answer. */
  readonly waiting: readonly KeptAct[];
  readonly answered: readonly KeptAct[];
  readonly release: () => void;
}

/** Of one notebook and volume, by all pages that live no more, but for `client`, which asks. Pages that have left nothing are forgotten. */
export async function holdLeft(
  shelf: ActShelf,
  document: string,
  name: string,
  client: string
): Promise<readonly Left[]> {
  const found: Left[] = [];
  for (const page of await pagesOf(shelf, document, name)) {
    const release = page.client === client ? null : await holdPage(page.client);
    if (release !== null) {
      const acts = await shelf.acts(page.client);
      if (acts.length === 0) {
        await shelf.forget(page.client);
        release();
      } else {
        const answered = acts.filter(({ revision }) => revision !== null);
        found.push({ page, waiting: waitingOf(acts), answered, release });
      }
    }
  }
  return found;
}

/** What no kernel has answered, of every page of a notebook and volume, also those that live. */
export async function leftBehind(
  shelf: ActShelf,
  document: string,
  name: string
): Promise<readonly Unsent[]> {
  const pages = await pagesOf(shelf, document, name);
  const found = await Promise.all(
    pages.map(async page => unsentOf(page, waitingOf(await shelf.acts(page.client))))
  );
  return found.flat();
}

/** None or one. */
export function unsentOf(
  { client, session, volume }: KeptPage,
  kept: readonly KeptAct[]
): readonly Unsent[] {
  const acts = kept.map(({ entry }) => entry).sort((a, b) => a.seq - b.seq);
  const text = () => unsentText(acts, volume, { client, session, protocol: PROTOCOL });
  return acts.length === 0 ? [] : [{ volume, acts, text: text() }];
}

/** Hold what a page keeps for as long as this one lives. @returns lets go of it; null when another page holds it */
export function holdPage(client: string): Promise<(() => void) | null> {
  return holdName(`voxproof:${client}`);
}

async function pagesOf(
  shelf: ActShelf,
  document: string,
  name: string
): Promise<readonly KeptPage[]> {
  const pages = await shelf.pages();
  return pages.filter(page => page.document === document && page.volume.name === name);
}

function waitingOf(acts: readonly KeptAct[]): readonly KeptAct[] {
  return acts.filter(({ revision }) => revision === null);
}

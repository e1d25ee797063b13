/** Which curator a command is about. */
import type { ReadonlyJSONObject, ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { ICurator, ICurators } from './curators';

const CURATOR = {
  type: 'string',
  description: 'Name of the curator, as given to vp.Curator; the current one without it.'
} as const;

/** The schema of a command's arguments: of all of them, the curator's name. */
export function argumentsWith(
  properties: ReadonlyJSONObject = {},
  required: readonly string[] = []
): ReadonlyJSONObject {
  return {
    type: 'object',
    properties: { curator: CURATOR, ...properties },
    required: [...required]
  };
}

/** The curator that is named, in the active notebook if it is there; the current one without a name; none for what is no name. */
export function targetOf(
  curators: ICurators,
  { curator: name }: ReadonlyPartialJSONObject
): ICurator | null {
  if (name === undefined || name === null) {
    return curators.current;
  }
  if (typeof name !== 'string') {
    return null;
  }
  return (
    curators.find(curators.document, name) ?? curators.all.find(each => each.name === name) ?? null
  );
}

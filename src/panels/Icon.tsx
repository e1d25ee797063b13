/** An icon, in the colour of the text beside it. */
import type { IconName } from './icon-paths';
import { ICON_PATHS } from './icon-paths';

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="vp-Icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={ICON_PATHS[name]} />
    </svg>
  );
}

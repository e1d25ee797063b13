/** In the side panel while the notebook in front shows no curator: how one comes here. */
import type { Translation } from '../core/translation';
import { Icon } from './Icon';

const FORM = `import voxproof as vp
curator = vp.Curator(
    image,
    segmentation,
    uncertainty
)
curator`;

interface NoCuratorProps {
  readonly trans: Translation;
  readonly onInsert: (() => void) | null;
}

export function NoCurator({ trans, onInsert }: NoCuratorProps) {
  return (
    <div className="vp-Stage vp-NoCurator">
      <Icon name="curator" />
      <h2>{trans.__('No curator here yet')}</h2>
      {onInsert === null ? (
        <p>
          {trans.__(
            'Open a notebook: its worklist and history appear here once a cell shows a curator.'
          )}
        </p>
      ) : (
        <>
          <p>
            {trans.__(
              'The worklist and history of this notebook appear here once a cell that shows a curator has run:'
            )}
          </p>
          <pre>{FORM}</pre>
          <button type="button" className="vp-Note-button" onClick={onInsert}>
            {trans.__('Insert an example')}
          </button>
          <p>{trans.__('The example makes its own volume and runs as it is.')}</p>
        </>
      )}
    </div>
  );
}

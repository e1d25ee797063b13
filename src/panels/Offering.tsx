/** What is proposed and shown, and how to take or leave it; in the place of the region, whose verdict comes afterwards. */
import type { Offer } from '../core/proposals';
import { leaveOffer, takeOffer } from '../tools';
import { Button, CommandButton } from './Button';
import { usePanel } from './context';
import { formatCount } from './format';
import { Parts } from './Parts';
import type { Translation } from '../core/translation';

function doesWords(does: Offer['does'], trans: Translation): string {
  const words = {
    add: trans.__('proposed addition, not made yet'),
    remove: trans.__('proposed removal, not made yet'),
    change: trans.__('proposed, not made yet')
  };
  return words[does];
}

/** Sizes that are told; more are in the tooltip. */
const FEW_SIZES = 6;
const MOST_SIZES = 100;

export function Offering({ offer }: { readonly offer: Offer }) {
  const { model, trans } = usePanel();
  const { about, does, sizes, voxels, widens } = offer;
  const parts = [
    doesWords(does, trans),
    ...(sizes.length > 0 ? [sizeWords(sizes, FEW_SIZES, trans)] : [])
  ];
  return (
    <>
      <span
        className="vp-Inspector-text vp-Inspector-region"
        title={sizes.length > 0 ? sizeWords(sizes, MOST_SIZES, trans) : undefined}
      >
        <strong>{about === '' ? trans.__('Proposal') : about}</strong>
        <span className="vp-Inspector-separator"> · </span>
        <Parts parts={parts} className="vp-Inspector-facts" />
      </span>
      <span className="vp-Inspector-actions">
        {widens && (
          <>
            <CommandButton command="smaller-brush" icon="minus" label={trans.__('Narrower')} />
            <CommandButton command="larger-brush" icon="plus" label={trans.__('Wider')} />
          </>
        )}
        <Button
          label={trans.__('Leave the segmentation as it is (Esc)')}
          kind="outlined"
          onClick={() => {
            leaveOffer(model);
          }}
        >
          {trans.__('Leave')} <kbd>Esc</kbd>
        </Button>
        <Button
          label={trans.__('Make the edit that is shown (Enter)')}
          kind="primary"
          unavailable={voxels === 0}
          onClick={() => {
            takeOffer(model);
          }}
        >
          {trans._n('Take %2 voxel', 'Take %2 voxels', voxels, formatCount(voxels))} <kbd>⏎</kbd>
        </Button>
      </span>
    </>
  );
}

/** `12 found: 29, 28, 14, 9, 9, 8, … voxels`. */
function sizeWords(sizes: readonly number[], most: number, trans: Translation): string {
  const named = sizes.slice(0, most).map(formatCount);
  const list = [...named, ...(sizes.length > most ? ['…'] : [])].join(', ');
  return trans.__('%1 found: %2 voxels', formatCount(sizes.length), list);
}

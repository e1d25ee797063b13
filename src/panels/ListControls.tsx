/** Above the list: how it is made, laid out, filtered and sorted. */
import { useRef } from 'react';
import type { CurationModel } from '../core/model';
import type { Listing, SortKey } from '../core/state';
import { Button, CommandButton } from './Button';
import { Choice } from './Choice';
import { useModel, usePanel } from './context';
import type { Folding } from './folding';
import { Icon } from './Icon';
import { usePanelEvent } from './panel-events';
import { RankingMenu } from './RankingMenu';
import { Select } from './Select';

interface ListControlsProps {
  /** Null in a flat list. */
  readonly folding: Folding | null;
}

/** In every list of the session. */
export function setListing(model: CurationModel, change: Partial<Listing>): void {
  model.update({ listing: { ...model.state.listing, ...change } });
}

export function ListControls({ folding }: ListControlsProps) {
  const { model, trans } = usePanel();
  const { filter, shown, sorting } = useModel(({ state }) => state.listing);
  return (
    <>
      <div className="vp-Worklist-bar">
        <RankingMenu />
        <span className="vp-Worklist-layout">
          <Layout />
          <CommandButton
            command="fold-all"
            icon={folding?.isAllUnfolded === true ? 'fold' : 'unfold'}
            unavailable={folding === null}
            label={
              folding?.isAllUnfolded === true
                ? trans.__('Fold all stops')
                : trans.__('Unfold all stops')
            }
          />
        </span>
      </div>
      <div className="vp-Worklist-controls">
        <Filter
          value={filter}
          onChange={words => {
            setListing(model, { filter: words });
          }}
        />
        <Select<Listing['shown']>
          label={trans.__('Show')}
          value={shown}
          options={[
            ['all', trans.__('All')],
            ['open', trans.__('Open')],
            ['settled', trans.__('Reviewed')]
          ]}
          onChange={wanted => {
            setListing(model, { shown: wanted });
          }}
        />
        <Select<SortKey>
          label={trans.__('Sort by')}
          value={sorting.key}
          options={[
            ['score', trans.__('Score')],
            ['doubt', trans.__('Highest doubt')],
            ['mean', trans.__('Mean doubt')],
            ['size', trans.__('Size')],
            ['position', trans.__('Position')]
          ]}
          onChange={key => {
            setListing(model, { sorting: { key, isReversed: false } });
          }}
        />
        <Direction />
      </div>
    </>
  );
}

function Layout() {
  const { model, trans } = usePanel();
  const layout = useModel(({ state }) => state.listLayout);
  return (
    <Choice<'stops' | 'flat'>
      label={trans.__('List')}
      value={layout}
      options={[
        ['stops', trans.__('Stops')],
        ['flat', trans.__('Flat')]
      ]}
      onChoose={listLayout => {
        model.update({ listLayout });
      }}
    />
  );
}

function Direction() {
  const { model, trans } = usePanel();
  const { key, isReversed } = useModel(({ state }) => state.listing.sorting);
  const isRising = (key === 'position') !== isReversed;
  return (
    <Button
      label={directionWords()}
      icon={isRising ? 'rising' : 'falling'}
      onClick={() => {
        setListing(model, { sorting: { key, isReversed: !isReversed } });
      }}
    />
  );

  function directionWords(): string {
    if (key === 'score') {
      return isReversed
        ? trans.__('Last of the ranking first; press for the first')
        : trans.__('First of the ranking first; press for the last');
    }
    return isRising
      ? trans.__('Lowest first; press for highest first')
      : trans.__('Highest first; press for lowest first');
  }
}

interface FilterProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Filter({ value, onChange }: FilterProps) {
  const { trans, focus } = usePanel();
  const input = useRef<HTMLInputElement>(null);
  usePanelEvent('filter', () => {
    input.current?.focus();
    input.current?.select();
  });
  return (
    <span className="vp-Filter">
      <Icon name="search" />
      <input
        ref={input}
        type="search"
        className="vp-Input"
        placeholder={trans.__('Filter ( / )')}
        title={trans.__(
          'A rank (12), a stop (stop 3), a verdict (fixed, open, carried), what an update did (new, returning), a reason (gap), a size in voxels (>100, <100)'
        )}
        aria-label={trans.__('Filter the regions')}
        value={value}
        onChange={event => {
          onChange(event.target.value);
        }}
        onKeyDown={event => {
          if (event.key === 'Enter') {
            focus();
          }
        }}
      />
    </span>
  );
}

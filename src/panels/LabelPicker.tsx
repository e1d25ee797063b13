/** Which label the brush paints: ids as the array holds them, with the colours of the views. */
import { useEffect, useRef, useState } from 'react';
import type { LabelIndex } from '../core/labels';
import { BACKGROUND, labelIndex } from '../core/labels';
import { labelColour } from '../scene/label-colours';
import { cssColour } from '../scene/theme';
import { Button } from './Button';
import { Key } from './Key';
import { useModel, usePanel } from './context';
import { usePanelEvent } from './panel-events';
import { Popover } from './Popover';
import { barred, useReadOnly } from './read-only';
import { useListWindow } from './windowed';

const OPTION_PIXELS = 24;
/** Background and one other: every region has the same. */
const FEW_LABELS = 2;

interface LabelPickerProps {
  readonly onAddLabel: (id: string) => Promise<void>;
}

export function LabelPicker({ onAddLabel }: LabelPickerProps) {
  const { model, trans } = usePanel();
  const labels = useModel(({ volume }) => volume?.segmentation.labels) ?? [];
  const chosen = useModel(({ state }) => state.tool.label);
  const isPinned = useModel(({ state }) => state.isLabelPinned);
  const choose = (label: LabelIndex): void => {
    model.update({ isLabelPinned: true, tool: { ...model.state.tool, label } });
  };
  const add = async (id: string): Promise<void> => {
    await onAddLabel(id);
    const index = model.volume?.segmentation.labels.indexOf(id) ?? -1;
    if (index > 0) {
      choose(labelIndex(index));
    }
  };
  usePanelEvent('new-label', () => {
    const id = nextId(labels);
    add(id).then(
      () => {
        model.update({ announcement: trans.__('Painting with the new label %1.', id) });
      },
      (error: unknown) => {
        model.update({ announcement: error instanceof Error ? error.message : String(error) });
      }
    );
  });
  const name = chosen === BACKGROUND ? trans.__('none') : labels[chosen];
  return (
    <Popover
      label={trans.__('Label: %1', name)}
      title={
        isPinned || labels.length <= FEW_LABELS
          ? trans.__('Label that the brush paints (i picks the one under the pointer)')
          : trans.__('Label that the brush paints: that of the region (i picks another)')
      }
      face={
        <>
          <Swatch label={chosen} />
          <span className="vp-LabelPicker-id">{name}</span>
        </>
      }
    >
      {close => (
        <LabelList
          labels={labels}
          chosen={chosen}
          onChoose={label => {
            choose(label);
            close();
          }}
          onAdd={async id => {
            await add(id);
            close();
          }}
        />
      )}
    </Popover>
  );
}

function Swatch({ label }: { readonly label: number }) {
  const palette = useModel(({ state }) => state.preferences.labelColours);
  const colour = label === 0 ? 'transparent' : cssColour(labelColour(label, palette));
  return <span className="vp-Swatch" style={{ background: colour }} aria-hidden="true" />;
}

interface LabelListProps {
  readonly labels: readonly string[];
  readonly chosen: LabelIndex;
  readonly onChoose: (label: LabelIndex) => void;
  readonly onAdd: (id: string) => Promise<void>;
}

function LabelList({ labels, chosen, onChoose, onAdd }: LabelListProps) {
  const { trans } = usePanel();
  const [filter, setFilter] = useState('');
  const [active, setActive] = useState<number>(chosen);
  const scroller = useRef<HTMLDivElement>(null);
  const shown = labels
    .map((id, index) => ({ id, index }))
    .filter(({ id, index }) => index > 0 && id.startsWith(filter.trim()));
  const place = Math.max(
    0,
    shown.findIndex(({ index }) => index === active)
  );
  const window = useListWindow(scroller, shown.length * OPTION_PIXELS);
  const { reveal } = window;
  useEffect(() => {
    reveal(place * OPTION_PIXELS, OPTION_PIXELS);
  }, [place, reveal]);
  const first = Math.max(0, Math.floor(window.top / OPTION_PIXELS));
  const last = Math.ceil(window.bottom / OPTION_PIXELS);
  const move = (by: number): void => {
    if (shown.length > 0) {
      setActive(shown[Math.min(Math.max(place + by, 0), shown.length - 1)].index);
    }
  };
  return (
    <div className="vp-LabelList">
      <input
        className="vp-Input"
        type="text"
        inputMode="numeric"
        autoFocus
        placeholder={trans.__('Find a label…')}
        aria-label={trans.__('Find a label')}
        value={filter}
        onChange={event => {
          setFilter(event.target.value);
        }}
        onKeyDown={event => {
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault();
            move(event.key === 'ArrowDown' ? 1 : -1);
          } else if (event.key === 'Enter' && shown.length > 0) {
            onChoose(labelIndex(shown[place].index));
          }
        }}
      />
      <div
        className="vp-LabelList-scroller"
        ref={scroller}
        role="listbox"
        aria-label={trans.__('Labels')}
        hidden={shown.length === 0}
      >
        <div style={{ height: window.height, position: 'relative' }}>
          {shown.slice(first, last).map(({ id, index }, offset) => (
            <div
              key={index}
              role="option"
              aria-selected={index === chosen}
              className={`vp-LabelList-option ${index === active ? 'vp-mod-active' : ''}`}
              style={{ top: window.place((first + offset) * OPTION_PIXELS) }}
              onClick={() => {
                onChoose(labelIndex(index));
              }}
            >
              <Swatch label={index} />
              {id}
            </div>
          ))}
        </div>
      </div>
      {shown.length === 0 && (
        <p className="vp-LabelList-note">
          {filter.trim() === ''
            ? trans.__('No label yet: add the first one.')
            : trans.__('No label begins with “%1”.', filter.trim())}
        </p>
      )}
      {labels.length > FEW_LABELS && <Follow />}
      <NewLabel labels={labels} onAdd={onAdd} />
      <p className="vp-LabelList-note">
        <Key command="pick-label" /> {trans.__('picks the label under the pointer')}
      </p>
    </div>
  );
}

/** Whether each region that is selected brings its label. */
function Follow() {
  const { model, trans } = usePanel();
  const isPinned = useModel(({ state }) => state.isLabelPinned);
  return (
    <label className="vp-LabelList-follow">
      <input
        type="checkbox"
        checked={!isPinned}
        onChange={event => {
          model.update({ isLabelPinned: !event.target.checked });
        }}
      />
      {trans.__('Follow the region')}
    </label>
  );
}

interface NewLabelProps {
  readonly labels: readonly string[];
  readonly onAdd: (id: string) => Promise<void>;
}

function NewLabel({ labels, onAdd }: NewLabelProps) {
  const { trans } = usePanel();
  const [id, setId] = useState(() => nextId(labels));
  const [problem, setProblem] = useState('');
  const bar = useReadOnly();
  const isNew = /^-?\d+$/.test(id) && !labels.includes(id) && bar === null;
  const add = (): void => {
    onAdd(id).catch((error: unknown) => {
      setProblem(error instanceof Error ? error.message : String(error));
    });
  };
  return (
    <div className="vp-LabelList-new">
      <input
        className="vp-Input"
        type="text"
        inputMode="numeric"
        aria-label={trans.__('Id of a new label')}
        value={id}
        onChange={event => {
          setId(event.target.value);
          setProblem('');
        }}
        onKeyDown={event => {
          if (event.key === 'Enter' && isNew) {
            add();
          }
        }}
      />
      <Button
        label={barred(trans.__('Add this label'), bar)}
        kind="outlined"
        unavailable={!isNew}
        onClick={add}
      >
        {trans.__('New label')}
      </Button>
      {problem !== '' && <p role="alert">{problem}</p>}
    </div>
  );
}

/** One above the largest id, which may be wider than a number. */
function nextId(labels: readonly string[]): string {
  const ids = labels.map(id => BigInt(id));
  return String(ids.reduce((most, id) => (id > most ? id : most), 0n) + 1n);
}

/** Tools that are needed now and then. Each shows what it would do; then it is taken or left as any proposal. */
import { useEffect, useRef } from 'react';
import { BACKGROUND } from '../core/labels';
import { voxelOffset } from '../core/axes';
import type { Amount, CommandName } from '../tools';
import { amountOf, clampAmount, finestOf, isSize, setEditing, showKey } from '../tools';
import { Button } from './Button';
import { Choice } from './Choice';
import { useModel, usePanel } from './context';
import { Icon } from './Icon';
import { NumberField } from './NumberField';
import { Popover } from './Popover';
import { barred, useBar } from './read-only';
import { useKeys } from './use-keys';

export function EditMenu() {
  const { trans } = usePanel();
  return (
    <Popover
      label={trans.__('Edit')}
      title={trans.__('More tools: on a piece, a label, or the view (%1)', showKey('shift e'))}
      request="editing"
      face={
        <>
          <Icon name="pencil" />
          <span className="vp-Toolbar-word">{trans.__('Edit')}</span>
        </>
      }
    >
      {close => <EditPanel close={close} />}
    </Popover>
  );
}

interface PartProps {
  /** Gives the keyboard back to the view, where what is shown is taken or left. */
  readonly close: () => void;
}

function EditPanel({ close }: PartProps) {
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    panel.current?.querySelector('button')?.focus();
  }, []);
  return (
    <div className="vp-Layers vp-Edit" ref={panel}>
      <Piece close={close} />
      <Label close={close} />
      <View close={close} />
    </div>
  );
}

/** The thing at the crosshair. */
function Piece({ close }: PartProps) {
  const { trans } = usePanel();
  const here = useLabelHere();
  return (
    <>
      <h3>
        {here === null
          ? trans.__('At the crosshair: background')
          : trans.__('At the crosshair: a piece of label %1', here)}
      </h3>
      <div className="vp-Edit-row">
        <Tool name="keep-only" word={trans.__('Keep only this')} close={close} />
        <Tool name="delete-side" word={trans.__('Delete side branch')} close={close} />
      </div>
      <div className="vp-Edit-row">
        <Tool name="smooth-piece" word={trans.__('Smooth')} close={close} />
        <AmountField name="smoothBy" label={trans.__('Smooth by')} close={close} />
      </div>
      <div className="vp-Edit-row">
        <Tool name="grow-piece" word={trans.__('Grow')} close={close} />
        <Tool name="shrink-piece" word={trans.__('Shrink')} close={close} />
        <AmountField name="growBy" label={trans.__('Grow or shrink by')} close={close} />
      </div>
    </>
  );
}

/** The label in hand. */
function Label({ close }: PartProps) {
  const { trans } = usePanel();
  const here = useLabelHere();
  const inHand = useModel(({ state }) => state.tool.label);
  const id = useModel(({ volume }) => volume?.segmentation.labels[inHand]) ?? '';
  return (
    <>
      <h3>
        {inHand === BACKGROUND
          ? trans.__('Label in hand: none')
          : trans.__('Label in hand: %1', id)}
      </h3>
      <div className="vp-Edit-row">
        <Tool name="relabel-piece" word={trans.__('Give it to the piece')} close={close} />
        <Tool
          name="merge-labels"
          word={
            here === null
              ? trans.__('Merge the label here into it')
              : trans.__('Merge label %1 into it', here)
          }
          unavailable={here === id}
          close={close}
        />
        <Tool name="new-label" word={trans.__('New label')} close={close} />
      </div>
    </>
  );
}

/** Everything in the region's view, or in the volume. */
function View({ close }: PartProps) {
  const { model, trans } = usePanel();
  const isEverywhere = useModel(({ state }) => state.editing.everywhere || state.crop === null);
  const axis = useModel(({ state }) => state.editing.axis);
  const hasCrop = useModel(({ state }) => state.crop !== null);
  return (
    <>
      <div className="vp-Edit-row">
        <h3>{trans.__('Everywhere')}</h3>
        <Choice
          label={trans.__('Where')}
          value={isEverywhere ? 'volume' : 'view'}
          unavailable={!hasCrop}
          options={[
            ['view', trans.__("In the region's view")],
            ['volume', trans.__('In the volume')]
          ]}
          onChoose={where => {
            setEditing(model, { everywhere: where === 'volume' });
          }}
        />
      </div>
      <div className="vp-Edit-row">
        <Tool name="fill-between" word={trans.__('Fill between slices')} close={close} />
        <Choice
          label={trans.__('Slices along')}
          value={axis}
          options={[
            ['z', 'z'],
            ['y', 'y'],
            ['x', 'x']
          ]}
          onChoose={chosen => {
            setEditing(model, { axis: chosen });
          }}
        />
      </div>
      <div className="vp-Edit-row">
        <Tool name="remove-islands" word={trans.__('Remove islands')} close={close} />
        <span>{trans.__('below')}</span>
        <AmountField name="islands" label={trans.__('Voxels of an island')} close={close} />
      </div>
      <div className="vp-Edit-row">
        <Tool name="fill-holes" word={trans.__('Fill holes')} close={close} />
        <span>{trans.__('below')}</span>
        <AmountField name="holes" label={trans.__('Voxels of a hole')} close={close} />
      </div>
    </>
  );
}

interface ToolProps extends PartProps {
  readonly name: CommandName;
  readonly word: string;
  readonly unavailable?: boolean;
}

function Tool({ name, word, unavailable = false, close }: ToolProps) {
  const { run, words } = usePanel();
  const keys = useKeys(name);
  const bar = useBar(name);
  const text = [words[name].caption, ...keys.map(key => `(${showKey(key)})`)].join(' ');
  return (
    <Button
      label={barred(text, bar)}
      kind="outlined"
      unavailable={unavailable || bar !== null}
      onClick={() => {
        run(name);
        close();
      }}
    >
      {word}
    </Button>
  );
}

interface AmountFieldProps extends PartProps {
  readonly name: Amount;
  readonly label: string;
}

function AmountField({ name, label, close }: AmountFieldProps) {
  const { model, trans } = usePanel();
  const editing = useModel(({ state }) => state.editing);
  const volume = useModel(({ volume: open }) => open);
  const finest = finestOf(volume);
  return (
    <NumberField
      label={label}
      title={trans.__('%1 ([ less, ] more while it is shown)', label)}
      value={amountOf(editing, name, finest)}
      step={isSize(name) ? 1 : finest / 2}
      minimum={isSize(name) ? 2 : finest / 2}
      unit={isSize(name) ? trans.__('voxels') : (volume?.unit ?? '')}
      onChange={value => {
        setEditing(model, { [name]: clampAmount(name, value, finest) });
      }}
      onDone={close}
    />
  );
}

/** Id of the label at the crosshair; null on background. */
function useLabelHere(): string | null {
  return useModel(({ arrays, volume, state }) => {
    if (arrays === null || volume === null) {
      return null;
    }
    const index = arrays.segmentation.data[voxelOffset(volume.shape, state.cursor)];
    return index === BACKGROUND ? null : (volume.segmentation.labels[index] ?? null);
  });
}

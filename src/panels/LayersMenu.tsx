/** What lies over the image, and how bright it is. */
import type { Layers } from '../core/state';
import type { ChangeKind } from '../scene/change-kind';
import { CHANGE_LOOKS } from '../scene/change-kind';
import { cssColour, doubtColour } from '../scene/theme';
import { windowAround } from '../tools';
import { CommandButton } from './Button';
import type { ChoiceProps } from './Choice';
import { Choice } from './Choice';
import { useModel, usePanel } from './context';
import { formatDoubt } from './format';
import { Icon } from './Icon';
import { NumberField } from './NumberField';
import { Popover } from './Popover';

export function LayersMenu() {
  const { trans } = usePanel();
  return (
    <Popover
      label={trans.__('Layers')}
      title={trans.__('Layers, brightness and contrast')}
      align="end"
      face={
        <>
          <Icon name="layers" />
          <span className="vp-Toolbar-word">{trans.__('Layers')}</span>
        </>
      }
    >
      {close => (
        <div className="vp-Layers">
          <SegmentationStyle />
          <Switches />
          <Changes />
          <Windowing />
          <Window onDone={close} />
          <VolumeStyle />
        </div>
      )}
    </Popover>
  );
}

interface ChoiceRowProps<T extends string> extends ChoiceProps<T> {
  readonly label: string;
}

function ChoiceRow<T extends string>(props: ChoiceRowProps<T>) {
  return (
    <div className="vp-Layers-row">
      <span>{props.label}</span>
      <Choice {...props} />
    </div>
  );
}

function useLayers(): readonly [Layers, (change: Partial<Layers>) => void] {
  const { model } = usePanel();
  const layers = useModel(({ state }) => state.layers);
  return [
    layers,
    change => {
      model.update({ layers: { ...model.state.layers, ...change } });
    }
  ];
}

function SegmentationStyle() {
  const { trans } = usePanel();
  const [layers, change] = useLayers();
  return (
    <ChoiceRow
      label={trans.__('Segmentation')}
      value={layers.segmentation}
      options={[
        ['outline', trans.__('Outline')],
        ['fill', trans.__('Filled')],
        ['off', trans.__('Off')]
      ]}
      onChoose={segmentation => {
        change({ segmentation });
      }}
    />
  );
}

function Switches() {
  const { trans } = usePanel();
  const [layers, change] = useLayers();
  const maximum = useModel(({ volume }) => volume?.uncertainty.maximum) ?? 1;
  return (
    <>
      <label className="vp-Layers-row">
        <span>{trans.__('Region')}</span>
        <input
          type="checkbox"
          checked={layers.region}
          onChange={event => {
            change({ region: event.target.checked });
          }}
        />
      </label>
      <label className="vp-Layers-row">
        <span>{trans.__('Uncertainty')}</span>
        <span className="vp-ColourBar" aria-hidden="true">
          0
          <span style={{ background: doubtGradient() }} />
          {formatDoubt(maximum, maximum)}
        </span>
        <input
          type="checkbox"
          checked={layers.uncertainty}
          onChange={event => {
            change({ uncertainty: event.target.checked });
          }}
        />
      </label>
    </>
  );
}

/** The segmentation as it was, and where it is another one now. */
function Changes() {
  const { trans } = usePanel();
  const [layers, change] = useLayers();
  const isThere = useModel(({ arrays }) => arrays !== null && arrays.original !== null);
  const isWanted = layers.before || layers.changes;
  return (
    <>
      <label
        className="vp-Layers-row"
        title={trans.__('As it was when this generation began (hold Shift+O)')}
      >
        <span>{trans.__('As it was')}</span>
        {isWanted && !isThere && <span>{trans.__('on its way…')}</span>}
        <input
          type="checkbox"
          checked={layers.before}
          onChange={event => {
            change({ before: event.target.checked });
          }}
        />
      </label>
      <label className="vp-Layers-row" title={trans.__('Since this generation began (Shift+T)')}>
        <span>{trans.__('Changes')}</span>
        <span className="vp-ChangeLegend">
          <ChangeKey kind="added" sign="+" word={trans.__('added')} />
          <ChangeKey kind="removed" sign="−" word={trans.__('removed')} />
          <ChangeKey kind="relabelled" sign="≠" word={trans.__('relabelled')} />
        </span>
        <input
          type="checkbox"
          checked={layers.changes}
          onChange={event => {
            change({ changes: event.target.checked });
          }}
        />
      </label>
    </>
  );
}

interface ChangeKeyProps {
  readonly kind: ChangeKind;
  readonly sign: string;
  readonly word: string;
}

function ChangeKey({ kind, sign, word }: ChangeKeyProps) {
  const { colour, slope } = CHANGE_LOOKS[kind];
  const line = cssColour(colour);
  const ground = cssColour(colour, 0.35);
  const background = `repeating-linear-gradient(${180 + 45 * slope}deg, ${line} 0 1.5px, ${ground} 1.5px 4px)`;
  return (
    <span>
      <span className="vp-ChangeLegend-mark" style={{ background }} aria-hidden="true">
        {sign}
      </span>
      {word}
    </span>
  );
}

function doubtGradient(): string {
  const stops = [0, 0.25, 0.5, 0.75, 1].map(doubt => cssColour(doubtColour(doubt)));
  return `linear-gradient(to right, ${stops.join(', ')})`;
}

/** What the brightness is taken from; neither is pressed while it is the reviewer's own. */
function Windowing() {
  const { model, trans } = usePanel();
  const windowing = useModel(({ state }) => state.windowing);
  return (
    <ChoiceRow<'region' | 'volume' | 'own'>
      label={trans.__('Brightness')}
      value={windowing}
      options={[
        ['region', trans.__('Each region')],
        ['volume', trans.__('Volume')]
      ]}
      onChoose={chosen => {
        model.followWindow(chosen === 'volume' ? 'volume' : 'region');
      }}
    />
  );
}

/** Values of the image that are drawn black and white. */
function Window({ onDone }: { readonly onDone: () => void }) {
  const { model, trans } = usePanel();
  const [low, high] = useModel(({ state }) => state.window);
  const range = useModel(({ volume }) => volume?.image.range);
  if (range === undefined) {
    return null;
  }
  const unit = (range[1] - range[0]) / 255;
  const valueOf = (display: number): number => range[0] + display * unit;
  const set = (black: number, white: number): void => {
    const [from, to] = [(black - range[0]) / unit, (white - range[0]) / unit];
    model.setWindow(windowAround((from + to) / 2, to - from));
  };
  return (
    <div className="vp-Layers-row">
      <span>{trans.__('Black, white')}</span>
      <NumberField
        label={trans.__('Image value drawn black')}
        title={trans.__('Image value drawn black (right drag in a view)')}
        value={valueOf(low)}
        step={unit}
        onChange={value => {
          set(value, valueOf(high));
        }}
        onDone={onDone}
      />
      <NumberField
        label={trans.__('Image value drawn white')}
        title={trans.__('Image value drawn white (right drag in a view)')}
        value={valueOf(high)}
        step={unit}
        onChange={value => {
          set(valueOf(low), value);
        }}
        onDone={onDone}
      />
      <CommandButton command="reset-window" icon="reopen" />
    </div>
  );
}

function VolumeStyle() {
  const { model, trans } = usePanel();
  const mode = useModel(({ state }) => state.volumeMode);
  return (
    <ChoiceRow
      label={trans.__('3D view')}
      value={mode}
      options={[
        ['surfaces', trans.__('Surfaces')],
        ['projection', trans.__('Image')]
      ]}
      onChoose={volumeMode => {
        model.update({ volumeMode });
      }}
    />
  );
}

/** Masks: what edits may change. A menu in the toolbar, and over the views a chip for each that is on. */
import { BACKGROUND } from '../core/labels';
import type { Masks } from '../core/masks';
import { brightnessRange, imageValue, isMasking } from '../core/masks';
import { setMasks } from '../tools';
import { Button, CommandButton } from './Button';
import { Choice } from './Choice';
import { useModel, usePanel } from './context';
import { formatFigure } from './format';
import { Icon } from './Icon';
import { Key } from './Key';
import { NumberField } from './NumberField';
import { Popover } from './Popover';
import type { Translation } from '../core/translation';

export function MaskMenu() {
  const { trans } = usePanel();
  const isOn = useModel(({ state }) => isMasking(state.masks));
  return (
    <Popover
      label={isOn ? trans.__('Masks: on') : trans.__('Masks: off')}
      title={trans.__('Masks: what every tool may change')}
      className={isOn ? 'vp-mod-on' : ''}
      face={
        <>
          <Icon name="mask" />
          <span className="vp-Toolbar-word">{trans.__('Masks')}</span>
        </>
      }
    >
      {close => (
        <div className="vp-Layers vp-Masks">
          <Labels />
          <Crop />
          <Brightness onDone={close} />
          <CommandButton command="clear-masks" kind="outlined" unavailable={!isOn}>
            {trans.__('All off')} <Key command="clear-masks" />
          </CommandButton>
        </div>
      )}
    </Popover>
  );
}

function useMasks(): readonly [Masks, (change: Partial<Masks>) => void] {
  const { model } = usePanel();
  return [
    useModel(({ state }) => state.masks),
    change => {
      setMasks(model, change);
    }
  ];
}

function Labels() {
  const { model, trans } = usePanel();
  const [{ labels }, change] = useMasks();
  const ids = useModel(({ volume }) => volume?.segmentation.labels) ?? [];
  const inHand = useModel(({ state }) => state.tool.label);
  const inside = labels.kind === 'inside' ? labels.label : inHand;
  return (
    <>
      <div className="vp-Layers-row">
        <span>{trans.__('Labels')}</span>
        <Choice
          label={trans.__('Labels')}
          value={labels.kind}
          options={[
            ['any', trans.__('Change any')],
            ['keep-others', trans.__('Keep others')],
            ['inside', nameOf(inside, ids, trans)]
          ]}
          onChoose={kind => {
            change({
              labels: kind === 'inside' ? { kind, label: model.state.tool.label } : { kind }
            });
          }}
        />
      </div>
      <p className="vp-LabelList-note">
        <Key command="mask-inside" /> {trans.__('only the label under the pointer')}
      </p>
    </>
  );
}

function Crop() {
  const { trans } = usePanel();
  const [{ crop }, change] = useMasks();
  return (
    <label className="vp-Layers-row">
      <span>{trans.__("Only in the region's view")}</span>
      <input
        type="checkbox"
        checked={crop}
        onChange={event => {
          change({ crop: event.target.checked });
        }}
      />
    </label>
  );
}

/** Only voxels about as bright as a value, in the values of the image. */
function Brightness({ onDone }: { readonly onDone: () => void }) {
  const { trans } = usePanel();
  const [{ brightness, spread }, change] = useMasks();
  const range = useModel(({ volume }) => volume?.image.range) ?? ([0, 255] as const);
  const unit = (range[1] - range[0]) / 255;
  return (
    <>
      <div className="vp-Layers-row">
        <span>{trans.__('Only as bright as')}</span>
        <NumberField
          label={trans.__('Image value in the middle')}
          title={trans.__('Image value in the middle; empty: any')}
          value={brightness === null ? null : imageValue(brightness, range)}
          step={unit}
          minimum={range[0]}
          maximum={range[1]}
          placeholder={trans.__('any')}
          onChange={value => {
            change({ brightness: (value - range[0]) / unit });
          }}
          onClear={() => {
            change({ brightness: null });
          }}
          onDone={onDone}
        />
        <span>±</span>
        <NumberField
          label={trans.__('Image values on either side')}
          title={trans.__('How far from it a voxel may be')}
          value={spread * unit}
          step={unit}
          minimum={0}
          onChange={value => {
            change({ spread: value / unit });
          }}
          onDone={onDone}
        />
      </div>
      <p className="vp-LabelList-note">
        <Key command="mask-brightness" /> {trans.__('as bright as under the pointer')}
      </p>
    </>
  );
}

/** Over the views, where it is painted: what is kept from changing, each off with a press. */
export function MaskChips() {
  const { trans } = usePanel();
  const [masks, change] = useMasks();
  const ids = useModel(({ volume }) => volume?.segmentation.labels) ?? [];
  const range = useModel(({ volume }) => volume?.image.range) ?? ([0, 255] as const);
  const hasCrop = useModel(({ state }) => state.crop !== null);
  const inHand = useModel(({ state }) => state.tool.label);
  const chips: readonly (readonly [words: string | null, off: Partial<Masks>])[] = [
    [labelWords(masks, inHand, ids, trans), { labels: { kind: 'any' } }],
    [
      masks.crop
        ? hasCrop
          ? trans.__("only in the region's view")
          : trans.__("only in a region's view: none is selected")
        : null,
      { crop: false }
    ],
    [brightnessWords(masks, range, trans), { brightness: null }]
  ];
  return (
    <div className="vp-MaskChips" role="group" aria-label={trans.__('Masks that are on')}>
      {chips.map(
        ([words, off]) =>
          words !== null && (
            <Button
              key={words}
              className="vp-MaskChip"
              kind="outlined"
              label={trans.__('Masked: %1. Press to switch it off', words)}
              icon="mask"
              onClick={() => {
                change(off);
              }}
            >
              {words}
              <Icon name="close" />
            </Button>
          )
      )}
    </div>
  );
}

function labelWords(
  { labels }: Masks,
  inHand: number,
  ids: readonly string[],
  trans: Translation
): string | null {
  switch (labels.kind) {
    case 'any':
      return null;
    case 'keep-others':
      return inHand === BACKGROUND
        ? trans.__('other labels are kept: none is in hand')
        : trans.__('labels other than %1 are kept', ids[inHand]);
    case 'inside':
      return nameOf(labels.label, ids, trans);
  }
}

function nameOf(label: number, ids: readonly string[], trans: Translation): string {
  return label === BACKGROUND
    ? trans.__('Only background')
    : trans.__('Only label %1', ids[label] ?? '');
}

function brightnessWords(
  { brightness, spread }: Masks,
  range: readonly [number, number],
  trans: Translation
): string | null {
  if (brightness === null) {
    return null;
  }
  const [low, high] = brightnessRange(brightness, spread);
  const [from, to] = [low, high].map(each => formatFigure(imageValue(each, range)));
  return trans.__('only image values %1 to %2', from, to);
}

/** Undo and redo first, then what paints, then what is seen. */
import type { ReactNode } from 'react';
import { clampRadius, finestOf, setSlices } from '../tools';
import { Button, CommandButton } from './Button';
import { useModel, usePanel } from './context';
import { EditMenu } from './EditMenu';
import { LabelPicker } from './LabelPicker';
import { LayersMenu } from './LayersMenu';
import { MaskMenu } from './MaskMenu';
import { NumberField } from './NumberField';
import { Tools } from './Tools';

interface ToolbarProps {
  readonly isListShown: boolean;
  readonly openInMain: (() => void) | null;
  readonly onToggleList: () => void;
  readonly onAddLabel: (id: string) => Promise<void>;
}

export function Toolbar({ isListShown, openInMain, onToggleList, onAddLabel }: ToolbarProps) {
  const { trans } = usePanel();
  const name = useModel(({ volume }) => volume?.name) ?? '';
  const hasLasso = useModel(({ state }) => state.tool.name === 'lasso');
  return (
    <div className="vp-Toolbar" role="toolbar" aria-label={trans.__('Voxproof')}>
      <Button
        label={isListShown ? trans.__('Hide the worklist') : trans.__('Show the worklist')}
        icon="list"
        pressed={isListShown}
        onClick={onToggleList}
      />
      <span className="vp-Toolbar-name" title={name}>
        {name}
      </span>
      <History />
      <Group label={trans.__('Tools')} className="vp-Toolbar-tools">
        <Tools />
        <EditMenu />
      </Group>
      {hasLasso ? <Slices /> : <Brush />}
      <Group label={trans.__('Label')}>
        <LabelPicker onAddLabel={onAddLabel} />
        <MaskMenu />
      </Group>
      <span className="vp-Toolbar-spacer" />
      <Group label={trans.__('View')}>
        <Peek />
        <LayersMenu />
        {openInMain !== null && (
          <Button label={trans.__('Open in main area')} icon="main" onClick={openInMain} />
        )}
        <CommandButton command="help" icon="help" />
      </Group>
    </div>
  );
}

interface GroupProps {
  readonly label: string;
  readonly className?: string;
  readonly children: ReactNode;
}

function Group({ label, className = '', children }: GroupProps) {
  return (
    <div className={`vp-Toolbar-group ${className}`} role="group" aria-label={label}>
      {children}
    </div>
  );
}

function History() {
  const { trans } = usePanel();
  const undo = useModel(({ state }) => state.undo);
  const redo = useModel(({ state }) => state.redo);
  const isGone = useModel(({ state }) => state.connection === 'gone');
  return (
    <Group label={trans.__('History')}>
      <CommandButton
        command="undo"
        icon="undo"
        unavailable={undo === null || isGone}
        label={undo === null ? trans.__('Nothing to undo') : trans.__('Undo: %1', undo)}
      />
      <CommandButton
        command="redo"
        icon="redo"
        unavailable={redo === null || isGone}
        label={redo === null ? trans.__('Nothing to redo') : trans.__('Redo: %1', redo)}
      />
    </Group>
  );
}

function Brush() {
  const { model, trans, focus } = usePanel();
  const disc = useModel(({ state }) => state.tool.disc);
  const radius = useModel(({ state }) => state.tool.radius);
  const volume = useModel(model => model.volume);
  const finest = finestOf(volume);
  return (
    <Group label={trans.__('Brush')}>
      <CommandButton
        command="toggle-disc"
        icon={disc ? 'disc' : 'ball'}
        pressed={disc}
        label={
          disc
            ? trans.__('Disc in the slice; press for a ball')
            : trans.__('Ball through slices; press for a disc')
        }
      />
      <NumberField
        label={trans.__('Radius')}
        title={trans.__('Radius of brush and eraser ([ smaller, ] larger, or Shift+wheel)')}
        value={radius}
        step={finest / 2}
        minimum={0}
        unit={volume?.unit ?? ''}
        onChange={wanted => {
          if (volume !== null) {
            const tool = { ...model.state.tool, radius: clampRadius(wanted, volume.spacing) };
            model.update({ tool });
          }
        }}
        onDone={focus}
      />
    </Group>
  );
}

/** In the place of the radius while the lasso is in hand. */
function Slices() {
  const { model, trans, focus } = usePanel();
  const slices = useModel(({ state }) => state.tool.slices);
  return (
    <Group label={trans.__('Lasso')}>
      <NumberField
        label={trans.__('Slices')}
        title={trans.__('Slices that the lasso goes through ([ fewer, ] more, or Shift+wheel)')}
        value={slices}
        step={1}
        minimum={1}
        unit={trans._n('slice', 'slices', slices)}
        onChange={wanted => {
          setSlices(model, wanted);
        }}
        onDone={focus}
      />
    </Group>
  );
}

function Peek() {
  const { model, trans } = usePanel();
  const peek = useModel(({ state }) => state.layers.peek);
  return (
    <Button
      label={trans.__('Image alone (hold o)')}
      icon="image"
      pressed={peek}
      onClick={() => {
        model.update({ layers: { ...model.state.layers, peek: !peek } });
      }}
    />
  );
}

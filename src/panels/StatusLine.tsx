/** The last line: what is saved, what the kernel does, what is under the pointer, what happened last. */
import type { VoxelPoint } from '../core/axes';
import { useEffect, useState } from 'react';
import { voxelOffset } from '../core/axes';
import { BACKGROUND } from '../core/labels';
import type { CurationModel } from '../core/model';
import type { Saving, VolumeDescription } from '../core/state';
import type { CurationScene } from '../scene';
import { useModel, usePanel, useScene, useVersion } from './context';
import { formatDoubt, formatFigure } from './format';
import { Parts } from './Parts';
import { Pieces } from './Pieces';
import type { SavedKind } from './status-words';
import { kernelWords, savedKind, savedWords } from './status-words';
import type { Translation } from '../core/translation';

const NOTICE_MS = 5000;
const READ_MS = 60;

export function StatusLine() {
  return (
    // Spoken by the region below it: each edit on its way would be told twice.
    <footer className="vp-Status" role="status" aria-live="off">
      <Saved />
      <Kernel />
      <Pieces />
      <Announcement />
      <Readout />
    </footer>
  );
}

function Saved() {
  const { trans } = usePanel();
  const saving = useModel(({ state }) => state.saving);
  const connection = useModel(({ state }) => state.connection);
  const revision = useModel(({ state }) => state.revision);
  const kind = savedKind({ saving, connection });
  const { pending } = saving;
  return (
    <span className={`vp-Saved vp-mod-${kind}`} title={savedTitle(saving, kind, revision, trans)}>
      <span className="vp-Saved-mark" aria-hidden="true">
        {kind === 'pending' ? pending : kind === 'refused' || kind === 'lost' ? '!' : ''}
      </span>
      {savedWords({ saving, connection }, trans)}
    </span>
  );
}

function savedTitle(
  { refused, journal, pending }: Saving,
  kind: SavedKind,
  revision: number,
  trans: Translation
): string {
  const words = {
    refused: refused ?? '',
    lost: trans._n(
      '%1 change never reached the kernel',
      '%1 changes never reached the kernel',
      pending
    ),
    pending: trans._n(
      '%1 change is on its way to the kernel',
      '%1 changes are on their way to the kernel',
      pending
    ),
    saved: trans.__('Every change is in the array and on disk (revision %1)', revision),
    memory: journal.message,
    read: journal.message
  };
  return words[kind];
}

function Kernel() {
  const { trans } = usePanel();
  const connection = useModel(({ state }) => state.connection);
  const saving = useModel(({ state }) => state.saving);
  return (
    <span className={`vp-Kernel vp-mod-${connection}`}>
      {kernelWords({ connection, saving }, trans)}
    </span>
  );
}

/** Long enough to be noticed and read; what must be acted on stays. */
function Announcement() {
  const announcement = useModel(({ state }) => state.announcement);
  const told = useModel(({ state }) => state.told);
  const isLasting = useModel(({ state }) => state.isLasting);
  const [faded, setFaded] = useState(0);
  useEffect(() => {
    if (isLasting) {
      return;
    }
    const timer = setTimeout(
      () => {
        setFaded(told);
      },
      NOTICE_MS + READ_MS * announcement.length
    );
    return () => {
      clearTimeout(timer);
    };
  }, [announcement, told, isLasting]);
  return (
    <span key={told} className="vp-Status-announcement" title={announcement}>
      {faded === told ? '' : announcement}
    </span>
  );
}

/** Voxel and values under the pointer while it is over a view, else under the crosshair. */
function Readout() {
  const { model, trans } = usePanel();
  const scene = useScene();
  const cursor = useModel(({ state }) => state.cursor);
  const isThere = useModel(({ state }) => state.phase.kind === 'ready');
  useModel(({ state }) => state.revision);
  useVersion(model.verdictsChanged);
  useVersion(scene.pointedChanged);
  const voxel = scene.pointed ?? cursor;
  const words = [
    `z ${voxel.z} y ${voxel.y} x ${voxel.x}`,
    ...(isThere ? valuesAt(voxel, model, scene, trans) : [])
  ];
  return (
    <span
      className="vp-Readout"
      title={trans.__('Under the pointer; while it is elsewhere, under the crosshair')}
    >
      {scene.pointed === null && <span>{trans.__('crosshair')} · </span>}
      <Parts parts={words} />
    </span>
  );
}

function valuesAt(
  voxel: VoxelPoint,
  { arrays, volume }: CurationModel,
  scene: CurationScene,
  trans: Translation
): string[] {
  if (arrays === null || volume === null) {
    return [];
  }
  const offset = voxelOffset(volume.shape, voxel);
  const label = arrays.segmentation.data[offset];
  const doubt = scene.doubtAt(voxel);
  return [
    trans.__('image %1', imageValue(arrays.image.data[offset], volume)),
    label === BACKGROUND
      ? trans.__('background')
      : trans.__('label %1', volume.segmentation.labels[label]),
    ...(doubt === null
      ? []
      : [trans.__('doubt %1', formatDoubt(doubt, volume.uncertainty.maximum))])
  ];
}

/** A value of the image itself, whatever the brightness; from 8 bits where it has more. */
function imageValue(display: number, { image }: VolumeDescription): string {
  const [low, high] = image.range;
  if (low === 0 && high === 255) {
    return String(display);
  }
  const near = low + (display / 255) * (high - low);
  const value = formatFigure(image.dtype.startsWith('float') ? near : Math.round(near));
  return `${display === 0 ? '≤' : display === 255 ? '≥' : '≈'} ${value}`;
}

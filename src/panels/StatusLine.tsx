/** The last line: what is saved, what the kernel does, what is under the pointer, what happened last. */
import type { VoxelPoint } from '../core/axes';
import { useEffect, useState } from 'react';
import { voxelOffset } from '../core/axes';
import { BACKGROUND } from '../core/labels';
import type { CurationModel } from '../core/model';
import type { Saving, VolumeDescription } from '../core/state';
import type { CurationScene } from '../scene';
import { useModel, usePanel, useScene, useVersion } from './context';
import { formatCount, formatDoubt, formatFigure } from './format';
import { Parts } from './Parts';
import { Pieces } from './Pieces';
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
  const isGone = useModel(({ state }) => state.connection === 'gone');
  const revision = useModel(({ state }) => state.revision);
  const { pending } = saving;
  const kind = savedKind(saving, isGone);
  const count = trans._n('%1 on its way', '%2 on their way', pending, formatCount(pending));
  const onTheirWay = saving.isKept ? count : trans.__('%1, in this page only', count);
  const words = {
    refused: trans.__('refused, and put back'),
    lost: trans.__('%1 not saved', formatCount(pending)),
    pending: onTheirWay,
    saved: trans.__('saved'),
    memory: trans.__('in memory only'),
    read: trans.__('read only')
  };
  return (
    <span className={`vp-Saved vp-mod-${kind}`} title={savedTitle(saving, kind, revision, trans)}>
      <span className="vp-Saved-mark" aria-hidden="true">
        {kind === 'pending' ? pending : kind === 'refused' || kind === 'lost' ? '!' : ''}
      </span>
      {kind === 'refused' && pending > 0 ? `${words.refused} · ${onTheirWay}` : words[kind]}
    </span>
  );
}

function savedTitle(
  { refused, journal, pending }: Saving,
  kind: ReturnType<typeof savedKind>,
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

function savedKind({ pending, refused, journal }: Saving, isGone: boolean) {
  if (refused !== null) {
    return 'refused';
  }
  if (pending > 0) {
    return isGone ? 'lost' : 'pending';
  }
  return journal.state === 'ok' ? 'saved' : journal.state;
}

function Kernel() {
  const { trans } = usePanel();
  const connection = useModel(({ state }) => state.connection);
  const pending = useModel(({ state }) => state.saving.pending);
  const words = {
    idle: trans.__('kernel idle'),
    'busy-live': trans.__('kernel running a cell, edits go through'),
    'busy-waiting':
      pending === 0
        ? trans.__('kernel running a cell, changes wait for its end')
        : trans._n(
            'kernel running a cell, %1 change waits for its end',
            'kernel running a cell, %1 changes wait for its end',
            pending
          ),
    reconnecting: trans.__('connecting to the kernel again…'),
    gone: trans.__('kernel gone')
  };
  return <span className={`vp-Kernel vp-mod-${connection}`}>{words[connection]}</span>;
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

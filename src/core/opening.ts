/** What is shown when a volume opens: the reviewer's choices stay where they still mean something. */
import type { Shape, Spacing } from './axes';
import { smallestEdge } from './axes';
import { BACKGROUND, labelIndex } from './labels';
import type { LabelIndex } from './labels';
import type { Masks } from './masks';
import { NO_MASKS } from './masks';
import type { CurationState, ToolState, VolumeDescription } from './state';

/**
 * @param previous - the volume shown so far, or null. On the same grid (the next generation, or the same volume after a
 * reconnection) place, tool and grey scale are kept; the label is kept by its id.
 */
export function stateOnOpening(
  state: CurationState,
  previous: VolumeDescription | null,
  volume: VolumeDescription
): Partial<CurationState> {
  const isSameGrid =
    previous !== null &&
    isSame(previous.shape, volume.shape) &&
    isSame(previous.spacing, volume.spacing);
  return {
    phase: { kind: 'loading', fraction: 0, what: 'image' },
    selected: null,
    pieces: null,
    flip: null,
    crop: isSameGrid ? state.crop : null,
    cursor: isSameGrid ? state.cursor : middleOf(volume.shape),
    ...(isSameImage(previous, volume)
      ? { window: state.window, windowing: state.windowing }
      : { window: volume.image.window, windowing: 'region' }),
    tool: toolOnOpening(state, isSameGrid ? previous : null, volume),
    masks: isSameGrid ? keptMasks(state.masks, previous, volume) : NO_MASKS
  };
}

function toolOnOpening(
  { tool, preferences }: Pick<CurationState, 'tool' | 'preferences'>,
  previous: VolumeDescription | null,
  { spacing, segmentation }: VolumeDescription
): ToolState {
  const first = segmentation.labels.length > 1 ? labelIndex(1) : BACKGROUND;
  return previous === null
    ? { ...tool, radius: preferences.radius * smallestEdge(spacing), label: first }
    : { ...tool, label: keptLabel(tool.label, previous, segmentation.labels) ?? first };
}

/** Labels are kept by their ids, brightness where values mean the same. */
function keptMasks(masks: Masks, previous: VolumeDescription, volume: VolumeDescription): Masks {
  const { labels, brightness } = masks;
  const kept =
    labels.kind === 'inside' && labels.label !== BACKGROUND
      ? keptLabel(labels.label, previous, volume.segmentation.labels)
      : BACKGROUND;
  return {
    ...masks,
    labels:
      labels.kind !== 'inside'
        ? labels
        : kept === null
          ? NO_MASKS.labels
          : { ...labels, label: kept },
    brightness: isSameImage(previous, volume) ? brightness : null
  };
}

function keptLabel(
  label: LabelIndex,
  previous: VolumeDescription,
  labels: readonly string[]
): LabelIndex | null {
  const index = labels.indexOf(previous.segmentation.labels[label] ?? '');
  return index > 0 ? labelIndex(index) : null;
}

function isSameImage(previous: VolumeDescription | null, { image }: VolumeDescription): boolean {
  return (
    previous?.image.dtype === image.dtype &&
    previous.image.range[0] === image.range[0] &&
    previous.image.range[1] === image.range[1]
  );
}

function isSame(a: Shape | Spacing, b: Shape | Spacing): boolean {
  return a.z === b.z && a.y === b.y && a.x === b.x;
}

function middleOf({ z, y, x }: Shape) {
  return { z: Math.floor(z / 2), y: Math.floor(y / 2), x: Math.floor(x / 2) };
}

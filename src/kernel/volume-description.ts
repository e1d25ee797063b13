/** The volume description of the protocol. */
import { voxelCount } from '../core/axes';
import type { RankParameters } from '../core/regions';
import { REGION_MODES } from '../core/regions';
import type { VolumeDescription } from '../core/state';
import { Fields, ProtocolError } from './fields';

/** What the kernel says of the volume, and what only this layer needs. */
export interface WireVolume extends VolumeDescription {
  readonly revision: number;
  /** Weight of each code; null when there are too many to be told here: then they are fetched. */
  readonly weights: Uint32Array<ArrayBuffer> | null;
  /** Whether the kernel knows what there was before the prediction of this generation came. */
  readonly hasBefore: boolean;
}

/** Narrow the trait `volume`, or that field of a message. Throws {@link ProtocolError}. */
export function parseVolume(value: unknown, path = 'volume'): WireVolume {
  const volume = new Fields(value, path);
  return {
    name: volume.text('name'),
    generation: volume.whole('generation'),
    revision: volume.whole('revision'),
    shape: parseShape(volume, 'shape'),
    spacing: parseSpacing(volume),
    unit: volume.text('unit'),
    image: parseImage(volume.fields('image')),
    segmentation: parseSegmentation(volume.fields('segmentation')),
    ...parseUncertainty(volume.fields('uncertainty')),
    ranking: parseRanking(volume.fields('ranking')),
    hasBefore: volume.flag('before')
  };
}

function parseShape(fields: Fields, name: string): VolumeDescription['shape'] {
  const sizes = fields.numbers(name, 3);
  const [z, y, x] = sizes;
  if (!sizes.every(size => Number.isSafeInteger(size) && size > 0)) {
    throw new ProtocolError(`${fields.path}.${name}`, sizes, 'three whole numbers above 0');
  }
  if (!Number.isSafeInteger(voxelCount({ z, y, x }))) {
    throw new ProtocolError(`${fields.path}.${name}`, sizes, 'fewer than 2**53 voxels');
  }
  return { z, y, x };
}

function parseSpacing(volume: Fields): VolumeDescription['spacing'] {
  if (volume.isNull('spacing')) {
    return { z: 1, y: 1, x: 1 };
  }
  const lengths = volume.numbers('spacing', 3);
  if (!lengths.every(length => length > 0)) {
    throw new ProtocolError(`${volume.path}.spacing`, lengths, 'three lengths above 0');
  }
  const [z, y, x] = lengths;
  return { z, y, x };
}

function parseImage(image: Fields): VolumeDescription['image'] {
  return {
    dtype: image.text('dtype'),
    range: pair(image, 'range'),
    window: image.isNull('window') ? [0, 255] : pair(image, 'window')
  };
}

function parseSegmentation(segmentation: Fields): VolumeDescription['segmentation'] {
  return {
    dtype: segmentation.text('dtype'),
    index: segmentation.oneOf('index', ['uint8', 'uint16', 'uint32']),
    labels: segmentation.texts('labels')
  };
}

function parseUncertainty(uncertainty: Fields): Pick<WireVolume, 'uncertainty' | 'weights'> {
  return {
    uncertainty: {
      codes: uncertainty.oneOf('codes', ['uint8', 'uint16']),
      distinct: uncertainty.whole('distinct'),
      lossless: uncertainty.flag('lossless'),
      step: uncertainty.numberOrNull('step'),
      maximum: uncertainty.number('maximum'),
      direction: uncertainty.oneOf('direction', ['uncertainty', 'confidence']),
      probability: uncertainty.flag('probability'),
      heights: uncertainty.flag('heights')
    },
    weights: uncertainty.isNull('weights') ? null : Uint32Array.from(uncertainty.numbers('weights'))
  };
}

/** How the list is made: the field `ranking` of several messages. */
export function parseRanking(ranking: Fields): VolumeDescription['ranking'] {
  return {
    mode: ranking.oneOf('mode', REGION_MODES),
    reason: ranking.text('reason'),
    connectivity: ranking.oneOf('connectivity', [6, 18, 26]),
    granularity: ranking.number('granularity'),
    minVoxels: ranking.whole('min_voxels'),
    maxVoxels: ranking.whole('max_voxels'),
    score: ranking.text('score'),
    ascending: ranking.flag('ascending'),
    stopWindow: parseShape(ranking, 'stop_window'),
    stopRegions: ranking.whole('stop_regions')
  };
}

function pair(fields: Fields, name: string): readonly [number, number] {
  const [first, second] = fields.numbers(name, 2);
  return [first, second];
}

/** The record on the wire again. */
export function rankingToWire(parameters: RankParameters): Record<string, unknown> {
  const { mode, connectivity, granularity, score, ascending } = parameters;
  const { z, y, x } = parameters.stopWindow;
  return {
    mode,
    connectivity,
    granularity,
    min_voxels: parameters.minVoxels,
    max_voxels: parameters.maxVoxels,
    score,
    ascending,
    stop_window: [z, y, x],
    stop_regions: parameters.stopRegions
  };
}

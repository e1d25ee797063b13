/** Why a region is in the list: a few words for a row, a sentence for the region in hand. */
import type { Spacing } from '../core/axes';
import type { Flip } from '../core/consequence';
import type { Ranking } from '../core/regions';
import { regionBox } from '../core/regions';
import type { VolumeDescription } from '../core/state';
import { formatCount, formatFigure } from './format';
import { reasonWords } from './reason-words';
import type { Translation } from '../core/translation';

/** Kinds as the labeller numbers them. */
const JOINING = 1;
const ENDING = 2;
const STANDING_APART = 3;
const BRIDGE = 4;
const LETTING_GO = 5;
const WEAK_PIECE = 6;
const ISLAND = 7;
const BRANCH = 8;

/** Kinds that follow a centre line. */
const LONG_KINDS = new Set([JOINING, ENDING, BRIDGE, LETTING_GO, BRANCH]);

/** A few words for a row, with the length where that says more than the size; null in modes that know no kinds. */
export function shortReason(
  ranking: Ranking,
  index: number,
  volume: Pick<VolumeDescription, 'spacing' | 'unit'>,
  trans: Translation
): string | null {
  const words = kindWords(ranking, index, trans);
  const isLong = LONG_KINDS.has(ranking.facts?.kind[index] ?? 0);
  return words !== null && isLong
    ? trans.__('%1, %2', words, extentText(ranking, index, volume))
    : words;
}

/** What a region is, in a word or two; null in modes that know no kinds. */
export function kindWords({ facts }: Ranking, index: number, trans: Translation): string | null {
  if (facts === null) {
    return null;
  }
  switch (facts.kind[index]) {
    case JOINING:
      return trans.__('gap');
    case ENDING:
      return trans.__('free end');
    case STANDING_APART:
    case ISLAND:
      return trans.__('faint island');
    case BRIDGE:
      return trans.__('thin bridge');
    case LETTING_GO:
      return trans.__('weak branch');
    case WEAK_PIECE:
      return trans.__('weak piece');
    default:
      return trans.__('branch');
  }
}

/** Kinds by number, as Python names them. */
const KIND_NAMES = [
  'addition/join',
  'addition/end',
  'addition/island',
  'removal/join',
  'removal/end',
  'removal/island',
  'island',
  'branch'
];

/**
 * A sentence; null in other modes as long as it is not known what flipping the region does, since size and doubt are told elsewhere.
 * @param flip - what flipping it does, where that is known
 */
export function longReason(
  ranking: Ranking,
  index: number,
  volume: Pick<VolumeDescription, 'spacing' | 'unit' | 'uncertainty'>,
  flip: Pick<Flip, 'does' | 'votes'> | null,
  trans: Translation
): string | null {
  const { facts, table, parameters } = ranking;
  if (facts === null && flip === null) {
    return null;
  }
  const { unit, uncertainty } = volume;
  const known = {
    kind: facts === null ? parameters.mode : KIND_NAMES[facts.kind[index] - 1],
    voxels: table.voxels[index],
    extent: extentText(ranking, index, volume),
    cut: facts === null ? 0 : facts.cut[index] / 255,
    pieces: facts === null ? 0 : facts.pieces[index],
    mean: formatFigure(table.mean[index] * uncertainty.maximum),
    consequence: flip?.does ?? null,
    split: flip?.votes ?? null,
    unit
  };
  return reasonWords(known, trans);
}

function extentText(
  ranking: Ranking,
  index: number,
  { spacing, unit }: Pick<VolumeDescription, 'spacing' | 'unit'>
): string {
  return `${formatCount(Math.floor(extentOf(ranking, index, spacing) + 0.5))} ${unit}`;
}

/**
 * How long a region is: the voxels of its centre line times a step in the direction of its box, whose longest edge in voxels counts 1.
 * The diagonal of the box where there is no centre line, or one that the region is only spots of.
 */
function extentOf(ranking: Ranking, index: number, spacing: Spacing): number {
  const { z0, z1, y0, y1, x0, x1 } = regionBox(ranking, index);
  const [z, y, x] = [z1 - z0, y1 - y0, x1 - x0];
  const steps = Math.max(z, y, x, 1);
  const length = ranking.facts === null ? 0 : ranking.facts.length[index];
  const diagonal = Math.hypot(z * spacing.z, y * spacing.y, x * spacing.x);
  const isOnLine = length > 0 && length <= ranking.table.voxels[index];
  return (diagonal * (isOnLine ? length : steps)) / steps;
}

/** Why a region of mode variants is in the list, in words with its numbers. The same words as in `voxproof/regions/_reasons.py`. */
import type { Spacing } from '../core/axes';
import type { Ranking, VariantFacts } from '../core/regions';
import { regionBox } from '../core/regions';
import { formatCount, formatFigure } from './format';
import type { Translation } from './translation';

/** Kinds as the labeller numbers them. */
const JOINING = 1;
const ENDING = 2;
const STANDING_APART = 3;
const BRIDGE = 4;
const LETTING_GO = 5;
const WEAK_PIECE = 6;
const ISLAND = 7;

/** A few words for a row; null in other modes. */
export function shortReason({ facts }: Ranking, index: number, trans: Translation): string | null {
  if (facts === null) {
    return null;
  }
  switch (facts.kind[index]) {
    case JOINING:
      return trans.__('gap, joins %1', formatCount(facts.pieces[index]));
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

/** A sentence; null in other modes. Extents are the diagonal of the box. */
export function longReason(
  ranking: Ranking,
  index: number,
  spacing: Spacing,
  unit: string,
  trans: Translation
): string | null {
  const { facts } = ranking;
  if (facts === null) {
    return null;
  }
  const extent = extentOf(ranking, index, spacing, unit);
  const cut = (facts.cut[index] / 255).toFixed(2);
  switch (facts.kind[index]) {
    case JOINING:
      return trans.__(
        'gap of about %1: joins %2 pieces, there at p ≥ %3',
        extent,
        formatCount(facts.pieces[index]),
        cut
      );
    case ENDING:
      return trans.__('free end, about %1 further, there at p ≥ %2', extent, cut);
    case BRIDGE:
      return trans.__('thin bridge, about %1: falls apart at p > %2', extent, cut);
    case LETTING_GO:
      return trans.__('weak branch, about %1: lets go at p > %2', extent, cut);
    default:
      return longReasonOfPiece(facts, index, extent, cut, trans);
  }
}

function longReasonOfPiece(
  { kind }: VariantFacts,
  index: number,
  extent: string,
  cut: string,
  trans: Translation
): string {
  switch (kind[index]) {
    case STANDING_APART:
      return trans.__('faint island, up to p = %1', cut);
    case ISLAND:
      return trans.__('faint island, there at p > %1', cut);
    case WEAK_PIECE:
      return trans.__('weak piece, up to p = %1', cut);
    default:
      return trans.__('branch, about %1, doubtful along its way', extent);
  }
}

function extentOf(ranking: Ranking, index: number, spacing: Spacing, unit: string): string {
  const { z0, z1, y0, y1, x0, x1 } = regionBox(ranking, index);
  const extent = Math.hypot((z1 - z0) * spacing.z, (y1 - y0) * spacing.y, (x1 - x0) * spacing.x);
  return `${formatFigure(Math.round(extent))} ${unit}`;
}

/** Why a region is in the list, in words with its numbers. The same words as in `voxproof/regions/_reasons.py`. */
import type { Consequence } from '../core/consequence';
import type { Votes } from '../core/votes';
import { formatCount, formatFigure } from './format';
import type { Translation } from '../core/translation';

/** What is known of a region. */
export interface Known {
  /** The mode, or in mode variants `addition/join` and the like. */
  readonly kind: string;
  readonly voxels: number;
  /** With its unit. */
  readonly extent: string;
  /** Probability, 0 to 1. */
  readonly cut: number;
  readonly pieces: number;
  /** Mean doubt. */
  readonly mean: string;
  readonly consequence: Consequence | null;
  readonly split: Votes | null;
  readonly unit: string;
}

/** One sentence. */
export function reasonWords(known: Known, trans: Translation): string {
  const lead = leadWords(known, trans);
  return known.split === null
    ? lead
    : trans.__('%1, ensemble split %2:%3', lead, known.split[0], known.split[1]);
}

function leadWords(known: Known, trans: Translation): string {
  const { kind, extent, mean } = known;
  const cut = known.cut.toFixed(2);
  const voxels = counted(known.voxels, trans._n.bind(trans, '%2 voxel', '%2 voxels'));
  const outcome = outcomeWords(known, trans);
  switch (kind) {
    case 'addition/join':
      return trans.__(
        'closes a gap of about %1, %2, appears at p ≥ %3',
        extent,
        joinWords(known, trans),
        cut
      );
    case 'addition/end':
      return trans.__(
        'free end, about %1 further%2, appears at p ≥ %3',
        extent,
        besides(known, ', ', trans),
        cut
      );
    case 'addition/island':
      return trans.__('island of %1%2, up to p = %3', voxels, besides(known, ', ', trans), cut);
    case 'island':
      return trans.__('island of %1%2, there at p > %3', voxels, besides(known, ', ', trans), cut);
    case 'removal/join':
      return trans.__('thin bridge of about %1, falls apart at p > %2%3', extent, cut, outcome);
    case 'removal/end':
      return trans.__('weak branch of about %1, lets go at p > %2%3', extent, cut, outcome);
    case 'removal/island': {
      const more = besides(known, trans.__(': without it '), trans);
      return trans.__('weak piece of %1, up to p = %2%3', voxels, cut, more);
    }
    case 'branch':
      return trans.__('branch of about %1%2', extent, outcome);
    case 'plateau':
      return trans.__('plateau of %1 at %2%3', voxels, mean, outcome);
    case 'delta':
      return trans.__('%1 of like doubt, %2 on average%3', voxels, mean, outcome);
    case 'threshold':
      return trans.__('%1 of high doubt, %2 on average%3', voxels, mean, outcome);
    default: {
      const doubtful = counted(
        known.voxels,
        trans._n.bind(trans, '%2 doubtful voxel', '%2 doubtful voxels')
      );
      return trans.__('%1, %2 on average%3', doubtful, mean, outcome);
    }
  }
}

/** What it joins is not known before the flip is tried: places that it touches may hang together elsewhere. */
function joinWords({ consequence, pieces, unit }: Known, trans: Translation): string {
  return consequence === null
    ? counted(
        pieces,
        trans._n.bind(
          trans,
          'touches the segmentation in %2 place',
          'touches the segmentation in %2 places'
        )
      )
    : effectWords(consequence, unit, trans);
}

/** What the flip brings, behind a sentence that does not say whether voxels are added or removed. */
function outcomeWords({ consequence, unit }: Known, trans: Translation): string {
  if (consequence === null) {
    return '';
  }
  const lead = consequence.flipped > 0 ? trans.__(': if added, ') : trans.__(': without it ');
  return lead + effectWords(consequence, unit, trans);
}

/** What the flip brings besides what the kind of region says already: one piece more or fewer, or nothing. */
function besides({ kind, consequence, unit }: Known, before: string, trans: Translation): string {
  if (consequence === null) {
    return '';
  }
  const { pieces, loops, cavities, hanging } = consequence;
  const isPiece = kind.includes('island') && Math.abs(pieces) === 1;
  const isSaid = loops === 0 && cavities === 0 && hanging === 0 && (isPiece || pieces === 0);
  return isSaid ? '' : before + effectWords(consequence, unit, trans);
}

/** What a flip brings, as one clause for each number that changes. */
function effectWords(consequence: Consequence, unit: string, trans: Translation): string {
  const words =
    consequence.flipped > 0
      ? addedWords(consequence, unit, trans)
      : removedWords(consequence, unit, trans);
  return words.join(', ');
}

function addedWords(did: Consequence, unit: string, trans: Translation): string[] {
  const { pieces, loops, cavities } = did;
  const hanging =
    did.hanging > 0 ? trans.__(' (%1 hang on it)', lengthText(did.hangingLength, unit)) : '';
  const clauses: string[] = [];
  if (pieces < 0) {
    const joins = trans._n.bind(trans, 'joins %2 piece', 'joins %2 pieces');
    clauses.push(counted(1 - pieces, joins) + hanging);
  } else if (hanging !== '') {
    clauses.push(trans.__('joins pieces') + hanging);
  }
  clauses.push(
    ...clause(pieces, trans._n.bind(trans, 'adds a piece', 'adds %2 pieces')),
    ...clause(loops, trans._n.bind(trans, 'closes a loop', 'closes %2 loops')),
    ...clause(-loops, trans._n.bind(trans, 'fills a loop', 'fills %2 loops')),
    ...clause(-cavities, trans._n.bind(trans, 'fills a cavity', 'fills %2 cavities')),
    ...clause(cavities, trans._n.bind(trans, 'encloses a cavity', 'encloses %2 cavities'))
  );
  return clauses.length > 0 ? clauses : [trans.__('changes no piece or loop')];
}

function removedWords(did: Consequence, unit: string, trans: Translation): string[] {
  const { pieces, loops, cavities } = did;
  const hanging =
    did.hanging > 0 ? trans.__(' (%1 cut off)', lengthText(did.hangingLength, unit)) : '';
  const clauses: string[] = [];
  if (pieces > 0) {
    const parts = trans._n.bind(trans, '%2 piece falls apart', '%2 pieces fall apart');
    clauses.push(counted(1 + pieces, parts) + hanging);
  }
  clauses.push(...clause(-pieces, trans._n.bind(trans, 'a piece is gone', '%2 pieces are gone')));
  if (pieces <= 0 && hanging !== '') {
    clauses.push(trans.__('parts fall apart') + hanging);
  }
  clauses.push(
    ...clause(-loops, trans._n.bind(trans, 'a loop is open', '%2 loops are open')),
    ...clause(loops, trans._n.bind(trans, 'there is a loop more', 'there are %2 loops more')),
    ...clause(-cavities, trans._n.bind(trans, 'a cavity is open', '%2 cavities are open')),
    ...clause(
      cavities,
      trans._n.bind(trans, 'there is a cavity more', 'there are %2 cavities more')
    )
  );
  return clauses.length > 0 ? clauses : [trans.__('nothing falls apart')];
}

/** Singular and plural, of which `%2` is the count as people read it. */
type Words = (count: number, shown: string) => string;

function counted(count: number, words: Words): string {
  return words(count, formatCount(count));
}

/** Nothing unless the count is above 0. */
function clause(count: number, words: Words): string[] {
  return count > 0 ? [counted(count, words)] : [];
}

/** Whole from 10 on, with one decimal below. */
function lengthText(length: number, unit: string): string {
  const tenths = length < 10 ? 10 : 1;
  return `${formatFigure(Math.floor(length * tenths + 0.5) / tenths)} ${unit}`;
}

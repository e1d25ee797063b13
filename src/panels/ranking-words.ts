/** Names and explanations of what a list can be made by. */
import type { RankParameters, RegionMode } from '../core/regions';
import type { Translation } from '../core/translation';

export function modeName(mode: RegionMode, trans: Translation): string {
  const names: Readonly<Record<RegionMode, string>> = {
    variants: trans.__('Variants'),
    branch: trans.__('Branches'),
    plateau: trans.__('Plateaus'),
    delta: trans.__('Small steps'),
    threshold: trans.__('Threshold'),
    tree: trans.__('Peaks')
  };
  return names[mode];
}

/** What regions of a mode are, and what it is for. */
export function modeWords(mode: RegionMode, trans: Translation): string {
  const words: Readonly<Record<RegionMode, string>> = {
    variants: trans.__(
      'What the segmentation would gain or lose at another cut through the probability: gaps, free ends, thin bridges, islands, also outside it. For continuous maps.'
    ),
    branch: trans.__(
      'The segmentation’s branches in pieces of about 30 voxels of centre line, by the doubt along it. For smooth maps on networks.'
    ),
    plateau: trans.__(
      'Connected voxels of equal doubt. For maps with one value per branch or object.'
    ),
    delta: trans.__(
      'Connected voxels whose doubt changes little from one to the next. For maps with clear edges.'
    ),
    threshold: trans.__(
      'Connected voxels of at least so much doubt. For maps that are quiet where the segmentation is right.'
    ),
    tree: trans.__(
      'Each peak of doubt, as wide as the largest size allows. For volumes too large for variants.'
    )
  };
  return words[mode];
}

/** What the granularity of a mode is called and means; null where it has none. */
export function granularityWords(
  mode: RegionMode,
  trans: Translation
): { readonly name: string; readonly about: string } | null {
  switch (mode) {
    case 'plateau':
      return {
        name: trans.__('Tolerance'),
        about: trans.__('Doubt is rounded to multiples of it; 0: equal means exactly equal')
      };
    case 'delta':
      return {
        name: trans.__('Largest step'),
        about: trans.__('Most that the doubt of neighbours in one region may differ')
      };
    case 'threshold':
      return {
        name: trans.__('Least doubt'),
        about: trans.__('Voxels of less doubt are in no region')
      };
    default:
      return null;
  }
}

export const SCORES = ['default', 'mean', 'max', 'sum', 'size', 'consequence', 'vessqc'] as const;
export type ScoreName = (typeof SCORES)[number];

export function scoreName(score: string): ScoreName | 'formula' {
  return SCORES.find(name => name === score) ?? 'formula';
}

export function scoreWord(score: ScoreName | 'formula', trans: Translation): string {
  const words: Readonly<Record<ScoreName | 'formula', string>> = {
    default: trans.__('Recommended'),
    mean: trans.__('Mean doubt'),
    max: trans.__('Highest doubt'),
    sum: trans.__('Summed doubt'),
    size: trans.__('Size'),
    consequence: trans.__('Consequence'),
    vessqc: trans.__('VessQC’s order'),
    formula: trans.__('Formula…')
  };
  return words[score];
}

/** What a score is, for a tooltip. */
export function scoreWords(
  { score, mode }: Pick<RankParameters, 'score' | 'mode'>,
  trans: Translation
): string {
  const words: Readonly<Record<ScoreName | 'formula', string>> = {
    default:
      mode === 'variants'
        ? trans.__(
            'how undecided the probability is, times the logarithm of the size, times the share that better regions do not show'
          )
        : trans.__(
            'mean doubt, times the logarithm of the size, times 1 to 4 for the pieces it touches'
          ),
    mean: trans.__('mean doubt of its voxels'),
    max: trans.__('highest doubt of its voxels'),
    sum: trans.__('summed doubt of its voxels'),
    size: trans.__('voxels'),
    consequence: trans.__(
      'how many pieces, loops and cavities there are more or fewer when the region is flipped, and what hangs on it; takes a while for long lists'
    ),
    vessqc: trans.__('highest value first, as VessQC 1.0.0 lists them'),
    formula: score
  };
  return words[scoreName(score)];
}

/** Columns that a formula may use, in words. */
export function formulaColumns(trans: Translation): readonly (readonly [string, string])[] {
  return [
    ['voxels volume', trans.__('size in voxels, in µm³')],
    ['mean max sum', trans.__('doubt of its voxels')],
    ['score', trans.__('the recommended score')],
    ['pieces', trans.__('pieces of the segmentation around it')],
    ['cut', trans.__('probability at which it appears or goes')],
    ['length', trans.__('voxels of its centre line')],
    ['z y x', trans.__('its centre, in voxels')],
    [
      'pieces_change loops_change cavities_change',
      trans.__('how many more there are when it is flipped')
    ],
    ['hanging hanging_length', trans.__('centre line that is joined or cut off, in voxels, in µm')],
    ['consequence', trans.__('all that in one number')]
  ];
}

export const FORMULA_FUNCTIONS = '+ − * / **  < <= > >= == !=  abs sqrt ln log2 exp min max if';

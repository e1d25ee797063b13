/** Scores as the list shows them: a number, and a bar against the best of the ranking. */
import type { Ranking } from '../core/regions';
import { Stops } from '../core/stops';
import { formatDoubt, formatFigure } from './format';

interface Best {
  readonly region: number;
  readonly stop: number;
}

const OF_DOUBT: readonly string[] = ['default', 'mean', 'max', 'vessqc'];

const KNOWN = new WeakMap<Ranking, Best>();

/** Summed score of a stop; regions without a score add nothing. */
export function stopScore(ranking: Ranking, stop: number): number {
  return Stops.of(ranking)
    .regionsOf(stop)
    .reduce((sum, index) => sum + finite(ranking.table.score[index]), 0);
}

/** Highest score of a region, and highest sum of a stop; found once per ranking. */
export function bestScores(ranking: Ranking): Best {
  const best = KNOWN.get(ranking) ?? findBest(ranking);
  KNOWN.set(ranking, best);
  return best;
}

function findBest(ranking: Ranking): Best {
  const { score, stop } = ranking.table;
  const sums = new Float64Array(Stops.of(ranking).count + 1);
  let region = 0;
  for (let index = 0; index < ranking.count; index++) {
    const value = finite(score[index]);
    region = Math.max(region, value);
    sums[stop[index]] += value;
  }
  return { region, stop: sums.reduce((most, sum) => Math.max(most, sum), 0) };
}

function finite(score: number): number {
  return Number.isFinite(score) ? score : 0;
}

/** Scores made of doubt like doubt, so that they stand in columns; a dash for none. */
export function formatScore({ parameters }: Ranking, score: number, maximum: number): string {
  if (!Number.isFinite(score)) {
    return '–';
  }
  return OF_DOUBT.includes(parameters.score) ? formatDoubt(score, maximum) : formatFigure(score);
}

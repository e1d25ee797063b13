/** Share of regions that needed a change among the last ones judged, over the session. */
import { RECENT } from '../core/precision';
import { usePanel } from './context';
import { formatCount, formatPercent } from './format';

const WIDTH = 320;
const HEIGHT = 132;
const LEFT = 40;
const RIGHT = 42;
const TOP = 10;
const BOTTOM = 34;
/** Shares over the first few are all or nothing. */
const FIRST = 5;
const MOST_POINTS = 280;

interface PrecisionPlotProps {
  /** One share (0 to 1) for each region judged. */
  readonly series: Float64Array;
  /** Share below which the reviewer wants to be told; null for none. */
  readonly limit: number | null;
}

export function PrecisionPlot({ series, limit }: PrecisionPlotProps) {
  const { trans } = usePanel();
  const count = series.length;
  const current = series[count - 1];
  const x = (judged: number): number => LEFT + (judged / count) * (WIDTH - LEFT - RIGHT);
  const y = (share: number): number => TOP + (1 - share) * (HEIGHT - TOP - BOTTOM);
  return (
    <svg
      className="vp-Plot"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={trans.__(
        'Share that needed a change among the last %1, after %2 regions judged: %3',
        RECENT,
        formatCount(count),
        formatPercent(current)
      )}
    >
      {[0, 0.5, 1].map(share => (
        <g key={share}>
          <line className="vp-Plot-grid" x1={LEFT} x2={WIDTH - RIGHT} y1={y(share)} y2={y(share)} />
          <text x={LEFT - 5} y={y(share) + 4} textAnchor="end">
            {formatPercent(share)}
          </text>
        </g>
      ))}
      <text x={LEFT} y={HEIGHT - 19} textAnchor="start">
        0
      </text>
      <text x={WIDTH - RIGHT} y={HEIGHT - 19} textAnchor="end">
        {formatCount(count)}
      </text>
      <text x={(LEFT + WIDTH - RIGHT) / 2} y={HEIGHT - 5} textAnchor="middle">
        {trans.__('regions judged')}
      </text>
      {limit !== null && (
        <g className="vp-Plot-limit">
          <line x1={LEFT} x2={WIDTH - RIGHT} y1={y(limit)} y2={y(limit)} />
          <text x={WIDTH - RIGHT + 5} y={y(limit) + 4}>
            {trans.__('limit')}
          </text>
        </g>
      )}
      <polyline className="vp-Plot-line" points={pointsOf(series, x, y)} />
      <circle className="vp-Plot-dot" cx={x(count)} cy={y(current)} r={3} />
      <text className="vp-Plot-value" x={x(count) + 6} y={y(current) + labelShift(current, limit)}>
        {formatPercent(current)}
      </text>
    </svg>
  );
}

/** Off the word at the limit, where they would meet. */
function labelShift(current: number, limit: number | null): number {
  const isNear = limit !== null && Math.abs(current - limit) < 0.14;
  return isNear ? (current >= limit ? -4 : 14) : 4;
}

function pointsOf(
  series: Float64Array,
  x: (judged: number) => number,
  y: (share: number) => number
): string {
  const step = Math.max(1, Math.ceil(series.length / MOST_POINTS));
  const points: string[] = [];
  for (let at = Math.min(FIRST, series.length) - 1; at < series.length; at += step) {
    points.push(`${x(at + 1).toFixed(1)},${y(series[at]).toFixed(1)}`);
  }
  const last = series.length;
  return [...points, `${x(last).toFixed(1)},${y(series[last - 1]).toFixed(1)}`].join(' ');
}

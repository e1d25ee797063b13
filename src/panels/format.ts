/** Numbers as people read them: point for decimals, comma between thousands from five digits on, a space before the unit. */
import type { Spacing } from '../core/axes';

/** `420`, `1234`, `12,345`. */
export function formatCount(count: number): string {
  return group(String(count));
}

/** Three significant digits, without a tail of zeros: `0.93`, `0.0021`, `12.4`, `1240`, `12,345`. */
export function formatFigure(value: number): string {
  return group(plainFigure(value)).replace(/^-/, '−');
}

/** As {@link formatFigure}, but as fields for numbers take it. */
export function plainFigure(value: number): string {
  if (value === 0 || !Number.isFinite(value)) {
    return String(value);
  }
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return digits > 8 ? value.toExponential(1) : String(Number(value.toFixed(digits)));
}

/**
 * Doubt to a hundredth of the map's largest value, so that figures of one map can be compared down a column: `0.50` of 1, `128` of 255.
 * Smaller doubt has two digits, down to a thousandth: `0.0042`, `<0.001`.
 */
export function formatDoubt(value: number, maximum: number): string {
  const digits = Math.max(0, 2 - Math.ceil(Math.log10(maximum)));
  if (!(digits <= 8)) {
    return formatFigure(Number(value.toPrecision(1)));
  }
  const least = 10 ** -(digits + 1);
  if (value > 0 && value < least) {
    return `<${least.toFixed(digits + 1)}`;
  }
  return value > 0 && value < 10 * least
    ? formatFigure(Number(value.toPrecision(2)))
    : group(value.toFixed(digits));
}

/** Never 100 % before all is there: `42 %`. */
export function formatPercent(fraction: number): string {
  return `${Math.floor(100 * fraction)} %`;
}

function group(figure: string): string {
  const [whole, ...rest] = figure.split('.');
  const grouped = /\d{5}/.test(whole) ? whole.replace(/\B(?=(\d{3})+$)/g, ',') : whole;
  return [grouped, ...rest].join('.');
}

const CUBIC_MICRONS_PER_CUBIC_MM = 1e9;

/** Volume of so many voxels in µm³, or mm³ from a million µm³ on; null when the spacing is not known. */
export function formatVolume(voxels: number, spacing: Spacing, unit: string): string | null {
  if (unit === 'vx') {
    return null;
  }
  const size = voxels * spacing.z * spacing.y * spacing.x;
  return unit === 'µm' && size >= 1e6
    ? `${formatFigure(size / CUBIC_MICRONS_PER_CUBIC_MM)} mm³`
    : `${formatFigure(size)} ${unit}³`;
}

/** `214 voxels` and, where the spacing is known, `107 µm³`. */
export function sizeParts(words: string, voxels: number, spacing: Spacing, unit: string): string[] {
  const volume = formatVolume(voxels, spacing, unit);
  return volume === null ? [words] : [words, volume];
}

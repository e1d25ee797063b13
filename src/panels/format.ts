/** Numbers as people read them. */
import type { Spacing } from '../core/axes';

const COUNT = new Intl.NumberFormat('en');

/** `420`, `1234`, `12,345`. */
export function formatCount(count: number): string {
  return count < 10_000 ? String(count) : COUNT.format(count);
}

/** Three significant digits, without a tail of zeros: `0.93`, `0.0021`, `12.4`, `1240`. */
export function formatFigure(value: number): string {
  if (value === 0 || !Number.isFinite(value)) {
    return String(value);
  }
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return digits > 8 ? value.toExponential(1) : String(Number(value.toFixed(digits)));
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

/** `214 voxels · 107 µm³`. */
export function formatSize(words: string, voxels: number, spacing: Spacing, unit: string): string {
  const volume = formatVolume(voxels, spacing, unit);
  return volume === null ? words : `${words} · ${volume}`;
}

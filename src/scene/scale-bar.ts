/** How long a scale bar is, in round numbers. */

/** A bar of `length` units that is `pixels` long. */
export interface ScaleBar {
  readonly length: number;
  readonly pixels: number;
  readonly text: string;
}

const MANTISSAS = [5, 2, 1];
/** Micrometres in larger and smaller units, largest first. */
const METRIC: readonly (readonly [factor: number, name: string])[] = [
  [1000, 'mm'],
  [1, 'µm'],
  [0.001, 'nm']
];

/**
 * Longest bar of 1, 2 or 5 times a power of ten that is at most `mostPixels` long.
 * @param pixelsPerUnit - above 0
 * @param unit - `µm` is written as mm or nm where that is shorter; other units stay; `vx` never falls below 1
 */
export function scaleBar(pixelsPerUnit: number, mostPixels: number, unit: string): ScaleBar {
  const most = mostPixels / pixelsPerUnit;
  let power = Math.pow(10, Math.floor(Math.log10(most) + 1e-9));
  const mantissa = MANTISSAS.find(m => m * power <= most * (1 + 1e-9)) ?? 1;
  let length = mantissa * power;
  if (unit === 'vx' && length < 1) {
    length = 1;
    power = 1;
  }
  return {
    length,
    pixels: length * pixelsPerUnit,
    text: formatLength(length, unit)
  };
}

/** A length in words: `50 µm`, `2 mm`, `3 vx`. */
export function formatLength(length: number, unit: string): string {
  if (unit !== 'µm') {
    return `${round(length)} ${unit}`;
  }
  const [factor, name] =
    METRIC.find(([f]) => length >= f * (1 - 1e-9)) ?? METRIC[METRIC.length - 1];
  return `${round(length / factor)} ${name}`;
}

function round(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/**
 * Colours of labels, by their index. Those of the first twelve are chosen for eyes of any kind, the others go round the hues by the
 * golden angle, so that neighbours in the table differ.
 */
import type { LabelColours } from '../core/preferences';
import type { Rgb } from './theme';

export function labelColour(index: number, palette: LabelColours): Rgb {
  const { first, known } = PALETTES[palette];
  const cached = known.get(index);
  if (cached !== undefined) {
    return cached;
  }
  const colour = first.at(index - 1) ?? tint(index - 1, PALETTES[palette]);
  if (known.size > 65_536) {
    known.clear();
  }
  known.set(index, colour);
  return colour;
}

interface Palette {
  readonly first: readonly Rgb[];
  readonly lightness: number;
  readonly chroma: number;
  readonly known: Map<number, Rgb>;
}

const PALETTES: Readonly<Record<LabelColours, Palette>> = {
  /**
   * Tints of even lightness, beside which the region alone is saturated. At least 0.1 apart in OKLab, 0.065 as eyes without green cones
   * see them (Machado 2009); from the usual orange of the region 0.13 and 0.06.
   */
  pale: {
    first: [
      [129, 218, 239],
      [205, 117, 118],
      [250, 219, 134],
      [113, 144, 214],
      [174, 249, 200],
      [254, 178, 195],
      [173, 168, 100],
      [169, 176, 253],
      [92, 167, 167],
      [230, 224, 253],
      [173, 211, 134],
      [193, 161, 170]
    ],
    lightness: 0.83,
    chroma: 0.085,
    known: new Map()
  },
  /**
   * As far from each other as can be: at least 0.11 apart in OKLab, 0.075 as eyes without red or green cones see them, and 0.1 and 0.065
   * from every colour that a region can have.
   */
  strong: {
    first: [
      [40, 214, 223],
      [216, 37, 159],
      [51, 252, 152],
      [150, 141, 253],
      [251, 184, 44],
      [42, 121, 248],
      [253, 146, 155],
      [134, 134, 4],
      [125, 254, 254],
      [169, 84, 204],
      [94, 182, 99],
      [198, 85, 108]
    ],
    lightness: 0.8,
    chroma: 0.15,
    known: new Map()
  }
};

/** Degrees that labels leave to the usual colour of the region. */
const ACCENT_HUES = [35, 85] as const;

function tint(place: number, { lightness, chroma }: Palette): Rgb {
  const turn = (place * 0.6180339887) % 1;
  const hue = ACCENT_HUES[1] + turn * (360 - ACCENT_HUES[1] + ACCENT_HUES[0]);
  return oklch(lightness - 0.1 * ((place % 3) / 2), chroma, hue);
}

/** OKLCH to sRGB 0-255 (Ottosson 2020), clipped. */
function oklch(lightness: number, chroma: number, hue: number): Rgb {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    toByte(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    toByte(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    toByte(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s)
  ];
}

function toByte(linear: number): number {
  const clipped = Math.min(Math.max(linear, 0), 1);
  const encoded = clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055;
  return Math.round(255 * encoded);
}

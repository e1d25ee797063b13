/** Colours of the views, but for those of labels. */

export type Rgb = readonly [red: number, green: number, blue: number];
export type Rgba = readonly [red: number, green: number, blue: number, alpha: number];

/** Colours handed in by the panels, which read them from the host's CSS variables. Any CSS colour does. */
export interface SceneTheme {
  /** Around the image and behind the 3D view. */
  readonly background: string;
  /** Letters and bars over the image, and the rim that keeps them legible on any grey. */
  readonly text: string;
  readonly halo: string;
  readonly crosshair: string;
  /** The region. */
  readonly accent: string;
  readonly fontFamily: string;
}

export const DARK_THEME: SceneTheme = {
  background: '#101214',
  text: '#f2f4f5',
  halo: 'rgba(0, 0, 0, 0.75)',
  crosshair: '#ffffff',
  accent: '#ff8a1f',
  fontFamily: 'system-ui, sans-serif'
};

/**
 * The slices' own colours: an image in grey is judged against a dark surround, and letters lie on it, so that they stay light whatever
 * the host's theme. Accent, crosshair and font are the theme's.
 */
export function sliceTheme(theme: SceneTheme): SceneTheme {
  const { background, text, halo } = DARK_THEME;
  return { ...theme, background, text, halo };
}

export const LIGHT_THEME: SceneTheme = {
  background: '#dfe3e6',
  text: '#14181b',
  halo: 'rgba(255, 255, 255, 0.8)',
  crosshair: '#ffffff',
  accent: '#ff8a1f',
  fontFamily: 'system-ui, sans-serif'
};

export function isSameTheme(a: SceneTheme, b: SceneTheme): boolean {
  return (
    a.background === b.background &&
    a.text === b.text &&
    a.halo === b.halo &&
    a.crosshair === b.crosshair &&
    a.accent === b.accent &&
    a.fontFamily === b.fontFamily
  );
}

/** Anchors of the cividis map (Nuñez, Anderton, Renslow 2018): even to the eye, also without red-green vision. */
const CIVIDIS: readonly Rgb[] = [
  [0, 34, 78],
  [18, 53, 112],
  [59, 73, 108],
  [87, 93, 109],
  [112, 113, 115],
  [138, 134, 120],
  [165, 156, 116],
  [195, 180, 105],
  [225, 204, 85],
  [254, 232, 56]
];

/** Colour of a doubt from 0 (none) to 1 (the volume's maximum). */
export function doubtColour(doubt: number): Rgb {
  const place = Math.min(Math.max(doubt, 0), 1) * (CIVIDIS.length - 1);
  const low = Math.min(Math.floor(place), CIVIDIS.length - 2);
  const part = place - low;
  const mix = (channel: 0 | 1 | 2): number =>
    Math.round(CIVIDIS[low][channel] * (1 - part) + CIVIDIS[low + 1][channel] * part);
  return [mix(0), mix(1), mix(2)];
}

const MOST_DOUBT_ALPHA = 0.75;
/** From this share of the volume's maximum on a doubt is drawn as opaque as any. */
const FULL_DOUBT = 0.6;

/** Opacity of a doubt over the image: none where there is no doubt, hardly any where there is little. */
export function doubtAlpha(doubt: number): number {
  const part = Math.min(Math.max(doubt / FULL_DOUBT, 0), 1);
  return MOST_DOUBT_ALPHA * part * part * (3 - 2 * part);
}

/** `rgb(…)` for a canvas. */
export function cssColour([red, green, blue]: Rgb, alpha = 1): string {
  return `rgba(${String(red)}, ${String(green)}, ${String(blue)}, ${String(alpha)})`;
}

/** Any CSS colour as bytes. Needs a document; unknown colours come out black, as the canvas takes them. */
export function parseColour(css: string): Rgb {
  const [red, green, blue] = readPixel(context => {
    context.fillStyle = '#000000';
    context.fillStyle = css;
    context.fillRect(0, 0, 1, 1);
  });
  return [red, green, blue];
}

/** The bytes that a drawing leaves in the pixel at 0, 0. Kept apart from the canvases on screen, which reading would slow down. */
export function readPixel(draw: (context: CanvasRenderingContext2D) => void): Rgba {
  reader ??= makeReader();
  reader.clearRect(0, 0, 1, 1);
  draw(reader);
  const [red, green, blue, alpha] = reader.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, alpha];
}

let reader: CanvasRenderingContext2D | null = null;

function makeReader(): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  canvas.width = 1;
  canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) {
    throw new Error('found no 2D canvas in this browser, expected one');
  }
  return context;
}

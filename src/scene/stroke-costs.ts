/** What each depth under a stroke costs, so that the cheapest way through is where the stroke was meant. */
import type { SightLine } from './sight-lines';

/** Depths that hang together in one label, half-open. */
interface Chord {
  readonly from: number;
  readonly to: number;
}

/** A line of the stroke near one of its ends that meets the segmentation: it begins there. */
interface Anchor {
  readonly place: number;
  readonly depth: number;
}

export interface StrokeCosts {
  readonly rows: readonly Float32Array[];
  readonly anchors: readonly Anchor[];
}

/** Share of the stroke, and lines of sight at least, in which an end looks for the segmentation. */
const NEAR_END = 0.25;
const LEAST_NEAR_END = 3;
/** Depths by which the segmentation's surface changes from line to line at most, where it is one thing. */
const SMOOTH = 3;
/** Beside a row's own costs of 0 to 1. */
const OUTSIDE = 3;
const NOT_ANCHOR = 50;
/** Of a place inside the segmentation, at the surface; of what lies behind something else, and at most. */
const AT_SURFACE = 0.6;
const BEHIND = 0.15;
const MOST_BEHIND = 0.45;
/** Of what has a label already, where something is missing. */
const LABELLED = 0.7;
/** What is seen first is about this much deeper than elsewhere along the stroke, at most. */
const DEEPER = 1.25;
/** Without anything to go by the way is straight: cost of a depth beside it, up to so many. */
const PULL = 0.005;
const MOST_PULL = 30;

/** False pieces are what has a label: the middle of it, in front before behind. */
export function removalCosts(lines: readonly SightLine[]): StrokeCosts {
  const chords = lines.map(chordsOf);
  const deepest = usualHalf(chords);
  return { rows: lines.map((line, i) => chordRow(line, chords[i], deepest)), anchors: [] };
}

/**
 * Missing pieces begin and end where the stroke's ends meet the segmentation, and are bright between.
 * @param usual - a depth to fall back on where nothing else tells
 */
export function additionCosts(lines: readonly SightLine[], usual: number): StrokeCosts {
  const chords = lines.map(chordsOf);
  const deepest = usualHalf(chords);
  const { stumps, ends } = stumpsOf(chords);
  const anchors = ends.map(place => ({ place, depth: middleOf(chords[place][0], deepest) }));
  const bright = brightnessOf(lines, stumps);
  const rows = lines.map((line, i) => {
    const row = stumps.has(i) ? chordRow(line, chords[i], deepest) : bright(line);
    return pulled(row, depthBetween(anchors, i, usual));
  });
  for (const place of ends) {
    const { labels } = lines[place];
    rows[place] = rows[place].map((cost, depth) =>
      labels[depth] === 0 ? cost + NOT_ANCHOR : cost
    );
  }
  return { rows, anchors };
}

function chordsOf({ labels }: SightLine): Chord[] {
  const chords: Chord[] = [];
  let from = 0;
  for (let depth = 1; depth <= labels.length; depth++) {
    if (labels[depth] !== labels[from]) {
      if (labels[from] !== 0) {
        chords.push({ from, to: depth });
      }
      from = depth;
    }
  }
  return chords;
}

/** Half of what is seen first, as it is along most of the stroke. */
function usualHalf(chords: readonly (readonly Chord[])[]): number {
  const halves = chords.flatMap(([first]) =>
    (first as Chord | undefined) === undefined ? [] : [(first.to - first.from - 1) / 2]
  );
  const sorted = Float64Array.from(halves).sort();
  return DEEPER * (sorted.at(Math.floor(sorted.length / 2)) ?? 0) + 0.5;
}

function middleOf({ from, to }: Chord, deepest: number): number {
  return from + Math.min((to - from - 1) / 2, deepest);
}

function chordRow(
  { inside, labels }: SightLine,
  chords: readonly Chord[],
  deepest: number
): Float32Array {
  const row = emptyRow(inside, labels.length);
  chords.forEach((chord, order) => {
    const middle = middleOf(chord, deepest);
    const half = Math.max(1, middle - chord.from);
    const behind = Math.min(BEHIND * order, MOST_BEHIND);
    for (let depth = chord.from; depth < chord.to; depth++) {
      const off = Math.min(1, Math.abs(depth - middle) / half);
      row[depth] = behind + AT_SURFACE * off;
    }
  });
  return row;
}

/** Lines at the two ends that see the segmentation's surface go on without a step, and the outermost of each. */
function stumpsOf(chords: readonly (readonly Chord[])[]): {
  stumps: ReadonlySet<number>;
  ends: readonly number[];
} {
  const count = chords.length;
  const reach = Math.max(LEAST_NEAR_END, Math.floor(NEAR_END * count));
  const stumps = new Set<number>();
  const ends = new Set<number>();
  for (const [start, step] of [
    [0, 1],
    [count - 1, -1]
  ]) {
    const hit = firstHit(chords, start, step, reach);
    if (hit !== null) {
      ends.add(hit);
    }
    let seen = hit === null ? undefined : chords[hit][0];
    for (let i = hit ?? count; i >= 0 && i < count && seen !== undefined; i += step) {
      const front = chords[i][0] as Chord | undefined;
      const goesOn = front !== undefined && Math.abs(front.from - seen.from) <= SMOOTH;
      if (goesOn) {
        stumps.add(i);
      }
      seen = goesOn ? front : undefined;
    }
  }
  return { stumps, ends: [...ends].sort((a, b) => a - b) };
}

function firstHit(
  chords: readonly (readonly Chord[])[],
  start: number,
  step: number,
  reach: number
): number | null {
  for (let i = 0; i < Math.min(reach, chords.length); i++) {
    if (chords[start + i * step].length > 0) {
      return start + i * step;
    }
  }
  return null;
}

/** Costs by how little image and probability speak for a place; 0 as bright as the segmentation at the ends. */
function brightnessOf(
  lines: readonly SightLine[],
  stumps: ReadonlySet<number>
): (line: SightLine) => Float32Array {
  const [dark, bright] = contrastOf(lines, stumps);
  return ({ labels, image, heights, inside }) => {
    const row = emptyRow(inside, labels.length);
    for (let depth = inside[0]; depth < inside[1]; depth++) {
      const shown = Math.min(Math.max((image[depth] - dark) / (bright - dark), 0), 1);
      const evidence = heights === null ? shown : (shown + heights[depth] / 255) / 2;
      row[depth] = labels[depth] === 0 ? 1 - evidence : Math.max(LABELLED, 1 - evidence);
    }
    return row;
  };
}

/** Grey values of background and of the segmentation at the ends; where none is brighter, of the brightest there are. */
function contrastOf(
  lines: readonly SightLine[],
  stumps: ReadonlySet<number>
): readonly [dark: number, bright: number] {
  const background = new Uint32Array(256);
  const labelled = new Uint32Array(256);
  lines.forEach(({ labels, image, inside }, i) => {
    for (let depth = inside[0]; depth < inside[1]; depth++) {
      if (labels[depth] === 0) {
        background[image[depth]] += 1;
      } else if (stumps.has(i)) {
        labelled[image[depth]] += 1;
      }
    }
  });
  const dark = greyAt(background, 0.5);
  const bright = greyAt(labelled, 0.5);
  return [dark, Math.max(bright > dark ? bright : greyAt(background, 0.995), dark + 1)];
}

/** The grey value that a share of those counted do not exceed; 0 for none. */
function greyAt(counts: Uint32Array, share: number): number {
  const enough = share * counts.reduce((sum, count) => sum + count, 0);
  let sum = 0;
  return Math.max(
    0,
    counts.findIndex(count => (sum += count) >= enough && sum > 0)
  );
}

function depthBetween(anchors: readonly Anchor[], place: number, usual: number): number {
  if (anchors.length < 2) {
    return anchors.at(0)?.depth ?? usual;
  }
  const [first, last] = anchors;
  const share = (place - first.place) / (last.place - first.place);
  return first.depth + Math.min(Math.max(share, 0), 1) * (last.depth - first.depth);
}

function pulled(row: Float32Array, to: number): Float32Array {
  return row.map((cost, depth) => cost + PULL * Math.min(Math.abs(depth - to), MOST_PULL));
}

function emptyRow([first, last]: SightLine['inside'], depths: number): Float32Array {
  return new Float32Array(depths).fill(OUTSIDE).fill(1, first, last);
}

/** The picture in a row, asked for when the page has time, drawn by the worker, and kept for the ranking. */
import { useEffect, useRef } from 'react';
import type { CurationModel } from '../core/model';
import { pictureSamples } from '../core/picture-samples';
import type { Ranking } from '../core/regions';
import { parseColour } from '../scene/theme';
import type { Panel } from './context';
import { useModel, usePanel } from './context';

/**
 * Time per frame that the page may take for them while a list scrolls. At 256³ collecting the samples of a picture takes 0.1 to 0.2 ms, and
 * drawing them, which the worker does, 0.2 to 2 ms.
 */
const FRAME_MS = 3;
/** Pictures kept per ranking. */
const MOST_KEPT = 2000;

interface RowPictureProps {
  /** A region, or those of a stop. */
  readonly of: number | Uint32Array;
}

export function RowPicture({ of }: RowPictureProps) {
  const panel = usePanel();
  const canvas = useRef<HTMLCanvasElement>(null);
  const ranking = useModel(({ ranking: current }) => current);
  const isReady = useModel(({ state }) => state.phase.kind === 'ready');
  const name = typeof of === 'number' ? String(of) : of.join();
  useEffect(() => {
    if (ranking === null || !isReady) {
      return;
    }
    const regions = name.split(',').map(Number);
    let isWanted = true;
    const unqueue = whenIdle(() => {
      const { current } = canvas;
      const context = current?.getContext('2d') ?? null;
      if (current === null || context === null) {
        return;
      }
      void pictureOf(panel, ranking, regions, getComputedStyle(current).color)?.then(image => {
        if (isWanted && image !== null) {
          current.width = image.width;
          current.height = image.height;
          context.putImageData(image, 0, 0);
        }
      });
    });
    return () => {
      isWanted = false;
      unqueue();
    };
  }, [panel, ranking, name, isReady]);
  return <canvas ref={canvas} className="vp-RowPicture" aria-hidden="true" />;
}

type Picture = Promise<ImageData | null>;

const kept = new WeakMap<Ranking, Map<string, Picture>>();

/** Null while there is nothing to draw; a promise of null when it could not be drawn, and may be asked for again. */
function pictureOf(
  { model, draw }: Panel,
  ranking: Ranking,
  regions: readonly number[],
  accent: string
): Picture | null {
  const pictures = kept.get(ranking) ?? new Map<string, Picture>();
  kept.set(ranking, pictures);
  const key = `${regions.join()} ${accent}`;
  const known = pictures.get(key);
  if (known !== undefined) {
    return known;
  }
  const samples = samplesOf(model, ranking, regions);
  if (samples === null) {
    return null;
  }
  const { size } = samples;
  const picture = draw(samples, parseColour(accent)).then(
    pixels => new ImageData(pixels, size, size),
    () => {
      pictures.delete(key);
      return null;
    }
  );
  if (pictures.size >= MOST_KEPT) {
    pictures.clear();
  }
  pictures.set(key, picture);
  return picture;
}

function samplesOf(
  { ranking: current, arrays, volume }: CurationModel,
  ranking: Ranking,
  regions: readonly number[]
) {
  return current !== ranking || arrays === null || volume === null
    ? null
    : pictureSamples(arrays.image, ranking, regions, volume.spacing);
}

const waiting = new Set<() => void>();
let frame = 0;

/** Do `work` in one of the next frames. @returns a function that takes it off the list */
function whenIdle(work: () => void): () => void {
  waiting.add(work);
  frame ||= requestAnimationFrame(workOff);
  return () => {
    waiting.delete(work);
  };
}

function workOff(): void {
  const start = performance.now();
  frame = 0;
  for (const work of waiting) {
    waiting.delete(work);
    work();
    if (performance.now() - start > FRAME_MS) {
      break;
    }
  }
  if (waiting.size > 0) {
    frame = requestAnimationFrame(workOff);
  }
}

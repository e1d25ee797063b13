/** The picture in a row, drawn when the page has time and kept for the ranking. */
import { useEffect, useRef } from 'react';
import type { CurationModel } from '../core/model';
import type { Ranking } from '../core/regions';
import { parseColour } from '../scene/theme';
import { useModel, usePanel } from './context';
import { drawPicture, regionPicture } from './row-picture';

/** Time per frame that pictures may take while a list scrolls. */
const FRAME_MS = 6;
/** Pictures kept per ranking. */
const MOST_KEPT = 2000;

export function RowPicture({ index }: { readonly index: number }) {
  const { model } = usePanel();
  const canvas = useRef<HTMLCanvasElement>(null);
  const ranking = useModel(({ ranking: current }) => current);
  const isReady = useModel(({ state }) => state.phase.kind === 'ready');
  useEffect(() => {
    if (ranking === null || !isReady) {
      return;
    }
    return whenIdle(() => {
      if (canvas.current !== null) {
        show(canvas.current, model, ranking, index);
      }
    });
  }, [model, ranking, index, isReady]);
  return <canvas ref={canvas} className="vp-RowPicture" aria-hidden="true" />;
}

function show(
  canvas: HTMLCanvasElement,
  model: CurationModel,
  ranking: Ranking,
  index: number
): void {
  const context = canvas.getContext('2d');
  const image = context === null ? null : pictureOf(model, ranking, index, canvas);
  if (image !== null) {
    canvas.width = image.width;
    canvas.height = image.height;
    context?.putImageData(image, 0, 0);
  }
}

const kept = new WeakMap<Ranking, Map<string, ImageData>>();

function pictureOf(
  model: CurationModel,
  ranking: Ranking,
  index: number,
  canvas: HTMLCanvasElement
): ImageData | null {
  const pictures = kept.get(ranking) ?? new Map<string, ImageData>();
  kept.set(ranking, pictures);
  const accent = getComputedStyle(canvas).color;
  const key = `${index} ${accent}`;
  let image = pictures.get(key);
  if (image === undefined) {
    const picture = regionPicture(model, index);
    if (picture === null) {
      return null;
    }
    image = new ImageData(drawPicture(picture, parseColour(accent)), picture.size, picture.size);
    if (pictures.size >= MOST_KEPT) {
      pictures.clear();
    }
    pictures.set(key, image);
  }
  return image;
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

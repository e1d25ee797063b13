import { zeros } from '../core/volume';
import { RegionMask } from './region-mask';
import type { SliceTransform } from './slice-geometry';
import { PLANE_AXES } from './slice-geometry';
import type { SliceOverlays } from './slice-painter';
import { SlicePainter, packRgba } from './slice-painter';
import { labelColour } from './label-colours';
import { cssColour } from './theme';

const shape = { z: 3, y: 5, x: 7 };
const accent = [255, 138, 31] as const;
/** Ten pixels a voxel across, twenty down. */
const transform: SliceTransform = {
  axes: PLANE_AXES.y,
  scaleU: 10,
  scaleV: 20,
  originU: 5,
  originV: 10
};
const range = { u0: 0, u1: 7, v0: 0, v1: 3 };

interface Canvas2d {
  rects: { colour: string; left: number; top: number; width: number; height: number }[];
  pictures: { words: number[]; columns: number; place: number[] }[];
}

/** Stands in for the browser's canvases and keeps what is drawn. */
function record(): { log: Canvas2d; context: CanvasRenderingContext2D } {
  const log: Canvas2d = { rects: [], pictures: [] };
  let put: ImageData | null = null;
  const small = {
    canvas: { width: 0, height: 0 },
    createImageData: (columns: number, rows: number) => ({
      width: columns,
      height: rows,
      data: new Uint8ClampedArray(4 * columns * rows)
    }),
    putImageData: (picture: ImageData) => {
      put = picture;
    }
  };
  jest.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(small as never);
  const context = {
    fillStyle: '',
    fillRect(left: number, top: number, width: number, height: number) {
      log.rects.push({ colour: this.fillStyle, left, top, width, height });
    },
    drawImage(_: unknown, ...numbers: number[]) {
      const words = [...new Uint32Array(put!.data.buffer)];
      log.pictures.push({ words, columns: put!.width, place: numbers.slice(4) });
    }
  };
  return { log, context: context as never };
}

function overlays(change: Partial<SliceOverlays>): SliceOverlays {
  const segmentation = zeros('uint16', shape);
  // One voxel at z 1, y 2, x 3.
  segmentation.data[(1 * shape.y + 2) * shape.x + 3] = 300;
  return {
    segmentation,
    style: 'outline',
    changesFrom: null,
    region: null,
    accent,
    labelColours: 'pale',
    doubt: null,
    ...change
  };
}

function paint(change: Partial<SliceOverlays>, depth = 2): Canvas2d {
  const { log, context } = record();
  new SlicePainter().paint(context, overlays(change), transform, depth, range, 1);
  return log;
}

afterEach(() => {
  jest.restoreAllMocks();
});

it('outlines a voxel along its own edges, in the colour of its label', () => {
  const { rects } = paint({});
  const colour = cssColour(labelColour(300, 'pale'));
  expect(rects).toEqual([
    { colour, left: 30, top: 20, width: 10, height: 1 },
    { colour, left: 30, top: 39, width: 10, height: 1 },
    { colour, left: 30, top: 20, width: 1, height: 20 },
    { colour, left: 39, top: 20, width: 1, height: 20 }
  ]);
});

it('draws nothing in the slices beside it, or when labels are off', () => {
  expect(paint({}, 1).rects).toEqual([]);
  expect(paint({ style: 'off' }).rects).toEqual([]);
});

it('fills one pixel a voxel and enlarges it to the voxels in sight', () => {
  const { pictures } = paint({ style: 'fill' });
  expect(pictures).toHaveLength(1);
  expect(pictures[0].place).toEqual([0, 0, 70, 60]);
  const painted = pictures[0].words.flatMap((word, at) => (word === 0 ? [] : [at]));
  expect(painted).toEqual([1 * 7 + 3]);
});

it('lays the region over the labels in the accent colour', () => {
  const region = new RegionMask({ z0: 1, z1: 2, y0: 2, y1: 3, x0: 3, x1: 5 }, [
    { z: 1, y: 2, x0: 3, x1: 5 }
  ]);
  const { rects, pictures } = paint({ region });
  const accented = rects.filter(({ colour }) => colour === cssColour(accent));
  expect(accented.map(({ left, width }) => [left, width])).toEqual([
    [30, 20],
    [30, 20],
    [30, 2],
    [48, 2]
  ]);
  expect(rects.indexOf(accented[0])).toBe(4);
  expect(pictures[0].words.filter(word => word !== 0)).toHaveLength(2);
});

it('fills a region more strongly where it has a label, so that a proposal shows', () => {
  const region = new RegionMask({ z0: 1, z1: 2, y0: 2, y1: 3, x0: 3, x1: 5 }, [
    { z: 1, y: 2, x0: 3, x1: 5 }
  ]);
  const [labelled, bare] = paint({ region }).pictures[0].words.filter(word => word !== 0);
  expect(labelled >>> 24).toBeGreaterThan(2 * (bare >>> 24));
  expect((labelled ^ bare) & 0xffffff).toBe(0);
});

it('colours doubt by the table of its codes', () => {
  const codes = zeros('uint8', shape);
  codes.data[(0 * shape.y + 2) * shape.x + 6] = 2;
  const colours = Uint32Array.of(0, 11, packRgba([1, 2, 3], 1));
  const { pictures } = paint({ style: 'off', doubt: { codes, colours } });
  expect(pictures[0].words[6]).toBe(0xff030201);
});

it('draws the image in grey between black and white where WebGL cannot', () => {
  const { log, context } = record();
  const image = zeros('uint8', shape);
  image.data.set([40, 120, 255], (0 * shape.y + 2) * shape.x);
  new SlicePainter().paintImage(context, image, [40, 200], transform, 2, range);
  expect(log.pictures[0].words.slice(0, 3)).toEqual([0xff000000, 0xff808080, 0xffffffff]);
});

it('draws a part of what is in sight as it comes out with all of it', () => {
  const { log, context } = record();
  const part = { u0: 2, u1: 5, v0: 1, v1: 3 };
  const shrunk = { ...transform, scaleU: 9.3 };
  const painter = new SlicePainter();
  painter.paint(context, overlays({ style: 'fill' }), shrunk, 2, range, 1);
  painter.paint(context, overlays({ style: 'fill' }), shrunk, 2, range, 1, part);
  const [whole, some] = log.pictures;
  const voxel = whole.place[2] / 7;
  expect(some.place[0]).toBeCloseTo(whole.place[0] + 2 * voxel);
  expect(some.place[2]).toBeCloseTo(3 * voxel);
});

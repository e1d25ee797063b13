import { openSession, rankingOf, SHAPE } from '../tools/testing';
import { drawPicture, regionPicture } from './row-picture';

test('the picture of a region is the brightest image behind it, with the rim of the region', () => {
  const model = openSession();
  const ranking = rankingOf([[2, 0.9]]);
  const rowStart = ranking.rows.rowStart.map((_, row) => (row > SHAPE.y + 2 ? 1 : 0));
  const rows = {
    rowStart,
    start: Uint16Array.of(0),
    end: Uint16Array.of(1),
    rank: Uint32Array.of(1)
  };
  model.setRanking({ ...ranking, rows });
  model.setBlock('image', { z0: 1, z1: 2, y0: 2, y1: 3, x0: 0, x1: 1 }, Uint8Array.of(200));
  const picture = regionPicture(model, 0)!;
  expect(Math.max(...picture.grey)).toBe(200);
  expect(picture.region.some(value => value === 1)).toBe(true);
  const bright = picture.grey.indexOf(200);
  expect(picture.region[bright]).toBe(1);
  expect([...drawPicture(picture, [255, 138, 31]).subarray(4 * bright, 4 * bright + 4)]).toEqual([
    255, 138, 31, 255
  ]);
});

import { startCamera, zoomVolumeCamera } from './volume-camera';
import { smallRegion } from './volume-frames';

const spacing = { z: 2, y: 0.5, x: 0.7 };
const camera = startCamera({ z0: 0, z1: 30, y0: 0, y1: 120, x0: 0, x1: 90 }, spacing);
const size = { width: 400, height: 250 };
const region = { z0: 14, z1: 16, y0: 59, y1: 61, x0: 44, x1: 46 };

it('marks a region of a few pixels where it is, until it is enlarged', () => {
  const marked = smallRegion({ region, camera, size, spacing });
  expect(marked?.left).toBeCloseTo(200, 0);
  expect(marked?.top).toBeCloseTo(125, 0);
  expect(smallRegion({ region, camera: zoomVolumeCamera(camera, 4), size, spacing })).toBeNull();
  expect(smallRegion({ region: null, camera, size, spacing })).toBeNull();
});

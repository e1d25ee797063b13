import { act, cleanup, render, screen } from '@testing-library/react';
import { fakeScene, fill, openSession } from '../tools/testing';
import { CuratorApp } from './CuratorApp';

beforeEach(() => {
  HTMLCanvasElement.prototype.getContext = () => null;
});

afterEach(cleanup);

test('the readout tells value, label and doubt under the pointer, else under the crosshair', () => {
  const model = openSession();
  const scene = fakeScene(model);
  fill(model, { z0: 1, z1: 2, y0: 2, y1: 3, x0: 4, x1: 5 }, 1);
  model.arrays?.image.data.fill(17, (1 * 20 + 2) * 30 + 4, (1 * 20 + 2) * 30 + 5);
  const none = (): void => undefined;
  render(
    <CuratorApp
      model={model}
      scene={scene}
      onCancel={none}
      onResume={none}
      onAddLabel={() => Promise.resolve()}
      openInMain={null}
    />
  );
  const status = screen.getByRole('status');
  expect(status.textContent).toContain('crosshair · z 3 y 10 x 15 · image 0 · background');
  act(() => scene.setPointed({ z: 1, y: 2, x: 4 }));
  expect(status.textContent).toContain('z 1 y 2 x 4 · image 17 · label 7 · doubt 0.45');
  act(() => scene.setPointed(null));
  expect(status.textContent).toContain('crosshair');
});

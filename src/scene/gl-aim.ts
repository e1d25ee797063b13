/** Our 3D camera, handed to a vtk.js renderer. */
import type vtkRenderer from '@kitware/vtk.js/Rendering/Core/Renderer';
import type { Size } from './slice-geometry';
import type { VolumeCamera } from './volume-camera';

export function aimRenderer(renderer: vtkRenderer, camera: VolumeCamera, size: Size): void {
  const { focus, forward, down, halfSpan, radius } = camera;
  const distance = 3 * radius;
  const vtkCamera = renderer.getActiveCamera();
  vtkCamera.setParallelProjection(true);
  vtkCamera.setFocalPoint(...focus);
  vtkCamera.setPosition(
    focus[0] - distance * forward[0],
    focus[1] - distance * forward[1],
    focus[2] - distance * forward[2]
  );
  vtkCamera.setViewUp(-down[0], -down[1], -down[2]);
  vtkCamera.setClippingRange(0.1 * radius, 6 * radius);
  vtkCamera.setParallelScale((halfSpan * size.height) / Math.min(size.width, size.height));
}

/** Colours of the views, read off the style sheet, which takes them from the host's theme. */
import type { SceneTheme } from '../scene';

/** @param root - element with the class `vp-Curator`, in the document */
export function readSceneTheme(root: HTMLElement): SceneTheme {
  const style = getComputedStyle(root);
  const read = (name: string, otherwise: string): string =>
    style.getPropertyValue(name).trim() || otherwise;
  return {
    background: read('--vp-view-background', '#101214'),
    text: read('--vp-view-text', '#f2f4f5'),
    halo: read('--vp-view-halo', 'rgba(0, 0, 0, 0.75)'),
    crosshair: read('--vp-view-crosshair', '#ffffff'),
    accent: read('--vp-accent', '#ff8a1f'),
    fontFamily: read('--jp-ui-font-family', 'system-ui, sans-serif')
  };
}

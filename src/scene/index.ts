/** Four linked vtk.js views of a `CurationModel`, drawn through one WebGL context per page. */
export type { BrushMark } from './annotations';
export type { CutPlane } from './cut-plane';
export type { Interpolation } from './gl-slice';
export { RegionMask } from './region-mask';
export type { Drawn, SceneHealth, SceneOptions, ScenePose } from './scene';
export { CurationScene } from './scene';
export type { Size, SliceCamera, ViewPoint } from './slice-geometry';
export { PLANE_AXES } from './slice-geometry';
export type { SliceView } from './slice-view';
export type { Rgb, SceneTheme } from './theme';
export { cssColour, DARK_THEME, doubtColour, LIGHT_THEME } from './theme';
export type { SceneView } from './view';
export { toViewPoint } from './view';
export type { VolumeMode, VolumeView } from './volume-view';

/** The interface around the views, in React. */
export type { CuratorAppProps } from './CuratorApp';
export { CuratorApp } from './CuratorApp';
export type { SideAppProps, SideCurator } from './SideApp';
export { SideApp } from './SideApp';
export { readSceneTheme } from './theme';

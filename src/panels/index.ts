/** The interface around the views, in React. */
export type { CuratorAppProps } from './CuratorApp';
export { CuratorApp } from './CuratorApp';
export { readSceneTheme } from './theme';

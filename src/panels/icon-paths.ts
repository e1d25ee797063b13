/** The icons: one colour, that of the text beside them, as strokes on a grid of 16 pixels. */
import { MENU_ICON_PATHS } from './menu-icon-paths';

export const ICON_PATHS = {
  ...MENU_ICON_PATHS,
  ball: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0zM2 8c0 1.4 2.7 2.5 6 2.5s6-1.1 6-2.5',
  layers: 'M8 1.8 14.2 5 8 8.2 1.8 5zM2 8.1l6 3.1 6-3.1M2 11.1l6 3.1 6-3.1',
  mask: 'M8 1.8 13.5 4v4c0 3-2.3 5.2-5.5 6.2C4.8 13.2 2.5 11 2.5 8V4zM5.5 8l2 2 3.2-3.6',
  four: 'M2.5 2.5h4.6v4.6H2.5zM8.9 2.5h4.6v4.6H8.9zM2.5 8.9h4.6v4.6H2.5zM8.9 8.9h4.6v4.6H8.9z',
  tree: 'M2.5 3.5h11M6 8h7.5M6 12.5h7.5M2.8 5.5v7M2.8 8h1M2.8 12.5h1',
  lines: 'M2.5 3.5h11M2.5 8h11M2.5 12.5h11',
  unfold: 'M8 6V1.8M5.5 4 8 1.5 10.5 4M8 10v4.2M5.5 12 8 14.5l2.5-2.5M2.5 8h11',
  falling: 'M4.5 2.5v11M2 11l2.5 2.5L7 11M9 3.5h5M9 8h3.5M9 12.5h2',
  rising: 'M4.5 13.5v-11M2 5l2.5-2.5L7 5M9 3.5h2M9 8h3.5M9 12.5h5',
  carried: 'M2.5 12.5v-3a3 3 0 0 1 3-3h7.5M10 3.5l3 3-3 3',
  list: 'M2.5 2.5h11v11h-11zM6.5 2.5v11',
  fixed: 'M2 8.6 5 12l2-2.4M8.5 11.5l.4-1.9 4-4 1.5 1.5-4 4z',
  down: 'M4 6l4 4 4-4',
  close: 'M4 4l8 8M12 4l-8 8',
  warning: 'M8 2.2 14.5 13.5h-13zM8 6.5v3.2M8 11.7h.01',
  info: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0zM8 7.4V11M8 5h.01'
} as const;

export type IconName = keyof typeof ICON_PATHS;

/** The icons: one colour, that of the text beside them, on a grid of 16 pixels. */
const PATHS = {
  undo: 'M6 3 2.5 6.5 6 10M2.5 6.5H10a3.5 3.5 0 0 1 0 7H7',
  redo: 'M10 3l3.5 3.5L10 10M13.5 6.5H6a3.5 3.5 0 0 0 0 7h3',
  look: 'M8 1.5v4.2M8 10.3v4.2M1.5 8h4.2M10.3 8h4.2M8 8h.01',
  brush:
    'M14 2 7.3 8.7M5.2 8.7c1.5 0 2.6 1 2.6 2.4 0 2-1.9 2.9-5.6 2.6 1.1-.6 1.4-1.3 1.4-2.4 0-1.6.5-2.6 1.6-2.6z',
  erase:
    'M6.4 13.5 2.6 9.8a1 1 0 0 1 0-1.4l5.8-5.8a1 1 0 0 1 1.4 0l3.6 3.6a1 1 0 0 1 0 1.4l-5.9 5.9zM5.4 5.6l5 5M6 13.5h8',
  ball: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0zM2 8c0 1.4 2.7 2.5 6 2.5s6-1.1 6-2.5',
  disc: 'M14 8c0 1.8-2.7 3.2-6 3.2S2 9.8 2 8s2.7-3.2 6-3.2S14 6.2 14 8z',
  layers: 'M8 1.8 14.2 5 8 8.2 1.8 5zM2 8.1l6 3.1 6-3.1M2 11.1l6 3.1 6-3.1',
  image: 'M2 3h12v10H2zM2 11l3.5-3.5 3 3L11 8l3 3M10.5 5.5h.01',
  four: 'M2.5 2.5h4.6v4.6H2.5zM8.9 2.5h4.6v4.6H8.9zM2.5 8.9h4.6v4.6H2.5zM8.9 8.9h4.6v4.6H8.9z',
  expand: 'M9.5 2.5h4v4M13.3 2.7 9 7M6.5 13.5h-4v-4M2.7 13.3 7 9',
  main: 'M7 3H3v10h10V9M9.5 2.5h4v4M13.3 2.7 7.5 8.5',
  help: 'M6.2 6.3a1.8 1.8 0 1 1 2.6 1.6c-.6.3-.8.7-.8 1.4M8 11.4h.01M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0z',
  tree: 'M2.5 3.5h11M6 8h7.5M6 12.5h7.5M2.8 5.5v7M2.8 8h1M2.8 12.5h1',
  lines: 'M2.5 3.5h11M2.5 8h11M2.5 12.5h11',
  fold: 'M8 1.5v4M5.5 3.5 8 6l2.5-2.5M8 14.5v-4M5.5 12.5 8 10l2.5 2.5M2.5 8h11',
  unfold: 'M8 6V1.8M5.5 4 8 1.5 10.5 4M8 10v4.2M5.5 12 8 14.5l2.5-2.5M2.5 8h11',
  falling: 'M4.5 2.5v11M2 11l2.5 2.5L7 11M9 3.5h5M9 8h3.5M9 12.5h2',
  rising: 'M4.5 13.5v-11M2 5l2.5-2.5L7 5M9 3.5h2M9 8h3.5M9 12.5h5',
  sliders:
    'M2 4.5h7M12 4.5h2M2 11.5h2M7 11.5h7M12 4.5a1.5 1.5 0 1 1-3 0 1.5 1.5 0 0 1 3 0zM7 11.5a1.5 1.5 0 1 1-3 0 1.5 1.5 0 0 1 3 0z',
  carried: 'M2.5 12.5v-3a3 3 0 0 1 3-3h7.5M10 3.5l3 3-3 3',
  list: 'M2.5 2.5h11v11h-11zM6.5 2.5v11',
  centre:
    'M10.6 8a2.6 2.6 0 1 1-5.2 0 2.6 2.6 0 0 1 5.2 0zM8 1.5v2.4M8 12.1v2.4M1.5 8h2.4M12.1 8h2.4',
  check: 'M3 8.5 6.4 12 13 4.5',
  fixed: 'M2 8.6 5 12l2-2.4M8.5 11.5l.4-1.9 4-4 1.5 1.5-4 4z',
  unsure: 'M5.6 5.6A2.4 2.4 0 1 1 9 7.8c-.8.4-1 .9-1 1.9M8 12.5h.01',
  pencil: 'M3 13l.6-2.6 7.2-7.2 2 2-7.2 7.2z',
  reopen: 'M3.6 8a4.5 4.5 0 1 0 1.5-3.3M3.2 2.6v2.8H6',
  previous: 'M10 3.5 5.5 8l4.5 4.5',
  next: 'M6 3.5 10.5 8 6 12.5',
  down: 'M4 6l4 4 4-4',
  close: 'M4 4l8 8M12 4l-8 8',
  plus: 'M8 3v10M3 8h10',
  search: 'M11 7a4 4 0 1 1-8 0 4 4 0 0 1 8 0zM10 10l3.5 3.5',
  warning: 'M8 2.2 14.5 13.5h-13zM8 6.5v3.2M8 11.7h.01',
  info: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0zM8 7.4V11M8 5h.01'
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="vp-Icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}

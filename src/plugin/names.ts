/** Names that the kernel side, the widget manager and the output renderer must agree on. */
export const PACKAGE = 'voxproof';
/** Of this front end; the kernel side asks for `^0.1.0`. */
export const VERSION = '0.1.0';
export const CURATOR_MIME = 'application/vnd.voxproof.curator+json';
export const WIDGET_VIEW_MIME = 'application/vnd.jupyter.widget-view+json';
/** Root element of a view. */
export const ROOT_CLASS = 'vp-Curator';

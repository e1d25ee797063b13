/** What the help tells besides the commands. */
import type { Translation } from '../core/translation';

/** Keys that are no commands. */
export function otherKeys(
  trans: Translation
): readonly (readonly [keys: readonly string[], does: string])[] {
  return [
    [['Home', 'End', 'PgUp', 'PgDn'], trans.__('move through the list')],
    [['↑', '↓'], trans.__('with the focus in the list: select another row')],
    [['←', '→'], trans.__('with the focus in the list: fold, unfold the stop')],
    [['Enter'], trans.__('take what is proposed and shown')],
    [['Enter'], trans.__('lasso: close the line')],
    [['Backspace'], trans.__('trace, lasso, cut by clicks: take the last one back')],
    [['Esc'], trans.__('close what is open; put back the stroke or proposal in hand')],
    [['Esc', 'Tab'], trans.__('one after the other: leave the view')],
    [['Ctrl+S'], trans.__('save the notebook')]
  ];
}

/** What the mouse does. */
export function mouseWords(
  trans: Translation
): readonly (readonly [gesture: string, does: string])[] {
  return [
    [trans.__('drag'), trans.__('use the tool in hand, or move the crosshair')],
    [
      trans.__('Alt+drag, Shift+drag'),
      trans.__('swap add and remove, brush and eraser, for one stroke; lasso: erase inside')
    ],
    [trans.__('click on and on, double click'), trans.__('lasso: set corners, close the line')],
    [trans.__('wheel while dragging'), trans.__('smart stroke: wider, narrower')],
    [trans.__('wheel'), trans.__('slice back and forward; zoom in 3D')],
    [trans.__('Ctrl+wheel'), trans.__('zoom at the pointer')],
    [
      trans.__('Shift+wheel'),
      trans.__('brush size; a proposal wider or narrower; slices of the lasso')
    ],
    [trans.__('middle drag, Ctrl+drag'), trans.__('pan; in 3D: turn, with Shift too: pan')],
    [trans.__('middle click, Ctrl+click'), trans.__('move the crosshair here')],
    [trans.__('right drag'), trans.__('brightness (up, down) and contrast (left, right)')],
    [trans.__('Shift+click'), trans.__('cut: in the one part and the other, by turns')],
    [
      trans.__('drag in 3D'),
      trans.__('smart stroke, brush, eraser or cut in hand: draw; else turn, Shift+drag pans')
    ],
    [trans.__('double click'), trans.__('this view large, unless the tool in hand draws there')]
  ];
}

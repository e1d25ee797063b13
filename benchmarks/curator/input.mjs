/** Real mouse and key events, as the browser's own driver sends them. */

/** Without it a message meets the 40 ms of delayed acknowledgement that the one before has brought about. Strokes rest 500 ms too. */
export const rest = () => new Promise(resolve => setTimeout(resolve, 500));

/**
 * A left drag along a line of page coordinates.
 * @param between - awaited after each move
 */
export async function drag(page, from, to, { moves = 8, between = () => undefined } = {}) {
  const at = t => ({ x: from.x + (to.x - from.x) * t, y: from.y + (to.y - from.y) * t });
  const send = (type, point, buttons) =>
    page.send('Input.dispatchMouseEvent', {
      type,
      ...point,
      button: 'left',
      buttons,
      clickCount: 1
    });
  await send('mouseMoved', from, 0);
  await send('mousePressed', from, 1);
  for (let i = 1; i <= moves; i += 1) {
    await send('mouseMoved', at(i / moves), 1);
    await between();
  }
  await send('mouseReleased', to, 0);
}

/** Press a key and let it go. */
export async function press(page, key, code, { ctrl = false } = {}) {
  for (const type of ['keyDown', 'keyUp']) {
    await page.send('Input.dispatchKeyEvent', {
      type,
      key,
      code,
      modifiers: ctrl ? 2 : 0,
      text: type === 'keyDown' && !ctrl ? key : undefined
    });
  }
}

/** Runs in the page: where voxels of the z slice are drawn, in page coordinates. */
export function endsOf(...voxels) {
  const { voxproof } = document.querySelector('.vp-Curator');
  return voxels.map(voxel => voxproof.clientPoint('z', voxel));
}

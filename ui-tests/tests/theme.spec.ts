/** Colours follow the theme and the system, on the page and in the canvases, while the curator is open. */
import { expect, test } from '@jupyterlab/galata';
import { CuratorPage } from './curator-page';
import type { Colour } from './support';
import { ASYMMETRIC, Notebook, show } from './support';

interface SceneHandle extends HTMLElement {
  readonly voxproof: {
    readonly scene: { probe(view: 'volume', left: number, top: number): Colour };
  };
}

test('colours follow the theme and the system live, also in the canvases', async ({ page }) => {
  const notebook = new Notebook(page);
  await notebook.create(ASYMMETRIC, show('theme'));
  const curator = await CuratorPage.shown(page);
  const { root } = curator;
  await curator.press('n');
  await expect(curator.selectedRow).toBeVisible();
  const corner = (): Promise<Colour> =>
    root.evaluate(node => (node as SceneHandle).voxproof.scene.probe('volume', 2, 2));
  const grey = async (): Promise<number> => Math.max(...(await corner()).slice(0, 3));
  const style = (selector: string, name: string): Promise<string> =>
    root
      .locator(selector)
      .first()
      .evaluate((node, property) => getComputedStyle(node).getPropertyValue(property), name);

  await expect.poll(grey).toBeGreaterThan(200);
  const light = await style('.vp-Toolbar', 'background-color');

  await page.theme.setTheme('JupyterLab Dark');
  await expect.poll(grey).toBeLessThan(60);
  expect(await style('.vp-Toolbar', 'background-color')).not.toBe(light);

  await page.theme.setTheme('JupyterLab Dark High Contrast');
  await expect.poll(grey).toBe(0);
  expect(await style('.vp-Row[aria-selected="true"]', 'box-shadow')).not.toBe('none');

  await page.theme.setTheme('JupyterLab Light');
  await expect.poll(grey).toBeGreaterThan(200);

  await page.emulateMedia({ forcedColors: 'active' });
  await expect.poll(grey).toBe(255);
  // What is switched on differs by more than a colour that the system may have replaced.
  const [on, off] = await Promise.all(
    ['true', 'false'].map(pressed =>
      style(`.vp-Toolbar [aria-pressed="${pressed}"]`, 'background-color')
    )
  );
  expect(on).not.toBe(off);
  await page.emulateMedia({ forcedColors: 'none' });
  await expect.poll(grey).toBeLessThan(250);

  await test.step('nothing moves where less motion is asked for', async () => {
    const motion = (): Promise<string> => style('.vp-View-maximise', 'transition-duration');
    expect(await motion()).not.toBe('0s');
    await page.emulateMedia({ reducedMotion: 'reduce' });
    expect(await motion()).toBe('0s');
    expect(await style('.vp-Status-announcement', 'animation-name')).toBe('none');
  });

  await test.step('the focus is seen', async () => {
    await page.keyboard.press('Tab');
    await root.focus();
    expect(await style('.vp-Toolbar', 'box-shadow')).not.toBe('none');
    await page.keyboard.press('Tab');
    expect(await style(':focus', 'outline-style')).toBe('solid');
    expect(await style(':focus', 'outline-width')).toBe('2px');
  });
});

/** The curator in another language: German, by the catalogue that the package brings. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, galata, test } from '@jupyterlab/galata';
import { CuratorPage } from './curator-page';
import { ASYMMETRIC, Notebook, show } from './support';

const CATALOGUE = join(__dirname, '../../voxproof/locale/de_DE/LC_MESSAGES/voxproof.json');

test.use({
  autoGoto: false,
  mockSettings: {
    ...galata.DEFAULT_SETTINGS,
    '@jupyterlab/translation-extension:plugin': { locale: 'de_DE' }
  }
});

test('a German JupyterLab shows a German curator', async ({ page }) => {
  // The server hands catalogues of packages out where JupyterLab's own language pack is installed.
  await page.route(/\/api\/translations\/de_DE/, route =>
    route.fulfill({
      json: {
        data: { voxproof: JSON.parse(readFileSync(CATALOGUE, 'utf8')) as unknown },
        message: ''
      }
    })
  );
  await page.goto();
  const notebook = new Notebook(page);
  await notebook.create(ASYMMETRIC, show('deutsch'));
  const { root } = await CuratorPage.shown(page);
  await expect(root).toContainText('Keine Region ausgewählt.');
  const list = root.getByRole('treegrid', { name: 'Regionen' });
  await expect(list).toContainText('2 Regionen');
  await root.focus();
  await page.keyboard.press('Control+Shift+z');
  await expect(root).toContainText('Nichts zu wiederholen.');
  await page.keyboard.press('n');
  await expect(root.locator('[aria-live="polite"]')).toContainText('Region 2 von 3.');
});

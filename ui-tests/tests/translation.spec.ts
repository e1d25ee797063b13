/** The curator in another language: German, by the catalogue that the package brings. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect, galata, test } from '@jupyterlab/galata';
import { CuratorPage } from './curator-page';
import { ASYMMETRIC, Notebook, show } from './support';

interface Registry {
  readonly plugins: Readonly<Record<string, { readonly data: { readonly user: unknown } }>>;
}

const CATALOGUE = join(__dirname, '../../voxproof/locale/de_DE/LC_MESSAGES/voxproof.json');

/** What a person has set, as the registry has saved it. */
function stored(page: IJupyterLabPageFixture): Promise<unknown> {
  return page.evaluate(async () => {
    const found: unknown = await window.galata.getPlugin('@jupyterlab/apputils-extension:settings');
    return (found as Registry).plugins['voxproof:settings'].data.user;
  });
}

test.use({
  autoGoto: false,
  mockSettings: {
    ...galata.DEFAULT_SETTINGS,
    '@jupyterlab/translation-extension:plugin': { locale: 'de_DE' }
  }
});

test.beforeEach(async ({ page }) => {
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
});

test('a German JupyterLab shows a German curator', async ({ page }) => {
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

test('settings and submenus are German, and stay so after a change', async ({ page }) => {
  await page.menu.openLocator('Voxproof');
  for (const name of ['Werkzeuge', 'Bearbeiten', 'Masken', 'Liste', 'Ansicht']) {
    await expect(page.locator('.lm-Menu-itemLabel').getByText(name, { exact: true })).toBeVisible();
  }
  await page.keyboard.press('Escape');

  await page.evaluate(async () => {
    await window.jupyterapp.commands.execute('settingeditor:open', { query: 'Voxproof' });
  });
  const editor = page.locator('.jp-SettingsPanel');
  const tool = editor.getByRole('combobox').first();
  await expect(editor).toContainText('In der Hand, wenn ein Curator sich öffnet.');
  await expect(
    editor.locator('option', { hasText: 'Kluger Strich: hinzufügen' }).first()
  ).toBeAttached();
  await tool.selectOption('Pinsel');
  await expect.poll(() => stored(page)).toMatchObject({ tool: 'brush' });
  await expect(editor).toContainText('In der Hand, wenn ein Curator sich öffnet.');

  await page.getByRole('tab', { name: 'Voxproof-Tab' }).click();
  await expect(editor).toContainText('Die Werkzeugleiste eines Curators im Hauptbereich.');
});

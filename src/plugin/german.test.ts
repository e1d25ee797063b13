/** The German words, read as JupyterLab reads them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TranslationBundle } from '@jupyterlab/translation';
import { TranslationManager } from '@jupyterlab/translation';
import { commandWords } from '../tools';

const CATALOGUE = join(__dirname, '../../voxproof/locale/de_DE/LC_MESSAGES/voxproof.json');

let german: TranslationBundle;

beforeAll(async () => {
  const voxproof = JSON.parse(readFileSync(CATALOGUE, 'utf8')) as unknown;
  const fetched = { data: { voxproof }, message: '' };
  const connector = { fetch: () => Promise.resolve(fetched) };
  const manager = new TranslationManager('', '', undefined, connector as never);
  await manager.fetch('de_DE');
  german = manager.load('voxproof');
});

test('words and their numbers are German', () => {
  expect(german.__('Region %1 of %2, %3', 4, 42, german.__('gap'))).toBe('Region 4 von 42, Lücke');
  expect(german._n('%1 region', '%2 regions', 1, '1')).toBe('1 Region');
  expect(german._n('%1 region', '%2 regions', 12345, '12,345')).toBe('12,345 Regionen');
  expect(german._p('menu', 'Masks')).toBe('Masken');
});

test('so are the commands', () => {
  expect(commandWords(german)['mark-done'].label).toBe('Fertig, nächste Region');
});

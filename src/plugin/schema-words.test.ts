/* eslint-disable jupyter/no-untranslated-string -- what is given here is a schema */
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { TranslationBundle } from '@jupyterlab/translation';
import { inOurWords, translateSchema } from './schema-words';

/** Says in which context a text is looked up. */
const trans = { _p: (context: string, text: string) => `${context}: ${text}` };
const TRANS = trans as unknown as TranslationBundle;

test('what people read of a schema is translated, in the contexts of JupyterLab', () => {
  expect(
    translateSchema(
      {
        title: 'Voxproof',
        'jupyter.lab.setting-icon-label': 'Voxproof',
        'jupyter.lab.menus': { main: [{ id: 'tools', label: 'Tools', rank: 60 }] },
        properties: {
          tool: {
            title: 'First tool',
            description: '',
            type: 'string',
            oneOf: [{ const: 'look', title: 'Look' }],
            default: 'look'
          },
          label: { type: 'boolean' }
        }
      },
      TRANS
    )
  ).toEqual({
    title: 'schema: Voxproof',
    'jupyter.lab.setting-icon-label': 'settings: Voxproof',
    'jupyter.lab.menus': { main: [{ id: 'tools', label: 'menu: Tools', rank: 60 }] },
    properties: {
      tool: {
        title: 'settings: First tool',
        description: '',
        type: 'string',
        oneOf: [{ const: 'look', title: 'settings: Look' }],
        default: 'look'
      },
      label: { type: 'boolean' }
    }
  });
});

test('the words come before what else is done to a schema, and the registry stays what it is', () => {
  type Transforms = Parameters<ISettingRegistry['transform']>[1];
  let given: Transforms = {};
  const registry = {
    plugins: {},
    transform: (_: string, transforms: Transforms) => {
      given = transforms;
    }
  } as unknown as ISettingRegistry;
  const plugin = { id: 'it', schema: { type: 'object', title: 'Tab' } } as never;
  const ours = inOurWords(registry, TRANS);
  expect(ours.plugins).toBe(registry.plugins);

  ours.transform('it', {});
  expect(given.fetch?.(plugin)).toEqual({
    id: 'it',
    schema: { type: 'object', title: 'schema: Tab' }
  });
  ours.transform('it', { fetch: ({ schema }) => ({ id: schema.title }) as never });
  expect(given.fetch?.(plugin)).toEqual({ id: 'schema: Tab' });
});

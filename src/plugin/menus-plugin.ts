/** Has the submenus of `schema/commands.json` in the language of JupyterLab, whose main menu reads them once, as it starts. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator } from '@jupyterlab/translation';
import { translateSchema } from './schema-words';

/** Holds the menus. */
const SCHEMA = 'voxproof:commands';

export const menusPlugin: JupyterFrontEndPlugin<void> = {
  id: 'voxproof:menus',
  description: 'Names the menus of Voxproof in the language of JupyterLab.',
  autoStart: true,
  requires: [ISettingRegistry, ITranslator],
  activate: async (_: JupyterFrontEnd, registry: ISettingRegistry, translator: ITranslator) => {
    await registry.load(SCHEMA);
    const plugin = registry.plugins[SCHEMA];
    if (plugin !== undefined) {
      Object.assign(plugin.schema, translateSchema(plugin.schema, translator.load('voxproof')));
    }
  }
};

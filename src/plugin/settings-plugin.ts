/** Reads the settings of `schema/settings.json`. What makes them act is loaded where something is chosen, or a curator is there. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { ICurators } from './curators';
import { inOurWords } from './schema-words';

const ID = 'voxproof:settings';

export const settingsPlugin: JupyterFrontEndPlugin<void> = {
  id: ID,
  description: 'Settings of Curators: layout, tools, list, colours, quality, memory, keys.',
  autoStart: true,
  requires: [ICurators],
  optional: [ISettingRegistry, ITranslator],
  activate: async (
    app: JupyterFrontEnd,
    curators: ICurators,
    settings: ISettingRegistry | null,
    translator: ITranslator | null
  ) => {
    if (settings === null) {
      return;
    }
    const registry = inOurWords(settings, (translator ?? nullTranslator).load('voxproof'));
    registry.transform(ID, {});
    const source = await registry.load(ID);
    const follow = async (): Promise<void> => {
      const { followSettings } = await import('./follow-settings');
      followSettings(source, curators, () => {
        app.commands.notifyCommandChanged();
      });
    };
    if (Object.keys(source.user).length > 0 || curators.all.length > 0) {
      await follow();
      return;
    }
    const begin = (): void => {
      source.changed.disconnect(begin);
      curators.added.disconnect(begin);
      void follow();
    };
    source.changed.connect(begin);
    curators.added.connect(begin);
  }
};

/** Reads the settings of `schema/settings.json`. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ICurators } from './curators';
// eslint-disable-next-line jupyter/prefer-lazy-imports -- settings hold before the first curator opens
import { followSettings } from './follow-settings';

const ID = 'voxproof:settings';

export const settingsPlugin: JupyterFrontEndPlugin<void> = {
  id: ID,
  description: 'Settings of Curators: first tool, list, segmentation, colour, keys.',
  autoStart: true,
  requires: [ICurators, ISettingRegistry],
  activate: async (app: JupyterFrontEnd, curators: ICurators, registry: ISettingRegistry) => {
    followSettings(await registry.load(ID), curators, () => {
      app.commands.notifyCommandChanged();
    });
  }
};

import { commandsPlugin } from './plugin/commands-plugin';
import { curatorsPlugin } from './plugin/curators-plugin';
import { mainAreaPlugin } from './plugin/main-area-plugin';
import { menusPlugin } from './plugin/menus-plugin';
import { notificationsPlugin } from './plugin/notifications-plugin';
import { outputPlugin } from './plugin/output-plugin';
import { renamePlugin } from './plugin/rename-plugin';
import { settingsPlugin } from './plugin/settings-plugin';
import { sidePanelPlugin } from './plugin/side-panel-plugin';
import { statusItemPlugin } from './plugin/status-item-plugin';
import { widgetPlugin } from './plugin/widget-plugin';

export type { ICurator, ICuratorTab, ICuratorView } from './plugin/curators';
export { ICurators } from './plugin/curators';

export default [
  menusPlugin,
  curatorsPlugin,
  settingsPlugin,
  widgetPlugin,
  outputPlugin,
  renamePlugin,
  commandsPlugin,
  mainAreaPlugin,
  sidePanelPlugin,
  statusItemPlugin,
  notificationsPlugin
];

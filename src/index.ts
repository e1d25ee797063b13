import { outputPlugin } from './plugin/output-plugin';
import { renamePlugin } from './plugin/rename-plugin';
import { widgetPlugin } from './plugin/widget-plugin';

export default [widgetPlugin, outputPlugin, renamePlugin];

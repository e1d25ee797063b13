import { outputPlugin } from './plugin/output-plugin';
import { widgetPlugin } from './plugin/widget-plugin';

export default [widgetPlugin, outputPlugin];

/** The icons of the panels, for menus, tabs and the side bar. */
import { LabIcon } from '@jupyterlab/ui-components';
import { COMMAND_ICONS } from '../panels/command-icons';
import type { MenuIconName } from '../panels/menu-icon-paths';
import { MENU_ICON_PATHS } from '../panels/menu-icon-paths';
import type { CommandName } from '../tools/command-list';

export const voxproofIcon = iconNamed('curator');
export const mainIcon = iconNamed('main');

/** Null for commands that have none. */
export function iconOf(command: CommandName): LabIcon | undefined {
  const name = COMMAND_ICONS[command];
  return name === undefined ? undefined : iconNamed(name);
}

/** The outer element has no fill: JupyterLab's classes colour whatever says that it has one. */
function iconNamed(name: MenuIconName): LabIcon {
  const svgstr = `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 16 16"><g style="fill: none"><path class="jp-icon3" stroke="#616161" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round" d="${MENU_ICON_PATHS[name]}"/></g></svg>`;
  return new LabIcon({ name: `voxproof:${name}`, svgstr });
}

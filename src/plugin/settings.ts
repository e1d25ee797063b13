/** What the settings of `schema/settings.json` say, and what they change in a model. */
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { CurationState } from '../core/state';
import { COMMAND_LIST, COMMAND_NAMES } from '../tools/command-list';
import type { ChosenKeys } from '../tools/key-bindings';

/** Values that the schema has let through. */
export interface Settings {
  readonly tool: CurationState['tool']['name'];
  readonly list: CurationState['listLayout'];
  readonly segmentation: CurationState['layers']['segmentation'];
  readonly regionColour: string;
  readonly keys: ChosenKeys;
}

export function readSettings(values: ReadonlyPartialJSONObject): Settings {
  const { tool, list, segmentation, regionColour, keys } = values as Partial<Settings>;
  return {
    tool: tool ?? 'look',
    list: list ?? 'stops',
    segmentation: segmentation ?? 'outline',
    regionColour: regionColour ?? 'orange',
    keys: chosenOf(keys ?? {})
  };
}

/** Before a volume is opened, whose own settings count more. */
export function begin(settings: Settings, state: CurationState): Partial<CurationState> {
  return {
    tool: { ...state.tool, name: settings.tool },
    listLayout: settings.list,
    layers: { ...state.layers, segmentation: settings.segmentation }
  };
}

/** What another choice changes in a session that runs; the tool in hand stays there. */
export function change(
  before: Settings,
  after: Settings,
  state: CurationState
): Partial<CurationState> {
  return {
    ...(before.list === after.list ? {} : { listLayout: after.list }),
    ...(before.segmentation === after.segmentation
      ? {}
      : { layers: { ...state.layers, segmentation: after.segmentation } })
  };
}

/** JupyterLab fills in the keys that commands have anyway. */
function chosenOf(keys: ChosenKeys): ChosenKeys {
  return Object.fromEntries(
    COMMAND_NAMES.flatMap(name => {
      const chosen = keys[name];
      const isOther = chosen !== undefined && chosen.join() !== COMMAND_LIST[name].keys.join();
      return isOther ? [[name, chosen]] : [];
    })
  );
}

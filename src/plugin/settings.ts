/** What the settings of `schema/settings.json` say, and what they change in a model. */
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { Column, Preferences } from '../core/preferences';
import { USUAL } from '../core/preferences';
import type { CurationState, ViewName } from '../core/state';
import { COMMAND_LIST, COMMAND_NAMES } from '../tools/command-list';
import type { ChosenKeys } from '../tools/key-bindings';

/** Values that the schema has let through. */
interface Values extends Omit<Preferences, 'columns' | 'mostPixels'> {
  readonly columns: Partial<Readonly<Record<Column, boolean>>>;
  readonly tool: CurationState['tool']['name'];
  readonly views: ViewName | 'four';
  readonly list: CurationState['listLayout'];
  readonly segmentation: CurationState['layers']['segmentation'];
  readonly regionColour: string;
  readonly quality: keyof typeof PIXELS;
  readonly height: number;
  readonly memory: number;
  readonly keys: ChosenKeys;
}

export interface Settings extends Omit<Values, keyof Preferences | 'quality'> {
  readonly preferences: Preferences;
}

/** Per CSS pixel and side, at most. */
const PIXELS = { fine: USUAL.mostPixels, even: 1, coarse: 0.5 } as const;

const DEFAULTS: Values = {
  ...USUAL,
  columns: {},
  tool: 'look',
  views: 'four',
  list: 'stops',
  segmentation: 'outline',
  regionColour: 'orange',
  quality: 'fine',
  height: 620,
  memory: 0,
  keys: {}
};

export function readSettings(values: ReadonlyPartialJSONObject): Settings {
  const all = { ...DEFAULTS, ...(values as Partial<Values>) };
  const { radius, margin, labelColours, columns, tools, isListShown, quality, keys, ...others } =
    all;
  return {
    ...others,
    preferences: {
      radius,
      margin,
      labelColours,
      columns: USUAL.columns.filter(column => columns[column] !== false),
      tools: [...new Set(tools)],
      isListShown,
      mostPixels: PIXELS[quality]
    },
    keys: chosenOf(keys)
  };
}

/** Before a volume is opened, whose own settings count more. */
export function begin(settings: Settings, state: CurationState): Partial<CurationState> {
  return {
    tool: { ...state.tool, name: settings.tool },
    preferences: settings.preferences,
    maximised: settings.views === 'four' ? null : settings.views,
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
    ...(isSame(before.preferences, after.preferences) ? {} : { preferences: after.preferences }),
    ...(before.views === after.views
      ? {}
      : { maximised: after.views === 'four' ? null : after.views }),
    ...(before.list === after.list ? {} : { listLayout: after.list }),
    ...(before.segmentation === after.segmentation
      ? {}
      : { layers: { ...state.layers, segmentation: after.segmentation } })
  };
}

function isSame(a: Preferences, b: Preferences): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
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

/** How the reviewer has set a view up, kept in the browser for the next time the same volume is opened. */
import { labelIndex } from '../core/labels';
import type { Masks } from '../core/masks';
import { NO_MASKS } from '../core/masks';
import type { CurationModel } from '../core/model';
import type { CurationState, VolumeDescription } from '../core/state';

/** One entry of the browser's storage holds the settings of all volumes. */
const ENTRY = 'voxproof:views';
const MOST_VOLUMES = 40;
/** Settings change many times a second while they are dragged. */
const PAUSE_MS = 400;

/** Where text is kept; each call may throw. */
export type TextStorage = Pick<Storage, 'getItem' | 'setItem'>;

type Kept = Pick<
  CurationState,
  'layers' | 'volumeMode' | 'window' | 'windowing' | 'listLayout' | 'stopRule'
> &
  Pick<CurationState['tool'], 'radius' | 'disc'> & { readonly masks: KeptMasks };

/** Labels by their ids: indices are another session's tomorrow. */
type KeptMasks = Omit<Masks, 'labels'> & {
  readonly labels: string;
  readonly inside: string | null;
};

/**
 * Set a model up as it was left, once it opens its volume, and remember what changes. A storage that is full, denied or damaged is as
 * good as none.
 *
 * @param storage - null for the browser's own
 * @returns a function that ends it, with everything remembered
 */
export function keepViewSettings(
  model: CurationModel,
  storage: TextStorage | null = null
): () => void {
  const keeper = new Keeper(model, storage);
  return () => {
    keeper.dispose();
  };
}

class Keeper {
  constructor(
    private readonly _model: CurationModel,
    private readonly _storage: TextStorage | null
  ) {
    this._disconnect = [
      _model.opened.connect(volume => {
        this._open(volume);
      }),
      _model.stateChanged.connect(() => {
        this._follow();
      })
    ];
    window.addEventListener('pagehide', this._save);
  }

  dispose(): void {
    this._save();
    window.removeEventListener('pagehide', this._save);
    this._disconnect.forEach(disconnect => {
      disconnect();
    });
  }

  private _open(volume: VolumeDescription): void {
    const key = keyOf(volume);
    if (key === this._key) {
      return;
    }
    this._key = key;
    const change = restored(this._read()[key], this._model.state, volume);
    if (change !== null) {
      this._model.update(change);
    }
    this._saved = textOf(this._model);
  }

  private _follow(): void {
    if (this._key !== null && this._timer === undefined && textOf(this._model) !== this._saved) {
      this._timer = setTimeout(this._save, PAUSE_MS);
    }
  }

  private readonly _save = (): void => {
    clearTimeout(this._timer);
    this._timer = undefined;
    const text = textOf(this._model);
    if (this._key === null || text === this._saved) {
      return;
    }
    this._saved = text;
    const { [this._key]: _, ...others } = this._read();
    const latest = Object.entries(others).slice(1 - MOST_VOLUMES);
    const all = Object.fromEntries([...latest, [this._key, JSON.parse(text) as unknown]]);
    try {
      (this._storage ?? window.localStorage).setItem(ENTRY, JSON.stringify(all));
    } catch {
      // Full or denied: the next page begins with the settings of a new one.
    }
  };

  private _read(): Record<string, unknown> {
    try {
      const text = (this._storage ?? window.localStorage).getItem(ENTRY);
      const all: unknown = JSON.parse(text ?? '{}');
      return isRecord(all) ? all : {};
    } catch {
      return {};
    }
  }

  private readonly _disconnect: readonly (() => void)[];
  private _key: string | null = null;
  private _saved = '';
  private _timer: ReturnType<typeof setTimeout> | undefined;
}

/** Settings mean the same only for the same grid and grey values. */
function keyOf({ name, shape, spacing, image }: VolumeDescription): string {
  const { z, y, x } = shape;
  return JSON.stringify([
    name,
    z,
    y,
    x,
    spacing.z,
    spacing.y,
    spacing.x,
    image.dtype,
    ...image.range
  ]);
}

function textOf({ state, volume }: CurationModel): string {
  const { tool, layers, volumeMode, window: grey, windowing, listLayout, stopRule } = state;
  const kept: Kept = {
    radius: tool.radius,
    disc: tool.disc,
    layers: { ...layers, peek: false, before: false, changes: false },
    volumeMode,
    // Found anew where it follows the image.
    window: windowing === 'own' ? grey : [0, 255],
    windowing,
    listLayout,
    stopRule,
    masks: keptMasks(state.masks, volume?.segmentation.labels ?? [])
  };
  return JSON.stringify(kept);
}

function keptMasks({ labels, ...masks }: Masks, ids: readonly string[]): KeptMasks {
  const inside = labels.kind === 'inside' ? ids[labels.label] : null;
  return { ...masks, labels: labels.kind, inside };
}

function restoredMasks(entry: unknown, ids: readonly string[]): Masks {
  if (!isRecord(entry)) {
    return NO_MASKS;
  }
  const kind = oneOf(['any', 'keep-others', 'inside'], entry['labels']) ?? 'any';
  const label = typeof entry['inside'] === 'string' ? ids.indexOf(entry['inside']) : -1;
  const { brightness } = entry;
  const isValue = typeof brightness === 'number' && brightness >= 0 && brightness <= 255;
  return {
    labels:
      kind !== 'inside'
        ? { kind }
        : label < 0
          ? NO_MASKS.labels
          : { kind, label: labelIndex(label) },
    crop: either(entry['crop'], false),
    brightness: isValue ? brightness : null,
    spread: positive(entry['spread']) ?? NO_MASKS.spread
  };
}

/** What of an entry can be read, on top of the state. */
function restored(
  entry: unknown,
  state: CurationState,
  { segmentation }: VolumeDescription
): Partial<CurationState> | null {
  if (!isRecord(entry)) {
    return null;
  }
  const layers = isRecord(entry['layers']) ? entry['layers'] : {};
  const isOwn = entry['windowing'] === 'own' && isWindow(entry['window']);
  return {
    tool: {
      ...state.tool,
      radius: positive(entry['radius']) ?? state.tool.radius,
      disc: either(entry['disc'], state.tool.disc)
    },
    layers: {
      segmentation: oneOf(['outline', 'fill', 'off'], layers['segmentation']) ?? 'outline',
      region: either(layers['region'], state.layers.region),
      uncertainty: either(layers['uncertainty'], state.layers.uncertainty),
      peek: false,
      before: false,
      changes: false
    },
    volumeMode: oneOf(['surfaces', 'projection'], entry['volumeMode']) ?? state.volumeMode,
    listLayout: oneOf(['stops', 'flat'], entry['listLayout']) ?? state.listLayout,
    stopRule: positive(entry['stopRule']),
    masks: restoredMasks(entry['masks'], segmentation.labels),
    ...(isOwn && isWindow(entry['window'])
      ? { window: entry['window'], windowing: 'own' }
      : { windowing: entry['windowing'] === 'volume' ? 'volume' : state.windowing })
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isWindow(value: unknown): value is readonly [number, number] {
  return (
    Array.isArray(value) &&
    value.length === 2 &&
    value.every(Number.isFinite) &&
    Number(value[0]) < Number(value[1])
  );
}

function positive(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : null;
}

function either(value: unknown, otherwise: boolean): boolean {
  return typeof value === 'boolean' ? value : otherwise;
}

function oneOf<T extends string>(options: readonly T[], value: unknown): T | null {
  return options.find(option => option === value) ?? null;
}

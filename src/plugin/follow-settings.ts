/** Makes settings act: on curators that open, on those that are there, on keys, colours, size and memory of the page. */
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { CurationModel } from '../core/model';
import { keyBindings } from '../tools/key-bindings';
import { allowMemory } from './allowed-memory';
import type { ICurator, ICurators } from './curators';
import type { Settings } from './settings';
import { begin, change, readSettings } from './settings';

/**
 * @param source - may come after the first curators
 * @param onKeys - keys are others
 */
export function followSettings(
  source: Pick<ISettingRegistry.ISettings, 'composite' | 'changed'>,
  curators: Pick<ICurators, 'all' | 'added'>,
  onKeys: () => void
): void {
  let now = readSettings({});
  const follow = (): void => {
    const before = now;
    now = readSettings(source.composite);
    curators.all.forEach(({ model }) => {
      adopt(model, before, now);
    });
    dress(now);
    onKeys();
  };
  const furnish = ({ model }: ICurator): void => {
    if (model.volume === null) {
      model.update(begin(now, model.state));
    }
  };
  follow();
  curators.all.forEach(furnish);
  curators.added.connect((_, curator) => {
    furnish(curator);
  });
  source.changed.connect(follow);
}

function adopt(model: CurationModel, before: Settings, now: Settings): void {
  const { margin, radius } = now.preferences;
  model.update(change(before, now, model.state));
  if (margin !== before.preferences.margin) {
    model.recentre();
  }
  if (radius !== before.preferences.radius) {
    model.setRadius(radius);
  }
}

/** What is the page's, not a curator's. */
function dress({ regionColour, height, memory, keys }: Settings): void {
  const { dataset, style } = document.body;
  dataset['voxproofRegion'] = regionColour;
  style.setProperty('--vp-height', `${height}px`);
  allowMemory(memory);
  keyBindings.choose(keys);
}

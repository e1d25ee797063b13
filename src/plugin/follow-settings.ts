/** Makes settings act: on curators that open, on those that are there, on keys and colours. */
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { keyBindings } from '../tools/key-bindings';
import type { ICurator, ICurators } from './curators';
import { begin, change, readSettings } from './settings';

/** @param onKeys - keys are others */
export function followSettings(
  source: ISettingRegistry.ISettings,
  curators: ICurators,
  onKeys: () => void
): void {
  let now = readSettings(source.composite);
  const furnish = ({ model }: ICurator): void => {
    if (model.volume === null) {
      model.update(begin(now, model.state));
    }
  };
  const dress = (): void => {
    document.body.dataset['voxproofRegion'] = now.regionColour;
    keyBindings.choose(now.keys);
    onKeys();
  };
  dress();
  curators.all.forEach(furnish);
  curators.added.connect((_, curator) => {
    furnish(curator);
  });
  source.changed.connect(() => {
    const before = now;
    now = readSettings(source.composite);
    curators.all.forEach(({ model }) => {
      model.update(change(before, now, model.state));
    });
    dress();
  });
}

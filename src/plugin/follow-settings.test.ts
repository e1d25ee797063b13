import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import { CurationModel } from '../core/model';
import { keyBindings } from '../tools/key-bindings';
import { openSession } from '../tools/testing';
import type { CuratorFacts } from './curators';
import { Curators } from './curators';
import { followSettings } from './follow-settings';

type Source = Pick<ISettingRegistry.ISettings, 'composite' | 'changed'>;

class FakeSettings {
  readonly changed = new Signal<this, void>(this);

  constructor(public composite: ReadonlyPartialJSONObject) {}

  choose(composite: ReadonlyPartialJSONObject): void {
    this.composite = composite;
    this.changed.emit();
  }
}

function enter(curators: Curators, model: CurationModel): void {
  const session = { name: 'mouse-07', document: 'a.ipynb', model } as CuratorFacts['session'];
  curators.enter({ id: 'one', session, createView: () => Promise.resolve(new Widget()) });
}

function follow(settings: FakeSettings, curators: Curators): void {
  followSettings(settings as unknown as Source, curators, () => undefined);
}

test('what is chosen acts on a curator that was there before, but for the tool in hand', () => {
  const [model, curators] = [openSession(), new Curators()];
  enter(curators, model);
  follow(new FakeSettings({ list: 'flat', tool: 'brush', keys: { brush: ['f8'] } }), curators);
  expect([model.state.listLayout, model.state.tool.name]).toEqual(['flat', 'look']);
  expect(keyBindings.commandOf('f8')).toBe('brush');
});

test('a curator that comes has it from the beginning, with the tool', () => {
  const [model, curators] = [new CurationModel(), new Curators()];
  follow(new FakeSettings({ tool: 'brush', views: 'z', regionColour: 'blue' }), curators);
  enter(curators, model);
  expect([model.state.tool.name, model.state.maximised]).toEqual(['brush', 'z']);
  expect(document.body.dataset['voxproofRegion']).toBe('blue');
});

test('another radius and another margin act at once', () => {
  const [model, curators, settings] = [openSession(), new Curators(), new FakeSettings({})];
  const recentre = jest.spyOn(model, 'recentre');
  enter(curators, model);
  follow(settings, curators);
  const { radius } = model.state.tool;
  settings.choose({ radius: 6 });
  expect(model.state.tool.radius).toBe(2 * radius);
  expect(recentre).not.toHaveBeenCalled();
  settings.choose({ radius: 6, margin: 1 });
  expect(recentre).toHaveBeenCalledTimes(1);
});

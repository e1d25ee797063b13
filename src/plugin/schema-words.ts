/**
 * The settings page and the submenus in the language of JupyterLab. Its server translates the schemas of its own extensions only, so that
 * ours are translated here, when the registry takes them in.
 */
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { PartialJSONObject, PartialJSONValue } from '@lumino/coreutils';

/** Keys of a schema whose texts people read. */
const READ: readonly string[] = ['title', 'description', 'label', 'jupyter.lab.setting-icon-label'];

/** The same schema in other words; what is given stays as it is. */
export function translateSchema<T extends PartialJSONObject>(
  schema: T,
  trans: TranslationBundle
): T {
  return mapped(schema, (key, value) => inWords(key, value, contextOf(key, value), trans)) as T;
}

/** The same registry; what is transformed through it has its words translated before. */
export function inOurWords(registry: ISettingRegistry, trans: TranslationBundle): ISettingRegistry {
  const transform: ISettingRegistry['transform'] = (plugin, transforms) =>
    registry.transform(plugin, {
      ...transforms,
      fetch: fetched => {
        const translated = { ...fetched, schema: translateSchema(fetched.schema, trans) };
        return transforms.fetch?.(translated) ?? translated;
      }
    });
  return Object.create(registry, { transform: { value: transform } }) as ISettingRegistry;
}

/** As JupyterLab names them in its own catalogues. */
function contextOf(key: string, value: PartialJSONValue | undefined): string {
  if (key === 'jupyter.lab.menus') {
    return 'menu';
  }
  return typeof value === 'string' && !key.includes('.') ? 'schema' : 'settings';
}

function inWords(
  key: string,
  value: PartialJSONValue | undefined,
  context: string,
  trans: TranslationBundle
): PartialJSONValue | undefined {
  if (typeof value === 'string') {
    // eslint-disable-next-line jupyter/no-dynamic-translation -- scripts/messages.mjs finds these texts in the schemas
    return READ.includes(key) && value !== '' ? trans._p(context, value) : value;
  }
  if (Array.isArray(value)) {
    return value.map(each => inWords('', each, context, trans) ?? null);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return mapped(value, (name, each) => inWords(name, each, context, trans));
}

function mapped(
  object: PartialJSONObject,
  change: (key: string, value: PartialJSONValue | undefined) => PartialJSONValue | undefined
): PartialJSONObject {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [key, change(key, value)])
  );
}

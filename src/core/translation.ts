/** Words of the interface go through here. JupyterLab's translation bundle fits as it is. */

export interface Translation {
  /** `text` with `%1`, `%2` … replaced by the arguments. */
  __(text: string, ...values: (string | number)[]): string;
  /** The singular for `count` 1, else the plural; `%1` is the count. */
  _n(singular: string, plural: string, count: number, ...values: (string | number)[]): string;
}

export const ENGLISH: Translation = {
  __: (text, ...values) => fill(text, values),
  _n: (singular, plural, count, ...values) =>
    fill(count === 1 ? singular : plural, [count, ...values])
};

function fill(text: string, values: readonly (string | number)[]): string {
  return text.replace(/%(\d)/g, (_, place: string) => String(values[Number(place) - 1] ?? ''));
}

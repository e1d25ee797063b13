/** Names of keys as people read them. */
const SHOWN_KEYS: Readonly<Record<string, string>> = {
  enter: 'Enter',
  space: 'Space',
  ctrl: 'Ctrl',
  shift: 'Shift',
  arrowleft: '←',
  arrowright: '→',
  arrowup: '↑',
  arrowdown: '↓'
};

/** `ctrl shift z` as `Ctrl+Shift+Z`. */
export function showKey(key: string): string {
  const parts = key.split(' ');
  return parts
    .map(part => SHOWN_KEYS[part] ?? (parts.length > 1 ? part.toUpperCase() : part))
    .join('+');
}

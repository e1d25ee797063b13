/** Names of pressed keys. */

/** Places on a Latin keyboard of keys that have a meaning; letters tell theirs themselves. */
const LATIN_SIGNS: Readonly<Partial<Record<string, string>>> = {
  BracketLeft: '[',
  BracketRight: ']',
  Comma: ',',
  Period: '.',
  Slash: '/'
};

/** Whether a person has pressed a key for what it says: not to compose a character, and not the browser that fills in a form. */
export function isPressed(event: Event): boolean {
  return event instanceof KeyboardEvent && event.key !== '' && !event.isComposing;
}

/**
 * Name of a pressed key with its modifiers: `n`, `shift n`, `ctrl shift z`, `[`, `?`. Command counts as ctrl. Shift is told only where it
 * does not change the character itself.
 */
export function keyName(event: KeyboardEvent): string {
  return named(event, event.key === ' ' ? 'space' : event.key.toLowerCase());
}

/** As {@link keyName}, of the key in this place on a Latin keyboard; null where the layout in use writes Latin. */
export function latinKeyName(event: KeyboardEvent): string | null {
  const isForeign = /^\p{L}$/u.test(event.key) && !/\p{Script=Latin}/u.test(event.key);
  const latin = /^Key([A-Z])$/.exec(event.code)?.[1].toLowerCase() ?? LATIN_SIGNS[event.code];
  return isForeign && latin !== undefined ? named(event, latin) : null;
}

function named(event: KeyboardEvent, key: string): string {
  const isTyped = event.getModifierState('AltGraph');
  const isSymbol = key.length === 1 && key === key.toUpperCase();
  const parts = [
    !isTyped && (event.ctrlKey || event.metaKey) ? 'ctrl' : '',
    !isTyped && event.altKey ? 'alt' : '',
    event.shiftKey && !isSymbol ? 'shift' : '',
    key
  ];
  return parts.filter(part => part !== '').join(' ');
}

/** Keys and mouse, over the views. */
import { useEffect, useRef } from 'react';
import type { CommandEntry } from '../tools';
import { COMMAND_LIST, COMMAND_NAMES, keyBindings, mouseWords, otherKeys, showKey } from '../tools';
import { Button } from './Button';
import type { Panel } from './context';
import { usePanel, useVersion } from './context';
import { useEscape } from './escape';

interface HelpProps {
  readonly onClose: () => void;
}

const GROUPS = ['Review', 'List', 'Paint', 'Look', 'History'] as const;

export function Help({ onClose }: HelpProps) {
  const { trans, words } = usePanel();
  const groups = {
    Review: trans.__('Review'),
    List: trans.__('List'),
    Paint: trans.__('Paint'),
    Look: trans.__('Look'),
    History: trans.__('History')
  };
  useVersion(keyBindings.changed);
  const dialog = useRef<HTMLDivElement>(null);
  useEffect(() => {
    dialog.current?.focus();
  }, []);
  useEscape(true, onClose);
  return (
    <div
      ref={dialog}
      className="vp-Help"
      role="dialog"
      aria-label={trans.__('Keys and mouse')}
      tabIndex={-1}
      data-own-keys=""
      onKeyDown={event => {
        if (event.key === '?') {
          onClose();
        }
      }}
    >
      <header>
        <h2>{trans.__('Keys and mouse')}</h2>
        <Button label={trans.__('Close (Esc)')} icon="close" onClick={onClose} />
      </header>
      <div className="vp-Help-columns">
        {GROUPS.map(group => (
          <section key={group}>
            <h3>{groups[group]}</h3>
            <Keys lines={commandsOf(group, words)} />
          </section>
        ))}
        <section>
          <h3>{trans.__('Keyboard')}</h3>
          <Keys lines={otherKeys(trans)} />
        </section>
        <section>
          <h3>{trans.__('Mouse')}</h3>
          <dl>
            {mouseWords(trans).map(([gesture, does]) => (
              <div key={gesture}>
                <dt>{gesture}</dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </div>
  );
}

interface KeysProps {
  readonly lines: readonly (readonly [keys: readonly string[], does: string])[];
}

function Keys({ lines }: KeysProps) {
  return (
    <dl>
      {lines.map(([keys, does]) => (
        <div key={does}>
          <dt>
            {keys.map(key => (
              <kbd key={key}>{key}</kbd>
            ))}
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  );
}

/** One line for commands of the same words, such as the four arrows. */
function commandsOf(group: CommandEntry['group'], words: Panel['words']): KeysProps['lines'] {
  const lines = new Map<string, string[]>();
  for (const name of COMMAND_NAMES) {
    const { group: own }: CommandEntry = COMMAND_LIST[name];
    const keys = keyBindings.keysOf(name);
    if (own === group && keys.length > 0) {
      const { caption } = words[name];
      lines.set(caption, [...(lines.get(caption) ?? []), ...keys.map(showKey)]);
    }
  }
  return [...lines].map(([caption, keys]) => [keys, caption]);
}

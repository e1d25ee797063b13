/** Keys and mouse, over the views. */
import { useEffect, useRef } from 'react';
import type { Command } from '../tools';
import { COMMANDS, MOUSE, OTHER_KEYS } from '../tools';
import { Button, showKey } from './Button';
import { usePanel } from './context';
import { useEscape } from './escape';

interface HelpProps {
  readonly onClose: () => void;
}

const GROUPS = ['Review', 'List', 'Paint', 'Look', 'History'] as const;

export function Help({ onClose }: HelpProps) {
  const { trans } = usePanel();
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
            <h3>{trans.__(group)}</h3>
            <Keys lines={commandsOf(group)} />
          </section>
        ))}
        <section>
          <h3>{trans.__('Keyboard')}</h3>
          <Keys lines={OTHER_KEYS} />
        </section>
        <section>
          <h3>{trans.__('Mouse')}</h3>
          <dl>
            {MOUSE.map(([gesture, does]) => (
              <div key={gesture}>
                <dt>{trans.__(gesture)}</dt>
                <dd>{trans.__(does)}</dd>
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
  const { trans } = usePanel();
  return (
    <dl>
      {lines.map(([keys, does]) => (
        <div key={does}>
          <dt>
            {keys.map(key => (
              <kbd key={key}>{key}</kbd>
            ))}
          </dt>
          <dd>{trans.__(does)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** One line for commands of the same words, such as the four arrows. */
function commandsOf(group: Command['group']): KeysProps['lines'] {
  const lines = new Map<string, string[]>();
  for (const command of Object.values<Command>(COMMANDS)) {
    if (command.group === group && command.keys.length > 0) {
      const keys = lines.get(command.label) ?? [];
      lines.set(command.label, [...keys, ...command.keys.map(showKey)]);
    }
  }
  return [...lines].map(([label, keys]) => [keys, label]);
}

/** Keys and mouse, over the views. */
import { useEffect, useRef } from 'react';
import type { Command } from '../tools';
import { COMMANDS, MOUSE } from '../tools';
import { Button, showKey } from './Button';
import { usePanel } from './context';
import { useEscape } from './escape';

interface HelpProps {
  readonly onClose: () => void;
}

const GROUPS = ['Review', 'Paint', 'Look', 'History'] as const;

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
            <dl>
              {commandsOf(group).map(({ label, keys }) => (
                <div key={label}>
                  <dt>
                    {keys.map(key => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dt>
                  <dd>{trans.__(label)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
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

/** One line for commands of the same words, such as the four arrows. */
function commandsOf(
  group: Command['group']
): readonly { label: string; keys: readonly string[] }[] {
  const lines = new Map<string, string[]>();
  for (const command of Object.values<Command>(COMMANDS)) {
    if (command.group === group) {
      const keys = lines.get(command.label) ?? [];
      lines.set(command.label, [...keys, showKey(command.keys[0])]);
    }
  }
  return [...lines].map(([label, keys]) => ({ label, keys }));
}

/** A button that does not take the keyboard away from the view when it is clicked. */
import type { ReactNode } from 'react';
import type { CommandName } from '../tools';
import { OWN_KEYS, showKey } from '../tools';
import { usePanel } from './context';
import type { IconName } from './icon-paths';
import { Icon } from './Icon';
import { barred, useBar } from './read-only';
import { useKeys } from './use-keys';

interface ButtonProps {
  /** Read out, and shown as the tooltip. */
  readonly label: string;
  readonly icon?: IconName | undefined;
  readonly children?: ReactNode;
  readonly kind?: 'plain' | 'primary' | 'outlined';
  /** Of a toggle. */
  readonly pressed?: boolean | undefined;
  readonly expanded?: boolean;
  /** Shown as not available; keeps the focus, so that keys do not fall through to the notebook. */
  readonly unavailable?: boolean;
  readonly className?: string;
  readonly tabIndex?: number;
  readonly onClick: () => void;
}

export function Button(props: ButtonProps) {
  const { label, icon, children, kind = 'plain', pressed, expanded, unavailable = false } = props;
  const { focus } = usePanel();
  return (
    <button
      type="button"
      className={`vp-Button vp-mod-${kind} ${props.className ?? ''}`}
      title={label}
      aria-label={children === undefined ? label : undefined}
      aria-pressed={pressed}
      aria-expanded={expanded}
      aria-disabled={unavailable || undefined}
      tabIndex={props.tabIndex}
      onMouseDown={event => {
        event.preventDefault();
        if (event.currentTarget.closest(`[${OWN_KEYS}]`) === null) {
          focus();
        }
      }}
      onClick={event => {
        event.stopPropagation();
        if (!unavailable) {
          props.onClick();
        }
      }}
    >
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </button>
  );
}

interface CommandButtonProps extends Omit<ButtonProps, 'onClick' | 'label'> {
  readonly command: CommandName;
  /** Words of the tooltip; those of the command without it. */
  readonly label?: string;
}

/** A button for a command, with its key in the tooltip. */
export function CommandButton({ command, label, ...rest }: CommandButtonProps) {
  const { run, words } = usePanel();
  const keys = useKeys(command);
  const bar = useBar(command);
  const text = label ?? words[command].caption;
  const withKey = keys.length > 0 ? `${text} (${showKey(keys[0])})` : text;
  return (
    <Button
      {...rest}
      unavailable={rest.unavailable === true || bar !== null}
      label={barred(withKey, bar)}
      onClick={() => {
        run(command);
      }}
    />
  );
}

/** A line across the panels that says what happened and what to do. */
import type { ReactNode } from 'react';
import type { IconName } from './icon-paths';
import { Icon } from './Icon';

export type NoticeKind = 'info' | 'success' | 'warning' | 'error';

interface NoticeProps {
  readonly kind: NoticeKind;
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

const ICONS: Readonly<Record<NoticeKind, IconName>> = {
  info: 'info',
  success: 'check',
  warning: 'warning',
  error: 'warning'
};

export function Notice({ kind, title, children, actions }: NoticeProps) {
  return (
    <div className={`vp-Notice vp-mod-${kind}`} role={kind === 'error' ? 'alert' : undefined}>
      <Icon name={ICONS[kind]} />
      <p>
        <strong>{title}</strong> {children}
      </p>
      {actions}
    </div>
  );
}

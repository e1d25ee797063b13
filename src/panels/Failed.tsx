/** In the place of a view that cannot be shown: what was found, and what to do. */
import { usePanel } from './context';
import { Icon } from './Icon';

interface FailedProps {
  readonly message: string;
  readonly remedy: string;
}

export function Failed({ message, remedy }: FailedProps) {
  const { trans } = usePanel();
  return (
    <div className="vp-Stage" role="alert">
      <Icon name="warning" />
      <h2>{trans.__('This view cannot be shown')}</h2>
      <p>{message}</p>
      <p>
        <strong>{remedy}</strong>
      </p>
    </div>
  );
}

/** A number that takes effect while it is typed, and is put right when the field is left. */
import { useState } from 'react';
import { plainFigure } from './format';

interface NumberFieldProps {
  readonly label: string;
  readonly title: string;
  readonly value: number;
  readonly step: number;
  readonly minimum?: number;
  readonly unit?: string;
  readonly onChange: (value: number) => void;
  /** Enter was pressed. */
  readonly onDone: () => void;
}

export function NumberField(props: NumberFieldProps) {
  const { label, title, value, step, minimum, unit } = props;
  /** What is typed, as long as it is being typed. */
  const [draft, setDraft] = useState<string | null>(null);
  return (
    <label className="vp-Field" title={title}>
      <input
        type="number"
        aria-label={label}
        value={draft ?? plainFigure(value)}
        step={step}
        min={minimum}
        onChange={event => {
          const { value: text, valueAsNumber: number } = event.target;
          setDraft(text);
          if (Number.isFinite(number) && (minimum === undefined || number >= minimum)) {
            props.onChange(number);
          }
        }}
        onBlur={() => {
          setDraft(null);
        }}
        onKeyDown={event => {
          if (event.key === 'Enter') {
            setDraft(null);
            props.onDone();
          }
        }}
      />
      {unit !== undefined && <span aria-hidden="true">{unit}</span>}
    </label>
  );
}

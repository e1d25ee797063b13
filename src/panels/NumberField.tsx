/** A number that takes effect while it is typed, and is put right when the field is left. */
import { useState } from 'react';
import { plainFigure } from './format';

interface NumberFieldProps {
  readonly label: string;
  readonly title: string;
  /** Null for none, where the field may be empty. */
  readonly value: number | null;
  readonly step: number;
  readonly minimum?: number;
  readonly maximum?: number;
  /** Shown while the field is empty. */
  readonly placeholder?: string;
  readonly unavailable?: boolean;
  readonly unit?: string;
  readonly onChange: (value: number) => void;
  /** The field was emptied; without it that means nothing. */
  readonly onClear?: () => void;
  /** Enter was pressed. */
  readonly onDone: () => void;
}

export function NumberField(props: NumberFieldProps) {
  const { label, title, value, step, minimum = -Infinity, maximum = Infinity, unit } = props;
  /** What is typed, as long as it is being typed. */
  const [draft, setDraft] = useState<string | null>(null);
  return (
    <label className="vp-Field" title={title}>
      <input
        type="number"
        aria-label={label}
        value={draft ?? (value === null ? '' : plainFigure(value))}
        step={step}
        min={props.minimum}
        max={props.maximum}
        placeholder={props.placeholder}
        disabled={props.unavailable}
        onChange={event => {
          const { value: text, valueAsNumber: number } = event.target;
          setDraft(text);
          if (text === '') {
            props.onClear?.();
          } else if (number >= minimum && number <= maximum) {
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

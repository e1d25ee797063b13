/** One of a few, all in sight. */
import { Button } from './Button';

export interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly (readonly [value: T, word: string])[];
  readonly unavailable?: boolean;
  readonly onChoose: (value: T) => void;
}

export function Choice<T extends string>(props: ChoiceProps<T>) {
  const { label, value, options, unavailable = false, onChoose } = props;
  return (
    <div className="vp-Choice" role="group" aria-label={label}>
      {options.map(([option, word]) => (
        <Button
          key={option}
          label={`${label}: ${word}`}
          pressed={option === value}
          unavailable={unavailable}
          onClick={() => {
            onChoose(option);
          }}
        >
          {word}
        </Button>
      ))}
    </div>
  );
}

/** One of several, by its word. */
interface SelectProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly (readonly [value: T, word: string])[];
  readonly onChange: (value: T) => void;
}

export function Select<T extends string>({ label, value, options, onChange }: SelectProps<T>) {
  return (
    <select
      className="vp-Select"
      aria-label={label}
      title={label}
      value={value}
      onChange={event => {
        const chosen = options.find(([option]) => option === event.target.value);
        if (chosen !== undefined) {
          onChange(chosen[0]);
        }
      }}
    >
      {options.map(([option, word]) => (
        <option key={option} value={option}>
          {word}
        </option>
      ))}
    </select>
  );
}

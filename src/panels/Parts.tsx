/** Facts in a line, as many as there is room for: one that does not fit is left out, never cut in a number. */

interface PartsProps {
  readonly parts: readonly string[];
  readonly className?: string;
}

export function Parts({ parts, className = '' }: PartsProps) {
  return (
    <span className={`vp-Parts ${className}`}>
      {parts.map((part, place) => (
        <span key={part}>{place === 0 ? part : ` · ${part}`}</span>
      ))}
    </span>
  );
}

/** A share of the best score, as a bar. */
export function ScoreBar({ share }: { readonly share: number }) {
  const filled = Number.isFinite(share) ? Math.min(Math.max(share, 0), 1) : 0;
  return (
    <span className="vp-Bar" aria-hidden="true">
      <span style={{ width: `${100 * filled}%` }} />
    </span>
  );
}

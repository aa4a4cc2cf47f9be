/** The mark: two sides that talk, one line between them. */
export function BrandMark({ size = 20 }: { size?: number }) {
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} aria-hidden="true" className="shrink-0">
      <path
        d="M11 4.5v13l-3.6 2.7v-2.9H6.5a3.5 3.5 0 0 1-3.5-3.5V8a3.5 3.5 0 0 1 3.5-3.5z"
        className="fill-accent"
      />
      <path
        d="M13 4.5v13h4.5a3.5 3.5 0 0 0 3.5-3.5V8a3.5 3.5 0 0 0-3.5-3.5z"
        className="fill-accent opacity-45"
      />
    </svg>
  );
}

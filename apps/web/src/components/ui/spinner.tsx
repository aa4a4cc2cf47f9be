import { LoaderCircle } from "lucide-react";

/** Says nothing to screen readers: whatever it stands in says that it is busy. */
export function Spinner({ size = 16 }: { size?: 16 | 20 }) {
  return (
    <LoaderCircle
      aria-hidden
      size={size}
      strokeWidth={1.75}
      className="shrink-0 motion-safe:animate-spin"
    />
  );
}

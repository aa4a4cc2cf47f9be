import type { ReactNode } from "react";

/** One thing in the middle of an otherwise empty page. */
export function WholePage({ children }: { children: ReactNode }) {
  return <main className="flex min-h-dvh flex-col justify-center bg-page">{children}</main>;
}

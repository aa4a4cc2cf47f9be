import { type ReactNode, useId } from "react";

type SectionProps = { title: string; sentence?: string; children: ReactNode };

/** A titled part of a settings page. */
export function Section({ title, sentence, children }: SectionProps) {
  const titleId = useId();
  return (
    <section
      aria-labelledby={titleId}
      className="border-t border-line py-7 first:border-0 first:pt-0"
    >
      <h2 id={titleId} className="text-base font-semibold">
        {title}
      </h2>
      {sentence === undefined ? null : (
        <p className="mt-0.5 max-w-prose text-pretty text-muted">{sentence}</p>
      )}
      <div className="mt-4 max-w-md">{children}</div>
    </section>
  );
}

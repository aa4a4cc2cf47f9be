import { type ReactNode, useId } from "react";

type SectionProps = { title: string; sentence?: string; children: ReactNode };

/** A titled part of a settings page. */
export function Section({ title, sentence, children }: SectionProps) {
  const titleId = useId();
  return (
    <section
      aria-labelledby={titleId}
      className="grid grid-cols-[minmax(0,1fr)] gap-x-8 gap-y-4 border-t border-line py-7 lg:grid-cols-[15rem_minmax(0,1fr)]"
    >
      <div>
        <h2 id={titleId} className="text-base font-semibold">
          {title}
        </h2>
        {sentence === undefined ? null : (
          <p className="mt-0.5 max-w-prose text-note text-pretty wrap-anywhere text-muted">
            {sentence}
          </p>
        )}
      </div>
      <div className="max-w-md">{children}</div>
    </section>
  );
}

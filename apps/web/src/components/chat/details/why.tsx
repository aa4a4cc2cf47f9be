"use client";

import { type JsonObject, type TraceStep, trace as traceShape } from "@parley/core";
import { useTranslations } from "next-intl";
import { z } from "zod";
import { Step } from "./trace-step.tsx";

const kept = z.object({ trace: traceShape });

/** What happened on the way to an answer, step by step; nothing where that is not kept, or not told yet. */
export function Why({ metadata }: { metadata: JsonObject }) {
  const t = useTranslations("chat.trace");
  const own = kept.safeParse(metadata.parley);
  if (!own.success || own.data.trace.steps.length === 0) return null;
  const { steps, dropped } = own.data.trace;
  return (
    <section aria-label={t("title")} data-testid="trace">
      <h3 className="mb-2 text-note font-semibold">{t("title")}</h3>
      <ol className="flex flex-col">
        {numbered(steps).map(({ key, step }) => (
          <li
            key={key}
            className="relative border-s border-line ps-4 pb-3.5 last:border-transparent last:pb-0"
          >
            <span
              aria-hidden
              className={`absolute -start-[4.5px] top-1.5 size-2 rounded-full ${toneOf(step)}`}
            />
            <Step step={step} />
          </li>
        ))}
      </ol>
      {dropped === 0 ? null : (
        <p className="mt-2 text-note text-muted">{t("dropped", { count: dropped })}</p>
      )}
    </section>
  );
}

/** Steps have no names of their own; their order never changes. */
function numbered(steps: readonly TraceStep[]) {
  return steps.map((step, place) => ({ key: `${place}-${step.step}`, step }));
}

function toneOf(step: TraceStep): string {
  if ("error" in step && step.error !== undefined) return "bg-broken";
  return step.step === "answer" ? "bg-accent" : "bg-faint";
}

"use client";

import { useTranslations } from "next-intl";
import { Frame, type Of } from "./trace-frame.tsx";

/** What a filter did with a request or an answer: each place as it was, and as it became. */
export function FilterStep({ step }: Of<"filter">) {
  const t = useTranslations("chat.trace.filter");
  const { at, ms, name, hook, outcome, changes = [], error } = step;
  const { events, changed = 0, dropped = 0 } = step;
  return (
    <Frame title={t(hook, { name })} at={at} ms={ms} error={error}>
      {hook === "stream" && outcome === "changed" ? null : (
        <p>{outcome === "changed" ? t("changed", { count: changes.length }) : t(outcome)}</p>
      )}
      {events === undefined ? null : <p>{t("pieces", { events, changed, dropped })}</p>}
      {changes.map(({ path, before, after }) => (
        <div key={path} className="mt-1 overflow-hidden rounded-sm border border-line text-xs">
          <p className="border-b border-line px-2 py-1 font-mono">{path}</p>
          <Side kind="before" text={before} />
          <Side kind="after" text={after} />
        </div>
      ))}
    </Frame>
  );
}

function Side({ kind, text }: { kind: "before" | "after"; text: string }) {
  const t = useTranslations("chat.trace.filter");
  const isBefore = kind === "before";
  const Text = isBefore ? "del" : "ins";
  return (
    <p className="flex max-h-40 gap-2 overflow-y-auto px-2 py-1">
      <span aria-hidden className={isBefore ? "text-broken" : "text-good"}>
        {isBefore ? "−" : "+"}
      </span>
      <span className="sr-only">{t(kind)}</span>
      {text === "" ? (
        <span className="italic">{t("nothing")}</span>
      ) : (
        <Text className="min-w-0 whitespace-pre-wrap text-text no-underline wrap-anywhere">
          {text}
        </Text>
      )}
    </p>
  );
}

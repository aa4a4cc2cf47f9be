"use client";

import { useTranslations } from "next-intl";
import { Changes } from "#components/ui/changes.tsx";
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
      <Changes changes={changes} />
    </Frame>
  );
}

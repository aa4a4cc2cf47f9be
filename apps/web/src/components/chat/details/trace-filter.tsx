"use client";

import { useTranslations } from "next-intl";
import { Changes } from "#components/ui/changes.tsx";
import { Frame, type Of } from "./trace-frame.tsx";

/** What a filter did with a request or an answer: each place as it was, and as it became. */
export function FilterStep({ step }: Of<"filter">) {
  const t = useTranslations("chat.trace.filter");
  const { at, ms, name, hook, outcome, changes = [], error } = step;
  const isVerdict = outcome === "refused" && error?.code === "filter_refused";
  return (
    // What a filter said to the person is no failure of its own.
    <Frame title={t(hook, { name })} at={at} ms={ms} error={isVerdict ? undefined : error}>
      {hook === "stream" ? (
        <Pieces step={step} />
      ) : (
        <p>{outcome === "changed" ? t("changed", { count: changes.length }) : t(outcome)}</p>
      )}
      {isVerdict ? <p className="text-text">{t("said", { sentence: error.message })}</p> : null}
      <Changes changes={changes} />
    </Frame>
  );
}

/** How many pieces of an answer it saw on their way, and what it did with them. */
function Pieces({ step: { outcome, events = 0, changed = 0, dropped = 0 } }: Of<"filter">) {
  const t = useTranslations("chat.trace.filter");
  const said = [
    t("pieces", { count: events }),
    ...(changed === 0 ? [] : [t("piecesChanged", { count: changed })]),
    ...(dropped === 0 ? [] : [t("piecesDropped", { count: dropped })]),
    ...(changed + dropped === 0 && outcome === "unchanged" ? [t("unchanged")] : []),
    ...(outcome === "unchanged" || outcome === "changed" ? [] : [t(outcome)]),
  ];
  return <p>{said.join(" ")}</p>;
}

"use client";

import type { FunctionHook, Json } from "@parley/core";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { Changes } from "#components/ui/changes.tsx";
import { Status, type StatusTone } from "#components/ui/status.tsx";
import type { RouterOutputs } from "#lib/trpc.ts";
import { LogLines } from "./log-lines.tsx";

type Result = RouterOutputs["functions"]["try"];

const tones = {
  value: "good",
  nothing: "good",
  blocked: "caution",
  failed: "broken",
} as const satisfies Record<Result["outcome"], StatusTone>;

/** What a handler changed, gave back, said and wrote, and how long it took. */
export function TrialResult({ result, hook }: { result: Result; hook: FunctionHook }) {
  const t = useTranslations("functions.try");
  const titleId = useId();
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    // Newer browsers give a promise back, which is nothing to clean up with.
    void box.current?.scrollIntoView({ block: "nearest" });
  }, [result]);
  const { outcome, message, changes, after, ms, events, logs } = result;
  const isChange = hook !== "pipe" && hook !== "action";
  const gave = outcome === "value" ? after : null;
  const told = hook === "pipe" ? textIn(gave) : null;
  return (
    <section
      ref={box}
      aria-labelledby={titleId}
      data-testid="trial-result"
      className="flex flex-col gap-3 border-t border-line pt-4"
    >
      <h2 id={titleId} className="sr-only">
        {t("result")}
      </h2>
      <p role="status" className="text-sm">
        <Status tone={tones[outcome]}>
          {t("ended", { outcome: t(`outcome.${outcome}`), ms: Math.round(ms * 10) / 10 })}
        </Status>
      </p>
      {message === null ? null : <p className="text-sm wrap-anywhere">{message}</p>}
      {isChange && outcome === "value" ? (
        <div>
          <p className="text-note text-muted">{t("changes", { count: changes.length })}</p>
          <Changes changes={changes} />
        </div>
      ) : null}
      {told === null ? null : <p className="text-sm whitespace-pre-wrap wrap-anywhere">{told}</p>}
      {gave === null ? null : (
        <Fold title={t("returned")} isOpen={!isChange && told === null}>
          <Shown value={gave} />
        </Fold>
      )}
      {events.length === 0 ? null : (
        <Fold title={t("events")} isOpen>
          <Shown value={events} />
        </Fold>
      )}
      {logs.length === 0 ? null : (
        <Fold title={t("logs")} isOpen>
          <LogLines lines={logs} />
        </Fold>
      )}
    </section>
  );
}

type FoldProps = { title: string; isOpen: boolean; children: ReactNode };

function Fold({ title, isOpen, children }: FoldProps) {
  return (
    <details open={isOpen}>
      <summary className="cursor-pointer rounded-xs text-note text-muted">{title}</summary>
      <div className="mt-1">{children}</div>
    </details>
  );
}

function Shown({ value }: { value: Json }) {
  return (
    <pre className="max-h-80 overflow-y-auto rounded-sm border border-line bg-surface px-2 py-1.5 font-mono text-xs whitespace-pre-wrap wrap-anywhere">
      {typeof value === "string" ? value : JSON.stringify(value, null, 2)}
    </pre>
  );
}

/** What a pipe said, when it said nothing but text. */
function textIn(value: Json | null): string | null {
  if (typeof value === "string") return value;
  if (!Array.isArray(value)) return null;
  const texts = value.filter((piece) => typeof piece === "string");
  return texts.length === value.length ? texts.join("") : null;
}

"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useId, useRef } from "react";
import { useTRPC } from "#lib/trpc.ts";
import { LogLines } from "./log-lines.tsx";

/** How often it is read while the page is in sight, in milliseconds. */
const refreshMs = 1_000;

/** Nearer to its end than this, in pixels, and new lines are followed. */
const nearPx = 24;

/** What scrolls must be reachable with the keyboard. */
const reachable = { tabIndex: 0 };

/** What the function wrote, as it writes it. */
export function Logs({ id }: { id: string }) {
  const t = useTranslations("functions.logs");
  const trpc = useTRPC();
  const titleId = useId();
  const box = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const logs = useQuery(
    trpc.functions.logs.queryOptions({ id }, { refetchInterval: refreshMs, staleTime: 0 }),
  );
  const lines = logs.data ?? [];
  useEffect(() => {
    if (follows.current) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [logs.data]);
  return (
    <section
      aria-labelledby={titleId}
      className="flex h-40 min-w-0 flex-col overflow-hidden rounded-lg border border-line bg-surface xl:h-auto"
    >
      <h2 id={titleId} className="shrink-0 border-b border-line px-3 py-1.5 text-note font-medium">
        {t("title")}
      </h2>
      <div
        ref={box}
        role="log"
        aria-labelledby={titleId}
        {...reachable}
        onScroll={({ currentTarget }) => {
          const { scrollHeight, scrollTop, clientHeight } = currentTarget;
          follows.current = scrollHeight - scrollTop - clientHeight < nearPx;
        }}
        className="min-h-0 flex-1 overflow-y-auto px-3 py-1.5 -outline-offset-2"
      >
        {lines.length === 0 ? (
          <p className="text-note text-muted">{t("empty")}</p>
        ) : (
          <LogLines lines={lines} />
        )}
      </div>
    </section>
  );
}

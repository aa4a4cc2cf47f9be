"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { Section } from "#components/frame/section.tsx";
import { FunctionIcon } from "#components/functions/function-icon.tsx";
import { useTRPC } from "#lib/trpc.ts";
import { OwnValves } from "./own-valves.tsx";

/** What a person sets for functions that ask each person; nothing where none does. */
export function OwnFunctions() {
  const t = useTranslations("settings.functions");
  const trpc = useTRPC();
  const { data = [] } = useQuery(trpc.functions.mine.queryOptions());
  if (data.length === 0) return null;
  return (
    <Section title={t("title")} sentence={t("sentence")}>
      <ul className="flex flex-col gap-3">
        {data.map((fn) => (
          <li key={fn.id}>
            <details
              open={data.length === 1}
              className="group rounded-lg border border-line bg-surface"
            >
              <summary className="flex min-h-11 cursor-pointer list-none items-center gap-2.5 rounded-lg px-4 py-2">
                <FunctionIcon icon={fn.icon} />
                <span className="min-w-0 flex-1">
                  <span className="block font-medium wrap-anywhere">{fn.name}</span>
                  {fn.description === null ? null : (
                    <span className="block text-note text-muted wrap-anywhere">
                      {fn.description}
                    </span>
                  )}
                </span>
                <ChevronDown
                  size={16}
                  strokeWidth={1.75}
                  aria-hidden
                  className="shrink-0 text-muted group-open:rotate-180"
                />
              </summary>
              <div className="border-t border-line px-4 py-4">
                <OwnValves fn={fn} />
              </div>
            </details>
          </li>
        ))}
      </ul>
    </Section>
  );
}

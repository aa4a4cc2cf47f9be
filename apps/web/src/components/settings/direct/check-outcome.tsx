"use client";

import { useTranslations } from "next-intl";
import { useEndpointProblem } from "#components/direct/use-endpoint-problem.ts";
import { Notice } from "#components/ui/notice.tsx";
import type { Found } from "./use-check.ts";

/** Names to list before the rest is left out. */
const namesShown = 6;

/** What came of a check; where the server doesn't allow this page, what to set there. */
export function CheckOutcome({ found, name }: { found: Found; name: string }) {
  const t = useTranslations("direct");
  const say = useEndpointProblem();
  if ("models" in found) {
    const { models } = found;
    const names = models.slice(0, namesShown).map((model) => model.name);
    const shown = models.length > namesShown ? `${names.join(", ")}, …` : names.join(", ");
    return models.length === 0 ? (
      <Notice tone="caution">{t("foundNone")}</Notice>
    ) : (
      <Notice tone="good">{t("found", { count: models.length, names: shown })}</Notice>
    );
  }
  if (found.problem.kind !== "cors") {
    return (
      <Notice tone="broken" title={t("failedTitle")}>
        <p className="text-muted">{say(found.problem, name)}</p>
      </Notice>
    );
  }
  const { origin } = window.location;
  return (
    <Notice tone="broken" title={t("corsTitle")}>
      <p className="text-muted">{t("corsBody", { origin })}</p>
      <ul className="mt-2 flex flex-col gap-2 text-muted">
        <Remedy text={t("corsOllama")} code={`OLLAMA_ORIGINS=${origin}`} />
        <Remedy text={t("corsVllm")} code={`--allowed-origins '["${origin}"]'`} />
        <Remedy text={t("corsLmStudio")} />
        <Remedy text={t("corsOther")} code={`Access-Control-Allow-Origin: ${origin}`} />
      </ul>
    </Notice>
  );
}

function Remedy({ text, code }: { text: string; code?: string }) {
  return (
    <li>
      {text}
      {code === undefined ? null : (
        <code className="mt-0.5 block font-mono text-xs text-text select-all">{code}</code>
      )}
    </li>
  );
}

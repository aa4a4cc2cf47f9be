"use client";

import { useTranslations } from "next-intl";
import { Frame, type Of, useModelName } from "./trace-frame.tsx";

const strategies = ["uniform", "weighted", "least-compared"] as const;
const reasons = [
  ...(["missing", "not-allowed", "unavailable", "excluded", "arena"] as const),
  ...(["empty-arena", "weight-zero"] as const),
] as const;

/** Among whom an arena chose, whom it passed over, and what came of it. */
export function ArenaStep({ step }: Of<"arena">) {
  const t = useTranslations("chat.trace.arena");
  const nameOf = useModelName();
  const { at, arena, candidates, passedOver, picked } = step;
  const strategy = strategies.find((one) => one === step.strategy);
  return (
    <Frame title={t("picked", { arena: nameOf(arena), model: nameOf(picked) })} at={at}>
      <p>
        {candidates.length === 1
          ? t("only")
          : t("candidates", {
              count: candidates.length,
              how: strategy === undefined ? step.strategy : t(strategy),
              names: candidates.map(nameOf).join(", "),
            })}
      </p>
      {passedOver.length === 0 ? null : (
        <details>
          <summary className="cursor-pointer rounded-xs">
            {t("passedOver")} <span className="tabular-nums">{passedOver.length}</span>
          </summary>
          <ul className="ms-1 border-s border-line ps-3">
            {passedOver.map(({ modelId, why }) => (
              <li key={modelId}>
                {nameOf(modelId)}: <Reason why={why} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </Frame>
  );
}

function Reason({ why }: { why: string }) {
  const t = useTranslations("chat.trace.why");
  const known = reasons.find((one) => one === why);
  return known === undefined ? why : t(known);
}

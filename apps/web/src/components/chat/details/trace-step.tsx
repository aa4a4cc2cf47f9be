"use client";

import type { TraceStep } from "@parley/core";
import { useLocale, useTranslations } from "next-intl";
import { usageOf } from "../state/usage.ts";
import { ArenaStep } from "./trace-arena.tsx";
import { FilterStep } from "./trace-filter.tsx";
import { Frame, type Of, useModelName } from "./trace-frame.tsx";

export function Step({ step }: { step: TraceStep }) {
  switch (step.step) {
    case "model":
      return <ModelStep step={step} />;
    case "arena":
      return <ArenaStep step={step} />;
    case "parameters":
      return <ParametersStep step={step} />;
    case "filter":
      return <FilterStep step={step} />;
    case "attempt":
      return <AttemptStep step={step} />;
    case "answer":
      return <AnswerStep step={step} />;
  }
}

function ModelStep({ step }: Of<"model">) {
  const t = useTranslations("chat.trace.model");
  const nameOf = useModelName();
  const { at, requested, answers } = step;
  const title =
    requested === answers
      ? t("same", { model: nameOf(requested) })
      : t("other", { requested: nameOf(requested), answers: nameOf(answers) });
  return <Frame title={title} at={at} />;
}

function ParametersStep({ step }: Of<"parameters">) {
  const t = useTranslations("chat.trace.parameters");
  const { at, presets, system, decided, refused } = step;
  return (
    <Frame title={t("title")} at={at}>
      {presets.length === 0 ? null : <p>{t("presets", { names: presets.join(", ") })}</p>}
      {system ? <p>{t("system")}</p> : null}
      {decided.length === 0 ? null : <p>{t("decided", { names: decided.join(", ") })}</p>}
      {refused.length === 0 ? null : <p>{t("refused", { names: refused.join(", ") })}</p>}
    </Frame>
  );
}

function AttemptStep({ step }: Of<"attempt">) {
  const t = useTranslations("chat.trace.attempt");
  const { at, ms, connection, model, outcome, error } = step;
  return (
    <Frame title={t(outcome, { connection })} at={at} ms={ms} error={error}>
      <p>{t("model", { model })}</p>
    </Frame>
  );
}

const outcomes = ["done", "stopped", "error", "interrupted"] as const;

function AnswerStep({ step }: Of<"answer">) {
  const t = useTranslations("chat.trace.answer");
  const locale = useLocale();
  const { at, firstTokenMs, finishReason, usage, error } = step;
  const outcome = outcomes.find((one) => one === step.outcome);
  const { read, written } = usageOf(usage);
  const number = new Intl.NumberFormat(locale);
  return (
    <Frame
      title={outcome === undefined ? t("other", { outcome: step.outcome }) : t(outcome)}
      at={at}
      error={error}
    >
      {firstTokenMs === null ? null : (
        <p>{t("firstToken", { seconds: (firstTokenMs / 1_000).toFixed(2) })}</p>
      )}
      {read === null || written === null ? null : (
        <p>{t("tokens", { read: number.format(read), written: number.format(written) })}</p>
      )}
      {finishReason === null ? null : <p>{t("finish", { reason: finishReason })}</p>}
    </Frame>
  );
}

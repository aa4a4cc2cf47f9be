"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { BrandMark } from "#components/brand.tsx";
import { ApiStep } from "./api-step.tsx";
import { DemoStep } from "./demo-step.tsx";
import { OllamaStep } from "./ollama-step.tsx";
import { useBegin } from "./use-begin.ts";

const steps = [OllamaStep, ApiStep, DemoStep] as const;

/** The first run: three steps to the first model, each of which can be skipped. */
export function Welcome() {
  const t = useTranslations("welcome");
  const common = useTranslations("common");
  const begin = useBegin();
  const [step, setStep] = useState(0);
  const Step = steps[step] ?? DemoStep;
  const next = () => {
    if (step + 1 < steps.length) setStep(step + 1);
    else void begin();
  };
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-lg flex-col px-5 pt-[max(2rem,16vh)] pb-12">
      <p className="mb-8 flex items-center gap-2 text-base font-semibold">
        <BrandMark size={24} />
        {common("appName")}
      </p>
      <p className="text-note text-muted tabular-nums">{t("step", { step: step + 1 })}</p>
      <Step key={step} onDone={next} />
    </main>
  );
}

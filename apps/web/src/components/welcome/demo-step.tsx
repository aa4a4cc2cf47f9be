"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Choice } from "#components/ui/choice.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { useTRPC } from "#lib/trpc.ts";
import { useProblemText } from "#lib/use-problem-text.ts";
import { StepFrame } from "./step-frame.tsx";

const choices = ["keep", "off"] as const;
type Decision = (typeof choices)[number];

export function DemoStep({ onDone }: { onDone: () => void }) {
  const t = useTranslations("welcome");
  const problemText = useProblemText();
  const trpc = useTRPC();
  const settings = useQuery(trpc.settings.get.queryOptions());
  const runtime = useQuery(trpc.functions.status.queryOptions()).data;
  const [chosen, setChosen] = useState<Decision>();
  const save = useMutation(trpc.settings.set.mutationOptions({ onSuccess: onDone }));
  const stored: Decision | null =
    settings.data === undefined ? null : settings.data.demoModels ? "keep" : "off";
  const decision = chosen ?? stored;

  const start = () => {
    if (decision === null || decision === stored) onDone();
    else save.mutate({ demoModels: decision === "keep" });
  };

  return (
    <StepFrame
      title={t("demo.title")}
      action={
        <Button look="primary" isPending={save.isPending} onPress={start}>
          {t("demo.start")}
        </Button>
      }
    >
      <p className="text-muted">{t("demo.body")}</p>
      {runtime?.available === false && runtime.pending !== true ? (
        <Notice tone="caution">{t("demo.cannot", { reason: runtime.reason })}</Notice>
      ) : null}
      <Choice
        label={t("demo.title")}
        labelHidden
        options={choices.map((id) => ({ id, label: t(`demo.${id}`) }))}
        value={decision}
        onChange={setChosen}
      />
      {save.error ? <Notice tone="broken">{problemText(save.error)}</Notice> : null}
    </StepFrame>
  );
}

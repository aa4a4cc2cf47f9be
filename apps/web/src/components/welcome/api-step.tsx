"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { createInput, draftProblems, newDraft } from "#components/admin/connections/draft.ts";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PasswordField } from "#components/ui/password-field.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import { submitForm } from "#lib/submit-form.ts";
import { useTRPC } from "#lib/trpc.ts";
import { useProblemText } from "#lib/use-problem-text.ts";
import { nameOfAddress } from "./name-of-address.ts";
import { StepFrame } from "./step-frame.tsx";

export function ApiStep({ onDone }: { onDone: () => void }) {
  const t = useTranslations("welcome");
  const admin = useTranslations("admin.connection");
  const problemText = useProblemText();
  const trpc = useTRPC();
  const formId = useId();
  const [baseUrl, setBaseUrl] = useState("");
  const [apiKey, setApiKey] = useState("");
  const [tried, setTried] = useState(false);
  const [refusal, setRefusal] = useState<string>();

  const draft = { ...newDraft, name: nameOfAddress(baseUrl), baseUrl, apiKey };
  const { address: problem } = draftProblems(draft);
  const create = useMutation(trpc.connections.create.mutationOptions({ onSuccess: onDone }));
  const check = useMutation(trpc.connections.check.mutationOptions());
  const error = check.error ?? create.error;

  const submit = () => {
    setTried(true);
    setRefusal(undefined);
    if (problem) return;
    const input = createInput(draft);
    check.mutate(
      { kind: input.kind, baseUrl: input.baseUrl, apiKey: input.apiKey ?? null },
      {
        onSuccess: (result) => {
          if (result.ok) create.mutate(input);
          else setRefusal(result.reason);
        },
      },
    );
  };

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    submitForm(event.currentTarget, submit);
  };

  return (
    <StepFrame
      title={t("api.title")}
      onSkip={onDone}
      action={
        <Button
          look="primary"
          type="submit"
          form={formId}
          isPending={check.isPending || create.isPending}
        >
          {t("api.connect")}
        </Button>
      }
    >
      <p className="text-muted">{t("api.body")}</p>
      <form id={formId} noValidate onSubmit={onSubmit} className="flex flex-col gap-4">
        {error ? <Notice tone="broken">{problemText(error)}</Notice> : null}
        {refusal === undefined ? null : (
          <Notice tone="broken" title={t("api.failed")}>
            <p className="text-muted">{refusal}</p>
          </Notice>
        )}
        <TextField
          label={t("api.address")}
          description={t("api.addressHint")}
          placeholder="https://api.openai.com/v1"
          type="url"
          inputMode="url"
          autoComplete="off"
          value={baseUrl}
          onChange={setBaseUrl}
          error={tried && problem ? admin(problem) : undefined}
        />
        <PasswordField
          label={t("api.key")}
          description={t("api.keyHint")}
          autoComplete="off"
          value={apiKey}
          onChange={setApiKey}
        />
      </form>
    </StepFrame>
  );
}

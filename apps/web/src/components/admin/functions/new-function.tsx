"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Choice } from "#components/ui/choice.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import { submitForm } from "#lib/submit-form.ts";
import { useTRPC } from "#lib/trpc.ts";
import { useProblemText } from "#lib/use-problem-text.ts";
import { kinds } from "./list.ts";
import { templateOf } from "./templates.ts";
import type { FunctionKind } from "./types.ts";

type NewFunctionProps = { isOpen: boolean; onOpenChange: (isOpen: boolean) => void };

/** Makes a function that works at once, and leads to its page. */
export function NewFunction({ isOpen, onOpenChange }: NewFunctionProps) {
  const t = useTranslations("functions.create");
  const common = useTranslations("common");
  const problemText = useProblemText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const formId = useId();
  const [kind, setKind] = useState<FunctionKind>("filter");
  const [name, setName] = useState("");
  const [tried, setTried] = useState(false);
  const isMissing = name.trim() === "";
  const create = useMutation(
    trpc.functions.create.mutationOptions({
      onSuccess: (created) => {
        queryClient.setQueryData(trpc.functions.get.queryKey({ id: created.id }), created);
        void queryClient.invalidateQueries(trpc.functions.list.queryFilter());
        router.push(`/admin/functions/${created.id}`);
      },
    }),
  );
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    submitForm(event.currentTarget, () => {
      setTried(true);
      if (isMissing || create.isPending) return;
      create.mutate({ source: templateOf(kind, name.trim()) });
    });
  };
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={t("title")}
      footer={
        <>
          <Button look="quiet" onPress={() => onOpenChange(false)}>
            {common("cancel")}
          </Button>
          <Button
            look="primary"
            type="submit"
            form={formId}
            // It leads away: until then it has not ended.
            isPending={create.isPending || create.isSuccess}
          >
            {t("create")}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={onSubmit} className="flex flex-col gap-5 text-text">
        {create.error ? <Notice tone="broken">{problemText(create.error)}</Notice> : null}
        <TextField
          label={t("name")}
          description={t("nameHint")}
          autoComplete="off"
          autoFocus
          maxLength={100}
          value={name}
          onChange={setName}
          error={tried && isMissing ? t("missingName") : undefined}
        />
        <Choice
          label={t("kind")}
          options={kinds.map((id) => ({ id, label: t(id), description: t(`${id}Hint`) }))}
          value={kind}
          onChange={setKind}
        />
      </form>
    </Dialog>
  );
}

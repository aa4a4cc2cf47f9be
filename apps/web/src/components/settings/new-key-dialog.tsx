"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Select } from "#components/ui/select.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import { submitForm } from "#lib/submit-form.ts";
import { useTRPC } from "#lib/trpc.ts";
import { useProblemText } from "#lib/use-problem-text.ts";
import { MadeKey } from "./made-key.tsx";

const expiries = ["30", "90", "365", "never"] as const;
type Expiry = (typeof expiries)[number];

type NewKeyDialogProps = { isOpen: boolean; onOpenChange: (isOpen: boolean) => void };

export function NewKeyDialog({ isOpen, onOpenChange }: NewKeyDialogProps) {
  const t = useTranslations("settings.keys");
  const common = useTranslations("common");
  const problemText = useProblemText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const formId = useId();
  const [name, setName] = useState("");
  const [expiry, setExpiry] = useState<Expiry>("90");
  const [tried, setTried] = useState(false);
  const create = useMutation(
    trpc.keys.create.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.keys.list.queryFilter()),
    }),
  );
  const made = create.data;

  const change = (open: boolean) => {
    onOpenChange(open);
    if (open) return;
    setName("");
    setTried(false);
    create.reset();
  };
  const submit = () => {
    setTried(true);
    if (name.trim() === "") return;
    const expiresInDays = expiry === "never" ? null : Number(expiry);
    create.mutate({ name: name.trim(), expiresInDays });
  };

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    submitForm(event.currentTarget, submit);
  };

  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={change}
      // A click beside the dialog must not throw away a key that is shown only once.
      role={made ? "alertdialog" : "dialog"}
      title={made ? t("madeTitle") : t("createTitle")}
      footer={
        made ? (
          <Button look="primary" onPress={() => change(false)}>
            {t("madeDone")}
          </Button>
        ) : (
          <>
            <Button look="quiet" onPress={() => change(false)}>
              {common("cancel")}
            </Button>
            <Button look="primary" type="submit" form={formId} isPending={create.isPending}>
              {t("createSubmit")}
            </Button>
          </>
        )
      }
    >
      {made ? (
        <MadeKey name={name.trim()} secret={made.key} />
      ) : (
        <form id={formId} noValidate onSubmit={onSubmit} className="flex flex-col gap-4">
          {create.error ? <Notice tone="broken">{problemText(create.error)}</Notice> : null}
          <TextField
            label={t("name")}
            description={t("nameHint")}
            placeholder={t("namePlaceholder")}
            autoFocus
            maxLength={100}
            value={name}
            onChange={setName}
            error={tried && name.trim() === "" ? t("missingName") : undefined}
          />
          <Select
            label={t("expiry")}
            options={expiries.map((id) => ({ id, label: t(`expiryOption.${id}`) }))}
            value={expiry}
            onChange={setExpiry}
          />
        </form>
      )}
    </Dialog>
  );
}

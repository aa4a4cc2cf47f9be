"use client";

import type { Settings } from "@parley/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { SidePanel } from "#components/ui/side-panel.tsx";
import { notify } from "#components/ui/toast.tsx";
import { submitForm } from "#lib/submit-form.ts";
import { useTRPC } from "#lib/trpc.ts";
import { useProblemText } from "#lib/use-problem-text.ts";
import { type Draft, definitionOf, draftOf } from "./draft.ts";
import { changedFields, draftProblems } from "./draft-checks.ts";
import { ModelForm } from "./model-form.tsx";
import { RemoveModel } from "./remove-model.tsx";
import type { ManagedModel } from "./types.ts";

type ModelPanelProps = {
  /** Null while it is being made; then there is a draft. */
  model: ManagedModel | null;
  models: ManagedModel[];
  modelAccess: Settings["modelAccess"];
  /** What was typed and not saved; null when nothing was. */
  draft: Draft | null;
  /** Null forgets it. */
  onDraft: (draft: Draft | null) => void;
  onClose: () => void;
};

export function ModelPanel({ model, models, modelAccess, ...state }: ModelPanelProps) {
  const shown = state.draft ?? (model === null ? null : draftOf(model));
  if (shown === null) return null;
  return <Panel {...{ model, models, modelAccess, shown }} {...state} />;
}

function Panel({
  model,
  models,
  modelAccess,
  shown,
  onDraft,
  onClose,
}: ModelPanelProps & { shown: Draft }) {
  const t = useTranslations("models.panel");
  const common = useTranslations("common");
  const problemText = useProblemText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const formId = useId();
  /** How often saving was tried: each time the first wrong part comes into sight. */
  const [tries, setTries] = useState(0);
  const [discards, setDiscards] = useState(0);
  const problems = draftProblems(shown);
  const isChanged = model === null || changedFields(shown, model).length > 0;
  const name = shown.name.trim() || (model?.info.name ?? "");

  const onSaved = async () => {
    await queryClient.invalidateQueries(trpc.models.manage.queryFilter());
    notify({ title: t("saved", { name }), tone: "good" });
    onDraft(null);
    onClose();
  };
  const create = useMutation(trpc.models.create.mutationOptions({ onSuccess: onSaved }));
  const replace = useMutation(trpc.models.replace.mutationOptions({ onSuccess: onSaved }));
  const error = create.error ?? replace.error;

  const discard = () => {
    onDraft(null);
    setDiscards(discards + 1);
  };
  const submit = () => {
    setTries(tries + 1);
    if (Object.keys(problems).length > 0) return;
    if (!isChanged) onClose();
    else if (model === null || model.definition === null) create.mutate(definitionOf(shown));
    else replace.mutate(definitionOf(shown));
  };

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    submitForm(event.currentTarget, submit);
  };

  return (
    <SidePanel
      isOpen
      onOpenChange={onClose}
      title={model?.info.name ?? t(shown.kind === "arena" ? "arena" : "preset")}
      className="max-w-xl"
      footer={
        <>
          {model !== null && model.definition !== null ? (
            <RemoveModel model={model} onRemoved={onClose} />
          ) : null}
          {model !== null && isChanged ? (
            <Button look="quiet" onPress={discard}>
              {t("discard")}
            </Button>
          ) : null}
          <Button
            look="primary"
            type="submit"
            form={formId}
            isDisabled={!isChanged}
            isPending={create.isPending || replace.isPending}
          >
            {model === null ? t("create") : common("save")}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={onSubmit} className="flex flex-col gap-5 text-text">
        {error ? <Notice tone="broken">{problemText(error)}</Notice> : null}
        <ModelForm
          // Begins anew when changes are discarded, with the focus in it: the button is gone then.
          key={discards}
          autoFocus={discards > 0}
          {...{ model, models, modelAccess, tries }}
          draft={shown}
          set={(patch) => onDraft({ ...shown, ...patch })}
          problems={tries > 0 ? problems : {}}
        />
      </form>
    </SidePanel>
  );
}

"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type ComponentType, type FormEvent, type ReactNode, useId, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { SidePanel } from "#components/ui/side-panel.tsx";
import { notify } from "#components/ui/toast.tsx";
import { submitForm } from "#lib/submit-form.ts";
import { useProblemText } from "#lib/use-problem-text.ts";
import { type Draft, draftOf } from "./draft.ts";
import { changedFields, draftProblems } from "./draft-checks.ts";
import type { ModelFormProps } from "./model-form.tsx";
import type { ManagedModel } from "./types.ts";

export type ModelPanelProps = {
  /** Null while it is being made; then there is a draft. */
  model: ManagedModel | null;
  models: ManagedModel[];
  isAdmin: boolean;
  /** What was typed and not saved; null when nothing was. */
  draft: Draft | null;
  /** Null forgets it. */
  onDraft: (draft: Draft | null) => void;
  onClose: () => void;
  Form: ComponentType<ModelFormProps>;
  /** Resolves when it is saved. */
  onSave: (draft: Draft) => Promise<void>;
  /** Stands beside "Save". */
  removal?: ReactNode;
};

/** Where a model, a preset or an arena is edited; what can be done there is for the caller to say. */
export function ModelPanel(props: ModelPanelProps) {
  const { draft, model } = props;
  const shown = draft ?? (model === null ? null : draftOf(model));
  return shown === null ? null : <Panel {...props} shown={shown} />;
}

function Panel({
  model,
  models,
  isAdmin,
  shown,
  onDraft,
  onClose,
  Form,
  onSave,
  removal,
}: ModelPanelProps & { shown: Draft }) {
  const t = useTranslations("models.panel");
  const common = useTranslations("common");
  const problemText = useProblemText();
  const formId = useId();
  /** How often saving was tried: each time the first wrong part comes into sight. */
  const [tries, setTries] = useState(0);
  const [discards, setDiscards] = useState(0);
  const problems = draftProblems(shown);
  const isChanged = model === null || changedFields(shown, model).length > 0;
  const name = shown.name.trim() || (model?.info.name ?? "");

  const saving = useMutation({
    mutationFn: onSave,
    onSuccess: () => {
      notify({ title: t("saved", { name }), tone: "good" });
      onDraft(null);
      onClose();
    },
  });
  const { error } = saving;

  const discard = () => {
    onDraft(null);
    setDiscards(discards + 1);
  };
  const submit = () => {
    setTries(tries + 1);
    if (Object.keys(problems).length > 0) return;
    if (!isChanged) onClose();
    else saving.mutate(shown);
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
          {removal}
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
            isPending={saving.isPending}
          >
            {model === null ? t("create") : common("save")}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={onSubmit} className="flex flex-col gap-5 text-text">
        {error ? <Notice tone="broken">{problemText(error)}</Notice> : null}
        <Form
          // Begins anew when changes are discarded, with the focus in it: the button is gone then.
          key={discards}
          autoFocus={discards > 0}
          {...{ model, models, isAdmin, tries }}
          draft={shown}
          set={(patch) => onDraft({ ...shown, ...patch })}
          problems={tries > 0 ? problems : {}}
        />
      </form>
    </SidePanel>
  );
}

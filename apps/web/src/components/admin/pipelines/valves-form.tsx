"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Notice } from "#components/ui/notice.tsx";
import { notify } from "#components/ui/toast.tsx";
import { changedFields, draftOf, type ValveDraft, valuesOf } from "#components/valves/draft.ts";
import { fieldsOf } from "#components/valves/fields.ts";
import { ValveInputs } from "#components/valves/valve-inputs.tsx";
import { submitForm } from "#lib/submit-form.ts";
import { type RouterOutputs, useTRPC } from "#lib/trpc.ts";
import { useProblemText } from "#lib/use-problem-text.ts";

export type Valves = RouterOutputs["pipelines"]["valves"];

type ValvesFormProps = {
  formId: string;
  of: { connectionId: string; id: string; name: string };
  valves: Valves;
  /** What was typed and not saved; null when nothing was. */
  draft: ValveDraft | null;
  onDraft: (draft: ValveDraft | null) => void;
  onSaved: () => void;
};

/** True when something was typed that differs from what is stored. */
export function isChanged({ values, spec }: Valves, draft: ValveDraft | null): boolean {
  const fields = fieldsOf(spec, values);
  return draft !== null && changedFields(fields, { draft, values }).length > 0;
}

/** Valves as a form made from their schema. */
export function ValvesForm({ formId, of, valves, draft, onDraft, onSaved }: ValvesFormProps) {
  const t = useTranslations("pipelines.valves");
  const problemText = useProblemText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [tried, setTried] = useState(false);
  const { values, spec } = valves;
  const { connectionId, id, name } = of;
  const fields = fieldsOf(spec, values);
  const shown = draft ?? draftOf(fields, values);
  const next = valuesOf(fields, { draft: shown, values });

  const save = useMutation(
    trpc.pipelines.setValves.mutationOptions({
      onSuccess: async (saved) => {
        queryClient.setQueryData(trpc.pipelines.valves.queryKey({ connectionId, id }), {
          spec,
          values: saved,
        });
        await queryClient.invalidateQueries(trpc.pipelines.list.queryFilter());
        notify({ title: t("saved", { name }), tone: "good" });
        onDraft(null);
        onSaved();
      },
    }),
  );
  const submit = () => {
    setTried(true);
    if (Object.keys(next.problems).length > 0 || save.isPending) return;
    save.mutate({ connectionId, id, values: next.values });
  };
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    submitForm(event.currentTarget, submit);
  };

  if (fields.length === 0) return <p className="text-muted">{t("noFields")}</p>;
  return (
    <form
      id={formId}
      noValidate
      tabIndex={-1}
      onSubmit={onSubmit}
      className="flex flex-col gap-5 text-text outline-none"
    >
      {save.error ? <Notice tone="broken">{problemText(save.error)}</Notice> : null}
      <ValveInputs
        fields={fields}
        draft={shown}
        onDraft={onDraft}
        problems={tried ? next.problems : {}}
      />
    </form>
  );
}

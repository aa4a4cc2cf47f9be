"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { notify } from "#components/ui/toast.tsx";
import { changedFields, draftOf, type ValveDraft, valuesOf } from "#components/valves/draft.ts";
import { fieldsOf } from "#components/valves/fields.ts";
import { ValveInputs } from "#components/valves/valve-inputs.tsx";
import { problemOf } from "#lib/problem.ts";
import { submitForm } from "#lib/submit-form.ts";
import { type RouterOutputs, useTRPC } from "#lib/trpc.ts";
import { useProblemText } from "#lib/use-problem-text.ts";

type OwnFunction = RouterOutputs["functions"]["mine"][number];

/** A person's own settings of a function, as a form made from their schema. */
export function OwnValves({ fn: { id, name, valves } }: { fn: OwnFunction }) {
  const t = useTranslations("settings.functions");
  const common = useTranslations("common");
  const problemText = useProblemText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState<ValveDraft | null>(null);
  const [tried, setTried] = useState(false);
  const { schema, values, secretsSet } = valves;
  const fields = fieldsOf(schema ?? {}, values, { mayLack: true });
  const shown = { ...draftOf(fields, values), ...draft };
  const next = valuesOf(fields, { draft: shown, values });

  const save = useMutation(
    trpc.functions.setUserValves.mutationOptions({
      onSuccess: (saved) => {
        queryClient.setQueryData(trpc.functions.mine.queryKey(), (all) =>
          all?.map((one) => (one.id === id ? { ...one, valves: saved } : one)),
        );
        notify({ title: t("saved", { name }), tone: "good" });
        setTried(false);
        setDraft(null);
      },
    }),
  );
  const problem = save.error === null ? null : problemOf(save.error);
  const refused =
    problem?.param && problem.message !== null
      ? { name: problem.param, message: problem.message }
      : null;
  const isPlaced = refused !== null && refused.name in shown;
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    submitForm(event.currentTarget, () => {
      setTried(true);
      if (Object.keys(next.problems).length > 0 || save.isPending) return;
      save.mutate({ id, values: next.values });
    });
  };
  const change = (typed: ValveDraft) => {
    const isSame = changedFields(fields, { draft: typed, values }).length === 0;
    setDraft(isSame ? null : typed);
  };
  return (
    <form
      noValidate
      onSubmit={onSubmit}
      aria-label={t("form", { name })}
      className="flex flex-col gap-5 text-text"
    >
      {save.error && !isPlaced ? <Notice tone="broken">{problemText(save.error)}</Notice> : null}
      <ValveInputs
        fields={fields}
        draft={shown}
        onDraft={change}
        problems={tried ? next.problems : {}}
        refused={refused}
        secretsSet={secretsSet}
      />
      <div className="flex flex-wrap gap-2">
        <Button look="primary" type="submit" isDisabled={draft === null} isPending={save.isPending}>
          {common("save")}
        </Button>
        {draft === null ? null : (
          <Button look="quiet" onPress={() => setDraft(null)}>
            {t("discard")}
          </Button>
        )}
      </div>
    </form>
  );
}

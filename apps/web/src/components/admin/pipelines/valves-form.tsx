"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ListError } from "#components/ui/list-states.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { notify } from "#components/ui/toast.tsx";
import { submitForm } from "#lib/submit-form.ts";
import { type RouterInputs, type RouterOutputs, useTRPC } from "#lib/trpc.ts";
import { useProblemText } from "#lib/use-problem-text.ts";
import { ValveField } from "./valve-field.tsx";
import { draftOf, type ValvesDraft, valuesOf, valvesIn, wrongValves } from "./valves.ts";

type ValvesFormProps = { of: RouterInputs["pipelines"]["valves"]; name: string };

/** The valves of a filter or a pipe, as its own server has them. */
export function ValvesForm({ of, name }: ValvesFormProps) {
  const trpc = useTRPC();
  const read = useQuery(trpc.pipelines.valves.queryOptions(of));
  if (read.isPending) return <Skeleton className="h-24 w-full" />;
  if (read.error) return <ListError error={read.error} onRetry={() => read.refetch()} />;
  return <Fields {...{ of, name }} stored={read.data} />;
}

type FieldsProps = ValvesFormProps & { stored: RouterOutputs["pipelines"]["valves"] };

function Fields({ of, name, stored }: FieldsProps) {
  const t = useTranslations("admin.pipelines");
  const common = useTranslations("common");
  const problemText = useProblemText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const valves = valvesIn(stored.spec);
  const [typed, setTyped] = useState<ValvesDraft>({});
  const [tried, setTried] = useState(false);
  const draft = { ...draftOf(valves, stored.values), ...typed };
  const wrong = wrongValves(valves, draft);
  const save = useMutation(
    trpc.pipelines.setValves.mutationOptions({
      onSuccess: async (values) => {
        queryClient.setQueryData(trpc.pipelines.valves.queryKey(of), { ...stored, values });
        setTyped({});
        notify({ title: t("saved", { name }), tone: "good" });
        await queryClient.invalidateQueries(trpc.pipelines.list.queryFilter());
      },
    }),
  );
  const submit = () => {
    setTried(true);
    if (wrong.length === 0) save.mutate({ ...of, values: valuesOf(valves, draft, stored.values) });
  };
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    submitForm(event.currentTarget, submit);
  };
  if (valves.length === 0) return <p className="text-note text-muted">{t("noValves")}</p>;
  return (
    <form noValidate onSubmit={onSubmit} className="flex flex-col gap-4 rounded-lg bg-tint p-4">
      {save.error ? <Notice tone="broken">{problemText(save.error)}</Notice> : null}
      {valves.map((valve) => (
        <ValveField
          key={valve.key}
          valve={valve}
          value={draft[valve.key] ?? ""}
          isWrong={tried && wrong.includes(valve.key)}
          onChange={(value) => setTyped({ ...typed, [valve.key]: value })}
        />
      ))}
      <Button
        size="sm"
        type="submit"
        className="w-fit"
        aria-label={t("saveName", { name })}
        isPending={save.isPending}
      >
        {common("save")}
      </Button>
    </form>
  );
}

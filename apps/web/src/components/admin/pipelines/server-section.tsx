"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { Choice } from "#components/ui/choice.tsx";
import { Status } from "#components/ui/status.tsx";
import { notify } from "#components/ui/toast.tsx";
import { useTRPC } from "#lib/trpc.ts";
import { useProblemText } from "#lib/use-problem-text.ts";
import { AdminTable } from "../admin-table.tsx";
import { type Pipeline, PipelineRow, type Server } from "./pipeline-row.tsx";

type ServerSectionProps = {
  server: Server;
  isUnsaved: (pipeline: Pipeline) => boolean;
  onOpen: (pipeline: Pipeline) => void;
};

/** One pipelines server: its state, what happens when a filter of it fails, and what it offers. */
export function ServerSection({ server, isUnsaved, onOpen }: ServerSectionProps) {
  const t = useTranslations("pipelines");
  const problemText = useProblemText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const headingId = useId();
  const { connectionId, name, available, reason, whenFilterFails, pipelines } = server;

  const update = useMutation(
    trpc.connections.update.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.pipelines.list.queryFilter()),
      onError: (error) =>
        notify({
          title: t("policyFailed", { name }),
          description: problemText(error),
          tone: "broken",
        }),
    }),
  );
  const policy = update.isPending ? update.variables.whenFilterFails : undefined;

  return (
    <section aria-labelledby={headingId} className="mb-10">
      <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id={headingId} className="text-base font-semibold">
          {name}
        </h2>
        <Status tone={available ? "good" : "broken"}>
          {t(available ? "working" : "unavailable")}
        </Status>
      </div>
      {reason === null ? null : (
        <p className="mb-3 text-note text-pretty wrap-anywhere text-muted">{reason}</p>
      )}
      <AdminTable
        label={t("tableOf", { name })}
        columns={[
          { label: t("column.name"), className: "w-2/5" },
          { label: t("column.type"), className: "w-28" },
          { label: t("column.targets") },
          { label: t("column.priority"), className: "w-20 text-end!" },
        ]}
      >
        {pipelines.map((pipeline) => (
          <PipelineRow
            key={pipeline.id}
            pipeline={pipeline}
            unsaved={isUnsaved(pipeline)}
            onOpen={() => onOpen(pipeline)}
          />
        ))}
      </AdminTable>
      <div className="mt-5">
        <Choice
          label={t("policy.label")}
          options={(["closed", "open"] as const).map((id) => ({
            id,
            label: t(`policy.${id}`),
            description: t(`policy.${id}Hint`),
          }))}
          value={policy ?? whenFilterFails}
          onChange={(chosen) => update.mutate({ id: connectionId, whenFilterFails: chosen })}
        />
      </div>
    </section>
  );
}

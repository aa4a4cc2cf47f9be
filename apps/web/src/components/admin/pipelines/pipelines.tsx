"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Workflow } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { PageTitle } from "#components/frame/page-title.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { ListError, ListSkeleton } from "#components/ui/list-states.tsx";
import type { ValveDraft } from "#components/valves/draft.ts";
import { useTRPC } from "#lib/trpc.ts";
import { useServerEvent } from "#lib/use-server-event.ts";
import { useDrafts } from "../use-drafts.ts";
import type { Pipeline } from "./pipeline-row.tsx";
import { ServerSection } from "./server-section.tsx";
import { ValvesPanel } from "./valves-panel.tsx";

/** Whose valves the panel shows. */
type Open = { connectionId: string; id: string; name: string };

const keyOf = (connectionId: string, valvesId: string) => `${connectionId}/${valvesId}`;

export function Pipelines() {
  const t = useTranslations("pipelines");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  // Whoever comes here from adding a connection is looking for what it brought.
  const list = useQuery(trpc.pipelines.list.queryOptions(undefined, { staleTime: 0 }));
  const [open, setOpen] = useState<Open | null>(null);
  const { draftOf, setDraft } = useDrafts<ValveDraft>();

  useServerEvent("models-changed", () => {
    void queryClient.invalidateQueries(trpc.pipelines.list.queryFilter());
  });

  const valvesOf = (connectionId: string, { valvesId, name }: Pipeline): Open | null =>
    valvesId === null ? null : { connectionId, id: valvesId, name };

  return (
    <>
      <PageTitle title={t("title")} sentence={t("sentence")} />
      {list.isPending ? <ListSkeleton rows={3} /> : null}
      {list.error ? <ListError error={list.error} onRetry={() => list.refetch()} /> : null}
      {list.data?.length === 0 ? (
        <EmptyState
          icon={Workflow}
          title={t("empty")}
          action={<LinkButton href="/admin/connections">{t("toConnections")}</LinkButton>}
        >
          {t("emptyBody")}
        </EmptyState>
      ) : null}
      {list.data?.map((server) => (
        <ServerSection
          key={server.connectionId}
          server={server}
          isUnsaved={({ valvesId }) =>
            valvesId !== null && draftOf(keyOf(server.connectionId, valvesId)) !== null
          }
          onOpen={(pipeline) => setOpen(valvesOf(server.connectionId, pipeline))}
        />
      ))}
      {open === null ? null : (
        <ValvesPanel
          of={open}
          draft={draftOf(keyOf(open.connectionId, open.id))}
          onDraft={(draft) => setDraft(keyOf(open.connectionId, open.id), draft)}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}

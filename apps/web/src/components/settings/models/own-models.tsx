"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Boxes } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { asManaged, asUsable } from "#components/admin/models/change.ts";
import type { Draft } from "#components/admin/models/draft.ts";
import { changedFields } from "#components/admin/models/draft-checks.ts";
import { sorted } from "#components/admin/models/list.ts";
import { ModelTable } from "#components/admin/models/model-table.tsx";
import type { ManagedModel } from "#components/admin/models/types.ts";
import { useDrafts } from "#components/admin/use-drafts.ts";
import { PageTitle } from "#components/frame/page-title.tsx";
import { useOwnModels } from "#components/frame/use-own-models.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { FocusHeirs } from "#components/ui/focus-heirs.tsx";
import { ListError, ListSkeleton } from "#components/ui/list-states.tsx";
import { useTRPC } from "#lib/trpc.ts";
import { useServerEvent } from "#lib/use-server-event.ts";
import { OwnPanel } from "./own-panel.tsx";

/** A draft, and what it began from: another person's changes since then are not undone with it. */
type Begun = { draft: Draft; from: ManagedModel };

/** Presets and arenas that somebody may change who is no admin. */
export function OwnModels() {
  const t = useTranslations("models.own");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const list = useOwnModels();
  const usable = useQuery(trpc.models.list.queryOptions());
  const [openId, setOpenId] = useState<string | null>(null);
  const { draftOf, setDraft } = useDrafts<Begun>();
  const title = useRef<HTMLHeadingElement>(null);

  useServerEvent("models-changed", () => {
    void queryClient.invalidateQueries(trpc.models.list.queryFilter());
  });

  const rows = sorted((list.data ?? []).map(asManaged));
  const models = (usable.data?.models ?? []).map(asUsable);
  const shown = rows.find(({ info }) => info.id === openId);
  const begun = openId === null ? null : draftOf(openId);
  const nameOf = (id: string) => models.find(({ info }) => info.id === id)?.info.name ?? null;
  const unsaved = Object.fromEntries(
    rows.flatMap(({ info: { id } }) => {
      const kept = draftOf(id);
      return kept === null ? [] : [[id, changedFields(kept.draft, kept.from)]];
    }),
  );

  return (
    <FocusHeirs fallback={title}>
      <PageTitle titleRef={title} title={t("title")} sentence={t("sentence")} />
      {list.isPending ? <ListSkeleton rows={3} /> : null}
      {list.error ? <ListError error={list.error} onRetry={() => list.refetch()} /> : null}
      {list.data?.length === 0 ? (
        <EmptyState icon={Boxes} title={t("empty")}>
          {t("emptyBody")}
        </EmptyState>
      ) : null}
      {rows.length > 0 ? (
        <ModelTable rows={rows} {...{ nameOf, unsaved }} modelAccess={null} onOpen={setOpenId} />
      ) : null}
      {shown ? (
        <OwnPanel
          key={shown.info.id}
          models={models}
          model={begun?.from ?? shown}
          draft={begun?.draft ?? null}
          onDraft={(draft) =>
            setDraft(shown.info.id, draft === null ? null : { draft, from: begun?.from ?? shown })
          }
          onClose={() => setOpenId(null)}
        />
      ) : null}
    </FocusHeirs>
  );
}

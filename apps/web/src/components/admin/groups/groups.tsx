"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus, UsersRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { PageTitle } from "#components/frame/page-title.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { FocusHeirs, heirMark } from "#components/ui/focus-heirs.tsx";
import { ListError, ListSkeleton } from "#components/ui/list-states.tsx";
import { useTRPC } from "#lib/trpc.ts";
import { useServerEvent } from "#lib/use-server-event.ts";
import { AdminTable } from "../admin-table.tsx";
import { useDrafts } from "../use-drafts.ts";
import { changedFields, type Draft, newDraft } from "./draft.ts";
import { GroupPanel } from "./group-panel.tsx";
import { GroupRow } from "./group-row.tsx";

type Open = { id: string } | "new" | null;

export function Groups() {
  const t = useTranslations("admin.groups");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const list = useQuery(trpc.groups.list.queryOptions());
  const people = useQuery(trpc.people.list.queryOptions());
  const title = useRef<HTMLHeadingElement>(null);
  const [open, setOpen] = useState<Open>(null);
  const [fresh, setFresh] = useState<Draft>(newDraft);
  const { draftOf, setDraft } = useDrafts<Draft>();

  useServerEvent("models-changed", () => {
    void queryClient.invalidateQueries(trpc.groups.list.queryFilter());
  });

  const groups = list.data ?? [];
  const shown = open === null || open === "new" ? null : groups.find(({ id }) => id === open.id);
  const names = new Map((people.data ?? []).map(({ id, name }) => [id, name]));
  const common = { people: people.data ?? null, onClose: () => setOpen(null) };
  const add = (
    <Button look="primary" {...heirMark("add", "new")} onPress={() => setOpen("new")}>
      <Plus size={16} strokeWidth={1.75} aria-hidden />
      {t("add")}
    </Button>
  );

  return (
    <FocusHeirs fallback={title}>
      <PageTitle
        title={t("title")}
        sentence={t("sentence")}
        action={groups.length > 0 ? add : null}
        titleRef={title}
      />
      {list.isPending ? <ListSkeleton rows={3} /> : null}
      {list.error ? <ListError error={list.error} onRetry={() => list.refetch()} /> : null}
      {list.data?.length === 0 ? (
        <EmptyState icon={UsersRound} title={t("empty")} action={add}>
          {t("emptyBody")}
        </EmptyState>
      ) : null}
      {groups.length > 0 ? (
        <AdminTable
          label={t("title")}
          columns={[
            { label: t("column.name"), className: "w-1/2" },
            { label: t("column.members"), className: "pe-0!" },
          ]}
        >
          {groups.map((group) => {
            const draft = draftOf(group.id);
            return (
              <GroupRow
                key={group.id}
                group={group}
                names={names}
                unsaved={draft === null ? [] : changedFields(draft, group)}
                onOpen={() => setOpen({ id: group.id })}
              />
            );
          })}
        </AdminTable>
      ) : null}
      {open === "new" ? (
        <GroupPanel
          {...common}
          group={null}
          draft={fresh}
          onDraft={(draft) => setFresh(draft ?? newDraft)}
        />
      ) : null}
      {shown ? (
        <GroupPanel
          {...common}
          group={shown}
          draft={draftOf(shown.id)}
          onDraft={(draft) => setDraft(shown.id, draft)}
        />
      ) : null}
    </FocusHeirs>
  );
}

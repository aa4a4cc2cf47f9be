"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Cable, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { PageTitle } from "#components/frame/page-title.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { FocusHeirs, heirMark } from "#components/ui/focus-heirs.tsx";
import { ListError, ListSkeleton } from "#components/ui/list-states.tsx";
import { useTRPC } from "#lib/trpc.ts";
import { useServerEvent } from "#lib/use-server-event.ts";
import { ConnectionPanel } from "./connection-panel.tsx";
import { ConnectionTable } from "./connection-table.tsx";
import { changedFields, type Draft, newDraft } from "./draft.ts";

/** Which connection the panel shows; `new` is one that does not exist yet. */
type Open = { id: string } | "new" | null;

export function Connections() {
  const t = useTranslations("admin.connections");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const list = useQuery(trpc.connections.list.queryOptions());
  const title = useRef<HTMLHeadingElement>(null);
  const [open, setOpen] = useState<Open>(null);
  const [fresh, setFresh] = useState<Draft>(newDraft);
  // Closing the panel keeps what was typed: the row says what is not saved.
  const [drafts, setDrafts] = useState<Record<string, Draft>>({});

  useServerEvent("models-changed", () => {
    void queryClient.invalidateQueries(trpc.connections.list.queryFilter());
  });

  const rows = list.data ?? [];
  const shown = open === null || open === "new" ? null : rows.find(({ id }) => id === open.id);
  const setDraft = (id: string, draft: Draft | null) =>
    setDrafts(({ [id]: _previous, ...others }) =>
      draft === null ? others : { ...others, [id]: draft },
    );
  const unsaved = Object.fromEntries(
    rows.flatMap((row) => {
      const draft = drafts[row.id];
      return draft === undefined ? [] : [[row.id, changedFields(draft, row)]];
    }),
  );
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
        action={rows.length > 0 ? add : null}
        titleRef={title}
      />
      {list.isPending ? <ListSkeleton rows={3} /> : null}
      {list.error ? <ListError error={list.error} onRetry={() => list.refetch()} /> : null}
      {list.data?.length === 0 ? (
        <EmptyState icon={Cable} title={t("empty")} action={add}>
          {t("emptyBody")}
        </EmptyState>
      ) : null}
      {rows.length > 0 ? (
        <ConnectionTable rows={rows} unsaved={unsaved} onOpen={(id) => setOpen({ id })} />
      ) : null}
      {open === "new" ? (
        <ConnectionPanel
          connection={null}
          draft={fresh}
          onDraft={(draft) => setFresh(draft ?? newDraft)}
          onClose={() => setOpen(null)}
        />
      ) : null}
      {shown ? (
        <ConnectionPanel
          connection={shown}
          draft={drafts[shown.id] ?? null}
          onDraft={(draft) => setDraft(shown.id, draft)}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </FocusHeirs>
  );
}

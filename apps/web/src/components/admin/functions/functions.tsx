"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus, SquareFunction } from "lucide-react";
import { useTranslations } from "next-intl";
import { useDeferredValue, useEffect, useRef, useState } from "react";
import { PageTitle } from "#components/frame/page-title.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { FocusHeirs } from "#components/ui/focus-heirs.tsx";
import { ListError, ListSkeleton } from "#components/ui/list-states.tsx";
import { Select } from "#components/ui/select.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import { useTRPC } from "#lib/trpc.ts";
import { useServerEvent } from "#lib/use-server-event.ts";
import { AdminTable } from "../admin-table.tsx";
import { CantRun } from "./cant-run.tsx";
import { ExportFunctions } from "./export-functions.tsx";
import { FunctionRow } from "./function-row.tsx";
import { ImportButton, ImportProblems, useImport } from "./import-functions.tsx";
import { type KindFilter, kinds, matching } from "./list.ts";
import { NewFunction } from "./new-function.tsx";
import { keptDraft } from "./source-drafts.ts";

/** How often figures are read again, in milliseconds. */
const figuresMs = 10_000;

export function Functions() {
  const t = useTranslations("functions");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const list = useQuery(
    trpc.functions.list.queryOptions(undefined, { refetchInterval: figuresMs, staleTime: 0 }),
  );
  const status = useQuery(trpc.functions.status.queryOptions());
  const [search, setSearch] = useState("");
  const [kind, setKind] = useState<KindFilter>("all");
  const [creating, setCreating] = useState(false);
  const title = useRef<HTMLHeadingElement>(null);
  const words = useDeferredValue(search);
  const importing = useImport();
  const unsaved = useUnsaved(list.data);

  useServerEvent("models-changed", () => {
    void queryClient.invalidateQueries(trpc.functions.list.queryFilter());
  });

  const functions = list.data ?? [];
  const found = matching(functions, words, kind);
  const add = (
    <Button look="primary" onPress={() => setCreating(true)}>
      <Plus size={16} strokeWidth={1.75} aria-hidden />
      {t("new")}
    </Button>
  );

  return (
    <FocusHeirs fallback={title}>
      <PageTitle
        titleRef={title}
        title={t("title")}
        sentence={t("sentence")}
        action={
          functions.length === 0 ? null : (
            <div className="flex flex-wrap gap-2">
              <ImportButton importing={importing} />
              <ExportFunctions />
              {add}
            </div>
          )
        }
      />
      <CantRun status={status.data} />
      {list.isPending ? <ListSkeleton rows={4} /> : null}
      {list.error ? <ListError error={list.error} onRetry={() => list.refetch()} /> : null}
      {list.data?.length === 0 ? (
        <EmptyState
          icon={SquareFunction}
          title={t("empty")}
          action={
            <>
              {add}
              <ImportButton importing={importing} />
            </>
          }
        >
          {t("emptyBody")}
        </EmptyState>
      ) : null}
      {functions.length > 0 ? (
        <>
          <div className="mb-4 flex flex-wrap gap-2">
            <div className="min-w-40 flex-1 sm:max-w-xs">
              <TextField
                type="search"
                label={t("search")}
                labelHidden
                placeholder={t("search")}
                value={search}
                onChange={setSearch}
              />
            </div>
            <Select
              label={t("filter.label")}
              labelHidden
              options={(["all", ...kinds] as const).map((id) => ({ id, label: t(`filter.${id}`) }))}
              value={kind}
              onChange={setKind}
              className="w-36"
            />
          </div>
          <AdminTable
            label={t("title")}
            columns={[
              { label: t("column.name"), className: "w-1/3" },
              { label: t("column.kind") },
              { label: t("column.state"), className: "w-36" },
              { label: t("column.calls"), className: "text-end! whitespace-nowrap" },
              { label: t("column.errors"), className: "text-end!" },
              { label: t("column.p95"), className: "text-end!" },
              { label: t("column.used"), className: "w-28" },
              { label: t("column.on"), className: "pe-0! text-end!" },
            ]}
          >
            {found.map((fn) => (
              <FunctionRow key={fn.id} fn={fn} host={status.data} unsaved={unsaved.has(fn.id)} />
            ))}
          </AdminTable>
          <div role="status">
            {found.length === 0 ? <p className="mt-4 text-muted">{t("noMatch")}</p> : null}
          </div>
        </>
      ) : null}
      <ImportProblems importing={importing} />
      <NewFunction key={String(creating)} isOpen={creating} onOpenChange={setCreating} />
    </FocusHeirs>
  );
}

/** Ids of those whose source was changed and not saved; known once the page is in the browser. */
function useUnsaved(functions: readonly { id: string }[] | undefined): ReadonlySet<string> {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const kept = (functions ?? []).filter(({ id }) => keptDraft(id) !== null);
    setIds(new Set(kept.map(({ id }) => id)));
  }, [functions]);
  return ids;
}

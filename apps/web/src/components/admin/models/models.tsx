"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Boxes, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useDeferredValue, useRef, useState } from "react";
import { PageTitle } from "#components/frame/page-title.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { FocusHeirs } from "#components/ui/focus-heirs.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { ListError, ListSkeleton } from "#components/ui/list-states.tsx";
import { Select } from "#components/ui/select.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import { useTRPC } from "#lib/trpc.ts";
import { useServerEvent } from "#lib/use-server-event.ts";
import { useDrafts } from "../use-drafts.ts";
import { AdminPanel } from "./admin-panel.tsx";
import { type Draft, newDraft } from "./draft.ts";
import { changedFields } from "./draft-checks.ts";
import { type KindFilter, matching, sorted } from "./list.ts";
import { ModelTable } from "./model-table.tsx";

/** What the panel shows; `preset` and `arena` are new ones. */
type Open = { id: string } | "preset" | "arena" | null;

const kinds: KindFilter[] = ["all", "upstream", "preset", "arena"];

export function Models() {
  const t = useTranslations("models");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const list = useQuery(trpc.models.manage.queryOptions());
  const settings = useQuery(trpc.settings.get.queryOptions());
  const [search, setSearch] = useState("");
  const [kind, setKind] = useState<KindFilter>("all");
  const [open, setOpen] = useState<Open>(null);
  const [fresh, setFresh] = useState(newDrafts);
  const { draftOf, setDraft } = useDrafts<Draft>();
  const title = useRef<HTMLHeadingElement>(null);
  const words = useDeferredValue(search);

  useServerEvent("models-changed", () => {
    void queryClient.invalidateQueries(trpc.models.manage.queryFilter());
    void queryClient.invalidateQueries(trpc.settings.get.queryFilter());
  });

  const models = list.data ?? [];
  const modelAccess = settings.data?.modelAccess ?? "everyone";
  const found = matching(sorted(models), words, kind);
  const shown =
    typeof open === "object" && open !== null
      ? models.find(({ info }) => info.id === open.id)
      : undefined;
  const nameOf = (id: string) => models.find(({ info }) => info.id === id)?.info.name ?? null;
  const unsaved = Object.fromEntries(
    models.flatMap((model) => {
      const draft = draftOf(model.info.id);
      return draft === null ? [] : [[model.info.id, changedFields(draft, model)]];
    }),
  );
  const common = { models, onClose: () => setOpen(null) };

  return (
    <FocusHeirs fallback={title}>
      <PageTitle
        titleRef={title}
        title={t("title")}
        sentence={t("sentence")}
        action={
          models.length === 0 ? null : (
            <div className="flex flex-wrap gap-2">
              <NewButton label={t("newArena")} onPress={() => setOpen("arena")} />
              <NewButton label={t("newPreset")} onPress={() => setOpen("preset")} isFirst />
            </div>
          )
        }
      />
      {list.isPending ? <ListSkeleton rows={6} /> : null}
      {list.error ? <ListError error={list.error} onRetry={() => list.refetch()} /> : null}
      {list.data?.length === 0 ? (
        <EmptyState
          icon={Boxes}
          title={t("empty")}
          action={
            <LinkButton look="primary" href="/admin/connections">
              {t("emptyAction")}
            </LinkButton>
          }
        >
          {t("emptyBody")}
        </EmptyState>
      ) : null}
      {models.length > 0 ? (
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
              options={kinds.map((id) => ({ id, label: t(`filter.${id}`) }))}
              value={kind}
              onChange={setKind}
              className="w-44"
            />
          </div>
          <ModelTable
            rows={found}
            {...{ nameOf, modelAccess, unsaved }}
            onOpen={(id) => setOpen({ id })}
          />
          <div role="status">
            {found.length === 0 ? <p className="mt-4 text-muted">{t("noMatch")}</p> : null}
          </div>
        </>
      ) : null}
      {open === "preset" || open === "arena" ? (
        <AdminPanel
          key={open}
          {...common}
          model={null}
          draft={fresh[open]}
          onDraft={(draft) => setFresh({ ...fresh, [open]: draft ?? newDraft(open) })}
        />
      ) : null}
      {shown ? (
        <AdminPanel
          key={shown.info.id}
          {...common}
          model={shown}
          draft={draftOf(shown.info.id)}
          onDraft={(draft) => setDraft(shown.info.id, draft)}
        />
      ) : null}
    </FocusHeirs>
  );
}

const newDrafts = () => ({ preset: newDraft("preset"), arena: newDraft("arena") });

type NewButtonProps = { label: string; onPress: () => void; isFirst?: boolean };

function NewButton({ label, onPress, isFirst = false }: NewButtonProps) {
  return (
    <Button look={isFirst ? "primary" : "plain"} onPress={onPress}>
      <Plus size={16} strokeWidth={1.75} aria-hidden />
      {label}
    </Button>
  );
}

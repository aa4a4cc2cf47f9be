"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CheckList } from "#components/ui/check-list.tsx";
import { ListError, ListSkeleton } from "#components/ui/list-states.tsx";
import { notify } from "#components/ui/toast.tsx";
import { useTRPC, useTRPCClient } from "#lib/trpc.ts";
import { useProblemText } from "#lib/use-problem-text.ts";
import { definitionOf, draftOf } from "../../models/draft.ts";
import { optionOf, sorted } from "../../models/list.ts";
import type { FunctionDetail } from "../types.ts";
import { type Attachment, type AttachmentChange, has, withFunction } from "./attachment.ts";

/** The models that a filter or an action is attached to; a change counts at once. */
export function AttachedModels({ fn }: { fn: FunctionDetail }) {
  const t = useTranslations("functions.settings");
  const problemText = useProblemText();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const list = useQuery(trpc.models.manage.queryOptions());
  /** What was asked for and is not stored yet, by what and of which model. */
  const [asked, setAsked] = useState<Record<string, boolean>>({});

  const attach = useMutation({
    // One after the other: each reads what the one before has written.
    scope: { id: "attach-function" },
    mutationFn: async ({ id, ...change }: AttachmentChange & { id: string }) => {
      const now = await client.models.manage.query();
      const model = now.find(({ info }) => info.id === id);
      if (model === undefined) return;
      const draft = draftOf(model);
      const changed = definitionOf({ ...draft, meta: withFunction(draft.meta, fn, change) });
      const { create, replace } = client.models;
      await (model.definition === null ? create : replace).mutate(changed);
    },
    onError: (error, { id }) =>
      notify({
        title: t("attachFailed", { name: nameOf(id) }),
        description: problemText(error),
        tone: "broken",
      }),
    onSettled: async (_data, _error, { id, what }) => {
      await queryClient.invalidateQueries(trpc.models.manage.queryFilter());
      setAsked(({ [`${what} ${id}`]: _, ...others }) => others);
    },
  });

  if (list.error) return <ListError error={list.error} onRetry={() => list.refetch()} />;
  if (list.data === undefined) return <ListSkeleton rows={3} />;
  // An arena's answer passes through what is attached to the model that it picked.
  const models = sorted(list.data).filter(({ info }) => info.kind !== "arena");
  const idsWith = (what: Attachment) =>
    new Set(
      models
        .filter((model) => asked[`${what} ${model.info.id}`] ?? has(model, fn, what))
        .map(({ info }) => info.id),
    );
  const onAtFirst = idsWith("onAtFirst");
  const set = (id: string, change: AttachmentChange) => {
    setAsked({ ...asked, [`${change.what} ${id}`]: change.isOn });
    attach.mutate({ id, ...change });
  };

  function nameOf(id: string): string {
    return list.data?.find(({ info }) => info.id === id)?.info.name ?? id;
  }

  return (
    <CheckList
      label={t("attached")}
      searchLabel={t("search")}
      noMatch={t("noMatch")}
      options={models.map(optionOf)}
      checked={idsWith("attached")}
      onToggle={(id, isOn) => set(id, { what: "attached", isOn })}
      {...(fn.manifest.toggle
        ? {
            trailing: (id: string) => (
              <label className="flex min-h-9 shrink-0 cursor-pointer items-center gap-2 text-note text-muted">
                <input
                  type="checkbox"
                  className="size-4"
                  aria-label={t("onAtFirst", { name: nameOf(id) })}
                  checked={onAtFirst.has(id)}
                  onChange={({ target }) => set(id, { what: "onAtFirst", isOn: target.checked })}
                />
                <span aria-hidden>{t("onAtFirstShort")}</span>
              </label>
            ),
          }
        : {})}
    />
  );
}

"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { notify } from "#components/ui/toast.tsx";
import { useTRPC } from "#lib/trpc.ts";
import { keepDraft, keptDraft, type SourceDraft } from "../source-drafts.ts";
import type { FunctionDetail } from "../types.ts";

/** The source as it stands in the editor; what is not saved is kept in the tab. */
export function useSource(fn: FunctionDetail) {
  const t = useTranslations("functions.page");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState<SourceDraft | null>(() => keptDraft(fn.id));
  const put = (next: SourceDraft | null) => {
    setDraft(next);
    keepDraft(fn.id, next);
  };
  const text = draft?.source ?? fn.source;

  const taken = (saved: FunctionDetail) => {
    queryClient.setQueryData(trpc.functions.get.queryKey({ id: fn.id }), saved);
    void queryClient.invalidateQueries(trpc.functions.versions.queryFilter({ id: fn.id }));
    void queryClient.invalidateQueries(trpc.functions.valves.queryFilter({ id: fn.id }));
    void queryClient.invalidateQueries(trpc.functions.list.queryFilter());
  };
  const save = useMutation(
    trpc.functions.save.mutationOptions({
      onSuccess: (saved, { source }) => {
        taken(saved);
        // What was typed while it was being saved is a change of what is saved now.
        const now = keptDraft(fn.id)?.source ?? source;
        put(now === saved.source ? null : { source: now, version: saved.version });
        const name = saved.manifest.name;
        notify({ title: t("saved", { name, version: saved.version }), tone: "good" });
      },
    }),
  );
  return {
    text,
    isChanged: draft !== null,
    /** The version that somebody else saved after this draft was begun; null: none. */
    overtakenBy: draft !== null && draft.version < fn.version ? fn.version : null,
    change: (source: string) =>
      put(source === fn.source ? null : { source, version: draft?.version ?? fn.version }),
    discard: () => {
      put(null);
      save.reset();
    },
    taken,
    error: save.error,
    isSaving: save.isPending,
    save: (onError: (error: unknown) => void) => {
      if (save.isPending) return;
      save.mutate({ id: fn.id, source: text }, { onError });
    },
  };
}

export type Source = ReturnType<typeof useSource>;
